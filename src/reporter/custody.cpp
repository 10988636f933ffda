#include "reporter/custody.h"

#include <algorithm>

#include "registry/personal_access.h"
#include "reporter/failures.h"
#include "reporter/sealing.h"

namespace zhiheng::reporter {
namespace {

constexpr std::string_view key_space = "custodian_key";
constexpr std::string_view sealed_space = "sealed_identity";
constexpr std::string_view kinds[] = {"identity", "payout"};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

registry::Person the_program() {
  registry::Person person;
  person.user = "system";
  person.name = "system";
  person.system = true;
  return person;
}

std::string place_of(const std::string& report, std::string_view kind) {
  return report + "/" + std::string(kind);
}

Timestamp moment(const Value& value) {
  const auto* found = std::get_if<Timestamp>(&value);
  return found == nullptr ? Timestamp{} : *found;
}

Value value_at(const std::vector<std::string>& columns, const registry::Record& record,
               std::string_view field) {
  const auto at = std::ranges::find(columns, field);
  if (at == columns.end()) return {};
  return record.values[static_cast<std::size_t>(at - columns.begin())];
}

Result<CustodianKey> Custody::install(const std::string& public_key) {
  ZH_TRY(const std::string id, key_id(public_key));
  ZH_TRY(const auto before, registry_.store().get(key_space, id));
  if (before) return fail(key_known, "key", id);
  ZH_DO(registry_.store().put(key_space, id, public_key));
  return CustodianKey{id, public_key};
}

Result<void> Custody::remove(const std::string& id) {
  ZH_TRY(const bool was_there, registry_.store().erase(key_space, id));
  if (!was_there) return fail(key_unknown, "key", id);
  return {};
}

Result<std::vector<CustodianKey>> Custody::keys() {
  ZH_TRY(const auto kept, registry_.store().list(key_space));
  std::vector<CustodianKey> all;
  all.reserve(kept.size());
  for (const auto& [id, key] : kept) all.push_back({id, key});
  return all;
}

Result<void> Custody::keep(const std::string& report, std::string_view kind,
                           std::string_view text) {
  ZH_TRY(const auto all, keys());
  if (all.empty()) return fail(no_custodian);
  const std::string place = place_of(report, kind);
  std::string sealed;
  for (const auto& key : all) {
    ZH_TRY(const std::string one, seal(key.public_key, text, place));
    sealed.append(sealed.empty() ? "" : " ").append(one);
  }
  return registry_.store().put(sealed_space, place, sealed);
}

Result<bool> Custody::keeps(const std::string& report, std::string_view kind) {
  ZH_TRY(const auto kept, registry_.store().get(sealed_space, place_of(report, kind)));
  return kept.has_value();
}

Result<std::vector<Sealed>> Custody::open(const registry::Person& person,
                                          const std::string& request) {
  ZH_TRY(const auto* of, registry_.find_register("identity_opening"));
  std::vector<std::string> columns;
  ZH_TRY(const auto record, registry_.find(person, *of, request, columns));
  // Approved for this report and reason, and not for what somebody wrote there afterwards.
  if (record.state == "approved" && record.step != "approve") {
    return fail(changed_since, "request", request);
  }
  const std::string report = to_text(value_at(columns, record, "report"));
  std::vector<Sealed> kept;
  for (const auto kind : kinds) {
    ZH_TRY(const auto text, registry_.store().get(sealed_space, place_of(report, kind)));
    if (text) kept.push_back({place_of(report, kind), words_of(*text)});
  }
  if (kept.empty()) return fail(nothing_kept, "report", report);
  // Whoever may not take this step gets nothing; whoever may has it on record before they see it.
  ZH_TRY(const auto taken,
         registry_.step(person, *of, record.id, record.version, "open", std::string()));
  if (!taken.errors.empty()) return std::unexpected(taken.errors.front());
  ZH_DO(registry::write_down(registry_.store(),
                             {.account = person.user,
                              .register_name = "reporter_identity",
                              .action = "open",
                              .records = 1,
                              .record = report,
                              .fields = "sealed"},
                             now()));
  return kept;
}

Result<bool> Custody::forget(const std::string& report) {
  bool any = false;
  for (const auto kind : kinds) {
    ZH_TRY(const bool was_there, registry_.store().erase(sealed_space, place_of(report, kind)));
    any = any || was_there;
  }
  return any;
}

Result<std::vector<std::string>> Custody::erase_due(Date today) {
  ZH_TRY(const auto* of, registry_.find_register("reporter_identity"));
  std::vector<std::pair<std::string, std::string>> due;  // id, report
  std::vector<std::string> columns;
  ZH_DO(registry_.each(the_program(), *of,
                       {.filter = "state = 'kept' and erase_on <= date '" + to_text(today) + "'"},
                       columns, [&](const registry::Record& record) {
                         due.emplace_back(record.id, to_text(value_at(columns, record, "report")));
                         return true;
                       }));
  std::vector<std::string> erased;
  for (const auto& [id, report] : due) {
    ZH_TRY([[maybe_unused]] const bool was_there, forget(report));
    ZH_TRY(const auto taken, registry_.step(the_program(), *of, id, {}, "erase", "保存期限届满"));
    if (!taken.errors.empty()) return std::unexpected(taken.errors.front());
    erased.push_back(report);
  }
  return erased;
}

}  // namespace zhiheng::reporter
