// The linked records that a step opens, in the transaction of the step.

#include "registry/failures.h"
#include "registry/stepping.h"

namespace zhiheng::registry {
namespace {

constexpr int most_of_one_record = 10'000;

}  // namespace

std::string key_text(const catalog::Register& of, std::span<const Value> values) {
  std::string text;
  for (const auto& field : of.key) {
    if (&field != &of.key.front()) text.push_back('|');
    text.append(to_text(values[*of.position(field)]));
  }
  return text;
}

Result<std::string> Stepping::free_key(const catalog::Register& of, const std::string& stem) const {
  for (int number = 1; number <= most_of_one_record; ++number) {
    std::string key = stem + "/" + std::to_string(number);
    store::Select select{.table = of.name};
    select.keys.push_back({key});
    select.deleted = true;
    bool taken = false;
    ZH_DO(inside_.store->read(select, [&](const store::Version&) {
      taken = true;
      return false;
    }));
    if (!taken) return key;
  }
  return fail(target_missing, of.name, stem, stem + "/1.." + std::to_string(most_of_one_record));
}

Result<Stepping::Opened> Stepping::prepare(const catalog::Opening& opening) const {
  Opened made;
  made.of = inside_.catalog->find_register(opening.register_name);
  const std::string own_key = key_text(of_, record_);
  const expr::Environment environment{china_date(at_)};
  std::vector<Value> record(made.of->fields.size());
  for (const auto& [field, value] : opening.fields) {
    record[*made.of->position(field)] = value.evaluate(record_, environment);
  }
  record[*made.of->position(opening.link)] = own_key;
  if (made.of->key.size() == 1) {
    Value& key = record[*made.of->position(made.of->key.front())];
    if (is_null(key)) {
      ZH_TRY(key, free_key(*made.of, own_key));
    }
  }
  made.key = key_text(*made.of, record);
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (is_null(record[i])) continue;
    made.columns.push_back(made.of->fields[i].name);
    made.values.push_back(std::move(record[i]));
  }
  return made;
}

Result<void> Stepping::prepare_openings() {
  for (const auto& opening : step_.opens) {
    ZH_TRY(Opened made, prepare(opening));
    const Judge& judge = inside_.judge(*made.of);
    ZH_TRY(const Plan plan, judge.plan(made.columns));
    judge.prepare(plan, made.values);
    Scratch scratch = judge.scratch();
    std::vector<Error> errors;
    judge.judge(plan, made.values, {}, made.of->initial_state(), at_, scratch, errors);
    for (auto& error : errors) {
      error.where = made.of->name + "." + error.where;
      errors_.push_back(std::move(error));
    }
    openings_.push_back(std::move(made));
  }
  return {};
}

std::vector<PlannedWrite> Stepping::writes(std::optional<int> expected, const std::string& reason) {
  std::vector<PlannedWrite> writes;
  writes.push_back({.of = &of_, .columns = columns(), .draft = draft(expected, reason)});
  for (auto& one : openings_) {
    store::Draft draft;
    draft.values = std::move(one.values);
    draft.expected = 0;  // never over a record that somebody else made
    writes.push_back({.of = one.of,
                      .columns = std::move(one.columns),
                      .draft = std::move(draft),
                      .key = std::move(one.key)});
  }
  return writes;
}

}  // namespace zhiheng::registry
