#include "plan/rules.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "base/calendar.h"
#include "catalog/declaration.h"
#include "plan/failures.h"

namespace zhiheng::plan {
namespace {

using expr::Type;

const std::map<std::string, std::vector<expr::Field>, std::less<>>& all_fields() {
  static const std::vector<expr::Field> task = {{"state", Type::text},
                                                {"origin", Type::text},
                                                {"has_lead", Type::boolean},
                                                {"deadline", Type::date},
                                                {"done_on", Type::date},
                                                {"progress", Type::integer},
                                                {"elapsed_percent", Type::integer},
                                                {"days_left", Type::integer},
                                                {"days_late", Type::integer},
                                                {"working_days_left", Type::integer},
                                                {"working_days_late", Type::integer},
                                                {"reports", Type::integer},
                                                {"reports_missing", Type::integer},
                                                {"missing_periods", Type::text},
                                                {"days_since_report", Type::integer},
                                                {"evidence", Type::integer},
                                                {"parts", Type::integer}};
  static const std::map<std::string, std::vector<expr::Field>, std::less<>> fields = {
      {"task", task},
      {"escalation", task},
      {"resolution",
       {{"state", Type::text},
        {"deadline", Type::date},
        {"done_on", Type::date},
        {"days_left", Type::integer},
        {"days_late", Type::integer},
        {"working_days_left", Type::integer},
        {"working_days_late", Type::integer}}},
      {"meeting",
       {{"state", Type::text},
        {"body", Type::text},
        {"members", Type::integer},
        {"attended", Type::integer},
        {"absent", Type::integer},
        {"agenda", Type::integer},
        {"decision", Type::text},
        {"votes_for", Type::integer},
        {"notice_working_days", Type::integer},
        {"minutes_working_days", Type::integer},
        {"minutes_issued", Type::boolean},
        {"resolutions", Type::integer}}}};
  return fields;
}

void fill(std::string& sentence, const std::string& name, const std::string& value) {
  const std::string hole = "{" + name + "}";
  for (auto at = sentence.find(hole); at != sentence.npos; at = sentence.find(hole, at)) {
    sentence.replace(at, hole.size(), value);
    at += value.size();
  }
}

std::optional<expr::Expression> read_condition(const catalog::Declaration& at,
                                               const std::string& key, const std::string& text,
                                               const std::string& on, std::vector<Error>& errors) {
  auto parsed = expr::Expression::parse(text, Facts::fields(on));
  if (parsed && parsed->type() == Type::boolean) return *std::move(parsed);
  errors.push_back(
      {&rules_wrong, at.place(key), parsed ? text : parsed.error().found, "a condition"});
  return std::nullopt;
}

std::optional<Rule> read_rule(catalog::Declaration& at, std::vector<Error>& errors) {
  const std::string id = at.text("id");
  const std::string on = at.text("on");
  const std::string light = at.text("light");
  Words reason = at.words("reason");
  const std::string source = at.text("source");
  const auto from = at.date("valid_from");
  const auto until = at.date("valid_until");
  const bool verified = at.choice("status", {"verified", "unverified"}) == 0;
  const std::string text = at.text("condition");
  const std::string where = at.text_or("applies", "");
  at.finish();
  if (!all_fields().contains(on)) {
    errors.push_back({&rules_wrong, at.place("on"), on, "task, escalation, resolution, meeting"});
    return std::nullopt;
  }
  auto condition = read_condition(at, "condition", text, on, errors);
  if (!condition) return std::nullopt;
  std::optional<expr::Expression> applies;
  if (!where.empty()) {
    applies = read_condition(at, "applies", where, on, errors);
    if (!applies) return std::nullopt;
  }
  return Rule{.id = id,
              .on = on,
              .light = light,
              .condition = *std::move(condition),
              .applies = std::move(applies),
              .reason = std::move(reason),
              .source = source,
              .from = from,
              .until = until,
              .verified = verified};
}

}  // namespace

Facts::Facts(std::string_view on) : fields_(&fields(on)), values_(fields_->size()) {}

const std::vector<expr::Field>& Facts::fields(std::string_view on) {
  return all_fields().find(on)->second;
}

void Facts::set(std::string_view name, Value value) {
  const auto found = std::ranges::find(*fields_, name, &expr::Field::name);
  assert(found != fields_->end());
  values_[static_cast<std::size_t>(found - fields_->begin())] = std::move(value);
}

const Value& Facts::get(std::string_view name) const {
  const auto found = std::ranges::find(*fields_, name, &expr::Field::name);
  assert(found != fields_->end());
  return values_[static_cast<std::size_t>(found - fields_->begin())];
}

Words Facts::filled(const Words& sentence) const {
  Words made = sentence;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const std::string value = is_null(values_[i]) ? "—" : to_text(values_[i]);
    fill(made.zh, (*fields_)[i].name, value);
    fill(made.en, (*fields_)[i].name, value);
  }
  return made;
}

Result<Rules> Rules::load(const std::string& catalog) {
  Rules rules;
  std::vector<Error> errors;
  for (const std::string name : {"lights.toml", "procedure.toml"}) {
    auto file = catalog::Declaration::read(catalog + "/plan/" + name, "plan/" + name, errors);
    if (!file) break;
    if (auto settings = file->table("settings")) {
      rules.report_grace_working_days = settings->integer_or("report_grace_working_days", 10);
      rules.due_window_days = settings->integer_or("due_window_days", 30);
      rules.escalation_answer_working_days =
          settings->integer_or("escalation_answer_working_days", 10);
      static_cast<void>(settings->text("source"));
      static_cast<void>(settings->date("valid_from"));
      settings->finish();
    }
    for (auto& at : file->tables("rule")) {
      if (auto rule = read_rule(at, errors)) rules.rules_.push_back(*std::move(rule));
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(rules_wrong, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return rules;
}

std::vector<const Rule*> Rules::in_force(std::string_view on, Date day) const {
  std::vector<const Rule*> found;
  for (const auto& rule : rules_) {
    const bool began = !rule.from || *rule.from <= day;
    const bool ended = rule.until && *rule.until < day;
    if (rule.on == on && began && !ended) found.push_back(&rule);
  }
  return found;
}

const Rule* Rules::first(std::string_view on, const Facts& facts, Date today) const {
  for (const Rule* rule : in_force(on, today)) {
    if (rule->condition.holds(facts.values(), {.today = today})) return rule;
  }
  return nullptr;
}

std::optional<std::int64_t> working_days(const catalog::Catalog& catalog, Date from, Date to) {
  const auto calendar = catalog.calendars.find("cn");
  if (calendar == catalog.calendars.end()) return std::nullopt;
  const auto days = working_days_between(calendar->second, from, to);
  if (!days) return std::nullopt;
  return *days;
}

Date after_working_days(const catalog::Catalog& catalog, Date from, int count) {
  const Date rough{from.days + (count * 7 + 4) / 5};
  const auto calendar = catalog.calendars.find("cn");
  if (calendar == catalog.calendars.end()) return rough;
  return term_end(calendar->second, from,
                  {.count = count, .unit = zhiheng::Term::Unit::working_days})
      .value_or(rough);
}

}  // namespace zhiheng::plan
