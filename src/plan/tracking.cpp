#include "plan/tracking.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "base/text.h"
#include "plan/conference.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

std::string narrowed(const StatusQuery& query, bool has_document) {
  std::string filter;
  if (!query.region.empty()) {
    filter = "region under " + literal(query.region);
  }
  if (has_document && !query.document.empty()) {
    filter = both(filter, equals("document", query.document));
  }
  return filter;
}

/// "spot_check:B-1" names a record; anything else is a file or an address.
Evidence evidence_of(registry::Registry& registry, const registry::Person& person,
                     const std::string& text) {
  Evidence evidence{.text = text, .found = std::nullopt};
  const auto colon = text.find(':');
  if (colon == text.npos) return evidence;
  const auto of = registry.find_register(text.substr(0, colon));
  if (!of) return evidence;
  evidence.of = text.substr(0, colon);
  evidence.key = text.substr(colon + 1);
  std::vector<std::string> columns;
  evidence.found = registry.find(person, **of, evidence.key, columns).has_value();
  return evidence;
}

Task task_of(const Rows& rows, const registry::Record& record) {
  Task task;
  task.id = record.id;
  task.version = record.version;
  task.state = record.state;
  task.code = rows.text(record, "code");
  task.document = rows.text(record, "document");
  task.item = rows.text(record, "item");
  task.parent = rows.text(record, "parent");
  task.region = rows.text(record, "region");
  task.title = rows.text(record, "title");
  task.origin = rows.text(record, "origin");
  task.cycle = rows.text(record, "report_cycle");
  task.deadline_basis = rows.text(record, "deadline_basis");
  task.year = static_cast<int>(rows.whole(record, "year").value_or(0));
  task.lead = rows.list(record, "lead");
  task.participating = rows.list(record, "participating");
  task.joint = rows.flag(record, "joint");
  task.deadline = rows.date(record, "deadline");
  task.started_on = rows.date(record, "started_on");
  task.done_on = rows.date(record, "done_on");
  task.progress = rows.whole(record, "progress").value_or(0);
  task.offset = rows.whole(record, "offset");
  task.length = rows.whole(record, "length");
  return task;
}

/// Reading everything that a status is made of, one register after the other.
class Reading {
 public:
  Reading(registry::Registry& registry, const registry::Person& person, const StatusQuery& query,
          const Rules& rules, Status& status)
      : registry_(registry), person_(person), query_(query), rules_(rules), status_(status) {}

  Result<void> tasks() {
    ZH_TRY(const Rows rows,
           Rows::read(registry_, person_, "task", narrowed(query_, true), {"document", "code"}));
    for (const auto& record : rows.records()) {
      Task task = task_of(rows, record);
      for (const auto& text : rows.list(record, "evidence")) {
        task.evidence.push_back(evidence_of(registry_, person_, text));
      }
      status_.tasks.push_back(std::move(task));
    }
    sort_as_printed();
    for (const auto& task : status_.tasks) {
      const auto whole = places_.find(task.parent);
      if (whole != places_.end()) status_.tasks[whole->second].parts.push_back(task.code);
    }
    return {};
  }

  Result<void> reports() {
    ZH_TRY(const Rows rows,
           Rows::read(registry_, person_, "task_report", narrowed(query_, false), {"reported_on"}));
    for (const auto& record : rows.records()) {
      const auto task = places_.find(rows.text(record, "task"));
      if (task == places_.end()) continue;
      status_.tasks[task->second].reports.push_back(
          {rows.text(record, "period"), rows.text(record, "reporter"), record.state,
           rows.date(record, "reported_on"), rows.whole(record, "progress")});
    }
    return {};
  }

  Result<void> resolutions() {
    ZH_TRY(const Rows rows, Rows::read(registry_, person_, "conference_resolution",
                                       narrowed(query_, false), {"deadline"}));
    for (const auto& record : rows.records()) {
      Resolution made{.id = record.id,
                      .code = rows.text(record, "code"),
                      .meeting = rows.text(record, "meeting"),
                      .region = rows.text(record, "region"),
                      .content = rows.text(record, "content"),
                      .state = record.state,
                      .task = rows.text(record, "task"),
                      .lead = rows.list(record, "lead"),
                      .participating = rows.list(record, "participating"),
                      .deadline = rows.date(record, "deadline"),
                      .done_on = rows.date(record, "done_on")};
      judge(made, rules_, registry_.catalog(), query_.today);
      status_.resolutions.push_back(std::move(made));
    }
    return {};
  }

