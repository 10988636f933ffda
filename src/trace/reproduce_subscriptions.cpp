// query/*/queries.jsonl: subscriptions of an interoperability suite. Who sends them, when and how
// stands in the requests beside the rows.

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "trace/failures.h"
#include "trace/live_failures.h"
#include "trace/reproduce_parts.h"
#include "trace/reproduce_suite.h"
#include "trace/subscription.h"
#include "trace/xml_tree.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string text_of(const json::object& row, std::string_view key) {
  const json::value* value = row.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

constexpr std::size_t most_of_a_scenario = 100;

/// A store that is gone with the scenario.
class Desk {
 public:
  static Result<std::unique_ptr<Desk>> open() {
    std::string folder = (fs::temp_directory_path() / "zhiheng-subscriptions-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return fail(file_unreadable, folder);
    auto made = std::unique_ptr<Desk>(new Desk(folder));
    ZH_TRY(made->store_, store::open({.folder = folder, .database = {}}));
    made->kept_ = std::make_unique<Subscriptions>(*made->store_, most_of_a_scenario);
    return made;
  }
  ~Desk() {
    kept_.reset();
    store_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  Subscriptions& kept() { return *kept_; }

 private:
  explicit Desk(std::string folder) : folder_(std::move(folder)) {}

  std::string folder_;
  std::shared_ptr<store::Store> store_;
  std::unique_ptr<Subscriptions> kept_;
};

std::string subscription_exception(const Error& error) {
  const std::pair<const Failure*, const char*> names[] = {
      {&destination_wrong, "InvalidURIException"},
      {&schedule_wrong, "SubscriptionControlsException"},
      {&subscription_wrong, "SubscriptionControlsException"},
      {&subscription_twice, "DuplicateSubscriptionException"},
      {&subscription_unknown, "NoSuchSubscriptionException"}};
  const auto* found =
      std::ranges::find(names, error.failure, &std::pair<const Failure*, const char*>::first);
  return found == std::end(names) ? std::string(error.failure->id) : found->second;
}

/// The request of a row: the only file of requests/ with its name and step.
Result<std::string> request_of(const fs::path& suite, const json::object& row) {
  const std::string name = "-" + text_of(row, "id") + "-Request";
  const std::string step = name + "-" + text_of(row, "step") + "-";
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(suite / "requests", error)) {
    const std::string file = entry.path().filename().string();
    if (file.find(step) == std::string::npos && file.find(name + ".") == std::string::npos)
      continue;
    std::ifstream in(entry.path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  return fail(file_unreadable, (suite / "requests").string(), step);
}

/// The text of the first element with this name anywhere.
std::string find_text(const XmlNode& node, std::string_view name) {
  if (node.name == name) return std::string(node.text);
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    if (std::string found = find_text(*child, name); !found.empty()) return found;
  }
  return {};
}

const XmlNode* find_node(const XmlNode& node, std::string_view name) {
  if (node.name == name) return &node;
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    if (const XmlNode* found = find_node(*child, name)) return found;
  }
  return nullptr;
}

/// As edition 2.0 has it; schedules of the suite are meant in universal time.
std::string body_of(const XmlNode& request, const std::string& dest) {
  json::object body{{"dest", dest}, {"timeZone", "UTC"}};
  if (const XmlNode* schedule = find_node(request, "schedule")) {
    json::object fields;
    for (const XmlNode* field = schedule->first; field != nullptr; field = field->next) {
      fields[std::string(field->name)] = std::string(field->text);
    }
    body["schedule"] = std::move(fields);
  }
  for (const char* name : {"initialRecordTime", "reportIfEmpty"}) {
    if (const std::string text = find_text(request, name); !text.empty()) body[name] = text;
  }
  return json::serialize(body);
}

/// What a subscription comes to: its result, and the first report.
std::vector<std::string> subscribe(const Suite& suite, const json::object& row,
                                   const XmlNode& request, Subscriptions& kept) {
  const auto asked = parse_subscription(body_of(request, text_of(row, "dest")));
  if (!asked) return {subscription_exception(asked.error())};
  auto query =
      parse_event_query(parameters_of(row), {.units = &suite.units, .whole_quantities = true});
  if (!query) return {"QueryParameterException"};
  const auto added = kept.add({.id = find_text(request, "subscriptionID"),
                               .query = json::serialize(row.at("params")),
                               .name = text_of(row, "query"),
                               .user = "suite",
                               .dest = asked->dest,
                               .target = {},
                               .controls = asked->controls});
  if (!added) return {subscription_exception(added.error())};
  const auto first = asked->controls.initial_record_time;
  if (first) query->conditions.push_back(recorded_since(*first));
  std::vector<std::string> marks;
  for (const Event& event : suite.events) {
    if (matches(*query, event, {&suite.units, &suite.master})) marks.push_back(mark(event));
  }
  std::vector<std::string> answers{"SubscribeResult"};
  if (!marks.empty() || asked->controls.report_if_empty) {
    answers.push_back("events\n" + mark_lines(std::move(marks)));
  }
  return answers;
}

std::string ids_of(Subscriptions& kept) {
  std::string ids;
  const auto all = kept.all();
  if (!all) return std::string(all.error().failure->id);
  std::vector<std::string> names;
  for (const Subscription& one : *all) names.push_back(one.id);
  std::ranges::sort(names);
  for (const std::string& name : names) ids += (ids.empty() ? "" : " ") + name;
  return ids;
}

std::vector<std::string> unsubscribe(const XmlNode& request, Subscriptions& kept) {
  const std::string id = find_text(request, "subscriptionID");
  if (const auto found = kept.find(id); !found) return {subscription_exception(found.error())};
  const auto removed = kept.remove(id);
  return {removed && *removed ? "UnsubscribeResult" : "NoSuchSubscriptionException"};
}

/// What the suite expects of a row. Some of its rows were written for a poll and leave out that a
/// subscription is answered first.
std::vector<std::string> expected_answers(const json::object& row) {
  std::vector<std::string> answers;
  for (const json::value& value : row.at("expected").as_array()) {
    const json::object& one = value.as_object();
    const std::string kind = text_of(one, "kind");
    if (kind == "GetSubscriptionIDsResult") {
      answers.push_back(text_of(one, "text"));
    } else if (kind == "QueryResults") {
      if (answers.empty()) answers.emplace_back("SubscribeResult");
      answers.push_back("events\n" + expected_of(one));
    } else {
      answers.push_back(kind);
    }
  }
  return answers;
}

/// A suite may say of a report that it "can be any" of several events: then it shall be among ours.
bool can_be_any(const fs::path& suite, const json::object& row) {
  const std::string name = "-" + text_of(row, "id") + "-Response-" + text_of(row, "step") + "-";
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(suite / "responses", error)) {
    if (entry.path().filename().string().find(name) == std::string::npos) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.find("can be any") != std::string::npos) return true;
  }
  return false;
}

