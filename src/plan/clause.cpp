#include "plan/clause.h"

#include "plan/clause_reader.h"

namespace zhiheng::plan {
namespace {

/// The bracket that the last sign of `span` closes.
std::optional<std::uint32_t> opening_bracket(const FoldedText& text, Span span) {
  const auto folded = text.folded();
  const char32_t closing = folded[span.end - 1];
  const char32_t opening = closing == U')' ? U'(' : U'[';
  int depth = 0;
  for (std::uint32_t at = span.end; at > span.begin && span.end - at < longest_clause; --at) {
    const char32_t sign = folded[at - 1];
    if (sign == closing) ++depth;
    if (sign == opening && --depth == 0) return at - 1;
  }
  return std::nullopt;
}

std::optional<FoundClause> in_brackets(const FoldedText& text, const Lexicon& lexicon, Span rest,
                                       bool first_leads) {
  const Span whole = without_stops(text, rest);
  if (whole.empty()) return std::nullopt;
  const char32_t last = text.folded()[whole.end - 1];
  if (last != U')' && last != U']') return std::nullopt;
  const auto opening = opening_bracket(text, whole);
  if (!opening) return std::nullopt;
  ClauseReader reader(text, lexicon);
  auto found = reader.read({*opening + 1, whole.end - 1}, first_leads);
  if (!found) return std::nullopt;
  // A bare list of names is a clause only when the names are those of bodies.
  const std::size_t names = found->clause.assignments.size();
  const bool bodies = reader.known() + reader.alike() == names && reader.known() * 2 >= names;
  if (!reader.has_role() && !bodies) return std::nullopt;
  found->clause.span = {*opening, whole.end};
  return found;
}

std::optional<FoundClause> as_words(const FoldedText& text, const Lexicon& lexicon, Span span,
                                    bool whole_paragraph, bool first_leads) {
  if (span.size() > longest_clause) return std::nullopt;
  const auto folded = text.folded(span);
  const bool labelled = lexicon.beginning("role_label", folded) != nullptr;
  if (!folded.starts_with(U'由') && !labelled) return std::nullopt;
  ClauseReader reader(text, lexicon);
  auto found = reader.read(span, first_leads);
  if (!found || !reader.has_role() || reader.known() * 2 < found->clause.assignments.size()) {
    return std::nullopt;
  }
  if (lexicon.ending("role", text.folded(without_stops(text, span))) == nullptr && !labelled) {
    return std::nullopt;
  }
  found->clause.span = span;
  found->clause.own_paragraph = whole_paragraph;
  return found;
}

/// Where labels begin that run to the end: "…。责任单位：甲局。配合单位：乙局".
std::uint32_t first_label(const FoldedText& text, const Lexicon& lexicon, Span rest) {
  constexpr std::u32string_view stops = U"。;,!?)”";
  std::uint32_t first = rest.end;
  for (const Word& label : lexicon.words("role_label")) {
    const auto word = label.word + U":";
    for (std::uint32_t at = find_in(text, {rest.begin, first}, word); at < first;
         at = find_in(text, {at + 1, first}, word)) {
      const char32_t before = at == rest.begin ? U'。' : text.folded()[at - 1];
      if (!is_blank(before) && stops.find(before) == stops.npos) continue;
      first = at;
      break;
    }
  }
  return first;
}

/// Behind the bracket that closes the one at the beginning of `span`; its beginning when none does.
std::uint32_t behind_bracket(const FoldedText& text, Span span) {
  const auto folded = text.folded();
  const char32_t opening = span.empty() ? U'\0' : folded[span.begin];
  if (opening != U'(' && opening != U'[') return span.begin;
  const char32_t closing = opening == U'(' ? U')' : U']';
  int depth = 0;
  const std::uint32_t limit = std::min(span.end, span.begin + longest_clause);
  for (std::uint32_t at = span.begin; at < limit; ++at) {
    if (folded[at] == opening) ++depth;
    if (folded[at] == closing && --depth == 0) return at + 1;
  }
  return span.begin;
}

}  // namespace

Span clause_of_the_sentence_before(const FoldedText& text, const Lexicon& lexicon, Span sentence) {
  const Span bracket{sentence.begin, behind_bracket(text, sentence)};
  const Span none{sentence.begin, sentence.begin};
  if (bracket.empty()) return none;
  const auto found = in_brackets(text, lexicon, bracket, false);
  return found && !found->clause.assignments.empty() ? bracket : none;
}

std::optional<FoundClause> find_clause(const FoldedText& text, const Lexicon& lexicon, Span rest,
                                       bool first_leads) {
  rest = trimmed(text, rest);
  if (rest.empty()) return std::nullopt;
  if (auto found = in_brackets(text, lexicon, rest, first_leads)) {
    found->clause.own_paragraph = found->clause.span.begin == rest.begin;
    return found;
  }
  if (auto found = as_words(text, lexicon, rest, true, first_leads)) return found;
  if (const std::uint32_t label = first_label(text, lexicon, rest); label < rest.end) {
    return as_words(text, lexicon, {label, rest.end}, label == rest.begin, first_leads);
  }
  const auto folded = text.folded(rest);
  const std::size_t before_last = folded.find_last_of(U'。', folded.size() - 2);
  if (folded.size() < 2 || before_last == std::u32string_view::npos) return std::nullopt;
  const Span last{rest.begin + static_cast<std::uint32_t>(before_last) + 1, rest.end};
  return as_words(text, lexicon, trimmed(text, last), false, first_leads);
}

}  // namespace zhiheng::plan
