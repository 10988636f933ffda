#pragma once
// Tables of tests/plan/readings: what a reader found in the plans by hand.

#include <sstream>

#include "plan/examples.h"
#include "support/source.h"

namespace zhiheng::plan {

/// The rows below the names of the columns; cells between tabs, the last may be empty.
inline std::vector<std::vector<std::string>> reading(const std::string& name) {
  std::ifstream file(support::source_path("/tests/plan/readings/" + name));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string>& row = rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    if (line.ends_with('\t')) row.emplace_back();
  }
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

}  // namespace zhiheng::plan
