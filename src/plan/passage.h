#pragma once
// A sentence as the readers of targets see it: the words before and behind a place.

#include <vector>

#include "plan/plan.h"

namespace zhiheng::plan {

class Passage {
 public:
  Passage(const FoldedText& text, const Lexicon& lexicon, Span sentence)
      : text_(text), lexicon_(lexicon), sentence_(sentence) {}

  [[nodiscard]] const FoldedText& text() const { return text_; }
  [[nodiscard]] const Lexicon& lexicon() const { return lexicon_; }
  [[nodiscard]] Span span() const { return sentence_; }

  /// Folded; a line feed beyond the text.
  [[nodiscard]] char32_t sign(std::uint32_t at) const;
  [[nodiscard]] std::uint32_t past_blanks(std::uint32_t at) const;
  /// The sentence up to a place, without blanks at its end.
  [[nodiscard]] std::u32string_view before(std::uint32_t at) const;
  [[nodiscard]] std::u32string_view from(std::uint32_t at) const;

  /// The stretches between commas, semicolons and colons; insides of brackets stay whole.
  [[nodiscard]] std::vector<Span> phrases() const;
  /// The one of them that holds a place.
  [[nodiscard]] Span phrase_at(std::uint32_t at) const;

  /// The one in front of that: "对童车开展抽查" in "对童车开展抽查，全年不少于150批次".
  [[nodiscard]] Span phrase_before(std::uint32_t at) const;

  /// What a number is said of when it stands behind: "…合格率" in "…合格率达到98%".
  [[nodiscard]] Span words_before(std::uint32_t at) const;
  /// What it is said of when it stands in front: "定量包装商品" in "10种定量包装商品开展…".
  [[nodiscard]] Span words_behind(std::uint32_t at) const;
  /// All that follows up to the end of the phrase.
  [[nodiscard]] Span rest_of_phrase(std::uint32_t at) const;
  /// Without blanks and without words of a kind, "确保" or "开展", at its beginning.
  [[nodiscard]] Span stripped(Span span, std::string_view kind) const;
  /// The same words with more before them earlier in the sentence: "食品抽样检验" for "抽样检验".
  [[nodiscard]] Span fuller(Span subject) const;

  /// The nearest word of force before a place, or `otherwise`.
  [[nodiscard]] Force force(std::uint32_t at, Force otherwise) const;

 private:
  /// Words further away belong to another thought; the limit keeps a text without stops cheap.
  static constexpr std::uint32_t reach = 300;

  const FoldedText& text_;
  const Lexicon& lexicon_;
  Span sentence_;
};

}  // namespace zhiheng::plan
