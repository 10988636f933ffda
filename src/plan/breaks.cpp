// Text that was broken after the fact: lines of a fixed width, blanks between all characters.

#include <algorithm>

#include "plan/paragraphs.h"

namespace zhiheng::plan {
namespace {

bool is_han(char32_t sign) { return sign >= 0x4E00 && sign <= 0x9FFF; }

std::vector<Span> lines_of(const FoldedText& text) {
  std::vector<Span> lines;
  const auto folded = text.folded();
  for (std::uint32_t begin = 0; begin <= text.size();) {
    const std::size_t found = folded.find(U'\n', begin);
    const auto end =
        found == std::u32string_view::npos ? text.size() : static_cast<std::uint32_t>(found);
    lines.push_back({begin, end});
    begin = end + 1;
  }
  return lines;
}

class Lines {
 public:
  explicit Lines(const FoldedText& text) : text_(text), lines_(lines_of(text)) {}

  /// Line feeds to take out, or none when lines end where paragraphs do.
  std::vector<std::uint32_t> broken() {
    constexpr int widest = 120;  // a page is no wider; where lines are longer, they are paragraphs
    constexpr std::size_t fewest = 3;
    for (const Span line : lines_) widest_ = std::max(widest_, width(line));
    if (widest_ > widest) return {};
    std::vector<std::uint32_t> places;
    std::size_t inside_sentences = 0;
    for (std::size_t i = 0; i + 1 < lines_.size(); ++i) {
      if (!goes_on(i)) continue;
      inside_sentences += text_.folded()[last(lines_[i])] == U'。' ? 0U : 1U;
      for (std::uint32_t at = last(lines_[i]) + 1; at < lines_[i + 1].begin; ++at) {
        places.push_back(at);
      }
    }
    return inside_sentences < fewest ? std::vector<std::uint32_t>{} : places;
  }

 private:
  /// In columns: a Chinese character takes two.
  [[nodiscard]] int width(Span line) const {
    int columns = 0;
    for (const char32_t sign : text_.folded(trimmed(text_, line))) columns += sign < 0x80 ? 1 : 2;
    return columns;
  }

  [[nodiscard]] std::uint32_t last(Span line) const { return trimmed(text_, line).end - 1; }

  [[nodiscard]] bool goes_on(std::size_t i) const {
    constexpr int slack = 8;  // a line may be shorter when punctuation must not begin the next
    const Span next = lines_[i + 1];
    if (width(lines_[i]) < std::max(24, widest_ - slack) || next.empty()) return false;
    if (is_blank(text_.folded()[next.begin])) return false;
    return mark_of(text_.folded(next)) == Mark::none;
  }

  const FoldedText& text_;
  std::vector<Span> lines_;
  int widest_ = 0;
};

/// Blanks between characters where most characters have one; words in Latin letters keep theirs.
std::vector<std::uint32_t> spaced(const FoldedText& text) {
  std::vector<std::uint32_t> places;
  std::size_t characters = 0;
  const auto folded = text.folded();
  std::size_t parted = 0;
  const auto parts = [&](char32_t sign) { return sign >= 0x80 || is_digit(sign); };
  for (std::uint32_t at = 0; at + 1 < text.size(); ++at) {
    characters += is_han(folded[at]) ? 1U : 0U;
    if (folded[at] != U' ' || at == 0) continue;
    parted += is_han(folded[at - 1]) && is_han(folded[at + 1]) ? 1U : 0U;
    const bool folded_signs = folded[at + 1] == U'(' || folded[at + 1] == U')' ||
                              folded[at + 1] == U',' || folded[at - 1] == U'(' ||
                              folded[at - 1] == U')' || folded[at - 1] == U',';
    if (folded_signs || (parts(folded[at - 1]) && parts(folded[at + 1]))) places.push_back(at);
  }
  return parted * 3 > characters ? places : std::vector<std::uint32_t>{};
}

}  // namespace

std::vector<std::uint32_t> breaks_of(const FoldedText& text) {
  std::vector<std::uint32_t> places = Lines(text).broken();
  const auto blanks = spaced(text);
  places.insert(places.end(), blanks.begin(), blanks.end());
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

}  // namespace zhiheng::plan
