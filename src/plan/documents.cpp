#include "plan/documents.h"

#include <algorithm>

#include "plan/failures.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

PlanDocument document_of(const Rows& rows, const registry::Record& record) {
  PlanDocument made;
  made.id = record.id;
  made.state = record.state;
  made.code = rows.text(record, "code");
  made.region = rows.text(record, "region");
  made.level = rows.text(record, "level");
  made.title = rows.text(record, "title");
  made.number = rows.text(record, "number");
  made.issuer = rows.text(record, "issuer");
  made.upper = rows.text(record, "upper");
  made.year = static_cast<int>(rows.whole(record, "year").value_or(0));
  made.issued_on = rows.date(record, "issued_on");
  made.items = rows.whole(record, "items").value_or(0);
  made.targets = rows.whole(record, "targets").value_or(0);
  made.defects = rows.whole(record, "defects").value_or(0);
  made.bytes = rows.whole(record, "bytes").value_or(0);
  return made;
}

Result<std::vector<PlanDocument>> read_documents(registry::Registry& registry,
                                                 const registry::Person& person,
                                                 const std::string& filter) {
  ZH_TRY(const Rows rows, Rows::read(registry, person, "plan_document", filter, {"code"}));
  std::vector<PlanDocument> found;
  for (const auto& record : rows.records()) found.push_back(document_of(rows, record));
  return found;
}

}  // namespace

Result<std::vector<PlanDocument>> documents(registry::Registry& registry,
                                            const registry::Person& person,
                                            const std::string& region) {
  return read_documents(registry, person, region.empty() ? "" : "region under " + literal(region));
}

Result<PlanDocument> document(registry::Registry& registry, const registry::Person& person,
                              const std::string& code) {
  ZH_TRY(auto found, read_documents(registry, person, equals("code", code)));
  if (found.empty()) return fail(document_unknown, "plan", code);
  return std::move(found.front());
}

Result<Plan> text_of(registry::Registry& registry, const registry::Person& person,
                     const Lexicon& lexicon, const std::string& code) {
  ZH_TRY(const Rows rows, Rows::read(registry, person, "plan_text", equals("document", code), {}));
  if (rows.records().empty()) return fail(document_unknown, "plan", code);
  return parse(rows.text(rows.records().front(), "text"), lexicon);
}

std::vector<CalendarEntry> calendar(const Status& status, Date from, Date to) {
  std::vector<CalendarEntry> entries;
  const auto add = [&](const std::optional<Date>& on, Due due, const std::string& light) {
    if (!on || *on < from || *on > to) return;
    due.on = *on;
    entries.push_back({std::move(due), light});
  };
  for (const auto& task : status.tasks) {
    add(task.deadline, {{}, "task", task.code, task.title, task.region, task.lead},
        task.light.light);
    for (const auto& [period, due] : task.report_days) {
      const bool sent =
          std::ranges::find(task.reports, period, &Report::period) != task.reports.end();
      const bool late = std::ranges::find(task.missing, period) != task.missing.end();
      add(due, {{}, "report", task.code, period + " " + task.title, task.region, task.lead},
          sent   ? "done"
          : late ? "overdue"
                 : "on_track");
    }
  }
  for (const auto& made : status.resolutions) {
    add(made.deadline, {{}, "resolution", made.code, made.content, made.region, made.lead},
        made.light.light);
  }
  for (const auto& meeting : status.meetings) {
    add(meeting.held_on, {{}, "meeting", meeting.code, meeting.title, meeting.region, {}},
        meeting.state);
    add(meeting.minutes_on, {{}, "minutes", meeting.code, meeting.title, meeting.region, {}},
        meeting.state);
  }
  std::ranges::stable_sort(entries, {}, [](const CalendarEntry& entry) { return entry.due.on; });
  return entries;
}

}  // namespace zhiheng::plan
