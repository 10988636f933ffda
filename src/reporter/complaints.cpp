#include "reporter/complaints.h"

#include <algorithm>

#include "base/duration.h"
#include "base/sha256.h"
#include "base/text.h"
#include "registry/failures.h"
#include "registry/packing.h"
#include "registry/password.h"
#include "reporter/custody.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

constexpr const char* register_name = "complaint";
constexpr const char* complainant = "complainant";  // role of the steps, author of messages
constexpr Thread messages{"complaint_message", "complaint", complainant};
using duration::hour;

/// What a complainant tells; the rest is for the office. The declaration says which are required.
constexpr std::string_view told[] = {"respondent_name",
                                     "respondent",
                                     "place",
                                     "region",
                                     "product_category",
                                     "bought_on",
                                     "amount",
                                     "contract_number",
                                     "matter",
                                     "content",
                                     "demand",
                                     "complainant_name",
                                     "complainant_phone",
                                     "complainant_address"};

/// What a complainant is told besides: how it went.
constexpr std::string_view shown[] = {
    "number",    "received_on", "decided_on", "agreed_on", "terminated_on", "told_on",
    "closed_on", "outcome",     "recovered",  "authority", "first_number",  "satisfaction"};

bool is_told(std::string_view field) { return std::ranges::find(told, field) != std::end(told); }

bool is_shown(const catalog::Field& field) {
  return !field.personal &&
         (is_told(field.name) || std::ranges::find(shown, field.name) != std::end(shown));
}

/// What makes any entry of this sort one, whatever else it holds.
void complete(std::vector<std::string>& columns, registry::Entry& entry, const std::string& number,
              Timestamp now) {
  const auto add = [&](const char* column, Value value) {
    columns.emplace_back(column);
    entry.values.push_back(std::move(value));
  };
  add("number", number);
  add("kind", std::string("complaint"));
  add("channel", std::string("online"));
  add("received_on", china_date(now));
}

/// "TS20261123-7Q2M4KX9AB".
std::string new_number(Timestamp now) {
  std::string day = to_text(china_date(now));
  std::erase(day, '-');
  return "TS" + day + "-" + random_signs(10);
}

Value given(std::span<const std::string> columns, std::span<const Value> values,
            std::string_view column) {
  const auto at = std::ranges::find(columns, column);
  return at == columns.end() ? Value() : values[static_cast<std::size_t>(at - columns.begin())];
}

/// A rule about the field refuses a complaint in which nothing is told.
bool is_refused_without(const catalog::Register& of, const catalog::Field& field) {
  std::vector<std::string> columns;
  registry::Entry empty;
  complete(columns, empty, "TS", now());
  std::vector<Value> record(of.fields.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    record[*of.position(columns[i])] = empty.values[i];
  record.emplace_back(of.initial_state());
  record.emplace_back(now());
  const expr::Environment environment{china_date(now())};
  return std::ranges::any_of(of.rules, [&](const catalog::Rule& rule) {
    return rule.field == field.name && rule.condition.evaluate(record, environment) == Value(false);
  });
}

bool is_complainants(const catalog::Step& step) {
  return std::ranges::find(step.roles, complainant) != step.roles.end();
}

/// Whether the step would change nothing: what it asks for and what it sets is there already.
bool is_taken_already(const catalog::Step& step, const std::string& state,
                      const std::function<Value(std::string_view)>& value) {
  return step.to == state &&
         std::ranges::none_of(step.required_fields,
                              [&](const auto& field) { return is_null(value(field)); }) &&
         std::ranges::none_of(step.sets,
                              [&](const auto& set) { return is_null(value(set.field)); });
}

}  // namespace

struct Complaints::Found {
  const catalog::Register* of = nullptr;
  std::string number;
  std::vector<std::string> columns;
  registry::Record record;

  [[nodiscard]] Value value(std::string_view field) const {
    return value_at(columns, record, field);
  }
  [[nodiscard]] std::vector<const catalog::Step*> steps() const {
    std::vector<const catalog::Step*> possible;
    for (const auto& step : of->steps) {
      const bool starts =
          step.from.empty() || std::ranges::find(step.from, record.state) != step.from.end();
      if (!starts || !is_complainants(step)) continue;
      if (is_taken_already(step, record.state, [&](std::string_view name) { return value(name); }))
        continue;
      possible.push_back(&step);
    }
    return possible;
  }
  /// Nobody reads what is written any more.
  [[nodiscard]] bool is_over() const {
    const auto state = std::ranges::find(of->states, record.state, &catalog::State::name);
    return state != of->states.end() && state->final;
  }
};

Complaints::Complaints(registry::Registry& registry)
    : registry_(registry),
      limits_(catalog::complaint_limits_of(registry.catalog().folder)),
      claims_(registry, {.codes = "complaint_code", .attempts = "complaint_attempt"},
              complaint_code_wrong),
      turnstile_({.together = limits_.per_minute, .each = limits_.per_minute_each},
                 too_many_complaints),
      salt_(registry::random_token()) {}

Result<std::vector<AskedField>> Complaints::asked() const {
  ZH_TRY(const auto* of, registry_.find_register(register_name));
  std::vector<AskedField> fields;
  for (const auto name : told) {
    const auto* field = of->find_field(name);
    if (field == nullptr) return fail(registry::column_unknown, std::string(name), of->name);
    fields.push_back({field, field->required || is_refused_without(*of, *field)});
  }
  return fields;
}

