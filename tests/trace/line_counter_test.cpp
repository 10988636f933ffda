#include "trace/line_counter.h"

#include <gtest/gtest.h>

namespace zhiheng::trace {
namespace {

/// The line of each byte, when the text comes in pieces of this size.
std::string lines(const std::string& text, std::size_t piece) {
  LineCounter counter;
  std::string found;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    counter.feed(std::string_view(text).substr(at, piece));
    for (std::size_t byte = at; byte < std::min(text.size(), at + piece); ++byte) {
      found += static_cast<char>('0' + counter.line_of(byte));
    }
  }
  return found;
}

TEST(LineCounter, CountsEveryEndOfLineOnceWhereverThePiecesEnd) {
  for (std::size_t piece = 1; piece < 16; ++piece) {
    EXPECT_EQ(lines("ab\ncd\n\nx", piece), "11122234") << piece;
    EXPECT_EQ(lines("ab\r\ncd\r\n\r\nx", piece), "11112222334") << piece;
    EXPECT_EQ(lines("a\rb\r\rc\n\rd", piece),
              "1122344"
              "56")
        << piece;
    EXPECT_EQ(lines("abc", piece), "111") << piece;
  }
}

TEST(LineCounter, CountsInALastPieceThatIsNotCopied) {
  const std::string text = "ab\r\ncd\n\nx\n";
  for (std::size_t first = 0; first < text.size(); ++first) {
    LineCounter counter;
    if (first > 0) counter.feed(text.substr(0, first));
    if (first > 1) {
      EXPECT_EQ(counter.line_of(1), 1U);
    }
    const std::string rest = text.substr(first);
    counter.feed(rest, true);
    EXPECT_EQ(counter.line_of(4), 2U) << first;
    EXPECT_EQ(counter.line_of(8), 4U) << first;
    EXPECT_EQ(counter.line_of(text.size()), 5U) << first;
  }
}

TEST(LineCounter, KeepsNothingThatWasAskedFor) {
  LineCounter counter;
  std::size_t at = 0;
  for (int i = 0; i < 1000; ++i) {
    counter.feed("0123456789\n");
    at += 11;
    EXPECT_EQ(counter.line_of(at), static_cast<std::uint32_t>(i + 2)) << "behind the last byte";
  }
}

TEST(LineCounter, KnowsThatItCannotReadUtf16) {
  const auto wide = [](std::string_view first, std::string_view second) {
    LineCounter counter;
    counter.feed(first);
    counter.feed(second);
    return counter.wide();
  };
  using std::string_view_literals::operator""sv;
  EXPECT_TRUE(wide("\xFF\xFE<\0"sv, "a\0"sv));
  EXPECT_TRUE(wide("\xFE"sv, "\xFF\0<"sv));
  EXPECT_TRUE(wide("<"sv, "\0"sv));
  EXPECT_FALSE(wide("\xEF\xBB\xBF<a>"sv, "\xC3\xBE"sv));
  EXPECT_FALSE(wide("<a"sv, "/>"sv));
}

}  // namespace
}  // namespace zhiheng::trace
