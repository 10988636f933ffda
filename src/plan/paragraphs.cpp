#include "plan/paragraphs.h"

#include <algorithm>

namespace zhiheng::plan {
namespace {

constexpr std::u32string_view chinese_digits = U"〇一二三四五六七八九";

std::optional<int> digit_of(char32_t sign) {
  if (sign == U'零') return 0;
  if (sign == U'两') return 2;
  const std::size_t found = chinese_digits.find(sign);
  if (found == std::u32string_view::npos) return std::nullopt;
  return static_cast<int>(found);
}

bool is_numeral(char32_t sign) { return digit_of(sign) || sign == U'十' || sign == U'百'; }

/// How many signs from `begin` fulfil `test`, at most `most`.
template <class Test>
std::uint32_t run(std::u32string_view text, std::uint32_t begin, std::uint32_t most, Test test) {
  std::uint32_t length = 0;
  while (length < most && begin + length < text.size() && test(text[begin + length])) ++length;
  return length;
}

struct Opening {
  Mark mark = Mark::none;
  int number = 0;
  std::uint32_t length = 0;
};

/// A dash in the place of a numeral is 一 misread.
bool is_misread(std::u32string_view digits) { return digits == U"-"; }

Opening bracketed(std::u32string_view text) {
  std::uint32_t at = 1 + run(text, 1, 4, is_blank);
  const std::uint32_t begin = at;
  at += run(text, at, 6, is_numeral);
  if (at == begin && at < text.size() && text[at] == U'-') ++at;
  Mark mark = Mark::paren;
  if (at == begin) {
    at += run(text, at, 3, is_digit);
    if (at > begin) mark = Mark::arabic_paren;
  }
  const auto digits = text.substr(begin, at - begin);
  at += run(text, at, 4, is_blank);
  if (at >= text.size() || text[at] != U')') return {};
  if (is_misread(digits)) return {mark, 1, at + 1};
  const auto number = mark == Mark::paren ? chinese_number(digits) : arabic_number(digits);
  if (!digits.empty() && !number) return {};
  return {mark, number.value_or(0), at + 1};
}

Opening chinese(std::u32string_view text) {
  const std::uint32_t digits = run(text, 0, 6, is_numeral);
  if (digits == 0) return {};
  const std::uint32_t at = digits + run(text, digits, 2, is_blank);
  if (at >= text.size() || (text[at] != U'、' && text[at] != U'.')) return {};
  const auto number = chinese_number(text.substr(0, digits));
  return number ? Opening{Mark::section, *number, at + 1} : Opening{};
}

/// "第一章 …" is a section, "第一条 …" stands below one.
Opening chapter(std::u32string_view text) {
  const std::uint32_t digits = run(text, 1, 6, is_numeral);
  const std::uint32_t at = 1 + digits;
  if (digits == 0 || at + 1 >= text.size()) return {};
  const char32_t unit = text[at];
  const bool article = unit == U'条';
  if ((unit != U'章' && unit != U'节' && !article) || !is_blank(text[at + 1])) return {};
  const auto number = chinese_number(text.substr(1, digits));
  return number ? Opening{article ? Mark::paren : Mark::section, *number, at + 1} : Opening{};
}

Opening arabic(std::u32string_view text) {
  const std::uint32_t digits = run(text, 0, 4, is_digit);
  if (digits == 0 || digits > 3 || digits >= text.size()) return {};
  const char32_t sign = text[digits];
  if (sign != U'.' && sign != U'、') return {};
  if (digits + 1 < text.size() && is_digit(text[digits + 1])) return {};
  return {Mark::arabic, arabic_number(text.substr(0, digits)).value_or(0), digits + 1};
}

/// "- 2 -", "第 3 页 共 8 页".
bool is_page_number(std::u32string_view text) {
  if (text.size() > 16) return false;
  std::u32string words;
  for (const char32_t sign : text) {
    if (is_digit(sign)) {
      if (!words.ends_with(U'0')) words.push_back(U'0');
    } else if (!is_blank(sign)) {
      words.push_back(sign);
    }
  }
  return words == U"-0-" || words == U"第0页" || words == U"第0页共0页" || words == U"第0页,共0页";
}

Opening opening_of(std::u32string_view text) {
  if (text.empty()) return {};
  if (is_page_number(text)) return {Mark::page, 0, 0};
  if (text.starts_with(U"-、")) return {Mark::section, 1, 2};
  switch (text.front()) {
    case U'(':
      return bracketed(text);
    case U'第':
      return chapter(text);
    case U'-':
    case U'●':
    case U'■':
    case U'◆':
      return {Mark::bullet, 0, run(text, 0, 4, [&](char32_t sign) { return sign == text[0]; })};
    default:
      break;
  }
  if (text.starts_with(U"专栏")) return {Mark::box, 0, 2};
  return is_digit(text.front()) ? arabic(text) : chinese(text);
}

void add_paragraph(const FoldedText& text, Span span, Paragraph paragraph,
                   std::vector<Paragraph>& paragraphs) {
  paragraph.span = trimmed(text, span);
  if (paragraph.span.empty()) return;
  const Opening opening = opening_of(text.folded(paragraph.span));
  paragraph.mark = opening.mark;
  paragraph.number = opening.number;
  paragraph.marker = {paragraph.span.begin, paragraph.span.begin + opening.length};
  paragraphs.push_back(paragraph);
}

/// Cuts one line at its runs of ideographic spaces.
void cut_line(const FoldedText& text, Span line, bool after_blank,
              std::vector<Paragraph>& paragraphs) {
  const auto folded = text.folded();
  Paragraph next{.first_in_line = true, .after_blank = after_blank};
  Span piece = trimmed(text, line);
  const std::uint32_t end = piece.end;
  for (std::uint32_t at = piece.begin; at < end;) {
    if (!is_blank(folded[at])) {
      ++at;
      continue;
    }
    std::uint32_t wide = 0;
    const std::uint32_t gap = at;
    for (; is_blank(folded[at]); ++at) wide += folded[at] == 0x3000 ? 1U : 0U;
    if (wide < 2) continue;
    add_paragraph(text, {piece.begin, gap}, next, paragraphs);
    next = {};
    piece.begin = at;
  }
  add_paragraph(text, {piece.begin, end}, next, paragraphs);
}

}  // namespace

std::vector<Paragraph> paragraphs_of(const FoldedText& text) {
  std::vector<Paragraph> paragraphs;
  const auto folded = text.folded();
  bool after_blank = false;
  for (std::uint32_t begin = 0; begin < text.size();) {
    const std::size_t found = folded.find(U'\n', begin);
    const auto end =
        found == std::u32string_view::npos ? text.size() : static_cast<std::uint32_t>(found);
    const std::size_t before = paragraphs.size();
    cut_line(text, {begin, end}, after_blank, paragraphs);
    after_blank = paragraphs.size() == before;
    begin = end + 1;
  }
  return paragraphs;
}

Mark mark_of(std::u32string_view text) { return opening_of(text).mark; }

std::optional<int> chinese_number(std::u32string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  const bool by_digit = text.size() > 1 && std::ranges::all_of(text, [](char32_t sign) {
                          return digit_of(sign).has_value();
                        });
  int number = 0;
  int digit = -1;
  for (const char32_t sign : text) {
    const auto value = digit_of(sign);
    if (value && by_digit) {
      number = number * 10 + *value;
    } else if (value) {
      if (digit > 0) return std::nullopt;
      digit = *value;
    } else if (sign == U'十' || sign == U'百') {
      number += (digit < 0 ? 1 : digit) * (sign == U'十' ? 10 : 100);
      digit = -1;
    } else {
      return std::nullopt;
    }
  }
  return by_digit ? number : number + std::max(digit, 0);
}

std::optional<int> arabic_number(std::u32string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  int number = 0;
  for (const char32_t sign : text) {
    if (!is_digit(sign)) return std::nullopt;
    number = number * 10 + static_cast<int>(sign - U'0');
  }
  return number;
}

std::vector<Span> sentences_of(const FoldedText& text, Span span) {
  std::vector<Span> sentences;
  const auto folded = text.folded();
  std::uint32_t begin = span.begin;
  int depth = 0;
  const auto close = [&](std::uint32_t end) {
    if (const Span sentence = trimmed(text, {begin, end}); !sentence.empty()) {
      sentences.push_back(sentence);
    }
    begin = end;
    depth = 0;
  };
  for (std::uint32_t at = span.begin; at < span.end; ++at) {
    const char32_t sign = folded[at];
    if (sign == U'(') ++depth;
    if (sign == U')' && depth > 0) --depth;
    if (sign != U'。' || depth > 0) continue;
    const bool quoted = at + 1 < span.end && folded[at + 1] == U'”';
    close(at + (quoted ? 2 : 1));
  }
  close(span.end);
  return sentences;
}

}  // namespace zhiheng::plan
