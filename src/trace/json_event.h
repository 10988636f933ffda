#pragma once
// From JSON-LD to an event. Contexts are known here or declared in the document; nothing is
// fetched.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "trace/event.h"
#include "trace/json_tree.h"

namespace zhiheng::trace {

/// Prefixes that a document's @context declares. Those of the EPCIS context itself are not among
/// them: the event hash takes names with them as they are written.
class Context {
 public:
  /// Adds what a context declares; later declarations win. Contexts by URL that are not the
  /// EPCIS context are named in `unknown`.
  void read(const JsonNode& context);

  /// "example:field" as namespace and name; a name without a known prefix has no namespace.
  struct Name {
    std::string_view space, name;
  };
  [[nodiscard]] Name resolve(std::string_view key) const;
  /// A CURIE with its prefix written out; other texts as they are.
  [[nodiscard]] std::string expand(std::string_view value) const;

  /// What the document itself declared.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& declared() const {
    return declared_;
  }
  std::vector<std::string> unknown;
  /// "gs1:Mass" stays as it is unless the document declares the prefix itself.
  bool keep_vocabulary_prefixes = false;

 private:
  std::map<std::string, std::string, std::less<>> declared_;
};

/// The event of a tree that was checked, or is read leniently: what does not fit is left out.
[[nodiscard]] Event event_of(const JsonNode& node, const Context& context);

/// Any value as an extension without a name.
[[nodiscard]] Extension extension_value(const JsonNode& node, const Context& context);

}  // namespace zhiheng::trace
