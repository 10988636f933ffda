// By when? Time limits in the words of plans.

#include <algorithm>

#include "plan/deriving.h"

namespace zhiheng::plan {
namespace {

int number_before(std::u32string_view text, std::size_t end, std::size_t& begin) {
  begin = end;
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  int number = 0;
  for (std::size_t i = begin; i < end && i < begin + 5; ++i) {
    number = number * 10 + static_cast<int>(text[i] - U'0');
  }
  return begin == end ? -1 : number;
}

Date last_of_month(int year, unsigned month) {
  const int next_year = month == 12 ? year + 1 : year;
  return Date{make_date(next_year, month % 12 + 1, 1).days - 1};
}

/// A year printed right before `end`: "2027年6月" has one before its month.
int year_before(std::u32string_view text, std::size_t end, int otherwise) {
  if (end == 0 || text[end - 1] != U'年') return otherwise;
  std::size_t begin = 0;
  const int year = number_before(text, end - 1, begin);
  return year >= 1990 && year <= 2100 ? year : otherwise;
}

bool starts_limit(std::u32string_view rest) {
  return rest.starts_with(U"前") || rest.starts_with(U"之前") || rest.starts_with(U"以前");
}

/// "6月底前", "6月底", "6月前", "10月15日前" around the 月 at `at`.
std::optional<Date> month_limit(std::u32string_view text, std::size_t at, int year) {
  std::size_t begin = 0;
  const int month = number_before(text, at, begin);
  if (month < 1 || month > 12) return std::nullopt;
  const int in_year = year_before(text, begin, year);
  const auto rest = text.substr(at + 1);
  if (rest.starts_with(U"底") || rest.starts_with(U"末")) {
    return last_of_month(in_year, static_cast<unsigned>(month));
  }
  if (starts_limit(rest)) {  // before a month begins
    return Date{make_date(in_year, static_cast<unsigned>(month), 1).days - 1};
  }
  std::size_t digits = 0;
  int day = 0;
  while (digits < rest.size() && digits < 2 && is_digit(rest[digits])) {
    day = day * 10 + static_cast<int>(rest[digits++] - U'0');
  }
  if (digits == 0 || digits >= rest.size() || rest[digits] != U'日') return std::nullopt;
  if (!starts_limit(rest.substr(digits + 1))) return std::nullopt;
  const Date last = last_of_month(in_year, static_cast<unsigned>(month));
  const Date first = make_date(in_year, static_cast<unsigned>(month), 1);
  if (day < 1 || first.days + day - 1 > last.days) return std::nullopt;
  return Date{first.days + day - 1};
}

/// Words of the catalog such as 上半年 with the last day that they mean.
void add_words(std::u32string_view text, const Lexicon& lexicon, int year,
               std::vector<Date>& found) {
  for (const Word& word : lexicon.words("task_deadline")) {
    for (auto at = text.find(word.word); at != text.npos; at = text.find(word.word, at + 1)) {
      const auto day = parse_date(std::to_string(year_before(text, at, year)) + "-" + word.value);
      if (day) found.push_back(*day);
    }
  }
}

}  // namespace

std::optional<Date> deadline_in(const FoldedText& text, const Lexicon& lexicon, Span span,
                                int year) {
  std::u32string passage(text.folded(span));
  std::erase_if(passage, [](char32_t sign) { return is_blank(sign); });
  std::vector<Date> found;
  for (auto at = passage.find(U'月'); at != passage.npos; at = passage.find(U'月', at + 1)) {
    if (const auto day = month_limit(passage, at, year)) found.push_back(*day);
  }
  add_words(passage, lexicon, year, found);
  if (found.empty()) return std::nullopt;
  return *std::ranges::max_element(found);
}

}  // namespace zhiheng::plan
