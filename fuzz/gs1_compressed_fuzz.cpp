// Any bits as the compressed part of a Digital Link: what they say can be compressed anew, and is
// then read as the same.

#include <cstdint>
#include <string>
#include <string_view>

#include "code/digital_link.h"
#include "gs1_fuzz_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::code;
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const bool behind_key = size > 0 && (data[0] & 64U) != 0;
  std::string text = behind_key ? "https://id.gs1.org/01/06901234567892/" : "https://id.gs1.org/";
  for (std::size_t i = 0; i < size; ++i) text += alphabet[data[i] & 63U];
  const Gs1Tables& tables = gs1_fuzz_tables();
  const auto link = parse_digital_link(tables, text, {});
  if (!link || !link->other.empty()) return 0;  // a parameter may have the name of an identifier
  const auto shorter = compress_digital_link(*link, LinkCompression::whole, false);
  if (!shorter) return 0;  // two parts that each are right may not be so together
  const auto again = parse_digital_link(tables, *shorter, {});
  must(again.has_value());
  must(compress_digital_link(*again, LinkCompression::whole, false).value() == *shorter);
  return 0;
}
