// The tables of standards, read from whatever bytes there are.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stat/acceptance_tables.h"
#include "stat/net_content.h"
#include "stat/switching.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::stat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto letters = parse_code_letters(text)) {
    for (const auto& level : letters->levels) (void)code_letter(*letters, 1000, level);
  }
  if (const auto plans = parse_plans(text)) {
    for (const auto& plan : *plans) {
      if (plan.stages.back().reject < 100) (void)operate(plan.stages, Counting::binomial, 0.1);
    }
  }
  (void)parse_deficiency_bands(text);
  (void)parse_net_content_plans(text);
  (void)parse_switching_rules(text);
  return 0;
}
