// Tables of words, and names taken apart by them, from whatever bytes there are: the first line
// feed pair parts words from regions, the second these from the names.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "stat/company_name.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::stat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t first = text.find("\n\n");
  if (first == std::string_view::npos) return 0;
  const std::size_t second = text.find("\n\n", first + 2);
  if (second == std::string_view::npos) return 0;
  const auto words =
      CompanyWords::parse(text.substr(0, first + 1), text.substr(first + 2, second - first - 1));
  if (!words) return 0;
  const std::string_view names = text.substr(second + 2);
  const std::size_t middle = names.find('\n');
  const CompanyName one = company_name(names.substr(0, middle), *words);
  const CompanyName other = company_name(
      middle == std::string_view::npos ? std::string_view() : names.substr(middle + 1), *words);
  if (compare_companies(one, other) != compare_companies(other, one)) __builtin_trap();
  return 0;
}
