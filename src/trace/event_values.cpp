// What events are about, listed for those who may see such an event.

#include <algorithm>
#include <charconv>
#include <set>

#include "trace/event_plan.h"
#include "trace/event_query.h"
#include "trace/event_store.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view parameters[] = {"eventType",      "MATCH_anyEPC", "EQ_bizStep",
                                           "EQ_bizLocation", "EQ_readPoint", "EQ_disposition"};

Result<std::optional<Term>> place_of(const std::string& token) {
  if (token.empty()) return std::optional<Term>();
  Term term = 0;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), term);
  if (read.ec != std::errc{} || read.ptr != token.data() + token.size()) {
    return fail(page_unknown, "nextPageToken", token.substr(0, 60));
  }
  return std::optional<Term>(term);
}

}  // namespace

std::string_view parameter_of(About about) { return parameters[static_cast<std::size_t>(about)]; }

/// Those of which the person still sees an event: the first one as a rule, else any.
Result<std::vector<std::string>> EventQueries::confirmed(const EventAccess& access,
                                                         const registry::Person& person,
                                                         About about,
                                                         std::vector<KnownValue> found) {
  std::set<std::int64_t> seen;
  if (!found.empty()) {
    std::vector<std::int64_t> positions;
    for (const KnownValue& one : found) positions.push_back(one.seq);
    store::Select select{.table = std::string(event_register)};
    select.where = access.rows;
    narrow(select.where, among(positions));
    ZH_DO(registry_.store().read(select, [&](const store::Version& version) {
      seen.insert(version.seq);
      return true;
    }));
  }
  std::vector<std::string> values;
  for (KnownValue& one : found) {
    if (!seen.contains(one.seq)) {
      const Parameter asked_for{std::string(parameter_of(about)), {one.value}};
      ZH_TRY(const EventQuery query, parse_event_query({&asked_for, 1}, {.units = &units_}));
      ZH_TRY(const EventPage page, asked(access, person, query, 1, nullptr));
      if (page.events.empty()) continue;
    }
    values.push_back(std::move(one.value));
  }
  return values;
}

Result<ValuePage> EventQueries::values(const registry::Person& person, About about,
                                       const std::string& token, std::size_t most) {
  ZH_TRY(const EventAccess access, access_of(person));
  ZH_TRY(std::optional<Term> after, place_of(token));
  ZH_DO(index_->refresh());
  ValuePage page;
  for (bool more = true; more && page.values.size() < most;) {
    const std::size_t wanted = most - page.values.size();
    ZH_TRY(auto found, index_->values(about, access.audience, after, wanted + 1));
    more = found.size() > wanted;
    if (more) found.pop_back();
    if (!found.empty()) after = found.back().term;
    ZH_TRY(const auto values, confirmed(access, person, about, std::move(found)));
    page.values.insert(page.values.end(), values.begin(), values.end());
    page.next = more ? std::to_string(*after) : "";
  }
  return page;
}

Result<bool> EventQueries::knows(const registry::Person& person, About about,
                                 const std::string& value) {
  ZH_TRY(EventAccess access, access_of(person));
  // A case may lie anywhere; the rows decide.
  if (!access.grants.case_identifiers.empty()) access.audience = {.everything = true};
  const Parameter asked_for{std::string(parameter_of(about)), {value}};
  const auto query = parse_event_query({&asked_for, 1}, {.units = &units_});
  if (!query || query->conditions.size() != 1 || query->conditions.front().values.size() != 1) {
    return false;
  }
  ZH_DO(index_->refresh());
  const Term term = value_term(about, query->conditions.front().values.front());
  ZH_TRY(auto known, index_->value(about, access.audience, term));
  if (!known) return false;
  std::vector<KnownValue> one;
  one.push_back(*std::move(known));
  ZH_TRY(const auto values, confirmed(access, person, about, std::move(one)));
  return !values.empty();
}

}  // namespace zhiheng::trace
