#pragma once
// A method asked by its name, and its answer read cell by cell.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/method.h"
#include "folder.h"

namespace zhiheng::analysis {

inline Result<Answer> ask(const char* method, const std::map<std::string, std::string>& settings,
                          const std::string& in) {
  const Folder folder;
  Call call;
  ZH_TRY(const Method* found, find_method(method));
  ZH_TRY(call.settings, settings_of(*found, settings));
  ZH_TRY(call.tables["in"], Table::read(folder.write("in.csv", in)));
  call.catalog = support::source_path("/catalog");
  return found->run(call);
}

inline double number(const Answer& answer, std::size_t row, std::string_view column) {
  for (std::size_t at = 0; at < answer.columns.size(); ++at) {
    if (answer.columns[at].name == column) return *number_of(answer.cell(row, at));
  }
  ADD_FAILURE() << "no column " << column;
  return 0;
}

inline std::string texts(const Answer& answer, std::string_view column) {
  const auto& cells = std::get<std::vector<std::string>>(answer.find(column)->values);
  std::string all;
  for (const std::string& cell : cells) all.append(all.empty() ? "" : " ").append(cell);
  return all;
}

}  // namespace zhiheng::analysis
