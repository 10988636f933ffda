#pragma once
// Patterns of identifiers: urn:epc:idpat:sgtin:4012345.012345.* and the like.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::trace {

/// A pattern with "*" for any component, or for any end of a Digital Link.
struct EpcPattern {
  std::string scheme = {};              ///< "sgtin"; empty for a text with "*" at its end
  std::vector<std::string> parts = {};  ///< components; "*": any
  std::string front = {};               ///< what the identifier must begin with

  /// none: neither a pattern of URNs nor a text whose only "*" is the last sign.
  [[nodiscard]] static std::optional<EpcPattern> parse(std::string_view text);

  /// Whether an identifier fits, be it written as URN or as Digital Link.
  [[nodiscard]] bool matches(std::string_view identifier) const;

  /// A Digital Link that each matching identifier has as its class, where the pattern leaves only
  /// the serial open; none otherwise. What an index can look up.
  [[nodiscard]] std::optional<std::string> class_link() const;
};

}  // namespace zhiheng::trace
