// How many times as much? "地理标志产品数量比2010年翻一番", "产值在2015年基础上翻两番".

#include <cstdlib>

#include "plan/findings.h"
#include "plan/paragraphs.h"

namespace zhiheng::plan {
namespace {

/// The year that a movement is measured from, and the words without it.
struct Base {
  std::optional<int> year = {};
  Span rest = {};
};

/// "…比2010年", "…较2010年", "…在2010年的基础上" at the end of the words.
Base base_of(const Passage& passage, Span words) {
  const auto folded = passage.text().folded(words);
  for (std::size_t at = folded.find_last_of(U"比较在"); at != folded.npos && at > 0;
       at = folded.find_last_of(U"比较在", at - 1)) {
    const auto year = arabic_number(folded.substr(at + 1, 4));
    if (!year || *year < 1949 || folded.size() < at + 6 || folded[at + 5] != U'年') continue;
    return {*year, {words.begin, words.begin + static_cast<std::uint32_t>(at)}};
  }
  return {{}, words};
}

}  // namespace

std::vector<Target> multiples_of(const Passage& passage) {
  std::vector<Target> found;
  const Lexicon& lexicon = passage.lexicon();
  for (const Span phrase : passage.phrases()) {
    Span words = phrase;
    if (const Word* more = lexicon.ending("at_least_after", passage.text().folded(words))) {
      words.end -= static_cast<std::uint32_t>(more->word.size());
    }
    const Word* times = lexicon.ending("multiple", passage.text().folded(words));
    if (times == nullptr) continue;
    words.end -= static_cast<std::uint32_t>(times->word.size());
    const Span span{words.end, phrase.end};
    auto [year, subject] = base_of(passage, words);
    if (const Word* verb = lexicon.ending("multiple_verb", passage.text().folded(subject))) {
      subject.end -= static_cast<std::uint32_t>(verb->word.size());
    }
    subject = trimmed(passage.text(), passage.stripped(subject, "subject_prefix"));
    if (subject.empty()) subject = passage.phrase_before(phrase.begin);
    if (subject.empty()) continue;
    Target target{.subject = subject,
                  .comparator = Comparator::multiplied,
                  .value = std::strtod(times->value.c_str(), nullptr),
                  .unit = "倍",
                  .base_year = year};
    target.span = span;
    found.push_back(std::move(target));
  }
  return found;
}

}  // namespace zhiheng::plan
