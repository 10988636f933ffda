// Any bytes through the checks of identifiers: what passes must pass again in its other forms.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "code/credit_code.h"
#include "code/gs1.h"
#include "code/identify.h"
#include "code/organisation_code.h"

namespace {

void demand(bool kept) {
  if (!kept) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::code;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string normal = normalise(text);
  // Taking something out of broken UTF-8 may join its neighbours to a new dash.
  demand(!zhiheng::is_utf8(text) || normalise(normal) == normal);
  for (const std::string_view form : {text, std::string_view(normal)}) {
    const auto kinds = identify(form);
    demand(kinds.empty() || check_code(kinds.front(), form).has_value());
    static_cast<void>(check_code(likely_kind(form), form));
    if (const auto code = check_credit_code(form)) demand(code->text() == form);
    if (const auto code = check_organisation_code(form)) {
      demand(check_organisation_code(code->printed()).has_value());
    }
    if (const auto gtin = check_gtin(form)) {
      demand(gtin->written() == form && check_gtin(gtin->stored()).has_value());
    }
  }
  return 0;
}
