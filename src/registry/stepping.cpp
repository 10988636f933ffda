// A step of the lifecycle: who may take it, what it asks for, what it writes, what it opens.

#include "registry/stepping.h"

#include <algorithm>

#include "registry/failures.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {

bool may_take(const catalog::Catalog& catalog, const catalog::Register& of,
              const catalog::Step& step, const Person& person, const store::Version& present) {
  if (person.system) return true;
  const bool for_people =
      std::ranges::any_of(step.roles, [](const std::string& role) { return role != "system"; });
  if (!step.roles.empty() && !for_people) return false;
  const Access all = access_of(catalog, person, of);
  if (all.administer) return true;
  if (step.roles.empty()) {
    return all.write && all.reaches(all.writes, of, present.values) &&
           !own_and_kept_out(all, of, present);
  }
  return std::ranges::any_of(step.roles, [&](const std::string& role) {
    if (std::ranges::find(person.roles, role) == person.roles.end()) return false;
    Person as_this = person;
    as_this.roles = {role};
    // Seeing what everybody sees is not enough to act on it.
    const Access access = access_of(catalog, as_this, of).on(of, present.values);
    return access.is_internal() && access.reaches(access.reads, of, present.values) &&
           !own_and_kept_out(access, of, present);
  });
}

namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const auto& name : names) all.append(all.empty() ? "" : " | ").append(name);
  return all;
}

/// Whether records of this kind have the step.
bool is_for(const catalog::Step& step, const catalog::Register& of, std::span<const Value> values) {
  return step.kinds.empty() ||
         std::ranges::find(step.kinds, of.kind_of(values)) != step.kinds.end();
}

}  // namespace

bool starts_from(const catalog::Step& step, std::string_view state) {
  return step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
}

Stepping::Stepping(const Registry::Inside& inside, const Person& person,
                   const catalog::Register& of, const catalog::Step& step,
                   const store::Version& present, Timestamp at)
    : inside_(inside), person_(person), of_(of), step_(step), present_(present), at_(at) {
  record_.assign(present.values.begin(),
                 present.values.begin() + static_cast<std::ptrdiff_t>(of.fields.size()));
  record_.emplace_back(step.to);
  record_.emplace_back(at);
  record_.emplace_back(person.user);
  columns_.assign(of.fields.size(), false);
}

Result<void> Stepping::check_past(std::span<const Past> past) const {
  for (const Past& one : past) {
    const auto& apart = step_.distinct_from;
    if (one.by == person_.user && std::ranges::find(apart, one.step) != apart.end()) {
      return fail(same_person, step_.name, one.step, "!= " + person_.user);
    }
  }
  for (const auto& clock : of_.clocks) {
    if (clock.extension_step != step_.name) continue;
    const auto reading = read_clock(*inside_.catalog, of_, clock, past, present_.values, at_);
    if (reading.extensions >= clock.extension_times) {
      return fail(extended_enough, step_.name, std::to_string(reading.extensions),
                  "< " + std::to_string(clock.extension_times));
    }
  }
  return {};
}

Result<void> Stepping::take_in(const Access& access, std::span<const std::string> columns,
                               Entry entry) {
  const Judge& judge = inside_.judge(of_);
  ZH_TRY(const Plan plan, judge.plan(columns));
  entry.values.resize(columns.size());
  judge.prepare(plan, entry.values);
  const bool freely = access.writes_freely(of_, present_.values, present_.state);
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    const auto& field = of_.fields[plan.fields[i]];
    if (!access.sees(field)) return fail(not_allowed, of_.name + "." + field.name);
    const auto& asked = step_.required_fields;
    if (!freely && std::ranges::find(asked, field.name) == asked.end())
      return fail(not_of_step, of_.name + "." + field.name, step_.name);
    if (field.name == of_.region_field) {
      judge_new_region(access, of_, entry.values[i], errors_);
    }
    if (field.name == of_.holder) judge_new_holder(access, of_, entry.values[i], errors_);
    set(plan.fields[i], std::move(entry.values[i]));
  }
  return {};
}

void Stepping::set(std::size_t field, Value value) {
  record_[field] = std::move(value);
  columns_[field] = true;
}

void Stepping::apply_sets() {
  const expr::Environment environment{china_date(at_)};
  for (const auto& [field, value] : step_.sets) {
    const auto position = *of_.position(field);
    if (is_null(record_[position])) set(position, value.evaluate(record_, environment));
  }
  if (!step_.publish && !step_.withdraw) return;
  const auto published = of_.position("published_on");
  const auto withdrawn = of_.position("withdrawn_on");
  if (step_.publish && published) set(*published, china_date(at_));
  if (withdrawn) set(*withdrawn, step_.publish ? Value() : Value(china_date(at_)));
}

