#include "plan/clause.h"

#include "plan/party.h"

namespace zhiheng::plan {
namespace {

/// A party's name longer than this is a sentence.
constexpr std::uint32_t longest_name = 40;

/// No clause is longer; the limit keeps hostile text cheap.
constexpr std::uint32_t longest_clause = 2000;

bool is_stop(char32_t sign) {
  return sign == U'。' || sign == U'.' || sign == U';' || sign == U',' || is_blank(sign);
}

Span without_stops(const FoldedText& text, Span span) {
  while (!span.empty() && is_stop(text.folded()[span.end - 1])) --span.end;
  return trimmed(text, span);
}

/// Cuts at any of `signs`, brackets' insides left whole.
std::vector<Span> cut(const FoldedText& text, Span span, std::u32string_view signs) {
  std::vector<Span> pieces;
  std::uint32_t begin = span.begin;
  int depth = 0;
  const auto add = [&](std::uint32_t end) {
    if (const Span piece = trimmed(text, {begin, end}); !piece.empty()) pieces.push_back(piece);
  };
  for (std::uint32_t at = span.begin; at < span.end; ++at) {
    const char32_t sign = text.folded()[at];
    if (sign == U'(') ++depth;
    if (sign == U')' && depth > 0) --depth;
    if (depth > 0 || signs.find(sign) == std::u32string_view::npos) continue;
    add(at);
    begin = at + 1;
  }
  add(span.end);
  return pieces;
}

Role role_of(const Word& word) {
  if (word.value == "lead") return Role::lead;
  return word.value == "participating" ? Role::participating : Role::responsible;
}

bool is_body(const Lexicon& lexicon, std::u32string_view name) {
  return is_collective(lexicon, name) || name_parts(lexicon, name).authority != nullptr;
}

/// Names joined by 及, 和 or 与, when the whole is no name of its own.
void add_names(const FoldedText& text, const Lexicon& lexicon, Span name, Role role,
               std::vector<Assignment>& assignments) {
  const auto folded = text.folded(name);
  if (name_parts(lexicon, folded).authority == nullptr) {
    for (std::uint32_t i = 1; i + 1 < folded.size(); ++i) {
      const char32_t sign = folded[i];
      if (sign != U'及' && sign != U'和' && sign != U'与') continue;
      const bool also = sign == U'及' && folded[i - 1] == U'以';
      const Span left = trimmed(text, {name.begin, name.begin + i - (also ? 1U : 0U)});
      const Span right = trimmed(text, {name.begin + i + 1, name.end});
      if (left.empty() || right.empty()) continue;
      const bool both = is_body(lexicon, text.folded(left)) && is_body(lexicon, text.folded(right));
      const bool one = sign == U'及' && is_collective(lexicon, text.folded(right));
      if (!both && !one) continue;
      add_names(text, lexicon, left, role, assignments);
      add_names(text, lexicon, right, role, assignments);
      return;
    }
  }
  assignments.push_back({.name = name, .role = role});
}

class Reader {
 public:
  Reader(const FoldedText& text, const Lexicon& lexicon) : text_(text), lexicon_(lexicon) {}

  /// @param inner  what stands between the brackets
  std::optional<FoundClause> read(Span inner, bool first_leads) {
    for (const Span sentence : cut(text_, without_stops(text_, inner), U"。;")) {
      for (const Span segment : cut(text_, sentence, U",")) read_segment(segment);
    }
    hand_over();
    if (found_.clause.assignments.empty()) return std::nullopt;
    for (const Assignment& assignment : found_.clause.assignments) {
      if (assignment.name.size() > longest_name) return std::nullopt;
    }
    settle(first_leads || found_.says_first_leads);
    return found_;
  }

  [[nodiscard]] bool has_role() const { return has_role_; }
  /// How many of the names are bodies known to the tables.
  [[nodiscard]] std::size_t known() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(found_.clause.assignments, [&](const Assignment& assignment) {
          return is_body(lexicon_, text_.folded(assignment.name));
        }));
  }

 private:
  void read_segment(Span segment) {
    const auto folded = text_.folded(segment);
    if (lexicon_.inside("first_leads", folded) != nullptr) {
      found_.says_first_leads = true;
      return;
    }
    if (folded == U"下同") return;
    if (const Word* label = lexicon_.beginning("role_label", folded)) {
      const auto length = static_cast<std::uint32_t>(label->word.size());
      if (folded.size() > length && folded[length] == U':') {
        take({segment.begin + length + 1, segment.end}, *label);
        return;
      }
    }
    if (folded.front() == U'由') ++segment.begin;
    const Word* role = lexicon_.ending("role", text_.folded(segment));
    if (role == nullptr) {
      waiting_.push_back(segment);
      return;
    }
    segment.end -= static_cast<std::uint32_t>(role->word.size());
    take(trimmed(text_, segment), *role);
  }

