#include "trace/event_query.h"

#include <filesystem>

#include "trace/event_asking.h"
#include "trace/event_store.h"
#include "trace/master_store.h"

namespace zhiheng::trace {
namespace {

/// Declarations that an event was wrong are few.
constexpr std::size_t events_of_a_name = 500;
/// What the cases of an account name may be in so many events.
constexpr std::size_t events_of_cases = 5000;

}  // namespace

Result<std::unique_ptr<EventQueries>> EventQueries::open(registry::Registry& registry,
                                                         const std::string& folder,
                                                         const std::string& catalog) {
  ZH_TRY(MeasurementUnits units, MeasurementUnits::load(catalog));
  ZH_TRY(auto prefixes, code::load_company_prefixes(std::filesystem::path(catalog) / "codes" /
                                                    "company_prefixes.tsv"));
  std::vector<std::string> roles;
  for (const auto& role : registry.catalog().roles) roles.push_back(role.name);
  ZH_TRY(auto views, EventViews::load(catalog, roles));
  ZH_TRY(auto index, EventIndex::open(folder, registry.store()));
  return std::unique_ptr<EventQueries>(new EventQueries(
      registry, std::move(index), std::move(units), std::move(prefixes), std::move(views)));
}

/// Beside what the account sees by its roles: the events that name what its cases are about.
Result<void> EventQueries::add_cases(EventAccess& access) const {
  if (access.grants.case_identifiers.empty() || access.rows.text.empty()) return {};
  std::vector<Term> terms;
  for (const std::string& id : access.grants.case_identifiers) {
    terms.push_back(thing_term(comparable(id)));
  }
  ZH_DO(index_->refresh());
  ZH_TRY(const auto positions, index_->find({terms}, 0, events_of_cases));
  if (positions.empty()) return {};
  Sql given = among(positions);
  narrow(given, access.grants.classes.rows_not_withheld());
  access.rows.text = "(" + access.rows.text + ") OR (" + given.text + ")";
  access.rows.values.insert(access.rows.values.end(), given.values.begin(), given.values.end());
  return {};
}

Result<EventAccess> EventQueries::access_of(const registry::Person& person) const {
  ZH_TRY(EventAccess access, event_access(registry_, person));
  const catalog::Register& of = *registry_.catalog().find_register(event_register);
  std::vector<std::string> reading;
  for (const std::string& role : person.roles) {
    registry::Person alone = person;
    alone.roles = {role};
    if (registry_.access(alone, of).read) reading.push_back(role);
  }
  access.hidden = views_.hidden_from(reading);
  ZH_DO(add_cases(access));
  return access;
}

Result<EventPage> EventQueries::asked(const EventAccess& access, const registry::Person& person,
                                      const EventQuery& query, std::int64_t otherwise,
                                      const std::atomic<bool>* stop) {
  QueryKnowledge knowledge{&units_, nullptr};
  MasterLookup master;
  if (query.asks_master_data()) {
    ZH_TRY(master, load_master_data(registry_, person));
    knowledge.master = &master;
  }
  Asking asking(registry_, *index_, query, knowledge, access, stop);
  if (access.of_firm || !plan_of(query).groups.empty()) ZH_DO(index_->refresh(stop));
  return asking.page(query.per_page.value_or(otherwise));
}

Result<EventPage> EventQueries::page(const registry::Person& person, const EventQuery& query,
                                     std::int64_t otherwise, const std::atomic<bool>* stop,
                                     const ReadPurpose& purpose) {
  ZH_TRY(const EventAccess access, access_of(person));
  ZH_TRY(EventPage page, asked(access, person, query, otherwise, stop));
  ZH_DO(log(access, purpose.action, page.events, purpose.filter));
  return page;
}

Result<std::int64_t> EventQueries::newest_position() {
  store::Select select{.table = std::string(event_register)};
  select.order = {{.column = "seq", .descending = true}};
  select.limit = 1;
  select.history = true;
  std::int64_t newest = 0;
  ZH_DO(registry_.store().read(select, [&](const store::Version& version) {
    newest = version.seq;
    return true;
  }));
  return newest;
}

Result<NewEvents> EventQueries::since(const registry::Person& person, const EventQuery& query,
                                      std::int64_t position, std::int64_t most,
                                      const std::atomic<bool>* stop, const ReadPurpose& purpose) {
  // Asked several times a second by everybody who listens: most often there is nothing.
  ZH_TRY(const std::int64_t newest, newest_position());
  if (newest <= position) return NewEvents{{}, position, false};
  ZH_TRY(const EventAccess access, access_of(person));
  QueryKnowledge knowledge{&units_, nullptr};
  MasterLookup master;
  if (query.asks_master_data()) {
    ZH_TRY(master, load_master_data(registry_, person));
    knowledge.master = &master;
  }
  Asking asking(registry_, *index_, query, knowledge, access, stop);
  ZH_TRY(NewEvents made, asking.since(position, newest, most));
  ZH_DO(log(access, purpose.action, made.events, purpose.filter));
  return made;
}

Result<std::vector<FoundEvent>> EventQueries::find(const registry::Person& person,
                                                   const std::string& id) {
  ZH_TRY(const EventAccess access, access_of(person));
  ZH_DO(index_->refresh());
  ZH_TRY(const auto positions, index_->find({{event_term(id)}}, 0, events_of_a_name));
  std::vector<FoundEvent> found;
  if (positions.empty()) return found;
  // Declarations that the event was wrong name it as theirs.
  store::Select select{.table = std::string(event_register)};
  select.where = access.rows;
  narrow(select.where, {"event = ?", {id}});
  narrow(select.where, among(positions));
  select.order = {{.column = "seq"}};
  ZH_TRY(auto candidates, read_candidates(registry_, select));
  for (Candidate& candidate : candidates) {
    ZH_TRY(FoundEvent event, found_event(std::move(candidate), access));
    found.push_back(std::move(event));
  }
  ZH_DO(log(access, "show", found, id));
  return found;
}

Result<void> EventQueries::log(const EventAccess& access, const std::string& action,
                               const std::vector<FoundEvent>& events, const std::string& filter) {
  if (!logs_) return {};
  std::vector<std::string> foreign;
  for (const FoundEvent& found : events) {
    if (access.is_foreign(found.owner)) foreign.push_back(found.name);
  }
  return log_foreign_reads(registry_, access, action, foreign, filter);
}

}  // namespace zhiheng::trace
