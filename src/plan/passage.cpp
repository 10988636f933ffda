#include "plan/passage.h"

#include <algorithm>

namespace zhiheng::plan {

char32_t Passage::sign(std::uint32_t at) const {
  return at < text_.size() ? text_.folded()[at] : U'\n';
}

std::uint32_t Passage::past_blanks(std::uint32_t at) const {
  while (at < sentence_.end && sign(at) == U' ') ++at;
  return at;
}

std::u32string_view Passage::before(std::uint32_t at) const {
  while (at > sentence_.begin && is_blank(sign(at - 1))) --at;
  return text_.folded({sentence_.begin, at});
}

std::u32string_view Passage::from(std::uint32_t at) const {
  return text_.folded({std::min(at, sentence_.end), sentence_.end});
}

std::vector<Span> Passage::phrases() const {
  constexpr std::u32string_view stops = U",;。:";
  std::vector<Span> phrases;
  std::uint32_t begin = sentence_.begin;
  int depth = 0;
  const auto close = [&](std::uint32_t end) {
    if (const Span phrase = trimmed(text_, {begin, end}); !phrase.empty()) {
      phrases.push_back(phrase);
    }
    begin = end + 1;
    depth = 0;
  };
  for (std::uint32_t at = sentence_.begin; at < sentence_.end; ++at) {
    const char32_t one = sign(at);
    if (one == U'(' || one == U'“') ++depth;
    if ((one == U')' || one == U'”') && depth > 0) --depth;
    if (depth == 0 && stops.find(one) != stops.npos) close(at);
  }
  if (begin < sentence_.end) close(sentence_.end);
  return phrases;
}

Span Passage::phrase_at(std::uint32_t at) const {
  constexpr std::u32string_view stops = U",;。:";
  const std::uint32_t lowest = std::max(sentence_.begin, at > reach ? at - reach : 0);
  const std::uint32_t highest = std::min(sentence_.end, at + reach);
  Span phrase{at, at};
  int depth = 0;  // of the brackets passed; a comma inside of them is no end
  for (; phrase.begin > lowest; --phrase.begin) {
    const char32_t one = sign(phrase.begin - 1);
    if (one == U')' || one == U'”') ++depth;
    if ((one == U'(' || one == U'“') && depth > 0) --depth;
    if (depth == 0 && stops.find(one) != stops.npos) break;
  }
  depth = 0;
  for (; phrase.end < highest; ++phrase.end) {
    const char32_t one = sign(phrase.end);
    if (one == U'(' || one == U'“') ++depth;
    if ((one == U')' || one == U'”') && depth > 0) --depth;
    if (depth == 0 && stops.find(one) != stops.npos) break;
  }
  return trimmed(text_, phrase);
}

Span Passage::phrase_before(std::uint32_t at) const {
  const std::uint32_t begin = phrase_at(at).begin;
  if (begin < sentence_.begin + 2) return {at, at};
  return phrase_at(begin - 2);
}

Span Passage::stripped(Span span, std::string_view kind) const {
  span = trimmed(text_, span);
  while (const Word* word = lexicon_.beginning(kind, text_.folded(span))) {
    span.begin += static_cast<std::uint32_t>(word->word.size());
  }
  return trimmed(text_, span);
}

Span Passage::words_before(std::uint32_t at) const {
  constexpr std::u32string_view stops = U",。;:";
  std::uint32_t begin = at;
  int depth = 0;
  for (; begin > sentence_.begin && at - begin < reach; --begin) {
    const char32_t one = sign(begin - 1);
    if (one == U')') ++depth;
    if (one == U'(') --depth;
    if (depth < 0 || (depth == 0 && stops.find(one) != stops.npos)) break;
  }
  return stripped({begin, at}, "subject_prefix");
}

Span Passage::words_behind(std::uint32_t at) const {
  constexpr std::u32string_view stops = U",。;、:)(“”";
  at = past_blanks(at);
  if (sign(at) == U'的') ++at;
  std::uint32_t end = at;
  while (end < sentence_.end && end - at < reach && stops.find(sign(end)) == stops.npos) {
    if (end > at && lexicon_.beginning("subject_stop", from(end)) != nullptr) break;
    if (sign(end) == U'对' && is_digit(sign(end + 1))) break;
    ++end;
  }
  const Span words = trimmed(text_, {at, std::min(end, sentence_.end)});
  // "城市" alone says nothing: "城市对10种定量包装商品开展净含量监督检查".
  return words.size() <= 2 && sign(end) != U'、' ? rest_of_phrase(words.begin) : words;
}

Span Passage::rest_of_phrase(std::uint32_t at) const {
  const Span phrase = phrase_at(at);
  return phrase.holds(at) ? trimmed(text_, {at, phrase.end}) : Span{at, at};
}

Span Passage::fuller(Span subject) const {
  constexpr std::uint32_t most = 8;  // a longer addition is a clause of its own
  const std::uint32_t lowest =
      std::max(sentence_.begin, subject.begin > reach ? subject.begin - reach : 0);
  const std::uint32_t found = find_in(text_, {lowest, subject.begin}, text_.folded(subject));
  if (subject.size() < 4 || found == subject.begin) return subject;
  Span fuller{found, found + subject.size()};
  constexpr std::u32string_view stops = U",。;、:的()“”";
  while (fuller.begin > sentence_.begin && stops.find(sign(fuller.begin - 1)) == stops.npos) {
    --fuller.begin;
  }
  fuller = stripped(fuller, "makes");
  return found - std::min(found, fuller.begin) <= most ? fuller : subject;
}

Force Passage::force(std::uint32_t at, Force otherwise) const {
  const auto words = text_.folded({std::max(sentence_.begin, at > reach ? at - reach : 0), at});
  std::size_t nearest = 0;
  for (const Word& word : lexicon_.words("force")) {
    const std::size_t place = words.rfind(word.word);
    if (place == words.npos || place + 1 <= nearest) continue;
    nearest = place + 1;
    otherwise = word.value == "binding" ? Force::binding : Force::aspirational;
  }
  return otherwise;
}

}  // namespace zhiheng::plan