  Result<void> meetings() {
    ZH_TRY(const Rows rows, Rows::read(registry_, person_, "conference_meeting",
                                       narrowed(query_, false), {"held_on"}));
    for (const auto& record : rows.records()) {
      Meeting made;
      made.id = record.id;
      made.state = record.state;
      made.code = rows.text(record, "code");
      made.title = rows.text(record, "title");
      made.body = rows.text(record, "body");
      made.region = rows.text(record, "region");
      made.notice_on = rows.date(record, "notice_on");
      made.held_on = rows.date(record, "held_on");
      made.minutes_on = rows.date(record, "minutes_on");
      made.members = rows.whole(record, "members");
      made.attended = rows.whole(record, "attended");
      made.agenda = rows.list(record, "agenda");
      for (const auto& resolution : status_.resolutions) {
        if (resolution.meeting == made.code) made.resolutions.push_back(resolution.code);
      }
      const MeetingFacts more{
          .decision = rows.text(record, "decision"),
          .votes_for = rows.whole(record, "votes_for"),
          .absent = static_cast<std::int64_t>(rows.list(record, "absent").size())};
      judge(made, more, rules_, registry_.catalog(), query_.today);
      status_.meetings.push_back(std::move(made));
    }
    return {};
  }

  Result<void> escalations() {
    ZH_TRY(const Rows rows,
           Rows::read(registry_, person_, "escalation", narrowed(query_, false), {"proposed_on"}));
    for (const auto& record : rows.records()) {
      status_.escalations.push_back({.id = record.id,
                                     .code = rows.text(record, "code"),
                                     .region = rows.text(record, "region"),
                                     .task = rows.text(record, "task"),
                                     .issue = rows.text(record, "issue"),
                                     .rule = rows.text(record, "rule"),
                                     .state = record.state,
                                     .departments = rows.list(record, "departments"),
                                     .proposed_on = rows.date(record, "proposed_on"),
                                     .deadline = rows.date(record, "deadline")});
    }
    return {};
  }

  /// Parts first, so that a whole counts their mean progress.
  void judge_tasks() {
    for (auto& task : status_.tasks) {
      if (task.parts.empty()) judge(task, rules_, registry_.catalog(), query_.today);
    }
    for (auto& task : status_.tasks) {
      if (task.parts.empty()) continue;
      std::int64_t sum = 0;
      for (const auto& part : task.parts) sum += status_.tasks[places_[part]].progress;
      task.progress = sum / static_cast<std::int64_t>(task.parts.size());
      judge(task, rules_, registry_.catalog(), query_.today);
    }
  }

  void keep_department() {
    if (query_.department.empty()) return;
    const auto concerns = [&](const auto& thing) {
      return std::ranges::find(thing.lead, query_.department) != thing.lead.end() ||
             std::ranges::find(thing.participating, query_.department) != thing.participating.end();
    };
    std::erase_if(status_.tasks, [&](const Task& task) { return !concerns(task); });
    std::erase_if(status_.resolutions, [&](const Resolution& made) { return !concerns(made); });
  }

 private:
  /// By document and place in its text; what was split off stands behind its whole, what was added
  /// by hand at the end.
  void sort_as_printed() {
    std::map<std::string, std::int64_t> offsets;
    for (const auto& task : status_.tasks) {
      if (task.offset) offsets[task.code] = *task.offset;
    }
    const auto place = [&](const Task& task) {
      const auto whole = offsets.find(task.parent);
      const auto last = std::numeric_limits<std::int64_t>::max();
      const auto inherited = whole == offsets.end() ? last : whole->second;
      return std::tuple(task.document, task.offset.value_or(inherited), task.item.empty(),
                        task.code);
    };
    std::ranges::sort(status_.tasks, {}, place);
    for (std::size_t i = 0; i < status_.tasks.size(); ++i) places_[status_.tasks[i].code] = i;
  }

  registry::Registry& registry_;
  const registry::Person& person_;
  const StatusQuery& query_;
  const Rules& rules_;
  Status& status_;
  std::map<std::string, std::size_t> places_;  ///< of tasks, by code
};

