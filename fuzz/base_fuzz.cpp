// Any bytes through the readers of src/base: what is read must read back from what is written.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"
#include "base/uuid.h"

namespace {

void demand(bool kept) {
  if (!kept) std::abort();
}

void read_back(std::string_view text) {
  using namespace zhiheng;
  if (const auto date = parse_date(text)) demand(to_text(*date) == text);
  if (const auto time = parse_timestamp(text)) {
    // With an offset, the first and last hours of the years 1 and 9999 fall outside them.
    const auto again = parse_timestamp(to_text(*time));
    demand(!again || *again == *time);
  }
  if (const auto id = parse_uuid(text)) demand(parse_uuid(to_text(*id)) == *id);
  for (const int scale : {0, 2, 18}) {
    if (const auto value = parse_decimal(text, scale)) {
      demand(parse_decimal(to_text(*value), scale) == *value);
    }
  }
}

void convert(std::string_view text) {
  using namespace zhiheng;
  const bool good = is_utf8(text);
  const auto normal = to_nfc(text);
  demand(normal.has_value() == good);
  if (good) demand(to_nfc(*normal) == *normal);
  demand(is_utf8(to_matching_form(text)));
  if (good)
    demand(is_utf8(to_half_width(text)) && is_utf8(trim(text)) && is_utf8(shorten(text, 3)));
  if (const auto read = from_gb18030(text)) demand(is_utf8(*read));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_back(text);
  convert(text);
  return 0;
}
