// One record: corrected, deleted.

#include "registry/changing.h"

#include "base/text.h"
#include "registry/failures.h"
#include "registry/intent.h"
#include "registry/writable.h"

namespace zhiheng::registry {

Result<void> check_reason(const std::string& reason) {
  if (trim(reason).empty()) return fail(reason_missing, "reason");
  if (!is_nfc(reason)) return fail(text_unreadable, "reason", {}, "UTF-8, NFC");
  if (reason.size() > 4000)
    return fail(too_long, "reason", std::to_string(reason.size()), "<= 4000");
  return {};
}

Result<Answer> write_one(store::Store& store, const Person& person, const catalog::Register& of,
                         std::span<const std::string> columns, store::Draft draft) {
  std::vector<store::Draft> drafts;
  drafts.push_back(std::move(draft));
  ZH_TRY(auto written, store.write({.user = person.user}, of.name, columns, std::move(drafts)));
  const store::Written& one = written.front();
  if (one.error) return std::unexpected(*one.error);
  return Answer{
      .outcome = one.outcome, .id = to_text(one.id), .version = one.version, .errors = {}};
}

void judge_new_region(const Access& access, const catalog::Register& of, const Value& value,
                      std::vector<Error>& errors) {
  if (access.region.empty()) return;
  const auto* region = std::get_if<std::string>(&value);
  const std::string prefix =
      of.expression_fields()[*of.position(of.region_field)].prefix(access.region);
  if (region != nullptr && access.may_write_in(*region, prefix)) return;
  errors.push_back(
      {&outside_region, of.region_field, region == nullptr ? "" : *region, prefix + "…"});
}

void judge_new_holder(const Access& access, const catalog::Register& of, const Value& value,
                      std::vector<Error>& errors) {
  const bool free = access.writes.all || access.writes.assigned;
  const auto* holder = std::get_if<std::string>(&value);
  if (free || (holder != nullptr && *holder == access.company)) return;
  errors.push_back({&not_own, of.holder, to_text(value), access.company});
}

Answer refused(const store::Version& present, std::vector<Error> errors) {
  return {.outcome = store::Outcome::refused,
          .id = to_text(present.id),
          .version = present.version,
          .errors = std::move(errors)};
}

bool own_and_kept_out(const Access& access, const catalog::Register& of,
                      const store::Version& present) {
  const auto at = of.position(of.region_field);
  if (!access.below || !at) return false;
  const auto* region = std::get_if<std::string>(&present.values[*at]);
  return region != nullptr && *region == access.region;
}

Result<void> check_place(const Access& access, const catalog::Register& of,
                         const store::Version& present) {
  if (!access.reaches(access.writes, of, present.values))
    return fail(not_own, of.name, access.user);
  if (!access.writes_freely(of, present.values, present.state))
    return fail(handed_in, of.name, present.state, of.initial_state());
  if (!own_and_kept_out(access, of, present)) return {};
  return fail(outside_region, of.region_field, access.region);
}

Result<Intent> intend_change(const Registry::Inside& inside, const Person& person,
                             const catalog::Register& of, const Target& target, const Deed& deed) {
  const Access general = inside.access(person, of);
  ZH_TRY(auto present, inside.present(general, of, target.id));
  const Access access = general.on(of, present.values);
  ZH_DO(inside.require(person, of, Action::write));
  ZH_DO(check_place(access, of, present));
  const Judge& judge = inside.judge(of);
  ZH_TRY(const Plan plan, judge.plan(deed.columns));
  for (const auto position : plan.fields) {
    const auto& field = of.fields[position];
    if (!access.sees(field)) return fail(not_allowed, of.name + "." + field.name);
  }

  std::vector<Value> values = deed.values;
  values.resize(deed.columns.size());
  judge.prepare(plan, values);
  Intent intent;
  Scratch scratch = judge.scratch();
  judge.judge(plan, values, present.values, present.state, now(), scratch, intent.errors);
  if (const auto at = of.position(of.region_field);
      at && plan.columns[*at] && intent.errors.empty()) {
    judge_new_region(access, of, values[*plan.columns[*at]], intent.errors);
  }
  if (const auto at = of.position(of.holder); at && plan.columns[*at]) {
    judge_new_holder(access, of, values[*plan.columns[*at]], intent.errors);
  }
  // What was judged is the record as it stood: without an expectation it is this version.
  store::Draft draft;
  draft.id = present.id;
  draft.expected = target.expected.value_or(present.version);
  draft.values = std::move(values);
  draft.reason = deed.reason;
  intent.writes.push_back({.of = &of, .columns = deed.columns, .draft = std::move(draft)});
  intent.present = std::move(present);
  return intent;
}

Result<Answer> Registry::change(const Person& person, const catalog::Register& of,
                                const std::string& id, std::optional<int> expected,
                                std::span<const std::string> columns, Entry entry,
                                const std::string& reason) {
  Deed deed{.step = {},
            .reason = reason,
            .columns = {columns.begin(), columns.end()},
            .values = std::move(entry.values)};
  ZH_TRY(Intent intent, intend_change(*inside_, person, of, {id, expected}, deed));
  ZH_DO(check_reason(reason));
  return carry_out(*inside_, person, std::move(intent));
}

Result<Answer> Registry::remove(const Person& person, const catalog::Register& of,
                                const std::string& id, std::optional<int> expected,
                                const std::string& reason) {
  const Access general = inside_->access(person, of);
  ZH_TRY(const auto present, inside_->present(general, of, id));
  const Access access = general.on(of, present.values);
  ZH_DO(inside_->require(person, of, Action::write));
  ZH_DO(check_place(access, of, present));
  ZH_DO(check_reason(reason));
  store::Draft draft;
  draft.id = present.id;
  draft.expected = expected.value_or(present.version);
  draft.deleted = true;
  draft.reason = reason;
  return write_one(*inside_->store, person, of, {}, std::move(draft));
}

}  // namespace zhiheng::registry
