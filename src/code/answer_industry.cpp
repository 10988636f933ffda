#include <boost/json.hpp>
#include <ostream>

#include "code/answers.h"
#include "code/failures.h"
#include "code/industry.h"

namespace zhiheng::code {
namespace {

boost::json::object brief(const Industry& industry) {
  return {
      {"code", industry.code}, {"name", industry.name}, {"name_source", name_of(industry.mark)}};
}

boost::json::array brief(const std::vector<const Industry*>& industries) {
  boost::json::array list;
  for (const Industry* industry : industries) list.push_back(brief(*industry));
  return list;
}

void print(std::ostream& out, const Industry& industry) {
  out << industry.code << '\t' << industry.name;
  if (industry.mark != NameMark::original) out << "\t[" << name_of(industry.mark) << ']';
  out << '\n';
}

int year_of(Edition edition) { return static_cast<int>(edition); }

}  // namespace

Result<int> answer_industry(const Invocation& invocation) {
  ZH_TRY(const Edition from, edition_named(invocation.option("from", "2017")));
  Edition to = from;
  if (invocation.has("to")) {
    ZH_TRY(to, edition_named(invocation.option("to")));
  }
  ZH_TRY(const Industries table, load_industries(invocation.catalog));
  const std::string typed = invocation.argument("INDUSTRY");
  const Industry* industry = table.find(typed, from);
  if (industry == nullptr) {
    return fail(industry_unknown, "code", typed, "GB/T 4754-" + std::to_string(year_of(from)));
  }
  std::vector<const Industry*> counterparts;
  if (to != from) {
    ZH_TRY(const std::vector<std::string> codes, table.counterparts(industry->code, from));
    for (const std::string& code : codes) counterparts.push_back(table.find(code, to));
  }

  const auto path = table.path(industry->code, from);
  const auto children = table.children(industry->code, from);
  if (invocation.json) {
    boost::json::object document = brief(*industry);
    document["edition"] = year_of(from);
    document["path"] = brief(path);
    document["children"] = brief(children);
    if (to != from) {
      document["to"] = year_of(to);
      document["counterparts"] = brief(counterparts);
    }
    *invocation.out << boost::json::serialize(document) << '\n';
    return 0;
  }
  for (const Industry* step : path) print(*invocation.out, *step);
  for (const Industry* other : counterparts) {
    *invocation.out << "→ " << year_of(to) << ": ";
    print(*invocation.out, *other);
  }
  return 0;
}

}  // namespace zhiheng::code
