#include "base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstring>

#include "base/failures.h"

namespace zhiheng {
namespace {

constexpr std::size_t all_ascii = std::string_view::npos;

/// Position of the first byte above 0x7F, eight at a time.
std::size_t first_non_ascii(std::string_view bytes) {
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  for (; at < bytes.size(); ++at) {
    if ((static_cast<unsigned char>(bytes[at]) & 0x80) != 0) return at;
  }
  return all_ascii;
}

/// Takes the code point at `at` and steps over it; negative for bytes that are not UTF-8.
UChar32 take(std::string_view text, std::size_t& at) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 point = 0;
  U8_NEXT(bytes, at, text.size(), point);  // NOLINT(bugprone-inc-dec-in-conditions): of ICU
  return point;
}

void put(std::string& text, UChar32 point) {
  char buffer[U8_MAX_LENGTH];
  std::size_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, point);
  text.append(buffer, length);
}

UChar32 narrow(UChar32 point) {
  if (point >= 0xFF01 && point <= 0xFF5E) return point - 0xFEE0;
  return point == 0x3000 ? ' ' : point;
}

/// Length in bytes of the white space at the start, 0 if there is none.
std::size_t space_at_start(std::string_view text) {
  const char first = text.front();
  if (first == ' ' || (first >= '\t' && first <= '\r')) return 1;
  // Nearly every text begins with none of these, and this runs for every cell of an import.
  if (first != '\xC2' && first != '\xE2' && first != '\xE3' && first != '\xEF') return 0;
  if (text.starts_with("\u00A0")) return 2;
  for (const std::string_view wide : {"\u3000", "\u200B", "\uFEFF"}) {
    if (text.starts_with(wide)) return 3;
  }
  return 0;
}

std::size_t space_at_end(std::string_view text) {
  const char last = text.back();
  if (last == ' ' || (last >= '\t' && last <= '\r')) return 1;
  if (last != '\xA0' && last != '\x80' && last != '\x8B' && last != '\xBF') return 0;
  if (text.ends_with("\u00A0")) return 2;
  for (const std::string_view wide : {"\u3000", "\u200B", "\uFEFF"}) {
    if (text.ends_with(wide)) return 3;
  }
  return 0;
}

/// ASCII, Latin letters of U+00C0..00FF, dashes and quotation marks, CJK ideographs and
/// punctuation, full-width ASCII: well-formed, and the same in normal form C next to each other.
/// Most cells of a spreadsheet are that, and asking ICU costs ten times as much.
bool is_plainly_normal(std::string_view text) {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  const auto follows = [](unsigned char byte) { return (byte & 0xC0) == 0x80; };
  while (at < end) {
    const unsigned char lead = *at;
    if (lead < 0x80) {
      ++at;
      continue;
    }
    if (lead == 0xC3 && end - at >= 2 && follows(at[1])) {
      at += 2;
      continue;
    }
    if (end - at < 3 || !follows(at[1]) || !follows(at[2])) return false;
    const bool ideograph = (lead >= 0xE5 && lead <= 0xE9) || (lead == 0xE4 && at[1] >= 0xB8);
    const bool dash = lead == 0xE2 && at[1] == 0x80 && at[2] >= 0x90;
    const bool punctuation = lead == 0xE3 && at[1] == 0x80 && at[2] <= 0xA9;
    const bool wide =
        lead == 0xEF && ((at[1] == 0xBC && at[2] >= 0x81) || (at[1] == 0xBD && at[2] <= 0x9E));
    if (!ideograph && !dash && !punctuation && !wide) return false;
    at += 3;
  }
  return true;
}

/// White space, controls and punctuation; box-drawing bars too, which provinces put between the
/// parts of a merged column.
bool is_dropped_for_matching(UChar32 point) {
  if (point >= 0x2500 && point <= 0x257F) return true;
  constexpr std::uint32_t dropped = U_GC_P_MASK | U_GC_Z_MASK | U_GC_C_MASK;
  return u_isUWhiteSpace(point) != 0 || (U_GET_GC_MASK(point) & dropped) != 0;
}

/// Code points that stay as they are in normal form C whatever stands beside them: ASCII, CJK
/// punctuation and ideographs, full-width forms. (Combining marks sit outside these ranges.)
bool is_plain_in_nfc(UChar32 point) {
  return (point >= 0 && point < 0x80) || (point >= 0x4E00 && point <= 0x9FFF) ||
         (point >= 0x3000 && point <= 0x3029) || (point >= 0xFF01 && point <= 0xFFEF) ||
         (point >= 0x2010 && point <= 0x2027);
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t at = first_non_ascii(bytes);
  if (at == all_ascii) return true;
  while (at < bytes.size()) {
    if (take(bytes, at) < 0) return false;
  }
  return true;
}

bool is_nfc(std::string_view text) {
  const std::size_t first = first_non_ascii(text);
  if (first == all_ascii) return true;
  bool plain = true;
  for (std::size_t next = first; plain && next < text.size();)
    plain = is_plain_in_nfc(take(text, next));
  if (plain) return true;
  if (!is_utf8(text)) return false;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  return nfc->isNormalizedUTF8(piece, status) != 0 && U_SUCCESS(status);
}

Result<std::string> to_nfc(std::string_view text) {
  if (is_plainly_normal(text)) return std::string(text);
  if (!is_utf8(text)) return fail(base::text_not_utf8, "text", {}, "UTF-8");
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  if (nfc->isNormalizedUTF8(piece, status) != 0 && U_SUCCESS(status)) return std::string(text);
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal, piece.length());
  nfc->normalizeUTF8(0, piece, sink, nullptr, status);
  if (U_FAILURE(status)) return fail(base::text_not_utf8, "text", u_errorName(status), "UTF-8");
  return normal;
}

std::string to_half_width(std::string_view text) {
  std::size_t at = first_non_ascii(text);
  if (at == all_ascii) return std::string(text);
  std::string narrowed(text.substr(0, at));
  narrowed.reserve(text.size());
  while (at < text.size()) {
    const std::size_t before = at;
    const UChar32 point = take(text, at);
    const UChar32 twin = narrow(point);
    if (twin == point) {
      narrowed.append(text.substr(before, at - before));  // bad bytes stay as they are
    } else {
      narrowed.push_back(static_cast<char>(twin));
    }
  }
  return narrowed;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = space_at_start(text);
    if (length == 0) break;
    text.remove_prefix(length);
  }
  while (!text.empty()) {
    const std::size_t length = space_at_end(text);
    if (length == 0) break;
    text.remove_suffix(length);
  }
  return text;
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& sign : lower) {
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  }
  return lower;
}

std::string to_upper(std::string_view text) {
  std::string upper(text);
  for (char& sign : upper) {
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
  }
  return upper;
}

std::string to_matching_form(std::string_view text) {
  std::string form;
  form.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 point = take(text, at);
    if (point < 0) continue;
    const UChar32 twin = narrow(point);
    if (!is_dropped_for_matching(twin)) put(form, u_tolower(twin));
  }
  return form;
}

std::string shorten(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t taken = 0; taken < characters && at < text.size(); ++taken) take(text, at);
  std::string cut(text.substr(0, at));
  if (at < text.size()) cut.append("…");
  return cut;
}

}  // namespace zhiheng
