#pragma once
// How does every task stand? A light with its reason from the records and the rules of the catalog.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/rules.h"
#include "registry/registry.h"

namespace zhiheng::plan {

/// What a rule said.
struct Light {
  std::string light = {};  ///< "done", "done_late", "overdue", "at_risk", "on_track", "cancelled"
  std::string rule = {};
  Words reason = {};
};

/// What a responsible department sent in about a task.
struct Report {
  std::string period = {};
  std::string reporter = {};
  std::string state = {};
  std::optional<Date> on = {};
  std::optional<std::int64_t> progress = {};
};

/// Something that shows that a task was done.
struct Evidence {
  std::string text = {};  ///< as it stands in the record
  std::string of = {};    ///< register, when it names a record
  std::string key = {};   ///< of that record
  std::optional<bool> found =
      {};  ///< whether the record is there for this person; none: not a record
};

struct Task {
  std::string id = {};
  int version = 0;
  std::string code = {}, document = {}, item = {}, parent = {}, region = {}, title = {}, state = {},
              origin = {}, cycle = {}, deadline_basis = {};
  int year = 0;
  std::vector<std::string> lead = {}, participating = {};
  bool joint = false;
  std::optional<Date> deadline = {}, started_on = {}, done_on = {};
  std::int64_t progress = 0;
  std::optional<std::int64_t> offset = {}, length = {};  ///< of its words in the plan's text, bytes
  std::vector<Evidence> evidence = {};
  std::vector<Report> reports = {};
  std::vector<std::string> missing = {};  ///< periods whose report is due and not there
  std::vector<std::pair<std::string, Date>> report_days =
      {};                                ///< period and last day for its report
  std::optional<Date> next_report = {};  ///< last day for the next report
  std::vector<std::string> parts = {};   ///< codes of the tasks split off from it
  Light light = {};
  std::optional<Light> escalation = {};  ///< proposed for the joint conference
};

struct Resolution {
  std::string id = {}, code = {}, meeting = {}, region = {}, content = {}, state = {}, task = {};
  std::vector<std::string> lead = {}, participating = {};
  std::optional<Date> deadline = {}, done_on = {};
  Light light = {};
};

/// A rule of procedure and a meeting.
struct Finding {
  std::string rule = {};
  std::string verdict = {};  ///< "kept", "broken", "open", "not_applicable"
  Words reason = {};
  bool verified = false;
};

struct Meeting {
  std::string id = {}, code = {}, title = {}, body = {}, region = {}, state = {};
  std::optional<Date> notice_on = {}, held_on = {}, minutes_on = {};
  std::optional<std::int64_t> members = {}, attended = {};
  std::vector<std::string> agenda = {};
  std::vector<std::string> resolutions = {};  ///< codes
  std::vector<Finding> findings = {};
  std::string verdict =
      {};  ///< "valid", "invalid" when a rule is broken, "open" before the meeting
};

struct Escalation {
  std::string id = {}, code = {}, region = {}, task = {}, issue = {}, rule = {}, state = {};
  std::vector<std::string> departments = {};
  std::optional<Date> proposed_on = {}, deadline = {};
};

/// What somebody has to do on a day.
struct Due {
  Date on = {};
  std::string what = {};  ///< "task", "report", "resolution", "minutes", "escalation"
  std::string code = {}, title = {}, region = {};
  std::vector<std::string> who = {};
};

struct Department {
  std::string name = {};
  std::map<std::string, int> lights = {};  ///< tasks that it answers for, by light
  int leads = 0;
  int participates = 0;
  int reports_missing = 0;
};

struct StatusQuery {
  std::string document = {};    ///< code; empty: all
  std::string region = {};      ///< and all below; empty: all
  std::string department = {};  ///< answers for it or takes part
  Date today = {};
  int due_days = 0;  ///< 0: as the catalog says
};

struct Status {
  Date today = {};
  std::vector<Task> tasks = {};  ///< parts behind their task
  std::map<std::string, int> lights = {};
  std::vector<Department> departments = {};
  std::vector<Resolution> resolutions = {};
  std::vector<Meeting> meetings = {};
  std::vector<Escalation> escalations = {};
  std::vector<Due> due = {};  ///< by day
};

/// The periods of a year whose reports fall due: name and last day, up to the deadline.
/// @param cycle  monthly, quarterly, half_yearly, yearly; anything else: none
[[nodiscard]] std::vector<std::pair<std::string, Date>> report_periods(const std::string& cycle,
                                                                       int year, Date deadline);

/// Fills in what follows from the reports, the calendar and the rules.
void judge(Task& task, const Rules& rules, const catalog::Catalog& catalog, Date today);
void judge(Resolution& resolution, const Rules& rules, const catalog::Catalog& catalog, Date today);

/// Reads what the person may see and judges it.
/// @fails  plan.rules_wrong, registry.not_allowed
[[nodiscard]] Result<Status> status(registry::Registry& registry, const registry::Person& person,
                                    const StatusQuery& query);

/// Writes an escalation for every task that a rule proposes, once for each task and rule.
/// @return  how many were new
/// @fails   as status, and registry.*
[[nodiscard]] Result<std::size_t> propose_escalations(registry::Registry& registry,
                                                      const registry::Person& person,
                                                      const StatusQuery& query);

}  // namespace zhiheng::plan
