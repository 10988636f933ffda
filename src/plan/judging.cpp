// One task, one resolution: its facts and what the rules say of them.

#include <algorithm>
#include <set>

#include "plan/tracking.h"

namespace zhiheng::plan {
namespace {

Value number(std::int64_t value) { return value; }
Value number_or_null(const std::optional<std::int64_t>& value) {
  return value ? Value{*value} : Value{};
}
Value day_or_null(const std::optional<Date>& day) { return day ? Value{*day} : Value{}; }

Date last_day(int year, unsigned month) {
  return month == 12 ? make_date(year, 12, 31) : Date{make_date(year, month + 1, 1).days - 1};
}

/// Facts about a deadline.
void set_times(Facts& facts, const catalog::Catalog& catalog, const std::optional<Date>& deadline,
               Date today) {
  facts.set("deadline", day_or_null(deadline));
  if (!deadline) return;
  const std::int64_t left = deadline->days - today.days;
  facts.set("days_left", number(left));
  facts.set("days_late", number(-left));
  if (left >= 0)
    facts.set("working_days_left", number_or_null(working_days(catalog, today, *deadline)));
  if (left < 0)
    facts.set("working_days_late", number_or_null(working_days(catalog, *deadline, today)));
}

bool is_closed(const std::string& state) {
  return state == "verified" || state == "done" || state == "cancelled";
}

/// Share of the time that is gone, in per cent.
std::optional<std::int64_t> elapsed(const Task& task, Date today) {
  if (!task.deadline) return std::nullopt;
  const Date start = task.started_on.value_or(make_date(task.year, 1, 1));
  const auto whole = std::max<std::int64_t>(1, task.deadline->days - start.days);
  const auto gone = std::clamp<std::int64_t>(today.days - start.days, 0, whole);
  return gone * 100 / whole;
}

void find_missing_reports(Task& task, const Rules& rules, const catalog::Catalog& catalog,
                          Date today) {
  std::set<std::string> sent;
  for (const auto& report : task.reports) {
    if (report.state != "returned") sent.insert(report.period);
  }
  task.missing.clear();
  task.report_days.clear();
  if (is_closed(task.state) || !task.deadline || !task.parts.empty()) return;
  for (const auto& [period, end] : report_periods(task.cycle, task.year, *task.deadline)) {
    const Date due = after_working_days(catalog, end, rules.report_grace_working_days);
    task.report_days.emplace_back(period, due);
    if (sent.contains(period)) continue;
    if (due < today) task.missing.push_back(period);
    if (due >= today && !task.next_report) task.next_report = due;
  }
}

/// The newest report's progress, where a report tells one.
void take_progress(Task& task) {
  const Report* newest = nullptr;
  for (const auto& report : task.reports) {
    if (!report.progress || report.state == "returned") continue;
    if (newest == nullptr || report.on >= newest->on) newest = &report;
  }
  if (newest != nullptr) task.progress = std::max(task.progress, *newest->progress);
  if (is_closed(task.state) && task.state != "cancelled") task.progress = 100;
}

Facts facts_of(const Task& task, const catalog::Catalog& catalog, Date today) {
  Facts facts("task");
  facts.set("state", task.state);
  facts.set("origin", task.origin);
  facts.set("has_lead", !task.lead.empty());
  facts.set("done_on", day_or_null(task.done_on));
  facts.set("progress", number(task.progress));
  facts.set("elapsed_percent", number_or_null(elapsed(task, today)));
  facts.set("reports", number(static_cast<std::int64_t>(task.reports.size())));
  facts.set("reports_missing", number(static_cast<std::int64_t>(task.missing.size())));
  std::string missing;
  for (const auto& period : task.missing) missing += (missing.empty() ? "" : ", ") + period;
  facts.set("missing_periods", missing);
  std::optional<Date> newest;
  for (const auto& report : task.reports) newest = std::max(newest, report.on);
  if (newest) facts.set("days_since_report", number(today.days - newest->days));
  facts.set("evidence", number(static_cast<std::int64_t>(task.evidence.size())));
  facts.set("parts", number(static_cast<std::int64_t>(task.parts.size())));
  set_times(facts, catalog, task.deadline, today);
  return facts;
}

Light light_of(const Rule& rule, const Facts& facts) {
  return {rule.light, rule.id, facts.filled(rule.reason)};
}

}  // namespace

std::vector<std::pair<std::string, Date>> report_periods(const std::string& cycle, int year,
                                                         Date deadline) {
  std::vector<std::pair<std::string, Date>> periods;
  const std::string name = std::to_string(year);
  const int months = cycle == "monthly"       ? 1
                     : cycle == "quarterly"   ? 3
                     : cycle == "half_yearly" ? 6
                     : cycle == "yearly"      ? 12
                                              : 0;
  for (int k = 1; months > 0 && k * months <= 12; ++k) {
    const Date end = last_day(year, static_cast<unsigned>(k * months));
    // A task is reported on while it runs; its end has a report of its own kind.
    if (end >= deadline) break;
    const std::string ordinal = std::to_string(k);
    const std::string suffix = months == 1   ? (k < 10 ? "-0" : "-") + ordinal
                               : months == 3 ? "-Q" + ordinal
                               : months == 6 ? "-H" + ordinal
                                             : "";
    periods.emplace_back(name + suffix, end);
  }
  return periods;
}

void judge(Task& task, const Rules& rules, const catalog::Catalog& catalog, Date today) {
  find_missing_reports(task, rules, catalog, today);
  take_progress(task);
  const Facts facts = facts_of(task, catalog, today);
  if (const Rule* rule = rules.first("task", facts, today)) task.light = light_of(*rule, facts);
  task.escalation.reset();
  if (!task.parts.empty()) return;  // its parts are escalated, not the whole as well
  if (const Rule* rule = rules.first("escalation", facts, today)) {
    task.escalation = light_of(*rule, facts);
  }
}

void judge(Resolution& resolution, const Rules& rules, const catalog::Catalog& catalog,
           Date today) {
  Facts facts("resolution");
  facts.set("state", resolution.state);
  facts.set("done_on", day_or_null(resolution.done_on));
  set_times(facts, catalog, resolution.deadline, today);
  if (const Rule* rule = rules.first("resolution", facts, today)) {
    resolution.light = light_of(*rule, facts);
  }
}

}  // namespace zhiheng::plan
