#pragma once
// Rule sets that others publish as JSON Schema, such as those of EPCIS event sentries.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::trace {

/// A schema of draft 7 or 2020-12 with references inside of itself. Nothing is fetched: a
/// reference to GS1's own schema of EPCIS holds, because `epcis validate` gives that verdict
/// anyway. Formats `uri` and `date-time` are checked, others are remarks.
class JsonSchema {
 public:
  /// @fails  trace.file_unreadable, trace.not_json, trace.json_schema_malformed (a keyword that is
  ///         not supported, a pattern or a reference that cannot be followed)
  [[nodiscard]] static Result<JsonSchema> load(const std::filesystem::path& file);
  /// The same from a text.
  /// @param name  what complaints call it
  [[nodiscard]] static Result<JsonSchema> read(const std::string& text, const std::string& name);

  /// Where a document breaks the schema: trace.profile_unmet with the place as a JSON Pointer,
  /// what stood there, and the keyword with its value. At most 100; empty for a good document.
  ///
  /// @fails  trace.not_json, trace.too_deep
  [[nodiscard]] Result<std::vector<Error>> check(const std::string& text) const;

 private:
  struct Inside;
  explicit JsonSchema(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}
  std::shared_ptr<const Inside> inside_;
};

/// A whole file as text.
/// @fails  trace.file_unreadable
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace zhiheng::trace
