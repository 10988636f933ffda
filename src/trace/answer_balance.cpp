// zhiheng trace balance: in, out and yield, by lot, site, product or month.

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <ostream>

#include "base/table.h"
#include "trace/balance.h"
#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/question_answers.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Processes that share a key and a band.
struct Group {
  const YieldBand* band = nullptr;
  std::size_t processes = 0, unmeasured = 0;
  double in = 0, out = 0;
  std::vector<const Process*> outside;
};
using Groups = std::map<std::pair<std::string, std::string>, Group>;

std::string key_of(const Chain& chain, const Process& process, const std::string& by) {
  if (by == "site") return process.place == nothing ? "" : chain.text(process.place);
  if (by == "period") return to_text(china_date(process.ended)).substr(0, 7);
  const Id product = chain.product(process.output);
  return chain.text(by == "product" && product != nothing ? product : process.output);
}

Groups group(const Chain& chain, const std::vector<Process>& processes, const std::string& by) {
  Groups groups;
  for (const Process& process : processes) {
    Group& one = groups[{key_of(chain, process, by), process.band->id}];
    one.band = process.band;
    ++one.processes;
    one.unmeasured += process.unmeasured > 0 ? 1 : 0;
    one.in += process.in;
    one.out += process.out;
    if (process.outside()) one.outside.push_back(&process);
  }
  return groups;
}

json::object process_json(const Chain& chain, Telling& told, const Process& process) {
  json::array events;
  for (const EventAt at : process.events) events.push_back(event_json(chain, told, at));
  return {{"output", chain.text(process.output)},
          {"in", process.in},
          {"out", process.out},
          {"yield", process.yield()},
          {"events", std::move(events)}};
}

json::object group_json(const Question& question, const std::string& key, const Group& one) {
  json::array outside;
  for (const Process* process : one.outside) {
    outside.push_back(process_json(question.chain(), question.told, *process));
  }
  return {{"key", key},
          {"band", one.band->id},
          {"title", one.band->title.in(question.call.language)},
          {"processes", one.processes},
          {"unmeasured", one.unmeasured},
          {"in", one.in},
          {"in_unit", one.band->input_unit},
          {"out", one.out},
          {"out_unit", one.band->output_unit},
          {"yield", one.in > 0 ? one.out / one.in : 0.0},
          {"low", one.band->low},
          {"high", one.band->high},
          {"outside", std::move(outside)}};
}

std::string rounded(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

void print(const Invocation& call, const Chain& chain, const Groups& groups) {
  const bool zh = call.language == Language::zh;
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, one] : groups) {
    rows.push_back({key.first, one.band->title.in(call.language), std::to_string(one.processes),
                    rounded(one.in, 3), one.band->input_unit, rounded(one.out, 3),
                    one.band->output_unit, rounded(one.in > 0 ? one.out / one.in : 0, 4),
                    rounded(one.band->low, 2) + "–" + rounded(one.band->high, 2),
                    std::to_string(one.outside.size())});
  }
  const std::vector<std::string> heading =
      zh ? std::vector<std::string>{"对象", "产品", "过程", "投入", "单位",
                                    "产出", "单位", "得率", "区间", "超出区间"}
         : std::vector<std::string>{"of",  "product", "processes", "in",   "unit",
                                    "out", "unit",    "yield",     "band", "outside"};
  print_table(*call.out, heading, rows,
              {false, false, true, true, false, true, false, true, false, true});
  for (const auto& [key, one] : groups) {
    for (const Process* process : one.outside) {
      *call.out << (zh ? "待核实：" : "to be looked into: ") << chain.text(process->output) << "  "
                << rounded(process->yield(), 4) << '\n';
      for (const EventAt at : process->events) *call.out << "    " << event_line(chain, at) << '\n';
    }
  }
}

/// Processes, put together; `bands` must outlive them.
struct Balance {
  std::string by;
  std::vector<YieldBand> bands;
  std::vector<Process> processes;
  Groups groups;
  std::size_t unjudged = 0;  ///< processes whose products have no band
};

/// Of others' processes nothing is told, not even that there are any.
Result<void> fill(const Question& question, Balance& balance) {
  const Invocation& call = question.call;
  const std::string by = call.option("by", "lot");
  if (by != "lot" && by != "site" && by != "product" && by != "period") {
    return fail(grouping_unknown, "--by", by, "lot|site|product|period");
  }
  balance.by = by;
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(balance.bands, load_yield_bands(call.catalog));
  ZH_TRY(const auto units, MeasurementUnits::load(call.catalog));
  const History history(question.chain(), options.known_at);
  ZH_TRY(balance.processes,
         processes_of(history, balance.bands, units, balance.unjudged, call.interrupted));
  const Telling& told = question.told;
  if (!told.whole()) {
    std::erase_if(balance.processes, [&](const Process& process) {
      return !std::ranges::all_of(process.events, [&](EventAt at) { return told.sees(at); });
    });
  }
  balance.groups = group(question.chain(), balance.processes, by);
  return {};
}

}  // namespace

AnswerJson balance_json(const Question& question) {
  Balance balance;
  ZH_DO(fill(question, balance));
  json::array rows;
  for (const auto& [key, one] : balance.groups) {
    rows.push_back(group_json(question, key.first, one));
  }
  json::object made{{"by", balance.by}, {"rows", std::move(rows)}};
  if (question.told.whole()) made["unjudged"] = balance.unjudged;
  return made;
}

Result<int> answer_balance(const Invocation& call) {
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  const Question question{call, loaded, told};
  if (call.json) return print_answer(question, "balance");
  Balance balance;
  ZH_DO(fill(question, balance));
  print(call, loaded.chain, balance.groups);
  if (balance.unjudged > 0) {
    *call.out << "! " << balance.unjudged
              << (call.language == Language::zh
                      ? " 个过程的产品没有得率区间（catalog/trace/yields.toml）\n"
                      : " processes make products without a band (catalog/trace/yields.toml)\n");
  }
  return 0;
}

}  // namespace zhiheng::trace
