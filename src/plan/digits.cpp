// Numbers in digits: designations, dates and hotlines are left alone, quantities are targets.

#include "plan/findings.h"
#include "plan/paragraphs.h"

namespace zhiheng::plan {
namespace {

bool is_latin(char32_t sign) {
  return (sign >= U'A' && sign <= U'Z') || (sign >= U'a' && sign <= U'z');
}

class Digits {
 public:
  Digits(const Passage& passage, Setting& setting, Findings& findings)
      : passage_(passage), setting_(setting), findings_(findings) {}

  std::uint32_t read(std::uint32_t at) {
    std::uint32_t end = at;
    while (end < passage_.span().end && (is_digit(passage_.sign(end)) || is_point(end))) ++end;
    const Span digits{at, end};
    if (const auto next = designation(digits)) return *next;
    if (const auto next = date(digits)) return *next;
    if (const auto quantity = quantity_of(passage_, digits)) {
      if (!setting_.binds) return leave(digits, "quantity");
      findings_.targets.push_back(compared(passage_, digits, *quantity, setting_));
      return quantity->end;
    }
    return leave(digits, is_hotline(passage_.text().folded(digits)) ? "hotline" : "other");
  }

 private:
  std::uint32_t leave(Span span, std::string kind) {
    findings_.numbers.push_back({span, std::move(kind)});
    return span.end;
  }

  [[nodiscard]] bool is_point(std::uint32_t at) const {
    return (passage_.sign(at) == U'.' || passage_.sign(at) == U',') &&
           is_digit(passage_.sign(at - 1)) && is_digit(passage_.sign(at + 1));
  }

  static bool is_hotline(std::u32string_view digits) {
    return (digits.size() == 5 && (digits.starts_with(U"12") || digits[0] == U'9')) ||
           (digits.size() == 3 && digits.starts_with(U"1"));
  }

  /// ISO22000, 〔2012〕27号, 3·15.
  std::optional<std::uint32_t> designation(Span digits) {
    const char32_t left = digits.begin > 0 ? passage_.sign(digits.begin - 1) : U' ';
    const char32_t right = passage_.sign(digits.end);
    if (is_latin(left) || is_latin(right)) {
      Span whole = digits;
      while (whole.begin > passage_.span().begin && is_latin(passage_.sign(whole.begin - 1))) {
        --whole.begin;
      }
      return leave(whole, "designation");
    }
    if (left == U'[' || (left == U']' && right == U'号')) return leave(digits, "document_number");
    if (right == U'·' && is_digit(passage_.sign(digits.end + 1))) {
      std::uint32_t end = digits.end + 1;
      while (is_digit(passage_.sign(end))) ++end;
      return leave({digits.begin, end}, "day");
    }
    return std::nullopt;
  }

  /// Years, ranges of years, months, days.
  std::optional<std::uint32_t> date(Span digits) {
    const std::uint32_t unit = passage_.past_blanks(digits.end);
    const char32_t right = passage_.sign(unit);
    const char32_t left = digits.begin > 0 ? passage_.sign(digits.begin - 1) : U' ';
    const auto value = arabic_number(passage_.text().folded(digits));
    if (digits.size() == 4 && value && *value >= 1949 && *value <= 2100 &&
        (right == U'年' || right == U'-' || left == U'-')) {
      return year(digits, *value);
    }
    if (right == U'月' && passage_.sign(unit + 1) == U'份' && setting_.binds && value) {
      return month({digits.begin, unit + 2}, *value);
    }
    if ((right == U'月' || right == U'日' || left == U'-') && digits.size() <= 2) {
      return leave(digits, "date");
    }
    return std::nullopt;
  }

  std::uint32_t year(Span digits, int year) {
    const auto earlier = passage_.before(digits.begin);
    const bool until = earlier.ends_with(U'到') || earlier.ends_with(U'至');
    const bool opens = earlier.empty() && passage_.sign(digits.end) == U'年';
    if (until || opens) setting_.deadline = make_date(year, 12, 31);
    setting_.deadline_in_sentence = setting_.deadline_in_sentence || until;
    return leave(digits, until ? "deadline" : "year");
  }

  /// "9月份在全市开展以…为主题的“质量月”活动".
  std::uint32_t month(Span span, int value) {
    Span subject = passage_.rest_of_phrase(span.end);
    constexpr std::u32string_view theme = U"为主题的";
    const std::uint32_t themed = find_in(passage_.text(), subject, theme);
    if (themed < subject.end) subject.begin = themed + static_cast<std::uint32_t>(theme.size());
    Target target{.subject = subject, .value = value, .unit = "月"};
    target.force = passage_.force(span.begin, setting_.force);
    target.span = {span.begin, span.end - 1};
    target.deadline = setting_.deadline;
    findings_.targets.push_back(std::move(target));
    return span.end;
  }

  const Passage& passage_;
  Setting& setting_;
  Findings& findings_;
};

}  // namespace

std::uint32_t read_digits(const Passage& passage, std::uint32_t at, Setting& setting,
                          Findings& findings) {
  return Digits(passage, setting, findings).read(at);
}

}  // namespace zhiheng::plan
