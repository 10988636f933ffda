#pragma once
// How much is in a plan? The counts by which a reading is compared with another.

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace zhiheng::plan {

struct Counts {
  std::size_t sections = 0, items = 0, subsections = 0, goals = 0, boxes = 0;
  std::vector<std::size_t> items_per_section = {};
  std::size_t clauses = 0;
  std::vector<int> items_without_clause = {};  ///< their numbers
  std::map<std::string, std::size_t> forms = {};
  std::size_t clauses_with_several_leads = 0;
  std::size_t names_printed = 0;                             ///< distinct
  std::size_t parties = 0;                                   ///< distinct, after normalisation
  std::size_t responsible = 0, lead = 0, participating = 0;  ///< assignments
  std::size_t sentences = 0;                                 ///< of item bodies
  std::size_t closing = 0;                                   ///< unnumbered closing paragraphs
  std::size_t brackets_opened = 0, brackets_closed = 0, brackets_unmatched = 0;
};

[[nodiscard]] Counts counts_of(const Plan& plan);

}  // namespace zhiheng::plan
