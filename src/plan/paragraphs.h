#pragma once
// How is the text divided? Paragraphs with the numbers that open them.

#include <algorithm>
#include <optional>
#include <vector>

#include "plan/folded_text.h"

namespace zhiheng::plan {

/// What opens a paragraph; the order is the depth: a later one stands below an earlier one.
enum class Mark { none, section, paren, arabic, arabic_paren, bullet, box, page };

struct Paragraph {
  Span span = {};    ///< without white space at both ends
  Span marker = {};  ///< "（一）", with its punctuation; empty when there is none
  Mark mark = Mark::none;
  int number = 0;  ///< 0 when the marker is empty: "（）"
  bool first_in_line = false;
  bool after_blank = false;  ///< an empty line stands before it

  /// Behind the marker.
  [[nodiscard]] Span rest() const { return {std::max(marker.end, span.begin), span.end}; }
};

/// Lines, and inside of lines the stretches between runs of two or more ideographic spaces.
[[nodiscard]] std::vector<Paragraph> paragraphs_of(const FoldedText& text);

/// Line feeds inside of paragraphs that were broken at a fixed width, and the blanks between the
/// characters of a text recognised from a picture: what to take out before reading.
[[nodiscard]] std::vector<std::uint32_t> breaks_of(const FoldedText& text);

/// What opens a text.
[[nodiscard]] Mark mark_of(std::u32string_view text);

/// 一 .. 九百九十九, and digit by digit 二〇一二. @return  nothing for any other text
[[nodiscard]] std::optional<int> chinese_number(std::u32string_view text);
/// ASCII digits, at most nine.
[[nodiscard]] std::optional<int> arabic_number(std::u32string_view text);

/// The stretches between full stops, each with its own; those inside brackets do not count.
[[nodiscard]] std::vector<Span> sentences_of(const FoldedText& text, Span span);

}  // namespace zhiheng::plan
