// Which way, and to which level? Movements and levels that are stated without a number.

#include "plan/findings.h"

namespace zhiheng::plan {
namespace {

class Trends {
 public:
  Trends(const Passage& passage, bool rates_only) : passage_(passage), rates_only_(rates_only) {}

  std::vector<Target> read() {
    for (const Span phrase : passage_.phrases()) {
      const auto words = passage_.text().folded(phrase);
      // "使…得到普遍采用，…达到…": what follows 使 is the effect of the work, not a target of it.
      if (words.starts_with(U'使')) break;
      if (phrase.size() < 5 || phrase.size() > 100 || words.starts_with(U"促进")) continue;
      read_phrase(phrase);
    }
    return std::move(found_);
  }

 private:
  void read_phrase(Span phrase) {
    const Lexicon& lexicon = passage_.lexicon();
    const auto words = passage_.text().folded(phrase);
    const auto state = [&](std::string_view kind, Comparator comparator) {
      const Word* word = lexicon.ending(kind, words);
      if (word == nullptr) return false;
      const auto begin = phrase.end - static_cast<std::uint32_t>(word->word.size());
      add({phrase.begin, begin}, {begin, phrase.end}, comparator);
      return true;
    };
    if (state("meets", Comparator::meets) || state("stable_state", Comparator::stable) ||
        state("rising_state", Comparator::rising)) {
      return;
    }
    if (const Word* verb = lexicon.beginning("meets_verb", words)) {
      const auto end = phrase.begin + static_cast<std::uint32_t>(verb->word.size());
      add({end, phrase.end}, {phrase.begin, end}, Comparator::meets);
      return;
    }
    read_movement(phrase);
  }

  /// "质量损失率逐步下降": a measure, how, and which way.
  void read_movement(Span phrase) {
    const Lexicon& lexicon = passage_.lexicon();
    const Word* way = lexicon.ending("trend", passage_.text().folded(phrase));
    if (way == nullptr) return;
    Span left{phrase.begin, phrase.end - static_cast<std::uint32_t>(way->word.size())};
    const Word* yearly = lexicon.ending("trend_yearly", passage_.text().folded(left));
    const Word* how = lexicon.ending("trend_how", passage_.text().folded(left));
    if (yearly == nullptr && how == nullptr) return;
    left.end -= static_cast<std::uint32_t>((yearly == nullptr ? how : yearly)->word.size());
    const Word* measure =
        lexicon.ending("trend_measure", passage_.text().folded(trimmed(passage_.text(), left)));
    if (measure == nullptr || (rates_only_ && measure->value != "rate")) return;
    const bool falls = way->value == "falling";
    const Comparator comparator = !falls              ? Comparator::rising
                                  : yearly == nullptr ? Comparator::falling
                                                      : Comparator::falling_every_year;
    add(left, {left.end, phrase.end}, comparator);
  }

  void add(Span subject, Span span, Comparator comparator) {
    subject = passage_.stripped(subject, "subject_prefix");
    if (subject.empty()) return;
    Target target{.subject = subject, .comparator = comparator};
    // A rate is in per cent even where its value stands elsewhere.
    if (passage_.text().folded(subject).ends_with(U'率')) target.unit = "%";
    target.span = span;
    found_.push_back(std::move(target));
  }

  const Passage& passage_;
  const bool rates_only_;
  std::vector<Target> found_;
};

}  // namespace

std::vector<Target> trends_of(const Passage& passage, bool rates_only) {
  return Trends(passage, rates_only).read();
}

}  // namespace zhiheng::plan
