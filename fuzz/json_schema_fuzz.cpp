// A schema and a document, parted by a line "---": whatever both are, the answer is a verdict or a
// refusal.

#include <cstdint>
#include <string>

#include "trace/json_schema.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view border = "\n---\n";
  const std::size_t at = text.find(border);
  if (at == std::string::npos) return 0;
  const auto schema = zhiheng::trace::JsonSchema::read(text.substr(0, at), "schema");
  if (!schema) return 0;
  const auto found = schema->check(text.substr(at + border.size()));
  if (found && found->size() > 100) __builtin_trap();
  return 0;
}
