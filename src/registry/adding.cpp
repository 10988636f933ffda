#include "registry/adding.h"

#include "registry/changing.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {
namespace {

/// The first version of a record, as it will be when the entry is written.
Result<store::Version> first_version(const Registry::Inside& inside, const Person& person,
                                     const catalog::Register& of,
                                     std::span<const std::string> columns, const Entry& entry) {
  const Judge& judge = inside.judge(of);
  ZH_TRY(const Plan plan, judge.plan(columns));
  std::vector<Value> values = entry.values;
  values.resize(columns.size());
  judge.prepare(plan, values);
  store::Version first;
  first.version = 1;
  first.state = of.initial_state();
  first.recorded_at = now();
  first.recorded_by = person.user;
  first.values.resize(table_of(of).columns.size());
  for (std::size_t i = 0; i < values.size(); ++i) first.values[plan.fields[i]] = values[i];
  return first;
}

}  // namespace

Result<Answer> add_and_step(Registry& registry, const Person& person, const catalog::Register& of,
                            std::span<const std::string> columns, Entry entry,
                            const std::string& step) {
  const auto& inside = Registry::Inside::of(registry);
  ZH_TRY(store::Version first, first_version(inside, person, of, columns, entry));
  ZH_TRY(const auto transaction, inside.store->begin({.user = person.user}));
  std::vector<Entry> entries;
  entries.push_back(std::move(entry));
  ZH_TRY(auto added,
         registry.put(person, of, columns, std::move(entries), {.transaction = transaction.get()}));
  if (!added.front().errors.empty()) return std::move(added.front());
  ZH_TRY(first.id, parse_uuid(added.front().id));
  ZH_TRY(Intent intent,
         intend_step_from(inside, person, of, std::move(first), {.id = {}, .expected = 1},
                          {.step = step, .reason = {}, .columns = {}, .values = {}}));
  if (!intent.errors.empty()) return refused(intent.present, std::move(intent.errors));
  ZH_TRY(Answer answer, append(*transaction, std::move(intent)));
  ZH_DO(transaction->commit());
  return answer;
}

}  // namespace zhiheng::registry
