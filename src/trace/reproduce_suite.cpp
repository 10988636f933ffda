#include "trace/reproduce_suite.h"

#include <algorithm>
#include <boost/json.hpp>

#include "trace/failures.h"
#include "trace/reproduce_parts.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {

namespace fs = std::filesystem;
namespace json = boost::json;

Result<Suite> load_suite(const fs::path& folder, const fs::path& catalog) {
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

std::string mark(const Event& event) {
  const auto time = instant(event.time);
  std::string made = event.type + " " + (time ? to_text(*time) : event.time);
  std::vector<std::string> about = event.epcs.value_or(std::vector<std::string>{});
  for (const Extension& extension : event.extensions) {  // of a QuantityEvent
    const bool own = extension.space.empty();
    if (own && (extension.name == "epcClass" || extension.name == "quantity")) {
      about.push_back(extension.text);
    }
  }
  std::ranges::sort(about);
  for (const std::string& one : about) made += " " + one;
  for (const std::string& one : {event.parent, event.biz_step, event.action, event.disposition}) {
    made += " " + one;
  }
  for (const auto* place : {&event.read_point, &event.biz_location}) {
    made += " " + (*place ? (*place)->id : std::string());
  }
  return made;
}

namespace {

std::string expected_mark(const json::object& expected) {
  Event event;
  const auto text = [&](std::string_view key) {
    const json::value* value = expected.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
  };
  event.type = text("type");
  event.time = text("eventTime");
  event.parent = text("parentID");
  event.biz_step = text("bizStep");
  event.action = text("action");
  event.disposition = text("disposition");
  if (const std::string id = text("readPoint"); !id.empty()) event.read_point = Place{.id = id};
  if (const std::string id = text("bizLocation"); !id.empty()) event.biz_location = Place{.id = id};
  event.epcs.emplace();
  for (const std::string_view list : {"epcList", "childEPCs"}) {
    const json::value* epcs = expected.if_contains(list);
    if (epcs == nullptr || !epcs->is_array()) continue;
    for (const json::value& epc : epcs->get_array()) event.epcs->emplace_back(epc.as_string());
  }
  for (const std::string_view of : {"epcClass", "quantity"}) {
    if (const std::string one = text(of); !one.empty()) event.epcs->push_back(one);
  }
  return mark(event);
}

}  // namespace

std::string mark_lines(std::vector<std::string> marks) {
  std::ranges::sort(marks);
  std::string all;
  for (const std::string& one : marks) all += one + "\n";
  return all;
}

std::string expected_of(const json::object& expected) {
  const std::string kind(expected.at("kind").as_string());
  if (kind != "QueryResults") return kind;
  std::vector<std::string> marks;
  if (const json::value* ids = expected.if_contains("ids")) {
    for (const json::value& id : ids->as_array()) marks.emplace_back(id.as_string());
  } else if (const json::value* events = expected.if_contains("event_list")) {
    for (const json::value& event : events->as_array())
      marks.push_back(expected_mark(event.as_object()));
  }
  return mark_lines(std::move(marks));
}

}  // namespace zhiheng::trace
