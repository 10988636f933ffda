// Whether what somebody puts points to something.

#include <algorithm>
#include <functional>
#include <set>

#include "registry/bundle.h"
#include "registry/failures.h"

namespace zhiheng::registry {
namespace {

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

/// Whoever reads of a register what is published or their own finds nothing else there by trying
/// keys. Those inside do: they name what lies in another region, a firm's licence or a standard,
/// and learn that it exists and nothing of it (docs/accounts.md).
Result<void> keep_what_is_read(const Registry::Inside& inside, const Access& access,
                               const catalog::Register& target,
                               std::map<std::string, store::Version>& found) {
  if (access.is_internal() && access.reads.all) return {};
  for (auto one = found.begin(); one != found.end();) {
    const auto read = inside.present(access, target, to_text(one->second.id));
    if (!read && read.error().failure != &not_found) return std::unexpected(read.error());
    one = read ? std::next(one) : found.erase(one);
  }
  return {};
}

/// A required pointer must lead to a record; parts follow the region of their whole.
Result<void> judge_pointer(const Registry::Inside& inside, const Access& access,
                           const Bundle& bundle, const catalog::Field& field,
                           const std::function<bool(const std::string& key)>& comes) {
  const auto* target = inside.catalog->find_register(field.target);
  if (target == nullptr) return {};
  // Whoever may read nothing there finds nothing there: else the answer tells which keys there are.
  const Access seen = inside.access(bundle.person, *target);
  std::map<std::string, std::vector<Value>, std::less<>> wanted;  // by the pointer's text
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* value = bundle.value(i, field.name);
    if (value == nullptr || is_null(*value) || !bundle.is_open(i)) continue;
    const auto& text = std::get<std::string>(*value);
    if (!wanted.contains(text)) {
      auto key = parse_key(*inside.catalog, *target, text);
      wanted.emplace(text, key ? *std::move(key) : std::vector<Value>{});
    }
  }
  std::vector<std::vector<Value>> keys;
  for (const auto& [text, key] : wanted) {
    if (!key.empty() && seen.read) keys.push_back(key);
  }
  ZH_TRY(auto found, inside.present_by_key(*target, keys));
  ZH_DO(keep_what_is_read(inside, seen, *target, found));
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* value = bundle.value(i, field.name);
    if (value == nullptr || is_null(*value) || !bundle.is_open(i)) continue;
    const auto& text = std::get<std::string>(*value);
    const std::string bytes = key_bytes(wanted.find(text)->second);
    const auto at = found.find(bytes);
    const bool follows_owner = bundle.of.region_field.empty() && field.target == bundle.of.parent;
    const bool there =
        at != found.end() && (!follows_owner || owner_fits(*target, at->second, access.region));
    if (there || (at == found.end() && comes(bytes))) continue;
    bundle.answers[i].errors.push_back({&target_missing, field.name, text, field.target});
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

}  // namespace

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

}  // namespace zhiheng::registry
