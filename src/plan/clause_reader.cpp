#include "plan/clause_reader.h"

#include <algorithm>
#include <chrono>

#include "plan/paragraphs.h"
#include "plan/party.h"

namespace zhiheng::plan {
namespace {

/// A party's name longer than this is a sentence.
constexpr std::uint32_t longest_name = 40;

bool is_stop(char32_t sign) {
  return sign == U'。' || sign == U'.' || sign == U';' || sign == U',' || is_blank(sign);
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

bool led(const std::vector<Assignment>& assignments) {
  return std::ranges::any_of(assignments,
                             [](const Assignment& one) { return one.role == Role::lead; });
}

/// Where the next label with its colon stands behind the first character, or the end.
std::uint32_t next_label(const FoldedText& text, const Lexicon& lexicon, Span segment) {
  std::uint32_t first = segment.end;
  std::uint32_t from = segment.begin + 1;
  for (const std::string_view kind : {"role_label", "due_label"}) {
    const Word* own = lexicon.beginning(kind, text.folded(segment));
    if (own != nullptr) from = segment.begin + static_cast<std::uint32_t>(own->word.size());
  }
  for (const std::string_view kind : {"role_label", "due_label"}) {
    for (const Word& label : lexicon.words(kind)) {
      const Span behind{std::min(from, first), first};
      const std::uint32_t at = find_in(text, behind, label.word + U":");
      if (at < behind.end) first = at;
    }
  }
  return first;
}

}  // namespace

Span without_stops(const FoldedText& text, Span span) {
  while (!span.empty() && is_stop(text.folded()[span.end - 1])) --span.end;
  return trimmed(text, span);
}

void read_names(const FoldedText& text, const Lexicon& lexicon, Span names, Role role,
                Clause& clause) {
  for (Span name : cut(text, trimmed(text, names), U"、")) {
    if (const Word* open = lexicon.ending("open_list", text.folded(name))) {
      clause.open = true;
      name.end -= static_cast<std::uint32_t>(open->word.size());
      name = trimmed(text, name);
    }
    if (!name.empty()) add_names(text, lexicon, name, role, clause.assignments);
  }
}

std::optional<Date> due_date(std::u32string_view words) {
  const auto number_before = [&](std::u32string_view sign) -> std::optional<int> {
    const std::size_t at = words.find(sign);
    if (at == words.npos) return std::nullopt;
    std::size_t begin = at;
    while (begin > 0 && is_digit(words[begin - 1])) --begin;
    return arabic_number(words.substr(begin, at - begin));
  };
  const auto year = number_before(U"年");
  if (!year || *year < 1949 || *year > 2100) return std::nullopt;
  const int month = number_before(U"月").value_or(12);
  if (month < 1 || month > 12) return std::nullopt;
  const std::chrono::year_month_day_last last{std::chrono::year{*year} /
                                              std::chrono::month{static_cast<unsigned>(month)} /
                                              std::chrono::last};
  const auto longest = static_cast<int>(static_cast<unsigned>(last.day()));
  const int day = number_before(U"日").value_or(longest);
  if (day < 1 || day > longest) return std::nullopt;
  return make_date(*year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::optional<FoundClause> ClauseReader::read(Span inner, bool first_leads) {
  for (const Span sentence : cut(text_, without_stops(text_, inner), U"。;")) {
    for (const Span segment : cut(text_, sentence, U",")) read_segment(segment);
  }
  hand_over();
  if (found_.clause.assignments.empty()) return std::nullopt;
  for (const Assignment& assignment : found_.clause.assignments) {
    if (assignment.name.size() > longest_name) return std::nullopt;
  }
  settle(first_leads);
  return found_;
}

std::size_t ClauseReader::known() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(found_.clause.assignments, [&](const Assignment& assignment) {
        return is_body(lexicon_, text_.folded(assignment.name));
      }));
}

std::size_t ClauseReader::alike() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(found_.clause.assignments, [&](const Assignment& assignment) {
        const auto name = text_.folded(assignment.name);
        return !is_body(lexicon_, name) && name.size() >= 3 && name.size() <= 20 &&
               lexicon_.ending("body_ending", name) != nullptr;
      }));
}

