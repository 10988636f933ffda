// Any bytes as element string or scan: what is read must be read again from what it is written as.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "code/element_string.h"
#include "code/scan.h"
#include "gs1_fuzz_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::code;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Gs1Tables& tables = gs1_fuzz_tables();
  ElementList elements;
  ElementList again;
  std::string memory;
  std::string memory_again;
  for (const char separator : {'^', group_separator}) {
    if (!parse_message(tables, text, separator, {}, elements)) continue;
    const std::string written = to_message({elements.begin(), elements.size()}, separator, true);
    must(parse_message(tables, written, separator, {}, again).has_value());
    must(to_bracketed({elements.begin(), elements.size()}) ==
         to_bracketed({again.begin(), again.size()}));
  }
  if (parse_bracketed(tables, text, {}, memory, elements)) {
    const std::string written = to_bracketed({elements.begin(), elements.size()});
    must(parse_bracketed(tables, written, {}, memory_again, again).has_value());
    must(written == to_bracketed({again.begin(), again.size()}));
  }
  if (const auto scan = read_scan(tables, text)) {
    // A DataBar symbol is named after its widest kind, which takes every message.
    must(write_scan(tables, *scan).has_value());
  }
  return 0;
}
