// zhiheng trace gaps and clones: what should not be, with the events by which it shows.

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "exchange/exchange.h"
#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/positions.h"
#include "trace/question_answers.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

using Search = Result<std::vector<Finding>> (*)(const Inspection&, const std::vector<Rule>&);

/// Rules of one question, among which is the one that was named.
Result<std::vector<Rule>> rules_for(const Invocation& call, std::string_view question) {
  ZH_TRY(std::vector<Rule> rules, load_rules(call.catalog));
  std::erase_if(rules, [&](const Rule& rule) { return rule.question != question; });
  const std::string named = call.option("rule");
  if (!call.has("rule") || std::ranges::count(rules, named, &Rule::id) > 0) return rules;
  std::string known;
  for (const Rule& rule : rules) known.append(known.empty() ? "" : "|").append(rule.id);
  return fail(rule_unknown, "--rule", named, known);
}

json::object finding_json(const Question& question, const Finding& finding) {
  const Chain& chain = question.chain();
  json::array events;
  for (const EventAt at : finding.events) events.push_back(event_json(chain, question.told, at));
  json::object made{{"rule", finding.rule->id},
                    {"title", finding.rule->title.in(question.call.language)},
                    {"id", question.told.text(finding.id)},
                    {"form", name_of(chain.form(finding.id))},
                    {"events", std::move(events)}};
  if (finding.value != 0) made["value"] = finding.value;
  return made;
}

Result<void> write_list(const Invocation& call, const Chain& chain,
                        const std::vector<const Finding*>& findings) {
  if (!call.has("list")) return {};
  const bool zh = call.language == Language::zh;
  const std::vector<std::string> header =
      zh ? std::vector<std::string>{"规则", "说明", "标识", "值", "时间", "地点", "事件"}
         : std::vector<std::string>{"rule", "title", "id", "value", "time", "place", "events"};
  std::vector<std::vector<std::string>> rows;
  for (const Finding* finding : findings) {
    const EventRow& last = chain.event(finding->events.back());
    std::string events;
    for (const EventAt at : finding->events) {
      events.append(events.empty() ? "" : " ").append(chain.event_name(at));
    }
    rows.push_back(
        {finding->rule->id, finding->rule->title.in(call.language), chain.text(finding->id),
         finding->value == 0 ? "" : json::serialize(json::value(finding->value)),
         to_china_text(last.time), last.place == nothing ? "" : chain.text(last.place), events});
  }
  return exchange::write_table(call.option("list"), header, rows);
}

/// What was found, and of it what may be told.
struct Told {
  std::shared_ptr<const Found> all;
  std::vector<const Finding*> findings = {};

  [[nodiscard]] std::map<std::string, std::size_t> counts() const {
    std::map<std::string, std::size_t> counts;
    for (const Finding* finding : findings) ++counts[finding->rule->id];
    return counts;
  }
};

void print(const Invocation& call, const Chain& chain, const Told& told) {
  const bool zh = call.language == Language::zh;
  std::ostream& out = *call.out;
  for (const Finding* finding : told.findings) {
    out << finding->rule->title.in(call.language) << "  " << chain.text(finding->id);
    if (finding->value != 0) out << "  (" << finding->value << ')';
    out << '\n';
    for (const EventAt at : finding->events) out << "    " << event_line(chain, at) << '\n';
  }
  out << (zh ? "线索（待核实）：" : "candidates, to be looked into: ") << told.findings.size()
      << '\n';
  for (const auto& [rule, count] : told.counts()) out << "  " << rule << ' ' << count << '\n';
}

/// Looks through the whole chain.
Result<void> look(const Question& question, const History& history, Search search, Found& made) {
  const Invocation& call = question.call;
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(call.catalog));
  Positions positions;
  add_positions(question.chain(), question.loaded.master_data, positions);
  if (call.has("places")) {
    ZH_DO(read_positions(question.chain(), call.option("places"), positions));
  }
  made.with_position = positions.size();
  const Inspection inspection{.history = history,
                              .meanings = meanings,
                              .positions = positions,
                              .now = latest(history),
                              .interrupted = call.interrupted};
  ZH_TRY(made.findings, search(inspection, made.rules));
  return {};
}

/// What the rules find, as far as it may be told: one of the events must be seen.
Result<Told> found_by(const Question& question, std::vector<Rule> rules, Search search) {
  const Invocation& call = question.call;
  ZH_TRY(const WalkOptions options, walk_options(call));
  const History history(question.chain(), options.known_at);
  KeptFindings alone;
  KeptFindings& kept = question.kept == nullptr || call.has("places") ? alone : *question.kept;
  Told told;
  ZH_TRY(told.all, kept.found(options.known_at, std::move(rules),
                              [&](Found& made) { return look(question, history, search, made); }));
  for (const Finding& finding : told.all->findings) {
    if (call.has("rule") && finding.rule->id != call.option("rule")) continue;
    const bool seen = question.told.whole() || std::ranges::any_of(finding.events, [&](EventAt at) {
                        return question.told.sees(at);
                      });
    if (seen) told.findings.push_back(&finding);
  }
  return told;
}

AnswerJson search_answer(const Question& question, std::string_view name, Search search) {
  ZH_TRY(auto rules, rules_for(question.call, name));
  ZH_TRY(const std::size_t most, number_option(question.call, "limit", nothing, nothing));
  ZH_TRY(const Told told, found_by(question, std::move(rules), search));
  ZH_DO(write_list(question.call, question.chain(), told.findings));
  json::array rows;
  for (const Finding* finding : told.findings) {
    if (rows.size() == most) break;
    rows.push_back(finding_json(question, *finding));
  }
  json::object numbers;
  for (const auto& [rule, count] : told.counts()) numbers[rule] = count;
  json::object made{{"candidates", told.findings.size()}, {"counts", std::move(numbers)}};
  if (question.told.whole()) made["places_with_position"] = told.all->with_position;
  made["findings"] = std::move(rows);
  return made;
}

Result<int> answer_search(const Invocation& call, std::string_view name, Search search) {
  ZH_TRY(auto rules, rules_for(call, name));
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling telling(loaded.chain);
  const Question question{call, loaded, telling};
  if (call.json) return print_answer(question, name);
  ZH_TRY(const Told told, found_by(question, std::move(rules), search));
  ZH_DO(write_list(call, loaded.chain, told.findings));
  print(call, loaded.chain, told);
  return 0;
}

}  // namespace

AnswerJson gaps_json(const Question& question) {
  return search_answer(question, "gaps", find_gaps);
}

AnswerJson clones_json(const Question& question) {
  return search_answer(question, "clones", find_clones);
}

Result<int> answer_gaps(const Invocation& call) { return answer_search(call, "gaps", find_gaps); }

Result<int> answer_clones(const Invocation& call) {
  return answer_search(call, "clones", find_clones);
}

}  // namespace zhiheng::trace
