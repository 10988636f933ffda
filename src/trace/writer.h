#pragma once
// Writes events as a document of edition 2.0, in JSON-LD or XML, one event after the other.

#include <iosfwd>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "trace/document.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// Which prefix stands for which namespace in the document to be written.
class Prefixes {
 public:
  /// Namespaces that some event uses must be noted before the document begins.
  void note(const Event& event);
  void note(const VocabularyList& list);
  /// Gives each noted namespace the prefix that the source declared, or one of its own.
  void settle(const std::map<std::string, std::string, std::less<>>& declared);

  /// The prefix of a noted namespace.
  [[nodiscard]] const std::string& of(std::string_view space) const;
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const {
    return by_space_;
  }

 private:
  void note(const Extension& extension);
  void note(const Extensions& extensions);

  std::set<std::string, std::less<>> spaces_;
  std::map<std::string, std::string, std::less<>> by_space_;
};

class Writer {
 public:
  virtual ~Writer() = default;
  /// Everything before the first event.
  virtual void begin(const Document& document) = 0;
  virtual void event(const Event& event) = 0;
  virtual void end() = 0;

  /// Written in every event instead of its own; empty: its own.
  std::string record_time;
  /// What the form had no way to write.
  std::vector<Error> warnings;
};

/// Both keep a reference to `out` and `prefixes`.
[[nodiscard]] std::unique_ptr<Writer> json_writer(std::ostream& out, const Prefixes& prefixes);
[[nodiscard]] std::unique_ptr<Writer> xml_writer(std::ostream& out, const Prefixes& prefixes);

/// An event of edition 2.0: a QuantityEvent becomes what took its place, an ObjectEvent that
/// observes a quantity; a time without a zone is written as UTC, for which it is taken.
[[nodiscard]] Event modern(Event event);

/// A time that both forms of edition 2.0 accept, where only its zone is missing.
[[nodiscard]] std::string with_zone(std::string time);

/// The namespace and local name that XML needs: of "https://example.org/a#b", of a name with one of
/// the EPCIS context's own prefixes, or of a name with a namespace.
struct WrittenName {
  std::string space, name;
};
[[nodiscard]] WrittenName xml_name(std::string_view space, std::string_view name);

}  // namespace zhiheng::trace
