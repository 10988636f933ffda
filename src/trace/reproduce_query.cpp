// query/*/queries.jsonl: requests of an interoperability suite and the answers that belong to them.

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>

#include "trace/failures.h"
#include "trace/query_match.h"
#include "trace/reproduce_parts.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// The events of a suite and what is known beside them.
struct Suite {
  std::vector<Event> events;
  MasterLookup master;
  MeasurementUnits units;
};

Result<Suite> load(const fs::path& folder, const fs::path& catalog) {
  Suite suite;
  ZH_TRY(suite.units, MeasurementUnits::load(catalog));
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "dataset", error)) {
    files.push_back(entry.path());
  }
  if (error) return fail(file_unreadable, (folder / "dataset").string(), error.message());
  std::ranges::sort(files);
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  for (const fs::path& file : files) {
    ZH_TRY(const Document document, read_file(file.string(), options, [&](ReadEvent& event) {
             suite.events.push_back(std::move(event.event));
             // The suite was captured when its events happened.
             suite.events.back().record_time = suite.events.back().time;
             return true;
           }));
    for (const VocabularyList& list : document.master_data) suite.master.add(list);
  }
  return suite;
}

std::vector<Parameter> parameters_of(const json::object& row) {
  std::vector<Parameter> all;
  for (const json::value& given : row.at("params").as_array()) {
    Parameter& made = all.emplace_back();
    made.name = given.as_array().at(0).as_string();
    for (const json::value& value : given.as_array().at(1).as_array()) {
      made.values.emplace_back(value.as_string());
    }
  }
  return all;
}

/// What identifies an event of the suite in an answer: its type, time and what it is about.
std::string mark(const Event& event) {
  const auto time = instant(event.time);
  std::string made = event.type + " " + (time ? to_text(*time) : event.time);
  std::vector<std::string> about = event.epcs.value_or(std::vector<std::string>{});
  for (const Extension& extension : event.extensions) {
    if (extension.space.empty() && extension.name == "epcClass") about.push_back(extension.text);
  }
  std::ranges::sort(about);
  for (const std::string& one : about) made += " " + one;
  return made + " " + event.parent + " " + event.biz_step;
}

std::string mark(const json::object& expected) {
  Event event;
  const auto text = [&](std::string_view key) {
    const json::value* value = expected.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  };
  event.type = text("type");
  event.time = text("eventTime");
  event.parent = text("parentID");
  event.biz_step = text("bizStep");
  event.epcs.emplace();
  for (const std::string_view list : {"epcList", "childEPCs"}) {
    const json::value* epcs = expected.if_contains(list);
    if (epcs == nullptr || !epcs->is_array()) continue;
    for (const json::value& epc : epcs->get_array()) event.epcs->emplace_back(epc.as_string());
  }
  if (const std::string of = text("epcClass"); !of.empty()) event.epcs->push_back(of);
  return mark(event);
}

std::string exception_of(const Error& error) {
  return error.failure == &query_too_large ? "QueryTooLargeException" : "QueryParameterException";
}

std::string joined(std::vector<std::string> marks) {
  std::ranges::sort(marks);
  std::string all;
  for (const std::string& one : marks) all += one + "\n";
  return all;
}

/// Answers as one text: the marks of events or the names of vocabulary elements, or an exception.
std::string ask_events(const Suite& suite, std::span<const Parameter> parameters) {
  const auto query =
      parse_event_query(parameters, {.units = &suite.units, .whole_quantities = true});
  if (!query) return exception_of(query.error());
  std::vector<std::string> found;
  for (const Event& event : suite.events) {
    if (matches(*query, event, {&suite.units, &suite.master})) found.push_back(mark(event));
  }
  if (query->max_count && static_cast<std::int64_t>(found.size()) > *query->max_count) {
    return "QueryTooLargeException";
  }
  return joined(std::move(found));
}

std::string ask_master_data(const Suite& suite, std::span<const Parameter> parameters) {
  const auto query = parse_master_data_query(parameters);
  if (!query) return exception_of(query.error());
  const auto lists = answer_master_data(*query, suite.master);
  if (!lists) return exception_of(lists.error());
  std::vector<std::string> found;
  for (const VocabularyList& list : *lists) {
    for (const VocabularyElement& element : list.elements) found.push_back(element.id);
  }
  return joined(std::move(found));
}

std::string expected_of(const json::object& expected) {
  const std::string kind(expected.at("kind").as_string());
  if (kind != "QueryResults") return kind;
  std::vector<std::string> marks;
  if (const json::value* ids = expected.if_contains("ids")) {
    for (const json::value& id : ids->as_array()) marks.emplace_back(id.as_string());
  } else if (const json::value* events = expected.if_contains("event_list")) {
    for (const json::value& event : events->as_array()) marks.push_back(mark(event.as_object()));
  }
  return joined(std::move(marks));
}

/// Of the suite's rows those that are asked once and answered; what they need of a server that is
/// made to fail, or of a caller without rights, is not in the data.
bool is_asked(const json::object& row) {
  if (row.at("operation").as_string() != "Poll" || row.at("expected").as_array().empty()) {
    return false;
  }
  const auto& kind = row.at("expected").as_array().front().as_object().at("kind").as_string();
  return kind != "QueryTooComplexException" && kind != "SecurityException" &&
         kind != "ImplementationException" && kind != "NoSuchNameException";
}

/// @param left  receives the rows that are not asked here
Result<Comparison> run(const fs::path& folder, const fs::path& catalog, Comparison& left) {
  Comparison line{.area = "query", .subject = folder.filename().string() + ": answers"};
  ZH_TRY(const Suite suite, load(folder, catalog));
  ZH_TRY(const auto rows, lines_of(folder / "queries.jsonl"));
  for (const std::string& text : rows) {
    boost::system::error_code error;
    const json::value row = json::parse(text, error);
    if (error || !row.is_object()) {
      return fail(expectations_malformed, (folder / "queries.jsonl").string(), text.substr(0, 60));
    }
    try {
      const json::object& asked = row.get_object();
      if (!is_asked(asked)) {
        compare(left, false,
                std::string(asked.at("id").as_string()) + ": " +
                    std::string(asked.at("operation").as_string()));
        continue;
      }
      const auto parameters = parameters_of(asked);
      const bool events = asked.at("query").as_string() == "SimpleEventQuery";
      const std::string found =
          events ? ask_events(suite, parameters) : ask_master_data(suite, parameters);
      const std::string wanted = expected_of(asked.at("expected").as_array().front().as_object());
      compare(line, found == wanted,
              std::string(asked.at("id").as_string()) + ": " +
                  std::to_string(std::ranges::count(found, '\n')) + " found, " +
                  std::to_string(std::ranges::count(wanted, '\n')) + " expected");
    } catch (const std::exception& wrong) {
      return fail(expectations_malformed, (folder / "queries.jsonl").string(), wrong.what());
    }
  }
  return line;
}

}  // namespace

Result<Comparisons> reproduce_query(const fs::path& folder, const fs::path& catalog) {
  Comparisons lines;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "query", error)) {
    if (!fs::exists(entry.path() / "queries.jsonl", error)) continue;
    const std::string name = entry.path().filename().string();
    Comparison left{.area = "query",
                    .subject = name + ": subscriptions and states of a server, not asked",
                    .informational = true};
    ZH_TRY(Comparison line, run(entry.path(), catalog, left));
    lines.push_back(std::move(line));
    if (left.compared > 0) lines.push_back(std::move(left));
  }
  return lines;
}

}  // namespace zhiheng::trace
