// The states of a register, the steps between them and the terms that run meanwhile.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

bool knows_state(const Register& made, const std::string& name) {
  return std::ranges::find(made.states, name, &State::name) != made.states.end();
}

void must_be_states(Declaration& at, const Register& made, std::string_view key,
                    const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (!knows_state(made, name)) at.complain(reference_unknown, key, name, "a state");
  }
}

void load_states(Declaration& file, Register& made) {
  for (Declaration& at : file.tables("state")) {
    State state{.name = at.text("name"),
                .title = at.words("title"),
                .initial = at.flag("initial"),
                .final = at.flag("final")};
    if (knows_state(made, state.name)) {
      at.complain(name_taken, "name", state.name, "each state once");
    }
    made.states.push_back(std::move(state));
    at.finish();
  }
  if (made.states.empty()) {
    made.states.push_back({.name = "recorded", .title = {"已登记", "recorded"}, .initial = true});
  }
}

/// `field = "expression"` lines of a table.
std::vector<Setting> load_settings(Declaration& at, std::string_view key, const Register& of) {
  std::vector<Setting> settings;
  auto table = at.table(key);
  if (!table) return settings;
  for (const auto& field : table->keys()) {
    auto value = load_expression(*table, field, of);
    if (value) settings.push_back({field, *std::move(value)});
  }
  return settings;
}

Opening load_opening(Declaration& at, const Register& of) {
  Opening made{.register_name = at.text("register"),
               .link = at.text("link"),
               .fields = load_settings(at, "fields", of)};
  at.finish();
  return made;
}

void load_guard(Declaration& at, Step& step, const Register& of) {
  if (!at.has("guard")) return;
  step.guard = load_expression(at, "guard", of);
  step.message = at.words("message");
  if (step.guard && step.guard->type() != expr::Type::boolean) {
    at.complain(wrong_type, "guard", step.guard->text(), "a condition");
  }
}

Step load_step(Declaration& at, const Register& of) {
  Step step;
  step.name = at.text("name");
  step.title = at.words("title");
  step.kinds = load_kinds(at, of);
  step.from = at.texts("from");
  step.to = at.text("to");
  step.roles = at.texts("roles");
  step.required_fields = at.texts("required");
  step.distinct_from = at.texts("distinct_from");
  step.notify = at.texts("notify");
  step.publish = at.flag("publish");
  step.withdraw = at.flag("withdraw");
  load_guard(at, step, of);
  step.sets = load_settings(at, "sets", of);
  for (Declaration& opening : at.one_or_more("opens")) {
    step.opens.push_back(load_opening(opening, of));
  }
  return step;
}

void check_step(Declaration& at, const Step& step, const Register& made) {
  must_be_states(at, made, "to", {step.to});
  must_be_states(at, made, "from", step.from);
  for (const auto& field : step.required_fields) {
    if (!made.find_field(field)) at.complain(reference_unknown, "required", field, "a field");
  }
  for (const auto& [field, value] : step.sets) {
    const Field* found = made.find_field(field);
    if (found == nullptr) {
      at.complain(reference_unknown, "sets", field, "a field");
    } else if (!fits(*found, value)) {
      at.complain(wrong_type, "sets", field + " = " + value.text(), "a value of the field's type");
    }
  }
  if (step.publish && step.withdraw) {
    at.complain(wrong_value, "withdraw", "true", "a step publishes or withdraws, not both");
  }
  if (made.find_step(step.name) != nullptr) {
    at.complain(name_taken, "name", step.name, "each step once");
  }
}

/// Publishing and withdrawing is told by two dates that everybody may read.
void add_publication(Declaration& file, Register& made) {
  const auto steps = file.tables("step");
  const bool publishes = std::ranges::any_of(
      steps, [](const Declaration& at) { return at.has("publish") || at.has("withdraw"); });
  const auto add = [&](const char* name, Words title) {
    if (!publishes || made.find_field(name) != nullptr) return;
    Field field;
    field.name = name;
    field.type = FieldType::date;
    field.title = std::move(title);
    field.is_public = true;
    made.fields.push_back(std::move(field));
  };
  add("published_on", {"公示日期", "published on"});
  add("withdrawn_on", {"撤回公示日期", "withdrawn on"});
}

void must_be_time(Declaration& at, const Register& made, std::string_view key,
                  const std::string& name) {
  const Field* field = made.find_field(name);
  const bool time = field != nullptr && !field->list && !field->personal &&
                    (field->type == FieldType::date || field->type == FieldType::timestamp);
  if (!time) at.complain(reference_unknown, key, name, "a date or timestamp field");
}

void load_extension(Declaration& at, Clock& clock, const Register& made) {
  auto extension = at.table("extension");
  if (!extension) return;
  clock.extension_step = extension->text("step");
  clock.extension_term = extension->text("term");
  clock.extension_times = extension->integer_or("times", 1);
  if (made.find_step(clock.extension_step) == nullptr) {
    extension->complain(reference_unknown, "step", clock.extension_step, "a step");
  }
  if (clock.extension_times < 1) {
    extension->complain(wrong_value, "times", std::to_string(clock.extension_times), ">= 1");
  }
  extension->finish();
}

