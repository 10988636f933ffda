#pragma once
// The content models of the XML Schemas as a text of our own, and the tables made from it.
//
//   name @ in SPACE (attribute=form attribute!=form) = element=type element?=type …
//
//   @            any attribute may stand here
//   in SPACE     what <other> leaves out: epcis (where nothing is said), query, master, sbdh
//   within SPACE the same, and the elements are of that namespace
//   (…)          attributes with their forms; with ! they must be there
//   =  |  |*     a sequence, one of them, any of them in any number
//   :            only text of this form, or "anything"
//   ? * +        may be missing, any number, one or more
//   & ^          only with, only without the element before
//   ~            xsi:nil may stand in for the content
//   <other> <local> <scope>   elements that need no declaration
//   $name        a part that several types share
//   %            the line holds for both editions, with 1 and 2
//
// A line that begins with a blank continues the one before.

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "trace/xml_types.h"

namespace zhiheng::trace {

extern const std::string_view xml_schema_text;

/// Tables of content models. Neither copied nor moved: the types point into it.
class XmlGrammar {
 public:
  /// @pre  the text is well-formed; it is part of the program
  explicit XmlGrammar(std::string_view text);
  XmlGrammar(const XmlGrammar&) = delete;
  XmlGrammar& operator=(const XmlGrammar&) = delete;

  [[nodiscard]] const Type& type(TypeName name) const {
    return types_[static_cast<std::size_t>(name)];
  }
  /// type_count where there is none.
  [[nodiscard]] TypeName named(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return types_.size(); }

 private:
  using Words = std::vector<std::string_view>;
  void read_type(const Words& words);
  void read_attributes(const Words& words, std::size_t& at, Type& type);
  void add_particles(std::string_view word, Space space, std::vector<Particle>& particles) const;
  [[nodiscard]] Particle particle(std::string_view word, Space space) const;

  std::deque<std::string> lines_;  ///< what the names point into
  std::map<std::string_view, Words> shared_;
  std::map<std::string_view, TypeName> names_;
  std::vector<Type> types_;
  std::deque<std::vector<Particle>> particles_;
  std::deque<std::vector<AttributeRule>> attributes_;
};

}  // namespace zhiheng::trace
