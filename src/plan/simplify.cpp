// The one file that talks to ICU's transliterator.

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "plan/folded_text.h"

namespace zhiheng::plan {

void simplify(std::u32string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || rules == nullptr) return;
  std::unordered_map<char32_t, char32_t> twins;
  for (char32_t& sign : text) {
    if (sign < 0x3400 || sign > 0x9FFF) continue;
    const auto [twin, fresh] = twins.try_emplace(sign, sign);
    if (fresh) {
      icu::UnicodeString one(static_cast<UChar32>(sign));
      rules->transliterate(one);
      if (one.countChar32() == 1) twin->second = static_cast<char32_t>(one.char32At(0));
    }
    sign = twin->second;
  }
}

}  // namespace zhiheng::plan
