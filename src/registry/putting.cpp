// Many records at once: judge, look up what has to be known, hand the good ones to the store.

#include <algorithm>
#include <functional>
#include <set>

#include "registry/failures.h"
#include "registry/inside.h"

namespace zhiheng::registry {
namespace {

/// Everything that one call of put works with.
struct Bundle {
  const catalog::Register& of;
  const Judge& judge;
  const Plan& plan;
  std::vector<Entry>& entries;
  std::vector<Answer>& answers;
  std::vector<store::Standing> standings = {};
  std::vector<std::string> states = {};  ///< of the records that are there, once looked up

  /// What would write nothing needs no judging.
  [[nodiscard]] bool is_open(std::size_t i) const {
    return is_good(i) && standings[i] != store::Standing::unchanged;
  }
  [[nodiscard]] bool is_good(std::size_t i) const { return answers[i].errors.empty(); }
  [[nodiscard]] const Value* value(std::size_t i, std::string_view field) const {
    const auto position = of.position(field);
    if (!position || !plan.columns[*position]) return nullptr;
    return &entries[i].values[*plan.columns[*position]];
  }
  /// Empty when a part of the key is missing.
  [[nodiscard]] std::vector<Value> key(std::size_t i) const {
    std::vector<Value> key;
    for (const auto& field : of.key) {
      const Value* part = value(i, field);
      if (part == nullptr || is_null(*part)) return {};
      key.push_back(*part);
    }
    return key;
  }
};

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

/// The record as it is and as it would become must both lie where the person may write.
void judge_region(const Access& access, const Bundle& bundle,
                  const std::vector<std::vector<Value>>& present) {
  const catalog::Register& of = bundle.of;
  if (of.region_field.empty()) {
    // Parts follow their whole, see judge_targets. Else nobody can tell whose the record would be.
    if (!of.parent.empty() || of.all_regions) return;
    for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
      if (bundle.is_good(i)) {
        bundle.answers[i].errors.push_back({&outside_region, of.name, "", access.region});
      }
    }
    return;
  }
  const auto position = *of.position(of.region_field);
  const auto prefix = of.expression_fields()[position].prefix(access.region);
  const auto inside = [&](const Value& value) {
    const auto* code = std::get_if<std::string>(&value);
    return code != nullptr && access.may_write_in(*code, prefix);
  };
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* given = bundle.value(i, of.region_field);
    const Value* now = present[i].empty() ? nullptr : &present[i][position];
    const Value* after = given != nullptr ? given : now;
    const bool fits = after != nullptr && inside(*after) && (now == nullptr || inside(*now));
    if (fits || !bundle.is_good(i)) continue;
    bundle.answers[i].errors.push_back(
        {&outside_region, of.region_field, after == nullptr ? "" : to_text(*after), prefix + "…"});
  }
}

/// Own and assigned rows only: the record as it is and as it would become.
void judge_holding(const Access& access, const Bundle& bundle,
                   const std::vector<std::vector<Value>>& present) {
  const catalog::Register& of = bundle.of;
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    std::vector<Value> after(of.fields.size());
    for (std::size_t field = 0; field < after.size(); ++field) {
      const Value* given = bundle.value(i, of.fields[field].name);
      if (given != nullptr) {
        after[field] = *given;
      } else if (!present[i].empty()) {
        after[field] = present[i][field];
      }
    }
    const bool before = present[i].empty() || access.reaches(access.writes, of, present[i]);
    const bool fits = before && access.reaches(access.writes, of, after);
    if (fits && !present[i].empty() && !access.writes_freely(of, present[i], bundle.states[i])) {
      bundle.answers[i].errors.push_back(
          {&handed_in, of.name, bundle.states[i], of.initial_state()});
    }
    if (fits) continue;
    const bool own = access.writes.own;
    bundle.answers[i].errors.push_back(
        {&not_own, own ? of.holder : of.handler, "", own ? access.company : access.user});
  }
}

/// Whether a part may be added to this whole by somebody limited to `region`.
bool owner_fits(const catalog::Register& owner, const store::Version& version,
                const std::string& region) {
  const auto position = owner.position(owner.region_field);
  if (region.empty() || !position) return true;
  const auto* code = std::get_if<std::string>(&version.values[*position]);
  const auto prefix = owner.expression_fields()[*position].prefix(region);
  return code != nullptr && code->starts_with(prefix);
}

using Keys = std::set<std::string, std::less<>>;

