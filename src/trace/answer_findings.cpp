// zhiheng trace gaps and clones: what should not be, with the events by which it shows.

#include <boost/json.hpp>
#include <ostream>

#include "exchange/exchange.h"
#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/positions.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

using Search = Result<std::vector<Finding>> (*)(const Inspection&, const std::vector<Rule>&);

/// Rules of one question, or the one that was named.
Result<std::vector<Rule>> rules_for(const Invocation& call, std::string_view question) {
  ZH_TRY(std::vector<Rule> rules, load_rules(call.catalog));
  std::string known;
  std::erase_if(rules, [&](const Rule& rule) {
    if (rule.question == question) known.append(known.empty() ? "" : "|").append(rule.id);
    return rule.question != question || (call.has("rule") && rule.id != call.option("rule"));
  });
  if (rules.empty()) return fail(rule_unknown, "--rule", call.option("rule"), known);
  return rules;
}

json::object finding_json(const Invocation& call, const Chain& chain, const Finding& finding) {
  json::array events;
  for (const EventAt at : finding.events) events.push_back(event_json(chain, at));
  json::object made{{"rule", finding.rule->id},
                    {"title", finding.rule->title.in(call.language)},
                    {"id", chain.text(finding.id)},
                    {"form", name_of(chain.form(finding.id))},
                    {"events", std::move(events)}};
  if (finding.value != 0) made["value"] = finding.value;
  return made;
}

Result<void> write_list(const Invocation& call, const Chain& chain,
                        const std::vector<Finding>& findings) {
  if (!call.has("list")) return {};
  const bool zh = call.language == Language::zh;
  const std::vector<std::string> header =
      zh ? std::vector<std::string>{"规则", "说明", "标识", "值", "时间", "地点", "事件"}
         : std::vector<std::string>{"rule", "title", "id", "value", "time", "place", "events"};
  std::vector<std::vector<std::string>> rows;
  for (const Finding& finding : findings) {
    const EventRow& last = chain.event(finding.events.back());
    std::string events;
    for (const EventAt at : finding.events) {
      events.append(events.empty() ? "" : " ").append(chain.event_name(at));
    }
    rows.push_back({finding.rule->id, finding.rule->title.in(call.language), chain.text(finding.id),
                    finding.value == 0 ? "" : json::serialize(json::value(finding.value)),
                    to_china_text(last.time), last.place == nothing ? "" : chain.text(last.place),
                    events});
  }
  return exchange::write_table(call.option("list"), header, rows);
}

void print(const Invocation& call, const Chain& chain, const std::vector<Finding>& findings,
           const std::map<std::string, std::size_t>& counts) {
  const bool zh = call.language == Language::zh;
  std::ostream& out = *call.out;
  for (const Finding& finding : findings) {
    out << finding.rule->title.in(call.language) << "  " << chain.text(finding.id);
    if (finding.value != 0) out << "  (" << finding.value << ')';
    out << '\n';
    for (const EventAt at : finding.events) out << "    " << event_line(chain, at) << '\n';
  }
  out << (zh ? "线索（待核实）：" : "candidates, to be looked into: ") << findings.size() << '\n';
  for (const auto& [rule, count] : counts) out << "  " << rule << ' ' << count << '\n';
}

Result<int> answer_search(const Invocation& call, std::string_view question, Search search) {
  ZH_TRY(const auto rules, rules_for(call, question));
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(call.catalog));
  ZH_TRY(LoadedChain loaded, load_chain(call));
  Positions positions;
  add_positions(loaded.chain, loaded.master_data, positions);
  if (call.has("places")) {
    ZH_DO(read_positions(loaded.chain, call.option("places"), positions));
  }
  const History history(loaded.chain, options.known_at);
  const Inspection inspection{.history = history,
                              .meanings = meanings,
                              .positions = positions,
                              .now = latest(history),
                              .interrupted = call.interrupted};
  ZH_TRY(const auto findings, search(inspection, rules));
  ZH_DO(write_list(call, loaded.chain, findings));
  std::map<std::string, std::size_t> counts;
  for (const Finding& finding : findings) ++counts[finding.rule->id];
  if (!call.json) {
    print(call, loaded.chain, findings, counts);
    return 0;
  }
  json::array rows;
  for (const Finding& finding : findings) rows.push_back(finding_json(call, loaded.chain, finding));
  json::object numbers;
  for (const auto& [rule, count] : counts) numbers[rule] = count;
  *call.out << json::serialize(json::object{{"candidates", findings.size()},
                                            {"counts", std::move(numbers)},
                                            {"places_with_position", positions.size()},
                                            {"findings", std::move(rows)}})
            << '\n';
  return 0;
}

}  // namespace

Result<int> answer_gaps(const Invocation& call) { return answer_search(call, "gaps", find_gaps); }

Result<int> answer_clones(const Invocation& call) {
  return answer_search(call, "clones", find_clones);
}

}  // namespace zhiheng::trace
