#include "code/gs1_lint.h"

#include <algorithm>
#include <array>

#include "code/epc_text.h"
#include "code/gs1_lint_parts.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, linter_count> names{
    "couponcode", "couponposoffer", "cset39",        "cset64",
    "cset82",     "csetnumeric",    "csum",          "csumalpha",
    "gcppos1",    "gcppos2",        "hasnondigit",   "hh",
    "hhmi",       "hyphen",         "iban",          "importeridx",
    "iso3166",    "iso3166999",     "iso3166alpha2", "iso4217",
    "iso5218",    "latitude",       "longitude",     "mediatype",
    "mi",         "nonzero",        "nozeroprefix",  "packagetype",
    "pcenc",      "pieceoftotal",   "posinseqslash", "ss",
    "winding",    "yesno",          "yymmd0",        "yymmdd",
    "yyyymmd0",   "yyyymmdd",       "zero"};

template <class Belongs>
LintFinding lint_signs(std::string_view text, Belongs belongs, std::string_view problem) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!belongs(text[at])) return {problem, at, 1};
  }
  return {};
}

/// Signs of base64url without padding.
bool is_base64url(char sign) {
  return is_digit(sign) || (sign >= 'A' && sign <= 'Z') || (sign >= 'a' && sign <= 'z') ||
         sign == '-' || sign == '_';
}

LintFinding lint_base64url(std::string_view text) {
  const std::size_t length = text.find_last_not_of('=') + 1;
  const std::size_t padding = text.size() - length;
  if (padding > 2 || (padding > 0 && text.size() % 3 != 0)) {
    return {"invalid_cset64_padding", length, padding};
  }
  return lint_signs(text.substr(0, length), is_base64url, "invalid_cset64_character");
}

LintFinding lint_one_of(std::string_view text, std::string_view signs, std::string_view problem) {
  const bool fits = text.size() == 1 && signs.find(text[0]) != std::string_view::npos;
  return fits ? LintFinding{} : whole(problem, text);
}

LintFinding lint_all(std::string_view text, char sign, std::string_view problem) {
  const bool fits = !text.empty() && text.find_first_not_of(sign) == std::string_view::npos;
  return fits ? LintFinding{} : whole(problem, text);
}

LintFinding lint_has_non_digit(std::string_view text) {
  return all_digits(text) ? whole("requires_non_digit_character", text) : LintFinding{};
}

LintFinding lint_nonzero(std::string_view text) {
  if (const auto finding = lint_digits(text)) return finding;
  const bool zero = text.find_first_not_of('0') == std::string_view::npos;
  return zero ? whole("illegal_zero_value", text) : LintFinding{};
}

LintFinding lint_no_zero_prefix(std::string_view text) {
  if (const auto finding = lint_digits(text)) return finding;
  if (text.starts_with('0')) return {"illegal_zero_prefix", 0, 1};
  return {};
}

LintFinding lint_importer_index(std::string_view text) {
  if (text.size() != 1) return whole("importer_idx_must_be_one_character", text);
  return lint_signs(text, is_base64url, "invalid_import_idx_character");
}

/// Ten digits of degrees times 10^7, moved to begin at zero.
LintFinding lint_angle(std::string_view text, std::string_view largest, std::string_view length,
                       std::string_view range) {
  if (text.size() != largest.size()) return whole(length, text);
  if (const auto finding = lint_digits(text)) return finding;
  return text > largest ? whole(range, text) : LintFinding{};
}

LintFinding lint_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at)) {
    if (!is_escape(text, at)) {
      return {"invalid_percent_sequence", at, std::min<std::size_t>(3, text.size() - at)};
    }
    at += 3;
  }
  return {};
}

LintFinding lint_piece_of_total(std::string_view text) {
  if (const auto finding = lint_digits(text)) return finding;
  if (text.empty() || text.size() % 2 != 0) {
    return whole("invalid_length_for_piece_of_total", text);
  }
  const std::size_t half = text.size() / 2;
  const std::string_view piece = text.substr(0, half);
  const std::string_view total = text.substr(half);
  const auto is_zero = [](std::string_view digits) {
    return digits.find_first_not_of('0') == std::string_view::npos;
  };
  if (is_zero(piece)) return {"zero_piece_number", 0, half};
  if (is_zero(total)) return {"zero_total_pieces", half, half};
  return piece > total ? whole("piece_number_exceeds_total", text) : LintFinding{};
}

