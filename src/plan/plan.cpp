#include "plan/plan.h"

#include <algorithm>

#include "plan/defect.h"
#include "plan/party.h"
#include "plan/structure.h"

namespace zhiheng::plan {

Result<Plan> parse(std::string source, const Lexicon& lexicon) {
  Plan plan;
  ZH_TRY(plan.text, FoldedText::read(std::move(source)));
  if (const auto breaks = breaks_of(plan.text); !breaks.empty()) {
    plan.text = plan.text.without(breaks);
    const std::uint32_t after = std::max(breaks.front(), 1U);
    add_defect(plan, {after - 1, std::min(after, plan.text.size())}, "text_broken");
  }
  const std::vector<Paragraph> paragraphs = paragraphs_of(plan.text);
  const std::size_t body = read_wrapper(lexicon, paragraphs, plan);
  read_body(lexicon, paragraphs, body, plan);
  std::ranges::stable_sort(plan.parts, {}, [](const Part& part) { return part.span.begin; });
  resolve_parties(lexicon, plan);
  read_level_and_years(plan);
  read_citations(lexicon, plan);
  read_targets(lexicon, plan);
  read_indicators(lexicon, plan);
  check_numbers(plan);
  check_text(lexicon, plan);
  std::ranges::stable_sort(plan.defects, {},
                           [](const Defect& defect) { return defect.span.begin; });
  close_gaps(plan);
  return plan;
}

void close_gaps(Plan& plan) {
  std::ranges::stable_sort(plan.parts, {}, [](const Part& part) { return part.span.begin; });
  std::vector<Part> all;
  std::uint32_t at = 0;
  for (Part part : plan.parts) {
    part.span.begin = std::max(part.span.begin, at);  // what two passes claim belongs to the first
    if (part.span.empty()) continue;
    if (part.span.begin > at) all.push_back({{at, part.span.begin}, PartKind::gap});
    all.push_back(part);
    at = part.span.end;
  }
  if (at < plan.text.size()) all.push_back({{at, plan.text.size()}, PartKind::gap});
  plan.parts = std::move(all);
}

std::string render(const Plan& plan) {
  std::string source;
  const FoldedText& text = plan.text;
  for (const Part& part : plan.parts) {
    const std::uint32_t begin = text.byte(part.span.begin);
    source += text.source().substr(begin, text.byte(part.span.end) - begin);
  }
  return source;
}

namespace {

template <class Enumeration, std::size_t count>
std::string_view named(const std::array<std::string_view, count>& names, Enumeration value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view name_of(Level level) {
  return named(std::array<std::string_view, 5>{"", "national", "province", "city", "county"},
               level);
}

std::string_view name_of(Role role) {
  return named(std::array<std::string_view, 3>{"responsible", "lead", "participating"}, role);
}

std::string_view name_of(Comparator comparator) {
  return named(
      std::array<std::string_view, 13>{"equal", "at_least", "more_than", "at_most", "less_than",
                                       "about", "stable_at_least", "meets", "rising", "falling",
                                       "falling_every_year", "stable", "multiplied"},
      comparator);
}

std::string_view name_of(Force force) {
  return named(
      std::array<std::string_view, 6>{"task", "goal", "binding", "aspirational", "nominal", "list"},
      force);
}

std::string_view name_of(PartKind kind) {
  return named(std::array<std::string_view, 18>{"gap", "noise", "notice_title", "number",
                                                "addressees", "notice_text", "signature", "date",
                                                "title", "preamble", "marker", "heading", "text",
                                                "bullet", "clause", "box", "closing", "tail"},
               kind);
}

}  // namespace zhiheng::plan
