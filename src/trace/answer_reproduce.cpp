#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "trace/answers.h"
#include "trace/reproduce.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr std::size_t most_misses = 10;

std::string verdict_of(const Comparison& line, bool zh) {
  if (!line.covered) return zh ? "未覆盖" : "not covered";
  if (line.informational) return zh ? "仅供参考" : "for information";
  return line.passed() ? (zh ? "一致" : "agrees") : (zh ? "不符" : "DIFFERS");
}

void print_comparisons(const Invocation& call, const std::vector<Comparison>& lines) {
  const bool zh = call.language == Language::zh;
  std::ostream& out = *call.out;
  for (const Comparison& line : lines) {
    out << line.area << '\t' << line.subject << '\t';
    if (line.covered) {
      out << line.agreed << (zh ? " / " : " of ") << line.compared;
    } else {
      out << '-';
    }
    out << '\t' << verdict_of(line, zh) << '\n';
    if (line.informational && !call.has("misses")) continue;
    const std::size_t shown = call.has("misses") ? line.misses.size() : most_misses;
    for (std::size_t i = 0; i < std::min(shown, line.misses.size()); ++i) {
      out << "  " << line.misses[i] << '\n';
    }
    if (line.misses.size() > shown) out << "  … +" << line.misses.size() - shown << '\n';
  }
}

}  // namespace

Result<int> answer_reproduce(const Invocation& call) {
  ZH_TRY(const std::vector<Comparison> lines, reproduce(call.argument("FOLDER"), call.catalog));
  const bool passed = std::ranges::all_of(lines, &Comparison::passed);
  if (call.json) {
    json::array rows;
    for (const Comparison& line : lines) {
      json::array misses;
      for (const std::string& miss : line.misses) misses.emplace_back(miss);
      rows.push_back(json::object{{"area", line.area},
                                  {"subject", line.subject},
                                  {"agreed", line.agreed},
                                  {"compared", line.compared},
                                  {"covered", line.covered},
                                  {"informational", line.informational},
                                  {"passed", line.passed()},
                                  {"misses", std::move(misses)}});
    }
    *call.out << json::serialize(json::object{{"passed", passed}, {"lines", std::move(rows)}})
              << '\n';
  } else {
    print_comparisons(call, lines);
  }
  return passed ? 0 : 1;
}

}  // namespace zhiheng::trace
