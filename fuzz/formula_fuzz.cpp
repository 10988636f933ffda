// Any bytes as a measurement model: what is accepted can be computed, what is refused says where.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/failures.h"
#include "analysis/formula.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng;
  static const std::vector<std::string> names = {"a", "b", "质量"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto formula = analysis::Formula::parse(text, names);
  if (!formula) {
    if (formula.error().failure != &analysis::formula_malformed) std::abort();
    if (formula.error().where.empty()) std::abort();
    return 0;
  }
  const double values[] = {1.5, -2, 1e300};
  volatile double result = formula->at(values);
  (void)result;
  return 0;
}
