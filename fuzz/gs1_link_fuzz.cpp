// Any bytes as Digital Link: what is read must survive being written, compressed and normalised.

#include <cstdint>
#include <string_view>

#include "code/digital_link.h"
#include "code/epc.h"
#include "gs1_fuzz_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::code;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Gs1Tables& tables = gs1_fuzz_tables();
  const auto link = parse_digital_link(tables, text, {});
  static_cast<void>(parse_epc_link(text, EpcSigns::as_written));
  static_cast<void>(check_link_stem(text));
  if (!link) return 0;
  const std::span<const Element> elements{link->elements.begin(), link->elements.size()};
  const auto written = to_digital_link(elements, {});
  if (!written) return 0;  // compressed links may hold what no readable link can
  const auto again = parse_digital_link(tables, *written, {});
  must(again.has_value());
  const std::span<const Element> same{again->elements.begin(), again->elements.size()};
  must(to_digital_link(same, {}).value() == *written);
  for (const auto form : {LinkCompression::whole, LinkCompression::behind_key}) {
    const auto compressed = compress_digital_link(*again, form, false);
    must(compressed.has_value());
    const auto back = parse_digital_link(tables, *compressed, {});
    must(back.has_value());
  }
  return 0;
}
