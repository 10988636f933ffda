#include "trace/telling.h"

#include <algorithm>
#include <set>

#include "registry/failures.h"
#include "trace/event_access.h"
#include "trace/event_store.h"

namespace zhiheng::trace {
namespace {

/// The columns of the register of events by which its rows are told apart for people.
std::vector<Value> row_of(const catalog::Register& of, const Keeper& keeper) {
  std::vector<Value> values(of.fields.size());
  const auto put = [&](std::string_view field, const std::string& text) {
    if (const auto at = of.position(std::string(field)); at && !text.empty()) values[*at] = text;
  };
  put("owner", keeper.owner);
  put("region", keeper.region);
  return values;
}

std::string number_after(const char* before, std::size_t number) {
  return before + std::to_string(number);
}

}  // namespace

Result<Telling> Telling::to(const registry::Registry& registry, const registry::Person& person,
                            const Chain& chain, const Custody& custody) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(event_register));
  registry::Access access = registry.access(person, *of);
  if (!access.read) return fail(registry::not_allowed, of->name, person.user);
  // A firm is told of its own places, as far as an authority confirmed that they are.
  ZH_TRY(const EventAccess reach, event_access(registry, person));
  if (access.reads.all && access.region.empty() && reach.grants.classes.none()) {
    return Telling(chain, nullptr);
  }
  Telling made(chain, &custody);
  std::string prefix;
  if (!access.region.empty()) {
    prefix = of->expression_fields()[*of->position(of->region_field)].prefix(access.region);
  }
  const auto& readers = reach.audience.readers;
  const std::set<std::string, std::less<>> places(readers.begin(), readers.end());
  const registry::ClassLimits& classes = reach.grants.classes;
  made.rule_ = [access = std::move(access), of, prefix, places, classes](const Keeper& keeper) {
    if (!keeper.location.empty()) return places.contains(location_reader(keeper.location));
    return keeper.region.starts_with(prefix) && classes.admits(keeper.classes) &&
           access.reaches(access.reads, *of, row_of(*of, keeper));
  };
  made.by_class_ = !classes.none();
  made.keepers_.resize(custody.keepers());
  made.sets_.resize(custody.sets());
  if (!made.sets_.empty()) made.sets_[0] = Verdict::no;
  made.give_case(reach.grants);
  return made;
}

/// The events that name what the cases of the account are about, and what those events name.
void Telling::give_case(const EventGrants& grants) {
  const auto withheld = [&](EventAt at) {
    for (std::uint32_t set = custody_->of_event(at); set != 0; set = custody_->set(set).others) {
      const Keeper& keeper = custody_->keeper(custody_->set(set).keeper);
      if (grants.classes.withholds(keeper.classes)) return true;
    }
    return false;
  };
  for (const std::string& identifier : grants.case_identifiers) {
    const auto id = chain_->find(identifier);
    for (std::uint32_t at = id ? chain_->newest(*id) : nothing; at != nothing;
         at = chain_->part(at).before) {
      const Part& part = chain_->part(at);
      if (part.role() <= Role::output && !withheld(part.event)) given_events_.insert(part.event);
    }
  }
  for (const EventAt at : given_events_) {
    given_ids_.insert(chain_->event(at).place);
    for (const Part& part : chain_->parts(at)) {
      given_ids_.insert(part.id);
      given_ids_.insert(chain_->product(part.id));
    }
  }
  given_ids_.erase(nothing);
}

bool Telling::allowed(std::uint32_t keeper) const {
  Verdict& known = keepers_[keeper];
  if (known == Verdict::open) {
    known = rule_(custody_->keeper(keeper)) ? Verdict::yes : Verdict::no;
  }
  return known == Verdict::yes;
}

/// Sets are looked through without recursion: one grows by one keeper at a time, to any depth.
bool Telling::witnessed(std::uint32_t set) const {
  std::uint32_t at = set;
  while (sets_[at] == Verdict::open && !allowed(custody_->set(at).keeper)) {
    at = custody_->set(at).others;
  }
  const Verdict verdict = sets_[at] == Verdict::no ? Verdict::no : Verdict::yes;
  for (; set != at; set = custody_->set(set).others) sets_[set] = verdict;
  sets_[at] = verdict;
  return verdict == Verdict::yes;
}

bool Telling::sees(EventAt at) const {
  return whole() || given_events_.contains(at) || witnessed(custody_->of_event(at));
}

bool Telling::knows(Id id) const {
  return whole() || given_ids_.contains(id) || witnessed(custody_->of_identifier(id));
}

std::string Telling::hide(Id id) {
  return number_after("withheld:", hidden_.try_emplace(id, hidden_.size() + 1).first->second);
}

std::string Telling::text(Id id) { return knows(id) ? chain_->text(id) : hide(id); }

std::string Telling::place(EventAt at) {
  const Id place = chain_->event(at).place;
  if (place == nothing) return {};
  return sees(at) ? chain_->text(place) : hide(place);
}

std::string Telling::event(EventAt at) {
  if (sees(at)) {
    if (logged_ && (told_.empty() || told_.back() != at)) told_.push_back(at);
    return chain_->event_name(at);
  }
  return number_after("withheld:event:",
                      hidden_events_.try_emplace(at, hidden_events_.size() + 1).first->second);
}

std::vector<EventAt> Telling::told() const {
  std::vector<EventAt> each = told_;
  std::ranges::sort(each);
  const auto twice = std::ranges::unique(each);
  each.erase(twice.begin(), twice.end());
  return each;
}

std::string Telling::moment(EventAt by, Timestamp time) const {
  return by == nothing || sees(by) ? to_text(time) : to_text(china_date(time));
}

}  // namespace zhiheng::trace
