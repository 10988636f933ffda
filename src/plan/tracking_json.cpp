// Plans, matrices, tasks and targets as JSON.

#include <boost/json.hpp>
#include <cmath>

#include "plan/answers.h"
#include "plan/documents.h"

namespace zhiheng::plan {
namespace {

namespace json = boost::json;

json::object words(const Words& both) { return {{"zh", both.zh}, {"en", both.en}}; }

json::value day(const std::optional<Date>& date) {
  return date ? json::value(zhiheng::to_text(*date)) : json::value(nullptr);
}

/// Reals to twelve digits: the same from every engine.
json::value real(const std::optional<double>& number) {
  if (!number || !std::isfinite(*number)) return nullptr;
  if (*number == 0) return 0.0;
  const double size = std::pow(10.0, 11 - std::floor(std::log10(std::abs(*number))));
  return std::round(*number * size) / size;
}

template <class Number>
json::value whole(const std::optional<Number>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& list) {
  json::array made;
  for (const auto& text : list) made.emplace_back(text);
  return made;
}

json::object counts(const std::map<std::string, int>& by_name) {
  json::object made;
  for (const auto& [name, count] : by_name) made[name] = count;
  return made;
}

json::object light(const Light& said) {
  return {{"light", said.light}, {"rule", said.rule}, {"reason", words(said.reason)}};
}

json::object document_json(const PlanDocument& made) {
  return {{"id", made.id},           {"code", made.code},       {"region", made.region},
          {"year", made.year},       {"level", made.level},     {"title", made.title},
          {"number", made.number},   {"issuer", made.issuer},   {"issued_on", day(made.issued_on)},
          {"upper", made.upper},     {"state", made.state},     {"items", made.items},
          {"targets", made.targets}, {"defects", made.defects}, {"bytes", made.bytes}};
}

json::object task_json(const Task& task) {
  json::array evidence;
  for (const auto& one : task.evidence) {
    evidence.push_back(json::object{
        {"text", one.text}, {"register", one.of}, {"key", one.key}, {"found", whole(one.found)}});
  }
  json::array reports;
  for (const auto& report : task.reports) {
    reports.push_back(json::object{{"period", report.period},
                                   {"reporter", report.reporter},
                                   {"reported_on", day(report.on)},
                                   {"progress", whole(report.progress)},
                                   {"state", report.state}});
  }
  json::object made{{"id", task.id},
                    {"version", task.version},
                    {"code", task.code},
                    {"document", task.document},
                    {"item", task.item},
                    {"parent", task.parent},
                    {"parts", texts(task.parts)},
                    {"region", task.region},
                    {"year", task.year},
                    {"origin", task.origin},
                    {"title", task.title},
                    {"state", task.state},
                    {"lead", texts(task.lead)},
                    {"participating", texts(task.participating)},
                    {"joint", task.joint},
                    {"deadline", day(task.deadline)},
                    {"deadline_basis", task.deadline_basis},
                    {"started_on", day(task.started_on)},
                    {"done_on", day(task.done_on)},
                    {"progress", task.progress},
                    {"report_cycle", task.cycle},
                    {"reports", std::move(reports)},
                    {"missing_reports", texts(task.missing)},
                    {"next_report", day(task.next_report)},
                    {"evidence", std::move(evidence)},
                    {"place", json::object{{"document", task.document},
                                           {"item", task.item},
                                           {"offset", whole(task.offset)},
                                           {"length", whole(task.length)}}}};
  for (auto& [key, value] : light(task.light)) made[key] = value;
  made["escalation"] = task.escalation ? json::value(light(*task.escalation)) : nullptr;
  return made;
}

json::object due_json(const Due& due) {
  return {{"on", zhiheng::to_text(due.on)},
          {"what", due.what},
          {"code", due.code},
          {"title", due.title},
          {"region", due.region},
          {"who", texts(due.who)}};
}

json::object resolution_json(const Resolution& made) {
  json::object object{{"id", made.id},
                      {"code", made.code},
                      {"meeting", made.meeting},
                      {"region", made.region},
                      {"content", made.content},
                      {"state", made.state},
                      {"task", made.task},
                      {"lead", texts(made.lead)},
                      {"participating", texts(made.participating)},
                      {"deadline", day(made.deadline)},
                      {"done_on", day(made.done_on)}};
  for (auto& [key, value] : light(made.light)) object[key] = value;
  return object;
}

json::object meeting_json(const Meeting& meeting) {
  json::array findings;
  for (const auto& finding : meeting.findings) {
    findings.push_back(json::object{{"rule", finding.rule},
                                    {"verdict", finding.verdict},
                                    {"reason", words(finding.reason)},
                                    {"verified", finding.verified}});
  }
  return {{"id", meeting.id},
          {"code", meeting.code},
          {"title", meeting.title},
          {"body", meeting.body},
          {"region", meeting.region},
          {"state", meeting.state},
          {"notice_on", day(meeting.notice_on)},
          {"held_on", day(meeting.held_on)},
          {"minutes_on", day(meeting.minutes_on)},
          {"members", whole(meeting.members)},
          {"attended", whole(meeting.attended)},
          {"agenda", texts(meeting.agenda)},
          {"resolutions", texts(meeting.resolutions)},
          {"verdict", meeting.verdict},
          {"findings", std::move(findings)}};
}

json::object item_json(const MatrixItem& item) {
  return {{"code", item.code},       {"number", item.number}, {"title", item.title},
          {"section", item.section}, {"offset", item.offset}, {"length", item.length}};
}

json::object point_json(const indicator::Point& point) {
  return {{"period", point.period}, {"records", point.records}, {"value", real(point.value)},
          {"low", real(point.low)}, {"high", real(point.high)}, {"note", point.note}};
}

/// The records behind what was judged, as an address of the interface.
std::string records_link(const TargetProgress& target) {
  if (target.indicator.empty() || !target.point) return {};
  std::string link = "/api/indicators/" + target.indicator +
                     "/records?grain=year&period=" + target.point->period +
                     "&region=" + target.region;
  if (target.filter.empty()) return link;
  link += "&filter=";
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char sign : target.filter) {
    const auto byte = static_cast<unsigned char>(sign);
    const bool plain = (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '_';
    if (plain) {
      link += sign;
    } else {
      link += {'%', digits[byte / 16], digits[byte % 16]};
    }
  }
  return link;
}

json::value outlook_json(const TargetProgress& target) {
  if (!target.outlook) return nullptr;
  const Outlook& said = *target.outlook;
  return json::object{{"year", said.year},
                      {"value", real(said.value)},
                      {"low", real(said.interval.low)},
                      {"high", real(said.interval.high)},
                      {"confidence", 0.8},
                      {"chance", real(said.chance)},
                      {"periods", said.periods},
                      {"model", words(said.model)}};
}

json::object target_json(const TargetProgress& target) {
  json::array series;
  for (const auto& point : target.series) series.push_back(point_json(point));
  return {{"id", target.id},
          {"code", target.code},
          {"region", target.region},
          {"subject", target.subject},
          {"comparator", target.comparator},
          {"value", real(target.value)},
          {"unit", target.unit},
          {"deadline", day(target.deadline)},
          {"force", target.force},
          {"wanted", real(target.wanted)},
          {"verdict", target.verdict},
          {"reason", words(target.reason)},
          {"indicator", target.indicator},
          {"indicator_title", words(target.indicator_title)},
          {"indicator_unit", words(target.indicator_unit)},
          {"scale", target.scale},
          {"filter", target.filter},
          {"point", target.point ? json::value(point_json(*target.point)) : nullptr},
          {"series", std::move(series)},
          {"outlook", outlook_json(target)},
          {"no_outlook", words(target.no_outlook)},
          {"records", records_link(target)},
          {"place", json::object{{"document", target.document},
                                 {"item", target.item},
                                 {"offset", target.offset},
                                 {"length", target.length},
                                 {"text", target.quote}}}};
}

template <class Things, class Make>
json::array array_of(const Things& things, Make make) {
  json::array made;
  for (const auto& thing : things) made.push_back(make(thing));
  return made;
}

}  // namespace

std::string to_json(const std::vector<PlanDocument>& plans) {
  return json::serialize(json::object{{"plans", array_of(plans, document_json)}});
}

std::string to_json(const PlanDocument& document, const Plan& plan, const Lexicon& lexicon) {
  return json::serialize(json::object{{"document", document_json(document)},
                                      {"text", plan.text.source()},
                                      {"parse", json::parse(to_json(plan, lexicon))}});
}

std::string to_json(const Status& status) {
  const auto department = [](const Department& made) {
    return json::object{{"name", made.name},
                        {"leads", made.leads},
                        {"participates", made.participates},
                        {"reports_missing", made.reports_missing},
                        {"lights", counts(made.lights)}};
  };
  const auto escalation = [](const Escalation& made) {
    return json::object{{"id", made.id},
                        {"code", made.code},
                        {"region", made.region},
                        {"task", made.task},
                        {"issue", made.issue},
                        {"rule", made.rule},
                        {"state", made.state},
                        {"departments", texts(made.departments)},
                        {"proposed_on", day(made.proposed_on)},
                        {"deadline", day(made.deadline)}};
  };
  return json::serialize(
      json::object{{"today", zhiheng::to_text(status.today)},
                   {"lights", counts(status.lights)},
                   {"tasks", array_of(status.tasks, task_json)},
                   {"departments", array_of(status.departments, department)},
                   {"resolutions", array_of(status.resolutions, resolution_json)},
                   {"meetings", array_of(status.meetings, meeting_json)},
                   {"escalations", array_of(status.escalations, escalation)},
                   {"due", array_of(status.due, due_json)}});
}

std::string to_json(const std::vector<CalendarEntry>& entries) {
  const auto entry = [](const CalendarEntry& made) {
    json::object object = due_json(made.due);
    object["light"] = made.light;
    return object;
  };
  return json::serialize(json::object{{"entries", array_of(entries, entry)}});
}

std::string to_json(const AuthorityMatrix& matrix) {
  const auto column = [](const AuthorityMatrix::Column& made) {
    return json::object{{"name", made.name},
                        {"leads", made.leads},
                        {"responsible", made.responsible},
                        {"participates", made.participates}};
  };
  const auto row = [](const AuthorityMatrix::Row& made) {
    json::object roles;
    for (const auto& [name, role] : made.roles) roles[name] = role;
    return json::object{
        {"item", item_json(made.item)}, {"roles", std::move(roles)}, {"open", made.open}};
  };
  return json::serialize(json::object{{"by", "authority"},
                                      {"document", matrix.document},
                                      {"columns", array_of(matrix.columns, column)},
                                      {"rows", array_of(matrix.rows, row)},
                                      {"unassigned", texts(matrix.unassigned)}});
}

std::string to_json(const RegionMatrix& matrix) {
  const auto column = [](const RegionMatrix::Column& made) {
    return json::object{{"document", made.document},
                        {"region", made.region},
                        {"title", made.title},
                        {"issued_on", day(made.issued_on)},
                        {"taken", made.taken}};
  };
  const auto adoption = [](const Adoption& made) {
    return json::object{{"item", made.item},
                        {"title", made.title},
                        {"relation", made.relation},
                        {"basis", made.basis},
                        {"similarity", real(made.similarity)},
                        {"since", day(made.since)}};
  };
  const auto row = [&](const RegionMatrix::Row& made) {
    json::object adoptions;
    for (const auto& [document, list] : made.adoptions) {
      adoptions[document] = array_of(list, adoption);
    }
    return json::object{
        {"item", item_json(made.item)}, {"taken", made.taken}, {"adoptions", std::move(adoptions)}};
  };
  return json::serialize(json::object{{"by", "region"},
                                      {"document", matrix.document},
                                      {"columns", array_of(matrix.columns, column)},
                                      {"rows", array_of(matrix.rows, row)}});
}

std::string to_json(const std::vector<TargetProgress>& targets) {
  std::map<std::string, int> verdicts;
  for (const auto& target : targets) ++verdicts[target.verdict];
  return json::serialize(
      json::object{{"verdicts", counts(verdicts)}, {"targets", array_of(targets, target_json)}});
}

std::string to_json(const LoadReport& report) {
  const auto change = [](const Change& made) {
    return json::object{{"register", made.of},
                        {"key", made.key},
                        {"what", made.what},
                        {"title", made.title},
                        {"fields", texts(made.fields)}};
  };
  return json::serialize(json::object{{"code", report.code},
                                      {"title", report.title},
                                      {"replaces", report.digest},
                                      {"items", report.items},
                                      {"targets", report.targets},
                                      {"tasks", report.tasks},
                                      {"defects", report.defects},
                                      {"added", report.added},
                                      {"changed", report.changed},
                                      {"unchanged", report.unchanged},
                                      {"removed", report.removed},
                                      {"cancelled", report.cancelled},
                                      {"changes", array_of(report.changes, change)}});
}

}  // namespace zhiheng::plan
