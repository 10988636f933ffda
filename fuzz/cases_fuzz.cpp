// Case files of the statistics, read from whatever bytes there are.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/reproduce.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)zhiheng::analysis::parse_cases(text, "cases.json");
  return 0;
}
