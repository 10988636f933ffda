#pragma once
// The checks one by one; for gs1_lint*.cpp.

#include "code/gs1_lint.h"

namespace zhiheng::code {

[[nodiscard]] inline LintFinding whole(std::string_view problem, std::string_view text) {
  return {problem, 0, text.size()};
}

/// The first byte that is no digit.
[[nodiscard]] LintFinding lint_digits(std::string_view text);

[[nodiscard]] LintFinding lint_company_prefix(std::string_view text, const LintTables& tables);
[[nodiscard]] LintFinding lint_country_alpha2(std::string_view text, const LintTables& tables);
[[nodiscard]] LintFinding lint_media_type(std::string_view text, const LintTables& tables);
[[nodiscard]] LintFinding lint_package_type(std::string_view text, const LintTables& tables);
[[nodiscard]] LintFinding lint_number_in(std::string_view text, const std::bitset<1000>& list,
                                         std::string_view problem);

[[nodiscard]] LintFinding lint_check_digit(std::string_view text);
[[nodiscard]] LintFinding lint_check_pair(std::string_view text);
[[nodiscard]] LintFinding lint_iban(std::string_view text, const LintTables& tables);

/// @param year_digits    2 or 4
/// @param day_may_be_00  the day is not known
[[nodiscard]] LintFinding lint_date(std::string_view text, std::size_t year_digits,
                                    bool day_may_be_00);
[[nodiscard]] LintFinding lint_hour_minute(std::string_view text);
/// Two digits below a limit: hour, minute, second.
[[nodiscard]] LintFinding lint_clock(std::string_view text, int limit, std::string_view too_short,
                                     std::string_view too_long, std::string_view illegal);

[[nodiscard]] LintFinding lint_coupon(std::string_view text, const LintTables& tables);
[[nodiscard]] LintFinding lint_coupon_offer(std::string_view text);

}  // namespace zhiheng::code