bool agree(const std::vector<std::string>& found, const std::vector<std::string>& wanted,
           bool any) {
  if (found == wanted || !any) return found == wanted;
  if (found.size() != wanted.size()) return false;
  std::istringstream lines(wanted.back());
  for (std::string line; std::getline(lines, line);) {
    if (found.back().find(line + "\n") == std::string::npos) return false;
  }
  return true;
}

std::string in_words(const std::vector<std::string>& answers) {
  std::string text;
  for (const std::string& one : answers) {
    const auto events = std::ranges::count(one, '\n') - 1;
    text += (text.empty() ? "" : ", ") +
            (one.starts_with("events\n") ? std::to_string(events) + " events" : one);
  }
  return text.empty() ? "nothing" : text;
}

Result<void> compare_row(const fs::path& suite_folder, const Suite& suite, const json::object& row,
                         Desk& desk, Comparison& line) {
  ZH_TRY(const std::string text, request_of(suite_folder, row));
  XmlReader reader([](const XmlNode&) { return true; }, {});
  ZH_DO(reader.feed(text));
  ZH_DO(reader.finish());
  const std::string operation = text_of(row, "operation");
  const XmlNode& request = *reader.envelope();
  const std::vector<std::string> found =
      operation == "Subscribe"     ? subscribe(suite, row, request, desk.kept())
      : operation == "Unsubscribe" ? unsubscribe(request, desk.kept())
                                   : std::vector{ids_of(desk.kept())};
  const auto wanted = expected_answers(row);
  compare(line, agree(found, wanted, can_be_any(suite_folder, row)),
          text_of(row, "id") + " step " + text_of(row, "step") + ": " + in_words(found) +
              " found, " + in_words(wanted) + " expected");
  return {};
}

}  // namespace

bool is_of_subscriptions(const json::object& row) {
  const std::string operation = text_of(row, "operation");
  if (operation == "Unsubscribe" || operation == "GetSubscriptionIDs") return true;
  const json::value* expected = row.if_contains("expected");
  return operation == "Subscribe" && text_of(row, "query") == "SimpleEventQuery" &&
         expected != nullptr && expected->is_array() && !expected->get_array().empty();
}

Result<Comparison> reproduce_subscriptions(const fs::path& suite_folder, const fs::path& catalog) {
  Comparison line{.area = "query", .subject = suite_folder.filename().string() + ": subscriptions"};
  ZH_TRY(const auto rows, lines_of(suite_folder / "queries.jsonl"));
  ZH_TRY(const Suite suite, load_suite(suite_folder, catalog));
  std::string scenario;
  std::unique_ptr<Desk> desk;
  for (const std::string& text : rows) {
    boost::system::error_code error;
    const json::value row = json::parse(text, error);
    if (error || !row.is_object()) {
      return fail(expectations_malformed, (suite_folder / "queries.jsonl").string(),
                  text.substr(0, 60));
    }
    if (!is_of_subscriptions(row.get_object())) continue;
    if (const std::string id = text_of(row.get_object(), "id"); desk == nullptr || id != scenario) {
      scenario = id;
      ZH_TRY(desk, Desk::open());
    }
    try {
      ZH_DO(compare_row(suite_folder, suite, row.get_object(), *desk, line));
    } catch (const std::exception& wrong) {
      return fail(expectations_malformed, (suite_folder / "queries.jsonl").string(), wrong.what());
    }
  }
  return line;
}

}  // namespace zhiheng::trace
