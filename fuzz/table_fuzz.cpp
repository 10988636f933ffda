// Any bytes as the tables of regions and industries. The parts are separated by a zero byte.

#include <cstdint>
#include <string_view>

#include "code/industry.h"
#include "code/region.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto part = [&rest] {
    const std::size_t end = rest.find('\0');
    const std::string_view taken = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return taken;
  };
  const std::string_view first = part();
  const std::string_view second = part();
  const std::string_view third = part();
  const Date day = make_date(2012, 1, 1);
  if (const auto regions = code::Regions::read(first, second)) {
    for (const code::Region& region : regions->all()) {
      static_cast<void>(regions->path_name(region.code, day));
      static_cast<void>(regions->convert(region.code, region.valid_from, day));
      static_cast<void>(regions->convert(region.code, day, region.valid_from));
    }
    static_cast<void>(regions->recognise(third, day));
  }
  if (const auto industries = code::Industries::read({first, second, third})) {
    static_cast<void>(industries->counterparts("01", code::Edition::gb2011));
  }
  return 0;
}