void Stepping::judge() {
  std::vector<std::string> columns;
  std::vector<Value> values;
  for (std::size_t i = 0; i < of_.fields.size(); ++i) {
    if (!columns_[i]) continue;
    columns.push_back(of_.fields[i].name);
    values.push_back(record_[i]);
  }
  const Judge& judge = inside_.judge(of_);
  const auto plan = judge.plan(columns);
  judge.prepare(*plan, values);
  for (std::size_t i = 0; i < plan->fields.size(); ++i) record_[plan->fields[i]] = values[i];
  Scratch scratch = judge.scratch();
  judge.judge(*plan, values, present_.values, step_.to, at_, scratch, errors_);
  for (const auto& field : step_.required_fields) {
    const bool told = std::ranges::find(errors_, field, &Error::where) != errors_.end();
    if (!told && is_null(record_[*of_.position(field)])) {
      errors_.push_back({&required, field, "", ""});
    }
  }
  if (!errors_.empty() || !step_.guard) return;
  if (!step_.guard->holds(record_, expr::Environment{china_date(at_)})) {
    errors_.push_back({&guard_not_met, step_.name, step_.name, step_.guard->text()});
  }
}

std::vector<std::string> Stepping::columns() const {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i]) columns.push_back(of_.fields[i].name);
  }
  columns.emplace_back(taken_step);
  return columns;
}

store::Draft Stepping::draft(std::optional<int> expected, const std::string& reason) const {
  store::Draft draft;
  draft.id = present_.id;
  draft.expected = expected.value_or(present_.version);
  draft.state = step_.to;
  draft.reason = reason;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i]) draft.values.push_back(record_[i]);
  }
  draft.values.emplace_back(step_.name + "@" + std::to_string(*draft.expected + 1));
  return draft;
}

Result<Intent> intend_step(const Registry::Inside& inside, const Person& person,
                           const catalog::Register& of, const Target& target, const Deed& deed) {
  ZH_TRY(auto present, inside.present(inside.access(person, of), of, target.id));
  return intend_step_from(inside, person, of, std::move(present), target, deed);
}

Result<Intent> intend_step_from(const Registry::Inside& inside, const Person& person,
                                const catalog::Register& of, store::Version present,
                                const Target& target, const Deed& deed) {
  const Access access = inside.access(person, of).on(of, present.values);
  const std::string& step = deed.step;
  const auto* taken = of.find_step(step);
  if (taken == nullptr) return fail(step_unknown, "step", step);
  if (!may_take(*inside.catalog, of, *taken, person, present))
    return fail(not_allowed, of.name + " " + step, person.user);
  if (!is_for(*taken, of, present.values)) {
    return fail(not_of_kind, step, std::string(of.kind_of(present.values)), listed(taken->kinds));
  }
  if (!starts_from(*taken, present.state)) {
    return fail(step_not_possible, step, present.state, listed(taken->from));
  }
  Stepping stepping(inside, person, of, *taken, present, now());
  ZH_TRY(const auto versions, inside.versions(of, present.id));
  ZH_DO(stepping.check_past(past_of(of, versions)));
  ZH_DO(stepping.take_in(access, deed.columns, {.values = deed.values}));
  stepping.apply_sets();
  stepping.judge();
  if (stepping.errors().empty()) ZH_DO(stepping.prepare_openings());
  Intent intent;
  intent.errors = stepping.errors();
  if (intent.errors.empty()) intent.writes = stepping.writes(target.expected, deed.reason);
  intent.present = std::move(present);
  return intent;
}

Result<Answer> Registry::step(const Person& person, const catalog::Register& of,
                              const std::string& id, std::optional<int> expected,
                              const std::string& step, const std::string& reason,
                              std::span<const std::string> columns, Entry entry) {
  const Deed deed{.step = step,
                  .reason = reason,
                  .columns = {columns.begin(), columns.end()},
                  .values = std::move(entry.values)};
  ZH_TRY(Intent intent, intend_step(*inside_, person, of, {id, expected}, deed));
  if (!reason.empty()) ZH_DO(check_reason(reason));
  return carry_out(*inside_, person, std::move(intent));
}

Result<std::vector<PossibleStep>> Registry::possible_steps(const Person& person,
                                                           const catalog::Register& of,
                                                           const std::string& id) {
  const Access general = inside_->access(person, of);
  ZH_TRY(const auto present, inside_->present(general, of, id));
  const Access access = general.on(of, present.values);
  std::vector<PossibleStep> possible;
  for (const auto& step : of.steps) {
    if (!is_for(step, of, present.values) || !starts_from(step, present.state) ||
        !may_take(catalog(), of, step, person, present)) {
      continue;
    }
    PossibleStep one{.step = &step, .missing = {}};
    for (const auto& field : step.required_fields) {
      if (is_null(present.values[*of.position(field)])) one.missing.push_back(field);
    }
    possible.push_back(std::move(one));
  }
  return possible;
}

}  // namespace zhiheng::registry
