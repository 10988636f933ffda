#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "base/failures.h"
#include "base/text.h"

namespace zhiheng {
namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// Bytes of the sequence that the converter stopped at.
std::size_t length_of_bad_sequence(UConverter* converter) {
  char bad[16];
  std::int8_t length = sizeof bad;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_getInvalidChars(converter, bad, &length, &status);
  return U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0;
}

}  // namespace

Result<std::string> from_gb18030(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open("gb18030", &status));
  // By default ICU puts U+FFFD for what it cannot read; a spreadsheet must not be damaged silently.
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) {
    return fail(base::text_encoding_unknown, "0", u_errorName(status), "GB18030");
  }

  icu::UnicodeString wide;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    UChar buffer[4096];
    UChar* target = buffer;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, buffer + std::size(buffer), &source, end, nullptr, 1,
                   &status);
    wide.append(buffer, 0, static_cast<std::int32_t>(target - buffer));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) {
    const auto read = static_cast<std::size_t>(source - bytes.data());
    const std::size_t offset = read - length_of_bad_sequence(converter.get());
    return fail(base::text_encoding_unknown, std::to_string(offset), {}, "UTF-8, GB18030");
  }

  std::string text;
  return wide.toUTF8String(text);
}

Result<std::string> to_gb18030(std::string_view text) {
  if (!is_utf8(text)) return fail(base::text_not_utf8, "text", {}, "UTF-8");
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open("gb18030", &status));
  if (U_FAILURE(status)) return fail(base::text_encoding_unknown, "0", u_errorName(status));
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  std::string bytes(static_cast<std::size_t>(wide.length()) * 4 + 1, '\0');
  const std::int32_t length =
      ucnv_fromUChars(converter.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()),
                      wide.getBuffer(), wide.length(), &status);
  if (U_FAILURE(status)) return fail(base::text_encoding_unknown, "0", u_errorName(status));
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

}  // namespace zhiheng
