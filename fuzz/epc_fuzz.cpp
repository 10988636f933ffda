// Any bytes as EPC URN or link: both notations must say the same, and the hash's form is its own.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "code/cbv_name.h"
#include "code/epc.h"

namespace {

void must_hold(bool kept) {
  if (!kept) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::code;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto epc = parse_epc_urn(text)) {
    const auto link = parse_epc_link(to_epc_link(*epc));
    must_hold(link.has_value());
    const auto urn = to_epc_urn(*link, epc->prefix_length);
    must_hold(urn.has_value() && parse_epc_urn(*urn).has_value());
    must_hold(to_epc_link(*parse_epc_urn(*urn)) == to_epc_link(*epc));
  }
  static_cast<void>(parse_epc_urn(text, EpcSigns::as_written));
  if (const auto form = event_hash_form(text)) must_hold(event_hash_form(*form) == form);
  const std::string word = cbv_word(cbv_address(cbv_urn(text)));
  must_hold(word == cbv_word(text));
  static_cast<void>(canonical_names(text));
  return 0;
}
