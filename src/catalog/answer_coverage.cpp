// `zhiheng coverage`: the rows of the plans' table of systems and what serves them.

#include <boost/json.hpp>
#include <map>
#include <ostream>

#include "base/table.h"
#include "catalog/answers.h"
#include "catalog/coverage.h"
#include "catalog/failures.h"

namespace zhiheng::catalog {
namespace {

/// Per kind of row and standing: how many.
using Counts = std::map<char, std::map<Standing, int>>;

constexpr Standing standings[] = {Standing::served, Standing::declared, Standing::missing};

Words words_of(Standing standing) {
  if (standing == Standing::served) return {"已服务", "served"};
  if (standing == Standing::declared) return {"已声明", "declared"};
  return {"缺失", "missing"};
}

Words words_of(char kind) {
  if (kind == 'R') return {"登记", "register"};
  if (kind == 'W') return {"流程与规则", "workflow"};
  return {"计算", "computation"};
}

Counts count(const std::vector<CoveredRow>& rows) {
  Counts counts;
  for (const CoveredRow& row : rows) ++counts[row.row.kind][row.standing];
  return counts;
}

boost::json::object as_json(const CoveredRow& covered) {
  boost::json::array by;
  for (const Server& server : covered.servers) {
    boost::json::object one{
        {"kind", name_of(server.kind)}, {"name", server.name}, {"test", server.test}};
    if (server.part) one["part"] = true;
    by.push_back(std::move(one));
  }
  return {{"row", covered.row.id},
          {"kind", std::string(1, covered.row.kind)},
          {"title", {{"zh", covered.row.title.zh}, {"en", covered.row.title.en}}},
          {"standing", name_of(covered.standing)},
          {"by", by}};
}

void print_json(const Invocation& call, const std::vector<CoveredRow>& rows) {
  boost::json::array all;
  for (const CoveredRow& row : rows) all.push_back(as_json(row));
  boost::json::object counts;
  for (const auto& [kind, by_standing] : count(rows)) {
    boost::json::object of_kind;
    for (const auto& [standing, number] : by_standing) of_kind[name_of(standing)] = number;
    counts[std::string(1, kind)] = of_kind;
  }
  *call.out << boost::json::serialize(boost::json::object{{"rows", all}, {"counts", counts}})
            << '\n';
}

void print_plain(const Invocation& call, const std::vector<CoveredRow>& rows) {
  std::vector<std::vector<std::string>> lines;
  for (const CoveredRow& row : rows) {
    std::string by;
    for (const Server& server : row.servers) by += (by.empty() ? "" : ", ") + server.name;
    lines.push_back({row.row.id, std::string(1, row.row.kind), row.row.title.in(call.language),
                     words_of(row.standing).in(call.language), by});
  }
  print_table(*call.out, std::vector<std::string>(5), lines, std::vector<bool>(5, false));
  for (const auto& [kind, by_standing] : count(rows)) {
    *call.out << words_of(kind).in(call.language);
    for (const Standing standing : standings) {
      const auto found = by_standing.find(standing);
      const int number = found == by_standing.end() ? 0 : found->second;
      *call.out << "  " << words_of(standing).in(call.language) << ' ' << number;
    }
    *call.out << '\n';
  }
}

}  // namespace

Result<int> answer_coverage(const Invocation& call) {
  const std::string family = call.option("family");
  const Loaded loaded = load(find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  ZH_TRY(std::vector<CoveredRow> rows, coverage(*loaded.catalog));
  std::erase_if(rows, [&](const CoveredRow& covered) {
    return !family.empty() && covered.row.id.front() != family.front();
  });
  if (rows.empty() || family.size() > 1) return fail(family_unknown, "--family", family, "A..P");
  if (call.json) {
    print_json(call, rows);
  } else {
    print_plain(call, rows);
  }
  return 0;
}

}  // namespace zhiheng::catalog