void ClauseReader::read_segment(Span segment) {
  const std::uint32_t label = next_label(text_, lexicon_, segment);
  if (label < segment.end) {
    read_segment(trimmed(text_, {segment.begin, label}));
    return read_segment(trimmed(text_, {label, segment.end}));
  }
  segment = without_stops(text_, segment);
  if (segment.empty()) return;
  const auto folded = text_.folded(segment);
  if (lexicon_.inside("first_leads", folded) != nullptr) {
    found_.says_first_leads = true;
    return;
  }
  if (folded == U"下同" || read_label(segment)) return;
  if (folded.front() == U'由') ++segment.begin;
  const Word* role = lexicon_.ending("role", text_.folded(segment));
  if (role == nullptr) {
    // "配合单位：甲局、乙局，各乡镇人民政府" goes on behind the comma.
    if (label_role_) return read_names(text_, lexicon_, segment, *label_role_, found_.clause);
    waiting_.push_back(segment);
    return;
  }
  label_role_.reset();
  segment.end -= static_cast<std::uint32_t>(role->word.size());
  take(trimmed(text_, segment), *role);
}

/// "牵头单位：…", "完成时限：…".
bool ClauseReader::read_label(Span segment) {
  const auto folded = text_.folded(segment);
  const Word* role = lexicon_.beginning("role_label", folded);
  const Word* due = lexicon_.beginning("due_label", folded);
  const Word* label = role != nullptr ? role : due;
  if (label == nullptr) return false;
  const std::size_t length = label->word.size();
  if (folded.size() <= length || folded[length] != U':') return false;
  const Span rest =
      trimmed(text_, {segment.begin + static_cast<std::uint32_t>(length) + 1, segment.end});
  if (role == nullptr) {
    found_.clause.due = due_date(text_.folded(rest));
  } else if (lexicon_.ending("role", text_.folded(rest)) != nullptr) {
    read_segment(rest);  // "责任单位：甲局牵头，乙局配合"
  } else if (!rest.empty()) {
    take(rest, *role);
    label_role_ = role_of(*role);
  }
  return true;
}

void ClauseReader::take(Span names, const Word& word) {
  has_role_ = true;
  form_ += (form_.empty() ? "" : "+") + to_bytes(word.word);
  const Role role = role_of(word);
  for (const Span earlier : waiting_) read_names(text_, lexicon_, earlier, role, found_.clause);
  waiting_.clear();
  const std::uint32_t joint = find_in(text_, names, U"会同");
  if (joint > names.begin && joint < names.end) {
    read_names(text_, lexicon_, {names.begin, joint}, Role::lead, found_.clause);
    read_names(text_, lexicon_, {joint + 2, names.end}, Role::participating, found_.clause);
    return;
  }
  read_names(text_, lexicon_, names, role, found_.clause);
}

/// Names that no role word follows share the last role, or have none.
void ClauseReader::hand_over() {
  const Role role = led(found_.clause.assignments) ? Role::participating : Role::responsible;
  for (const Span names : waiting_) read_names(text_, lexicon_, names, role, found_.clause);
  waiting_.clear();
}

/// With a lead, nobody is merely responsible; where the first name leads, the others take part.
void ClauseReader::settle(bool first_leads) {
  auto& assignments = found_.clause.assignments;
  const bool bare = std::ranges::all_of(
      assignments, [](const Assignment& one) { return one.role == Role::responsible; });
  // "按职责分工负责" divides the work among equals, unless the clause itself says who leads.
  const bool divided = lexicon_.inside("divided", to_characters(form_)) != nullptr;
  const bool first = found_.says_first_leads || (first_leads && !divided);
  if (first && bare && assignments.size() > 1) assignments.front().role = Role::lead;
  const bool has_lead = led(assignments);
  for (Assignment& assignment : assignments) {
    if (has_lead && assignment.role == Role::responsible) assignment.role = Role::participating;
  }
  if (form_.empty()) form_ = has_lead ? "列第一位者牵头" : "列名";
  found_.clause.form = form_;
}

}  // namespace zhiheng::plan
