// Many records at once: judge, look up what has to be known, hand the good ones to the store.

#include <algorithm>

#include "registry/bundle.h"
#include "registry/failures.h"

namespace zhiheng::registry {
namespace {

/// What the records hold now that would change, one per entry; empty where there is none.
Result<std::vector<std::vector<Value>>> look_up_present(const Registry::Inside& inside,
                                                        Bundle& bundle) {
  bundle.states.resize(bundle.entries.size());
  std::vector<std::vector<Value>> present(bundle.entries.size());
  std::vector<std::vector<Value>> keys;
  std::vector<std::string> bytes(bundle.entries.size());
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (bundle.standings[i] != store::Standing::differs) continue;
    auto key = bundle.key(i);
    if (key.empty()) continue;
    bytes[i] = key_bytes(key);
    keys.push_back(std::move(key));
  }
  ZH_TRY(const auto found, inside.present_by_key(bundle.of, keys));
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const auto at = found.find(bytes[i]);
    if (at == found.end()) continue;
    present[i] = at->second.values;
    bundle.states[i] = at->second.state;
  }
  return present;
}

/// Columns that the person may not even see cannot be filled by the person.
Result<void> check_columns(const Access& access, const catalog::Register& of, const Plan& plan) {
  for (const auto position : plan.fields) {
    const auto& field = of.fields[position];
    if (!access.sees(field)) return fail(not_allowed, of.name + "." + field.name);
  }
  return {};
}

Result<std::vector<store::Written>> hand_over(store::Store& store, const Person& person,
                                              const catalog::Register& of,
                                              std::span<const std::string> columns,
                                              std::vector<store::Draft> drafts,
                                              const Writing& writing) {
  if (writing.transaction != nullptr) {
    return writing.transaction->append(of.name, columns, drafts);
  }
  return store.write({.user = person.user, .batch = writing.batch}, of.name, columns,
                     std::move(drafts));
}

/// Imports repeat most of what is there: what would change nothing is found out without reading
/// records, and needs no judging.
Result<std::vector<store::Standing>> compare(const catalog::Register& of,
                                             std::span<const std::string> columns,
                                             std::vector<Entry>& entries, const Writing& writing) {
  std::vector<store::Draft> drafts(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) drafts[i].values = std::move(entries[i].values);
  auto standings = writing.transaction->compare(of.name, columns, drafts);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].values = std::move(drafts[i].values);
  return standings;
}

void judge_all(const Bundle& bundle, const std::vector<std::vector<Value>>& present) {
  const Timestamp time = now();
  const std::string state = bundle.of.initial_state();
  Scratch scratch = bundle.judge.scratch();
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (!bundle.is_open(i)) continue;
    Entry& entry = bundle.entries[i];
    const auto known = present.empty() ? std::span<const Value>{} : std::span(present[i]);
    bundle.judge.judge(bundle.plan, entry.values, known, state, time, scratch,
                       bundle.answers[i].errors);
  }
}

}  // namespace

Result<std::vector<Answer>> Registry::put(const Person& person, const catalog::Register& of,
                                          std::span<const std::string> columns,
                                          std::vector<Entry> entries, const Writing& writing) {
  const Action action = writing.batch.empty() ? Action::write : Action::import;
  ZH_TRY(const Access granted, inside_->require(person, of, action));
  const Access& access = granted.widest();
  const Judge& judge = inside_->judge(of);
  ZH_TRY(const Plan plan, judge.plan(columns));
  ZH_DO(check_columns(access, of, plan));

  std::vector<Answer> answers(entries.size());
  Bundle bundle{person, of, judge, plan, entries, answers};
  for (auto& entry : entries) {
    entry.values.resize(columns.size());
    judge.prepare(plan, entry.values);
  }
  // A file is what the present record has, or refused.
  const bool files = std::ranges::any_of(plan.fields, [&](std::size_t position) {
    return of.fields[position].type == catalog::FieldType::attachment;
  });
  const bool merges =
      (plan.straddles || files || !plan.absent.empty()) && !writing.register_was_empty;
  bundle.standings.assign(entries.size(), store::Standing::differs);
  if (writing.transaction != nullptr && !writing.register_was_empty && access.region.empty() &&
      access.writes.all) {
    ZH_TRY(bundle.standings, compare(of, columns, entries, writing));
  }
  std::vector<std::vector<Value>> present;
  if (merges || !access.region.empty() || !access.writes.all) {
    ZH_TRY(present, look_up_present(*inside_, bundle));
  }
  if (!present.empty()) refuse_foreign(access, bundle, present);
  const bool by_whole = !access.region.empty() && of.region_field.empty() && !of.parent.empty();
  if (by_whole) ZH_DO(judge_targets(*inside_, access, bundle, writing));
  judge_all(bundle, present);
  if (!access.region.empty()) judge_region(access, bundle, present);
  if (!access.writes.all) judge_holding(access, bundle, present);
  if (!by_whole) ZH_DO(judge_targets(*inside_, access, bundle, writing));

  std::vector<store::Draft> drafts;
  std::vector<std::size_t> drafted;
  drafts.reserve(entries.size());
  drafted.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!bundle.is_good(i)) {
      answers[i].outcome = store::Outcome::refused;
      continue;
    }
    if (bundle.standings[i] == store::Standing::unchanged) {
      answers[i].outcome = store::Outcome::unchanged;
      continue;
    }
    drafted.push_back(i);
    auto& draft = drafts.emplace_back();
    draft.values = std::move(entries[i].values);
    draft.row = entries[i].line;
    draft.keep_deleted = writing.keep_deleted;
  }
  if (drafts.empty() || writing.only_judge) return answers;
  ZH_TRY(auto written, hand_over(*inside_->store, person, of, columns, std::move(drafts), writing));
  for (std::size_t k = 0; k < written.size(); ++k) {
    Answer& answer = answers[drafted[k]];
    answer.outcome = written[k].outcome;
    answer.version = written[k].version;
    answer.id = to_text(written[k].id);
    if (written[k].error) answer.errors.push_back(*std::move(written[k].error));
  }
  return answers;
}

}  // namespace zhiheng::registry
