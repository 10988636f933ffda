#include "intake/formula_guard.h"

#include <algorithm>

namespace zhiheng::intake {
namespace {

std::string_view without_apostrophes(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  return text;
}

/// "-12.50": a sign, digits and at most one point.
bool is_plain_number(std::string_view text) {
  text.remove_prefix(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
  const bool digits = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return digits && !text.empty() && text.find('.') == text.rfind('.') && text.front() != '.' &&
         text.back() != '.';
}

}  // namespace

bool looks_like_formula(std::string_view text) {
  if (text.empty()) return false;
  constexpr std::string_view starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠"};
  const bool suspicious =
      std::ranges::any_of(starts, [&](std::string_view start) { return text.starts_with(start); });
  return suspicious && !is_plain_number(text);
}

bool wants_guard(std::string_view text) { return looks_like_formula(without_apostrophes(text)); }

bool is_guarded(std::string_view text) { return text.starts_with('\'') && wants_guard(text); }

}  // namespace zhiheng::intake