/// Pointers that must lead somewhere: those declared required, one each.
std::vector<const catalog::Field*> required_pointers(const catalog::Register& of) {
  std::vector<const catalog::Field*> found;
  for (const auto& field : of.fields) {
    const bool points = field.type == catalog::FieldType::record && !field.list;
    if (points && field.required) found.push_back(&field);
  }
  return found;
}

/// The good entries' own keys: a record may point to one that comes with it.
Keys own_keys(const Bundle& bundle) {
  Keys keys;
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (!bundle.is_good(i)) continue;
    if (const auto key = bundle.key(i); !key.empty()) keys.insert(key_bytes(key));
  }
  return keys;
}

/// A required pointer must lead to a record; parts follow the region of their whole.
Result<void> judge_pointer(const Registry::Inside& inside, const Access& access,
                           const Bundle& bundle, const catalog::Field& field,
                           const std::function<bool(const std::string& key)>& comes) {
  const auto* target = inside.catalog->find_register(field.target);
  if (target == nullptr) return {};
  std::map<std::string, std::vector<Value>, std::less<>> wanted;  // by the pointer's text
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* value = bundle.value(i, field.name);
    if (value == nullptr || is_null(*value) || !bundle.is_open(i)) continue;
    const auto& text = std::get<std::string>(*value);
    if (!wanted.contains(text)) {
      auto key = parse_key(*target, text);
      wanted.emplace(text, key ? *std::move(key) : std::vector<Value>{});
    }
  }
  std::vector<std::vector<Value>> keys;
  for (const auto& [text, key] : wanted) {
    if (!key.empty()) keys.push_back(key);
  }
  ZH_TRY(const auto found, inside.present_by_key(*target, keys));
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* value = bundle.value(i, field.name);
    if (value == nullptr || is_null(*value) || !bundle.is_open(i)) continue;
    const auto& text = std::get<std::string>(*value);
    const std::string bytes = key_bytes(wanted.find(text)->second);
    const auto at = found.find(bytes);
    const bool follows_owner = bundle.of.region_field.empty() && field.target == bundle.of.parent;
    if (at == found.end()) {
      if (comes(bytes)) continue;
      bundle.answers[i].errors.push_back({&target_missing, field.name, text, field.target});
    } else if (follows_owner && !owner_fits(*target, at->second, access.region)) {
      bundle.answers[i].errors.push_back({&outside_region, field.name, text, access.region});
    }
  }
  return {};
}

/// Pointers within one register may lead to a record of the same call or of an earlier one of the
/// same import. Whoever points to a refused record is refused too, so this repeats until it rests.
Result<void> judge_own_pointer(const Registry::Inside& inside, const Access& access,
                               const Bundle& bundle, const catalog::Field& field,
                               const Writing& writing) {
  Keys coming = own_keys(bundle);
  while (true) {
    ZH_DO(judge_pointer(inside, access, bundle, field, [&](const std::string& key) {
      return coming.contains(key) ||
             (writing.written_keys != nullptr && writing.written_keys->contains(key));
    }));
    Keys left = own_keys(bundle);
    if (left.size() == coming.size()) break;
    coming = std::move(left);
  }
  if (writing.written_keys != nullptr) writing.written_keys->merge(coming);
  return {};
}

/// All required pointers but those to what the caller wrote just before.
Result<void> judge_targets(const Registry::Inside& inside, const Access& access,
                           const Bundle& bundle, const Writing& writing) {
  const auto pointers = required_pointers(bundle.of);
  for (const auto* field : pointers) {
    if (field->target == bundle.of.name || field->target == writing.known_target) continue;
    ZH_DO(judge_pointer(inside, access, bundle, *field, [](const auto&) { return false; }));
  }
  for (const auto* field : pointers) {
    if (field->target != bundle.of.name) continue;
    ZH_DO(judge_own_pointer(inside, access, bundle, *field, writing));
  }
  return {};
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
  Bundle bundle{of, judge, plan, entries, answers};
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
  judge_all(bundle, present);
  if (!access.region.empty()) judge_region(access, bundle, present);
  if (!access.writes.all) judge_holding(access, bundle, present);
  ZH_DO(judge_targets(*inside_, access, bundle, writing));

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
    if (writing.transaction == nullptr) answer.id = to_text(written[k].id);
    if (written[k].error) answer.errors.push_back(*std::move(written[k].error));
  }
  return answers;
}

}  // namespace zhiheng::registry
