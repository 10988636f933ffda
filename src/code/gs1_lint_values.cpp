// Check digits, dates and codes of the lists.

#include <algorithm>
#include <array>

#include "code/epc_text.h"
#include "code/failures.h"
#include "code/gs1.h"
#include "code/gs1_lint_parts.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::size_t shortest_company_prefix = 4;  ///< General Specifications, 1.4.4

std::size_t number_of(std::string_view digits) {
  std::size_t number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<std::size_t>(digit - '0');
  return number;
}

/// Place of a sign among the 82, which is its value in a check pair.
consteval std::array<std::uint8_t, 256> values_of_signs() {
  constexpr std::string_view signs =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
  std::array<std::uint8_t, 256> values{};
  for (std::size_t i = 0; i < signs.size(); ++i) {
    values[static_cast<unsigned char>(signs[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::size_t longest_paired = 97;

/// The first primes, the weights of a check pair from the right.
consteval std::array<std::uint32_t, longest_paired> first_primes() {
  std::array<std::uint32_t, longest_paired> primes{};
  std::size_t count = 0;
  for (std::uint32_t candidate = 2; count < primes.size(); ++candidate) {
    bool prime = true;
    for (std::size_t i = 0; i < count && prime; ++i) prime = candidate % primes[i] != 0;
    if (prime) primes[count++] = candidate;
  }
  return primes;
}

constexpr auto sign_values = values_of_signs();
constexpr auto primes = first_primes();

/// The two signs behind a model number.
/// @source General Specifications, 7.9.5
std::array<char, 2> check_pair(std::string_view payload) {
  constexpr std::string_view signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    sum += sign_values[static_cast<unsigned char>(payload[i])] * primes[payload.size() - 1 - i];
  }
  sum %= 1021;
  return {signs[sum >> 5], signs[sum & 31]};
}

/// "A" is 10, "Z" is 35; -1 for what an account number has not.
int account_value(char sign) {
  if (is_digit(sign)) return sign - '0';
  return sign >= 'A' && sign <= 'Z' ? sign - 'A' + 10 : -1;
}

Result<void> add_code(CodeLists& lists, const Table& table, std::string_view name,
                      std::size_t row) {
  const std::string_view list = table.cell(row, 0);
  const std::string_view code = table.cell(row, 1);
  const bool three = code.size() == 3 && all_digits(code);
  if (list == "country" && three) {
    lists.countries.set(number_of(code));
  } else if (list == "currency" && three) {
    lists.currencies.set(number_of(code));
  } else if (list == "country_alpha2" && code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' &&
             code[1] >= 'A' && code[1] <= 'Z') {
    lists.countries_alpha2.set(static_cast<std::size_t>((code[0] - 'A') * 26 + code[1] - 'A'));
  } else if (list == "media_type" && code.size() == 2 && all_digits(code)) {
    lists.media_types.set(number_of(code));
  } else if (list == "package_type" && !code.empty() && code.size() <= 4) {
    lists.package_types.emplace_back(code);
  } else {
    return refuse_cell(table, name, row, 1, "country, currency, package_type, …");
  }
  return {};
}

}  // namespace

Result<CodeLists> CodeLists::read(std::string_view text, std::string_view name) {
  constexpr std::array<std::string_view, 2> columns{"list", "code"};
  ZH_TRY(const Table table, read_table(text, name, columns));
  CodeLists lists;
  for (std::size_t row = 0; row < table.rows(); ++row) ZH_DO(add_code(lists, table, name, row));
  std::sort(lists.package_types.begin(), lists.package_types.end());
  return lists;
}

LintFinding lint_number_in(std::string_view text, const std::bitset<1000>& list,
                           std::string_view problem) {
  const bool fits = text.size() == 3 && all_digits(text) && list[number_of(text)];
  return fits ? LintFinding{} : whole(problem, text);
}

LintFinding lint_country_alpha2(std::string_view text, const LintTables& tables) {
  const auto letter = [](char sign) { return sign >= 'A' && sign <= 'Z'; };
  const bool fits =
      text.size() == 2 && letter(text[0]) && letter(text[1]) &&
      tables.lists.countries_alpha2[static_cast<std::size_t>((text[0] - 'A') * 26 + text[1] - 'A')];
  return fits ? LintFinding{} : whole("not_iso3166_alpha2", text);
}

LintFinding lint_media_type(std::string_view text, const LintTables& tables) {
  const bool fits =
      text.size() == 2 && all_digits(text) && tables.lists.media_types[number_of(text)];
  return fits ? LintFinding{} : whole("invalid_media_type", text);
}

LintFinding lint_package_type(std::string_view text, const LintTables& tables) {
  const auto& types = tables.lists.package_types;
  const bool fits = std::binary_search(types.begin(), types.end(), text);
  return fits ? LintFinding{} : whole("invalid_package_type", text);
}

LintFinding lint_company_prefix(std::string_view text, const LintTables& tables) {
  if (text.size() < shortest_company_prefix) return whole("too_short_for_gcp", text);
  const auto digits = lint_digits(text.substr(0, shortest_company_prefix));
  if (digits) return {"invalid_gcp_prefix", digits.at, 1};
  if (!tables.company_prefix) return {};
  switch (tables.company_prefix(text)) {
    case PrefixAnswer::known:
      return {};
    case PrefixAnswer::unknown:
      return whole("invalid_gcp_prefix", text);
    case PrefixAnswer::offline:
      break;
  }
  return whole("gcp_datasource_offline", text);
}

LintFinding lint_check_digit(std::string_view text) {
  if (text.empty()) return {"too_short_for_check_digit", 0, 0};
  if (const auto finding = lint_digits(text)) return finding;
  const std::size_t last = text.size() - 1;
  if (text[last] != gs1_check_digit(text.substr(0, last))) {
    return {"incorrect_check_digit", last, 1};
  }
  return {};
}

LintFinding lint_check_pair(std::string_view text) {
  if (text.size() > longest_paired + 2) {
    return whole("too_long_for_check_pair_implementation", text);
  }
  if (text.size() < 2) return whole("too_short_for_check_pair", text);
  const std::string_view payload = text.substr(0, text.size() - 2);
  for (std::size_t at = 0; at < payload.size(); ++at) {
    if (!is_gs1_sign(payload[at])) return {"invalid_cset82_character", at, 1};
  }
  const auto pair = check_pair(payload);
  if (text.substr(payload.size()) != std::string_view(pair.data(), pair.size())) {
    return {"incorrect_check_pair", payload.size(), 2};
  }
  return {};
}

LintFinding lint_iban(std::string_view text, const LintTables& tables) {
  constexpr std::size_t longest = 34;  // ISO 13616
  constexpr std::size_t shortest = 11;
  if (text.size() < 4) return whole("iban_too_short", text);
  if (lint_country_alpha2(text.substr(0, 2), tables)) return {"illegal_iban_country_code", 0, 2};
  if (text.size() > longest) return whole("iban_too_long", text);
  if (text.size() < shortest) return whole("iban_too_short", text);
  int rest = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t at = (i + 4) % text.size();
    const int value = account_value(text[at]);
    if (value < 0) return {"invalid_iban_character", at, 1};
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  if (rest != 1) return {"incorrect_iban_checksum", 2, 2};
  return {};
}

LintFinding lint_date(std::string_view text, std::size_t year_digits, bool day_may_be_00) {
  const std::size_t length = year_digits + 4;
  if (text.size() < length) return whole("date_too_short", text);
  if (text.size() > length) return whole("date_too_long", text);
  if (const auto finding = lint_digits(text)) return finding;
  // Two digits mean a year within half a century of today, so that 00 is 2000, a leap year.
  const auto year =
      static_cast<int>(number_of(text.substr(0, year_digits)) + (year_digits == 2 ? 2000 : 0));
  const std::size_t month = number_of(text.substr(year_digits, 2));
  const std::size_t day = number_of(text.substr(year_digits + 2));
  if (month < 1 || month > 12) return {"illegal_month", year_digits, 2};
  if (day == 0 && day_may_be_00) return {};
  constexpr std::array<std::size_t, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const std::size_t last = lengths[month - 1] - (month == 2 && !leap ? 1 : 0);
  if (day < 1 || day > last) return {"illegal_day", year_digits + 2, 2};
  return {};
}

LintFinding lint_clock(std::string_view text, int limit, std::string_view too_short,
                       std::string_view too_long, std::string_view illegal) {
  if (text.size() < 2) return whole(too_short, text);
  if (text.size() > 2) return whole(too_long, text);
  if (const auto finding = lint_digits(text)) return finding;
  return number_of(text) >= static_cast<std::size_t>(limit) ? whole(illegal, text) : LintFinding{};
}

LintFinding lint_hour_minute(std::string_view text) {
  if (text.size() < 4) return whole("hour_with_minute_too_short", text);
  if (text.size() > 4) return whole("hour_with_minute_too_long", text);
  if (const auto hour = lint_clock(text.substr(0, 2), 24, "", "", "illegal_hour")) return hour;
  LintFinding minute = lint_clock(text.substr(2), 60, "", "", "illegal_minute");
  if (minute) minute.at += 2;
  return minute;
}

}  // namespace zhiheng::code