  void take(Span names, const Word& word) {
    has_role_ = true;
    form_ += (form_.empty() ? "" : "+") + to_bytes(word.word);
    const Role role = role_of(word);
    for (const Span earlier : waiting_) list(earlier, role);
    waiting_.clear();
    const std::uint32_t joint = find_in(text_, names, U"会同");
    if (joint > names.begin && joint < names.end) {
      list({names.begin, joint}, Role::lead);
      list({joint + 2, names.end}, Role::participating);
      return;
    }
    list(names, role);
  }

  /// Names that no role word follows share the last role, or have none.
  void hand_over() {
    const bool led = std::ranges::any_of(
        found_.clause.assignments, [](const Assignment& one) { return one.role == Role::lead; });
    for (const Span names : waiting_) list(names, led ? Role::participating : Role::responsible);
    waiting_.clear();
  }

  void list(Span names, Role role) {
    for (Span name : cut(text_, trimmed(text_, names), U"、")) {
      if (const Word* open = lexicon_.ending("open_list", text_.folded(name))) {
        found_.clause.open = true;
        name.end -= static_cast<std::uint32_t>(open->word.size());
        name = trimmed(text_, name);
      }
      if (!name.empty()) add_names(text_, lexicon_, name, role, found_.clause.assignments);
    }
  }

  /// With a lead, nobody is merely responsible; where the first name leads, the others take part.
  void settle(bool first_leads) {
    auto& assignments = found_.clause.assignments;
    bool led = std::ranges::any_of(assignments,
                                   [](const Assignment& one) { return one.role == Role::lead; });
    const bool bare = std::ranges::all_of(
        assignments, [](const Assignment& one) { return one.role == Role::responsible; });
    if (first_leads && bare && assignments.size() > 1) {
      assignments.front().role = Role::lead;
      led = true;
    }
    for (Assignment& assignment : assignments) {
      if (led && assignment.role == Role::responsible) assignment.role = Role::participating;
    }
    if (form_.empty()) form_ = led ? "列第一位者牵头" : "列名";
    found_.clause.form = form_;
  }

  const FoldedText& text_;
  const Lexicon& lexicon_;
  FoundClause found_;
  std::vector<Span> waiting_;
  std::string form_;
  bool has_role_ = false;
};

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
  Reader reader(text, lexicon);
  auto found = reader.read({*opening + 1, whole.end - 1}, first_leads);
  if (!found) return std::nullopt;
  // A bare list of names is a clause only when the names are those of bodies.
  if (!reader.has_role() && reader.known() != found->clause.assignments.size()) {
    return std::nullopt;
  }
  found->clause.span = {*opening, whole.end};
  return found;
}

std::optional<FoundClause> as_words(const FoldedText& text, const Lexicon& lexicon, Span span,
                                    bool whole_paragraph, bool first_leads) {
  if (span.size() > longest_clause) return std::nullopt;
  const auto folded = text.folded(span);
  const bool labelled = lexicon.beginning("role_label", folded) != nullptr;
  if (!folded.starts_with(U'由') && !labelled) return std::nullopt;
  Reader reader(text, lexicon);
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

}  // namespace

std::optional<FoundClause> find_clause(const FoldedText& text, const Lexicon& lexicon, Span rest,
                                       bool first_leads) {
  rest = trimmed(text, rest);
  if (rest.empty()) return std::nullopt;
  if (auto found = in_brackets(text, lexicon, rest, first_leads)) {
    found->clause.own_paragraph = found->clause.span.begin == rest.begin;
    return found;
  }
  if (auto found = as_words(text, lexicon, rest, true, first_leads)) return found;
  const auto folded = text.folded(rest);
  const std::size_t before_last = folded.find_last_of(U'。', folded.size() - 2);
  if (folded.size() < 2 || before_last == std::u32string_view::npos) return std::nullopt;
  const Span last{rest.begin + static_cast<std::uint32_t>(before_last) + 1, rest.end};
  return as_words(text, lexicon, trimmed(text, last), false, first_leads);
}

}  // namespace zhiheng::plan