void count_departments(Status& status) {
  std::map<std::string, Department> by_name;
  for (const auto& task : status.tasks) {
    ++status.lights[task.light.light];
    for (const auto& name : task.lead) {
      auto& department = by_name[name];
      ++department.leads;
      ++department.lights[task.light.light];
      department.reports_missing += static_cast<int>(task.missing.size());
    }
    for (const auto& name : task.participating) ++by_name[name].participates;
  }
  for (auto& [name, department] : by_name) {
    department.name = name;
    status.departments.push_back(std::move(department));
  }
  std::ranges::stable_sort(status.departments, [](const Department& a, const Department& b) {
    return a.leads > b.leads;
  });
}

/// What falls due within the window, and what should have been done before and was not.
void list_due(Status& status, int days, const catalog::Catalog& catalog) {
  const Date last{status.today.days + days};
  const auto add = [&](const std::optional<Date>& on, Due due) {
    if (!on || *on < status.today || *on > last) return;
    due.on = *on;
    status.due.push_back(std::move(due));
  };
  for (const auto& task : status.tasks) {
    const bool open = task.state != "verified" && task.state != "done" && task.state != "cancelled";
    if (open) add(task.deadline, {{}, "task", task.code, task.title, task.region, task.lead});
    add(task.next_report, {{}, "report", task.code, task.title, task.region, task.lead});
  }
  for (const auto& made : status.resolutions) {
    const bool open = made.state == "open" || made.state == "in_progress";
    if (open) {
      add(made.deadline,
          {{}, "resolution", made.code, shorten(made.content, 60), made.region, made.lead});
    }
  }
  for (const auto& meeting : status.meetings) {
    if (meeting.state != "held" || meeting.minutes_on || !meeting.held_on) continue;
    add(after_working_days(catalog, *meeting.held_on, 10),
        {{}, "minutes", meeting.code, meeting.title, meeting.region, {}});
  }
  for (const auto& made : status.escalations) {
    if (made.state != "proposed" && made.state != "raised") continue;
    add(made.deadline,
        {{}, "escalation", made.code, shorten(made.issue, 60), made.region, made.departments});
  }
  std::ranges::stable_sort(status.due, {}, &Due::on);
}

}  // namespace

Result<Status> status(registry::Registry& registry, const registry::Person& person,
                      const StatusQuery& query) {
  ZH_TRY(const Rules rules, Rules::load(registry.catalog().folder));
  Status status{.today = query.today};
  Reading reading(registry, person, query, rules, status);
  ZH_DO(reading.tasks());
  ZH_DO(reading.reports());
  ZH_DO(reading.resolutions());
  ZH_DO(reading.meetings());
  ZH_DO(reading.escalations());
  reading.judge_tasks();
  reading.keep_department();
  count_departments(status);
  list_due(status, query.due_days > 0 ? query.due_days : rules.due_window_days, registry.catalog());
  return status;
}

Result<std::size_t> propose_escalations(registry::Registry& registry,
                                        const registry::Person& person, const StatusQuery& query) {
  ZH_TRY(const Rules rules, Rules::load(registry.catalog().folder));
  ZH_TRY(const Status now, status(registry, person, query));
  std::set<std::string> known;
  for (const auto& made : now.escalations) known.insert(made.task + "|" + made.rule);
  const std::vector<std::string> columns = {"code", "region",      "task",        "issue",
                                            "rule", "departments", "proposed_on", "deadline"};
  std::vector<registry::Entry> entries;
  for (const auto& task : now.tasks) {
    if (!task.escalation || known.contains(task.code + "|" + task.escalation->rule)) continue;
    const Date answer =
        after_working_days(registry.catalog(), query.today, rules.escalation_answer_working_days);
    entries.push_back(
        {.values = {"DB-" + task.code + "-" + task.escalation->rule, task.region, task.code,
                    shorten(task.title, 200) + "：" + task.escalation->reason.zh,
                    task.escalation->rule, joined(task.lead), query.today, answer}});
  }
  if (entries.empty()) return std::size_t{0};
  ZH_TRY(const auto* of, registry.find_register("escalation"));
  const std::size_t proposed = entries.size();
  ZH_TRY(const auto answers, registry.put(person, *of, columns, std::move(entries)));
  for (const auto& answer : answers) {
    if (!answer.errors.empty()) return std::unexpected(answer.errors.front());
  }
  return proposed;
}

}  // namespace zhiheng::plan
