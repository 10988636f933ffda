// What is looked for in the chain, in words, and how often each rule was right on the made-up
// chain: for whoever shows candidates, so that nobody takes them for verdicts.

#include <boost/json.hpp>
#include <charconv>

#include "code/table.h"
#include "trace/breach.h"
#include "trace/question_answers.h"
#include "trace/rules.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// catalog/trace/rule_figures.tsv: rule → {planted, told, right}.
Result<json::object> measured(const std::filesystem::path& catalog) {
  constexpr std::array<std::string_view, 4> columns{"rule", "planted", "told", "right"};
  constexpr std::string_view name = "trace/rule_figures.tsv";
  ZH_TRY(const std::string text, code::read_file(catalog / name));
  ZH_TRY(const code::Table table, code::read_table(text, name, columns));
  json::object figures;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    json::object& of = figures[table.cell(row, 0)].emplace_object();
    for (std::size_t column = 1; column < columns.size(); ++column) {
      const std::string_view cell = table.cell(row, column);
      std::int64_t number = 0;
      std::from_chars(cell.data(), cell.data() + cell.size(), number);
      of[columns[column]] = number;
    }
  }
  return figures;
}

}  // namespace

AnswerJson rules_json(const Question& question) {
  const Invocation& call = question.call;
  ZH_TRY(const auto rules, load_rules(call.catalog));
  ZH_TRY(const auto breaches, load_breach_rules(call.catalog));
  ZH_TRY(const json::object figures, measured(call.catalog));
  const auto figure = [&](const std::string& rule) {
    const auto* found = figures.if_contains(rule);
    return found == nullptr ? json::value(nullptr) : *found;
  };
  json::array told_rules, told_breaches;
  for (const Rule& rule : rules) {
    json::object thresholds;
    for (const auto& [name, value] : rule.thresholds) thresholds[name] = value;
    told_rules.push_back(json::object{{"id", rule.id},
                                      {"question", rule.question},
                                      {"title", rule.title.in(call.language)},
                                      {"thresholds", std::move(thresholds)},
                                      {"measured", figure(rule.id)}});
  }
  for (const BreachRule& rule : breaches) {
    told_breaches.push_back(json::object{{"id", rule.id},
                                         {"title", rule.title.in(call.language)},
                                         {"source", rule.source},
                                         {"measured", figure(rule.id)}});
  }
  return json::object{{"rules", std::move(told_rules)}, {"breaches", std::move(told_breaches)}};
}

}  // namespace zhiheng::trace