Result<std::string> Complaints::hold(std::span<const std::string> columns,
                                     std::span<const Value> values, Timestamp now) {
  std::vector<std::string> parts = {salt_};
  for (const char* field : {"complainant_phone", "respondent_name", "content"}) {
    parts.push_back(to_matching_form(to_text(given(columns, values, field))));
  }
  std::string digest = to_hex(sha256(registry::pack(parts)));
  const std::scoped_lock lock(holding_);
  const std::int64_t since = now.microseconds - limits_.twice_hours * hour;
  std::erase_if(held_, [&](const auto& one) { return one.second.microseconds <= since; });
  if (!held_.try_emplace(digest, now).second) return fail(complaint_twice);
  return digest;
}

void Complaints::release(const std::string& held) {
  const std::scoped_lock lock(holding_);
  held_.erase(held);
}

Result<FiledComplaint> Complaints::write(registry::Entry entry,
                                         std::span<const std::string> columns,
                                         const std::string& number) {
  ZH_TRY(const auto* of, registry_.find_register(register_name));
  auto errors = registry_.check(*of, columns, {entry});
  if (!errors.front().empty()) return FiledComplaint{{}, {}, std::move(errors.front())};
  // Before the record: one that nobody could follow must not be.
  ZH_TRY(const ClaimCode code, claims_.give(number));
  std::vector<registry::Entry> entries;
  entries.push_back(std::move(entry));
  auto answers = registry_.put(the_program(), *of, columns, std::move(entries));
  if (answers && answers->front().errors.empty()) return FiledComplaint{code.text(), number, {}};
  ZH_DO(claims_.take_back(code));
  if (!answers) return std::unexpected(answers.error());
  return FiledComplaint{{}, {}, std::move(answers->front().errors)};
}

Result<FiledComplaint> Complaints::file(std::span<const std::string> columns,
                                        std::vector<Value> values, Timestamp now,
                                        std::string_view from) {
  ZH_DO(turnstile_.admit(from, now));
  for (const auto& column : columns) {
    if (!is_told(column)) return fail(registry::column_unknown, column, register_name);
  }
  ZH_TRY(const std::string held, hold(columns, values, now));
  const std::string number = new_number(now);
  std::vector<std::string> all(columns.begin(), columns.end());
  registry::Entry entry{.values = std::move(values)};
  complete(all, entry, number, now);
  auto filed = write(std::move(entry), all, number);
  if (!filed || !filed->errors.empty()) release(held);
  return filed;
}

Result<Complaints::Found> Complaints::found(std::string_view code, Timestamp now) {
  Found found;
  ZH_TRY(found.number, claims_.number_of(code, now));
  ZH_TRY(found.of, registry_.find_register(register_name));
  auto record = registry_.find(the_program(), *found.of, found.number, found.columns);
  if (!record) return fail(complaint_code_wrong, "code");
  found.record = *std::move(record);
  return found;
}

Result<ComplaintStanding> Complaints::follow(std::string_view code, Timestamp now) {
  ZH_TRY(const Found of, found(code, now));
  ComplaintStanding standing;
  standing.state = of.record.state;
  for (const auto& field : of.of->fields) {
    Value value = of.value(field.name);
    if (is_shown(field) && !is_null(value)) standing.values.emplace_back(&field, std::move(value));
  }
  ZH_TRY(standing.clocks, registry_.clocks(the_program(), *of.of, of.record.id, now));
  ZH_TRY(const auto history, registry_.history(the_program(), *of.of, of.record.id));
  for (const auto& version : history.records) {
    // A correction of the office is its own affair.
    if (version.step.empty() && version.version > 1) continue;
    standing.past.push_back(
        {.state = version.state, .step = version.step, .at = version.recorded_at, .by = {}});
  }
  ZH_TRY(standing.messages, messages_of(registry_, messages, of.number));
  ZH_DO(each_about(registry_, "complaint_transfer", "complaint", of.number, "sent_on",
                   [&](const auto& names, const auto& one) {
                     standing.handovers.push_back(
                         {.to = to_text(value_at(names, one, "to_authority")),
                          .sent_on = to_text(value_at(names, one, "sent_on")),
                          .received_on = to_text(value_at(names, one, "received_on")),
                          .their_number = to_text(value_at(names, one, "their_number"))});
                   }));
  standing.steps = of.steps();
  return standing;
}

Result<void> Complaints::say(std::string_view code, const std::string& text, Timestamp now) {
  ZH_TRY(const Found of, found(code, now));
  if (of.is_over()) return fail(complaint_closed, "state", of.record.state);
  return write_message(registry_, messages, {of.number, of.value("region"), of.value("handler")},
                       text, now);
}

Result<std::vector<Error>> Complaints::take(std::string_view code, const std::string& step,
                                            std::span<const std::string> columns,
                                            std::vector<Value> values, Timestamp now) {
  ZH_TRY(const Found of, found(code, now));
  const auto steps = of.steps();
  const auto taken = std::ranges::find(steps, step, &catalog::Step::name);
  if (taken == steps.end()) return fail(registry::step_not_possible, step, of.record.state);
  for (const auto& column : columns) {
    const auto& asked = (*taken)->required_fields;
    if (std::ranges::find(asked, column) == asked.end()) {
      return fail(registry::not_of_step, column, step);
    }
  }
  ZH_TRY(auto answer, registry_.step(the_program(), *of.of, of.record.id, of.record.version, step,
                                     {}, columns, {.values = std::move(values)}));
  return std::move(answer.errors);
}

}  // namespace zhiheng::reporter
