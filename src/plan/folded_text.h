#pragma once
// A text with its characters made comparable, while every position leads back to the source.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::plan {

/// Characters (code points) begin .. end-1 of a text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] bool holds(std::uint32_t place) const { return begin <= place && place < end; }
  bool operator==(const Span&) const = default;
};

/// The source and, character by character, its folded form: full width to half, ○ to 〇, dashes to
/// "-", dots to "·", brackets 〔【［ to "[", 「 to “, traditional characters to simplified ones.
/// Folding never adds or removes a character; without() does, and every place still leads back.
class FoldedText {
 public:
  /// More than this is no plan.
  static constexpr std::size_t most_bytes = std::size_t{16} << 20;

  FoldedText() = default;
  /// @param source  UTF-8
  /// @fails  not_text, text_empty, text_too_large
  [[nodiscard]] static Result<FoldedText> read(std::string source);

  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] std::u32string_view folded() const { return folded_; }
  [[nodiscard]] std::u32string_view folded(Span span) const {
    return std::u32string_view(folded_).substr(span.begin, span.size());
  }
  /// Exactly as it stands in the source.
  [[nodiscard]] std::string_view printed(Span span) const {
    return std::string_view(source_).substr(byte(span.begin), length(span));
  }
  /// The same without the characters that were taken out.
  [[nodiscard]] std::string on_one_line(Span span) const;
  /// In the source before folding, for those who look for odd characters.
  [[nodiscard]] char32_t original(std::uint32_t place) const;
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(folded_.size()); }
  /// Byte offset of a character; size() gives the end of the source.
  [[nodiscard]] std::uint32_t byte(std::uint32_t place) const { return bytes_[place]; }
  /// Bytes from the first to the last character of a span.
  [[nodiscard]] std::uint32_t length(Span span) const;
  /// The place counted in characters of the source.
  [[nodiscard]] std::uint32_t character(std::uint32_t place) const {
    return characters_.empty() ? place : characters_[place];
  }
  /// Physical line, from 1.
  [[nodiscard]] int line(std::uint32_t place) const;
  [[nodiscard]] bool traditional() const { return traditional_; }

  /// The same text, read as if the characters at `places` were not there.
  ///
  /// @param places  ascending
  [[nodiscard]] FoldedText without(const std::vector<std::uint32_t>& places) const;

 private:
  std::string source_;
  std::u32string folded_;
  std::vector<std::uint32_t> bytes_;       ///< one more than characters
  std::vector<std::uint32_t> lines_;       ///< where each line begins
  std::vector<std::uint32_t> characters_;  ///< as bytes_; empty when nothing was taken out
  bool traditional_ = false;
};

[[nodiscard]] bool is_blank(char32_t sign);
[[nodiscard]] bool is_digit(char32_t sign);
[[nodiscard]] Span trimmed(const FoldedText& text, Span span);
/// For tables and for words made by us.
[[nodiscard]] std::u32string to_characters(std::string_view text);
[[nodiscard]] std::string to_bytes(std::u32string_view text);
/// The first place of `word` inside `span`, or span.end.
[[nodiscard]] std::uint32_t find_in(const FoldedText& text, Span span, std::u32string_view word);
/// Simplified twins, in place; one character for one.
void simplify(std::u32string& text);

}  // namespace zhiheng::plan
