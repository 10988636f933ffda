#include "plan/counts.h"

namespace zhiheng::plan {

Counts counts_of(const Plan& plan) {
  Counts counts{.sections = plan.sections.size(),
                .items = plan.items.size(),
                .subsections = plan.subsections.size(),
                .goals = plan.goals.size(),
                .boxes = plan.boxes.size()};
  counts.items_per_section.resize(plan.sections.size());
  for (const Item& item : plan.items) {
    if (item.section > 0) ++counts.items_per_section[item.section - 1];
    counts.sentences += item.sentences.size();
    if (!item.clause) {
      counts.items_without_clause.push_back(item.no);
      continue;
    }
    ++counts.clauses;
    ++counts.forms[item.clause->form];
    std::size_t leads = 0;
    for (const Assignment& assignment : item.clause->assignments) {
      leads += assignment.role == Role::lead ? 1 : 0;
      counts.responsible += assignment.role == Role::responsible ? 1 : 0;
      counts.participating += assignment.role == Role::participating ? 1 : 0;
    }
    counts.lead += leads;
    counts.clauses_with_several_leads += leads > 1 ? 1 : 0;
  }
  for (const Party& party : plan.parties) counts.names_printed += party.printed.size();
  counts.parties = plan.parties.size();
  counts.closing = plan.closing.size();
  constexpr std::u32string_view opening = U"([《“〈";
  constexpr std::u32string_view closing = U")]》”〉";
  for (const char32_t sign : plan.text.folded()) {
    counts.brackets_opened += opening.find(sign) != opening.npos ? 1 : 0;
    counts.brackets_closed += closing.find(sign) != closing.npos ? 1 : 0;
  }
  for (const Defect& defect : plan.defects) {
    counts.brackets_unmatched += defect.what == "bracket_unmatched" ? 1 : 0;
  }
  return counts;
}

}  // namespace zhiheng::plan
