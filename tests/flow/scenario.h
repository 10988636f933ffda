#pragma once
// Scenarios and stories as text: a line of words begins an action; lines below it belong to it.
//
//   | a | b¦c |    a row of its table, the second cell with the list "b|c"
//   40 | … {n} |   forty rows
//   > added=40     what the answer must say
//   ! 3 … an.id    what it must refuse

#include <string>
#include <string_view>
#include <vector>

#include "flow/program.h"

namespace zhiheng::flow {

using Cells = std::vector<std::string>;

/// A line of words and what stands below it.
struct Action {
  int line = 0;
  Cells words;
  std::vector<Cells> table;
  std::vector<int> repeats;  ///< for each row of the table; 0: once
  Cells says;                ///< "added=40"
  Cells refusals;            ///< "3 结论 registry.rule_broken"
};

/// From one title to the next.
struct Scenario {
  std::string title;
  std::vector<Action> actions;
};

/// @param begins  the word before each title: "scenario: "
[[nodiscard]] std::vector<Scenario> scenarios_in(const std::string& file, std::string_view begins);
/// The member of a path like "on_year.p"; none where it leads nowhere.
[[nodiscard]] const json::value* member(const json::value& from, std::string_view path);
/// As a cell of a table would say it; "-" is nothing.
[[nodiscard]] std::string shown(const json::value* value);
/// Fails the test where an expected table says otherwise than what was found. Numbers agree to the
/// decimals that are printed.
/// @param values  where members are looked for that the element itself has not
void compare(const Action& action, const json::array& found, std::string_view values);

}  // namespace zhiheng::flow