void check_missed_step(Declaration& at, const Clock& clock, const Register& made) {
  if (clock.missed_step.empty()) return;
  const Step* step = made.find_step(clock.missed_step);
  const bool fits =
      step != nullptr && std::ranges::any_of(clock.states, [&](const auto& state) {
        return step->from.empty() || std::ranges::find(step->from, state) != step->from.end();
      });
  if (!fits) {
    at.complain(reference_unknown, "missed_step", clock.missed_step,
                "a step from one of the states of the clock");
  }
}

/// A condition, and what was declared besides.
std::optional<expr::Expression> both(const Register& of, const std::string& condition,
                                     const std::optional<expr::Expression>& when) {
  const auto fields = of.expression_fields();
  auto made =
      expr::Expression::parse(condition + (when ? " and (" + when->text() + ")" : ""), fields);
  return made ? std::optional(*std::move(made)) : std::nullopt;
}

/// The same clock once for each of its terms: `terms = [ { when = "…", term = "…" } ]`, of which
/// the first true condition counts; `term` is for all other records, and comes first.
std::vector<Clock> by_terms(Declaration& at, const Clock& clock, const Register& made) {
  std::vector<Clock> all = {clock};
  std::string earlier;  // none of the conditions that go before
  for (Declaration& choice : at.tables("terms")) {
    const auto when = load_expression(choice, "when", made);
    Clock one = clock;
    one.term = choice.text("term");
    if (when && when->type() != expr::Type::boolean) {
      choice.complain(wrong_type, "when", when->text(), "a condition");
    } else if (when) {
      one.when = both(made, earlier + "(" + when->text() + ")", clock.when);
      earlier += "not coalesce(" + when->text() + ", false) and ";
      all.push_back(std::move(one));
    }
    choice.finish();
  }
  if (!earlier.empty()) all.front().when = both(made, earlier + "true", clock.when);
  return all;
}

std::vector<Clock> load_clock(Declaration& at, const Register& made) {
  Clock clock;
  clock.name = at.text("name");
  clock.title = at.words("title");
  clock.states = at.texts("states");
  clock.pauses = at.texts("pauses");
  clock.due = at.text_or("due", "");
  clock.fulfilled = at.text_or("fulfilled", "");
  if (clock.due.empty()) {
    clock.starts = at.text("starts");
    clock.term = at.text("term");
    if (clock.starts != "entered") must_be_time(at, made, "starts", clock.starts);
  } else {
    must_be_time(at, made, "due", clock.due);
  }
  if (!clock.fulfilled.empty()) must_be_time(at, made, "fulfilled", clock.fulfilled);
  clock.kinds = load_kinds(at, made);
  clock.when = load_condition(at, "when", made);
  if (clock.when && clock.when->type() != expr::Type::boolean) {
    at.complain(wrong_type, "when", clock.when->text(), "a condition");
  }
  if (!clock.kinds.empty()) clock.when = when_of_kinds(made, clock.kinds, clock.when);
  must_be_states(at, made, "states", clock.states);
  must_be_states(at, made, "pauses", clock.pauses);
  if (clock.states.empty()) at.complain(key_missing, "states", "", "at least one state");
  load_extension(at, clock, made);
  clock.missed = at.words_or("missed", {});
  clock.missed_step = at.text_or("missed_step", "");
  check_missed_step(at, clock, made);
  clock.calendar = at.text_or("calendar", "cn");
  if (std::ranges::find(made.clocks, clock.name, &Clock::name) != made.clocks.end()) {
    at.complain(name_taken, "name", clock.name, "each clock once");
  }
  auto all = by_terms(at, clock, made);
  at.finish();
  return all;
}

}  // namespace

bool fits(const Field& field, const expr::Expression& value) {
  switch (field.storage()) {
    case Storage::boolean:
      return value.type() == expr::Type::boolean;
    case Storage::integer:
      return value.type() == expr::Type::integer;
    case Storage::decimal:
      return value.type() == expr::Type::integer ||
             (value.type() == expr::Type::decimal && value.scale() <= field.scale);
    case Storage::date:
      return value.type() == expr::Type::date;
    case Storage::timestamp:
      return value.type() == expr::Type::timestamp;
    case Storage::text:
      return value.type() == expr::Type::text;
  }
  return false;
}

void load_lifecycle(Declaration& file, Register& made) {
  load_states(file, made);
  add_publication(file, made);
  for (Declaration& at : file.tables("step")) {
    Step step = load_step(at, made);
    check_step(at, step, made);
    at.finish();
    made.steps.push_back(std::move(step));
  }
  for (Declaration& at : file.tables("step")) {
    for (const auto& other : at.texts("distinct_from")) {
      if (made.find_step(other) == nullptr) {
        at.complain(reference_unknown, "distinct_from", other, "a step");
      }
    }
  }
  for (Declaration& at : file.tables("clock")) {
    for (Clock& clock : load_clock(at, made)) made.clocks.push_back(std::move(clock));
  }
}

}  // namespace zhiheng::catalog
