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

Result<Answer> Stepping::write(std::optional<int> expected, const std::string& reason) {
  store::Draft own = draft(expected, reason);
  if (openings_.empty()) {
    return write_one(*inside_.store, person_, of_, columns(), std::move(own));
  }
  ZH_TRY(const auto transaction, inside_.store->begin({.user = person_.user}));
  const auto append = [&](const catalog::Register& of, std::span<const std::string> columns,
                          store::Draft draft) -> Result<store::Written> {
    ZH_TRY(auto written, transaction->append(of.name, columns, std::span(&draft, 1)));
    if (written.front().error) return std::unexpected(*written.front().error);
    return std::move(written.front());
  };
  ZH_TRY(const auto written, append(of_, columns(), std::move(own)));
  Answer answer{.outcome = written.outcome,
                .id = to_text(written.id),
                .version = written.version,
                .errors = {}};
  for (auto& one : openings_) {
    store::Draft draft;
    draft.values = std::move(one.values);
    draft.expected = 0;  // never over a record that somebody else made
    ZH_TRY(const auto opened, append(*one.of, one.columns, std::move(draft)));
    answer.opened.push_back({one.of->name, to_text(opened.id), one.key});
  }
  ZH_DO(transaction->commit());
  return answer;
}

}  // namespace zhiheng::registry
