#include "plan/conference.h"

#include <algorithm>

namespace zhiheng::plan {
namespace {

Value number_or_null(const std::optional<std::int64_t>& value) {
  return value ? Value{*value} : Value{};
}

Facts facts_of(const Meeting& meeting, const MeetingFacts& more, const catalog::Catalog& catalog,
               Date today) {
  Facts facts("meeting");
  facts.set("state", meeting.state);
  facts.set("body", meeting.body);
  facts.set("members", number_or_null(meeting.members));
  facts.set("attended", number_or_null(meeting.attended));
  facts.set("absent", more.absent);
  facts.set("agenda", static_cast<std::int64_t>(meeting.agenda.size()));
  facts.set("resolutions", static_cast<std::int64_t>(meeting.resolutions.size()));
  if (!more.decision.empty()) facts.set("decision", more.decision);
  facts.set("votes_for", number_or_null(more.votes_for));
  facts.set("minutes_issued", meeting.minutes_on.has_value());
  if (meeting.notice_on && meeting.held_on) {
    facts.set("notice_working_days",
              number_or_null(working_days(catalog, *meeting.notice_on, *meeting.held_on)));
  }
  if (meeting.held_on && *meeting.held_on <= today) {
    facts.set("minutes_working_days",
              number_or_null(
                  working_days(catalog, *meeting.held_on, meeting.minutes_on.value_or(today))));
  }
  return facts;
}

/// Null conditions are open; so is a term that still runs. No vote, no majority to be kept.
std::string verdict_of(const Rule& rule, const Facts& facts, const Meeting& meeting, Date today) {
  if (rule.applies && !rule.applies->holds(facts.values(), {.today = today})) {
    return "not_applicable";
  }
  const Value holds = rule.condition.evaluate(facts.values(), {.today = today});
  const auto* kept = std::get_if<bool>(&holds);
  if (kept == nullptr) return "open";
  if (!*kept) return "broken";
  const bool about_minutes = rule.condition.text().find("minutes_") != std::string::npos;
  return about_minutes && !meeting.minutes_on ? "open" : "kept";
}

}  // namespace

void judge(Meeting& meeting, const MeetingFacts& more, const Rules& rules,
           const catalog::Catalog& catalog, Date today) {
  const Facts facts = facts_of(meeting, more, catalog, today);
  meeting.findings.clear();
  bool broken = false;
  bool open = meeting.state == "planned";
  for (const Rule* rule : rules.in_force("meeting", meeting.held_on.value_or(today))) {
    if (meeting.state == "cancelled") break;
    std::string verdict = verdict_of(*rule, facts, meeting, today);
    broken = broken || verdict == "broken";
    open = open || verdict == "open";
    meeting.findings.push_back(
        {rule->id, std::move(verdict), facts.filled(rule->reason), rule->verified});
  }
  meeting.verdict = broken ? "invalid" : open ? "open" : "valid";
  if (meeting.state == "cancelled") meeting.verdict = "cancelled";
}

}  // namespace zhiheng::plan