LintFinding lint_position_in_sequence(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view position = text.substr(0, slash);
  const std::string_view end =
      slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  if (position.empty() || end.empty() || !all_digits(position) || !all_digits(end)) {
    return whole("position_in_sequence_malformed", text);
  }
  if (position[0] == '0') return {"illegal_zero_prefix", 0, position.size()};
  if (end[0] == '0') return {"illegal_zero_prefix", slash + 1, end.size()};
  const bool exceeds =
      position.size() != end.size() ? position.size() > end.size() : position > end;
  return exceeds ? whole("position_exceeds_end", text) : LintFinding{};
}

}  // namespace

std::string_view name_of(Linter linter) { return names[static_cast<std::size_t>(linter)]; }

std::optional<Linter> linter_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Linter>(found - names.begin());
}

LintFinding lint_digits(std::string_view text) {
  return lint_signs(text, is_digit, "non_digit_character");
}

LintFinding lint(Linter linter, std::string_view text, const LintTables& tables) {
  const CodeLists& lists = tables.lists;
  switch (linter) {
    case Linter::couponcode:
      return lint_coupon(text, tables);
    case Linter::couponposoffer:
      return lint_coupon_offer(text);
    case Linter::cset39:
      return lint_signs(text, is_component_sign, "invalid_cset39_character");
    case Linter::cset64:
      return lint_base64url(text);
    case Linter::cset82:
      return lint_signs(text, is_gs1_sign, "invalid_cset82_character");
    case Linter::csetnumeric:
      return lint_digits(text);
    case Linter::csum:
      return lint_check_digit(text);
    case Linter::csumalpha:
      return lint_check_pair(text);
    case Linter::gcppos1:
      return lint_company_prefix(text, tables);
    case Linter::gcppos2: {
      if (text.size() < 2) return whole("too_short_for_gcp", text);
      LintFinding finding = lint_company_prefix(text.substr(1), tables);
      if (finding) ++finding.at;
      return finding;
    }
    case Linter::hasnondigit:
      return lint_has_non_digit(text);
    case Linter::hh:
      return lint_clock(text, 24, "hour_too_short", "hour_too_long", "illegal_hour");
    case Linter::hhmi:
      return lint_hour_minute(text);
    case Linter::hyphen:
      return lint_all(text, '-', "not_hyphen");
    case Linter::iban:
      return lint_iban(text, tables);
    case Linter::importeridx:
      return lint_importer_index(text);
    case Linter::iso3166:
      return lint_number_in(text, lists.countries, "not_iso3166");
    case Linter::iso3166999:
      if (text == "999") return {};
      return lint_number_in(text, lists.countries, "not_iso3166_or_999");
    case Linter::iso3166alpha2:
      return lint_country_alpha2(text, tables);
    case Linter::iso4217:
      return lint_number_in(text, lists.currencies, "not_iso4217");
    case Linter::iso5218:
      return lint_one_of(text, "0129", "invalid_biological_sex_code");
    case Linter::latitude:
      return lint_angle(text, "1800000000", "latitude_invalid_length", "invalid_latitude");
    case Linter::longitude:
      return lint_angle(text, "3600000000", "longitude_invalid_length", "invalid_longitude");
    case Linter::mediatype:
      return lint_media_type(text, tables);
    case Linter::mi:
      return lint_clock(text, 60, "minute_too_short", "minute_too_long", "illegal_minute");
    case Linter::nonzero:
      return lint_nonzero(text);
    case Linter::nozeroprefix:
      return lint_no_zero_prefix(text);
    case Linter::packagetype:
      return lint_package_type(text, tables);
    case Linter::pcenc:
      return lint_escapes(text);
    case Linter::pieceoftotal:
      return lint_piece_of_total(text);
    case Linter::posinseqslash:
      return lint_position_in_sequence(text);
    case Linter::ss:
      return lint_clock(text, 60, "second_too_short", "second_too_long", "illegal_second");
    case Linter::winding:
      return lint_one_of(text, "019", "invalid_winding_direction");
    case Linter::yesno:
      return lint_one_of(text, "01", "not_zero_or_one");
    case Linter::yymmd0:
      return lint_date(text, 2, true);
    case Linter::yymmdd:
      return lint_date(text, 2, false);
    case Linter::yyyymmd0:
      return lint_date(text, 4, true);
    case Linter::yyyymmdd:
      return lint_date(text, 4, false);
    case Linter::zero:
      return lint_all(text, '0', "not_zero");
  }
  return {};
}

}  // namespace zhiheng::code
