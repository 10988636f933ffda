#include <algorithm>
#include <boost/json.hpp>

#include "trace/failures.h"
#include "trace/json_schema.h"
#include "trace/redaction.h"
#include "trace/reproduce_parts.h"
#include "trace/vocabulary.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// One of these files was printed by Python, with other quotes.
std::string in_json(std::string text) {
  if (text.find('"') == std::string::npos) std::ranges::replace(text, '\'', '"');
  return text;
}

Result<std::vector<json::object>> read_expected(const fs::path& file) {
  ZH_TRY(const std::string text, read_text_file(file));
  boost::system::error_code wrong;
  const json::value value = json::parse(in_json(text), wrong);
  if (wrong) return fail(expectations_malformed, file.string(), wrong.message(), "{…}, […]");
  std::vector<json::object> events;
  if (value.is_object()) events.push_back(value.get_object());
  if (value.is_array()) {
    for (const json::value& each : value.get_array()) {
      if (each.is_object()) events.push_back(each.get_object());
    }
  }
  return events;
}

/// Words of the vocabulary in one spelling.
std::string normal(std::string text) {
  replace_urns(text);
  return text;
}

/// The order of a list has no meaning.
std::vector<std::string> texts(const json::value& value) {
  std::vector<std::string> made;
  if (value.is_string()) made.push_back(normal(std::string(value.get_string())));
  if (value.is_array()) {
    for (const json::value& each : value.get_array()) {
      if (each.is_string()) made.push_back(normal(std::string(each.get_string())));
    }
  }
  std::ranges::sort(made);
  return made;
}

/// Fields that are not compared: where to ask is for the publisher to say, and the event's hash
/// is that of an older edition of the algorithm. An event without `type` has none to tell.
bool is_compared(std::string_view name, const Event& event) {
  if (name == "request_event_data_at" || name == "eventId") return false;
  return name != "eventType" || !event.type.empty();
}

/// The first field that differs; "" for none.
std::string difference(const json::object& wanted, const RedactedEvent& found, const Event& event) {
  for (const RedactedField& field : found) {
    if (is_compared(field.name, event) && !wanted.contains(field.name))
      return field.name + " leaks";
  }
  for (const auto& [name, value] : wanted) {
    if (!is_compared(name, event)) continue;
    const auto at = std::ranges::find(found, std::string(name), &RedactedField::name);
    if (at == found.end()) return std::string(name) + " is missing";
    std::vector<std::string> values;
    for (const std::string& each : at->values) values.push_back(normal(each));
    std::ranges::sort(values);
    if (values != texts(value)) {
      return std::string(name) + ": wanted " + json::serialize(value) + ", found " + values.front();
    }
  }
  return {};
}

/// The prototype takes the first transaction of its documents for the secret that both sides have.
std::string shared_secret(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (!event.transactions.empty()) return event.transactions.front().id;
  }
  return {};
}

Result<std::vector<Event>> events_of(const fs::path& file) {
  std::vector<Event> events;
  ReadOptions options;
  options.lenient = true;
  ZH_TRY(const Document document, read_file(file.string(), options, [&](ReadEvent& event) {
           events.push_back(std::move(event.event));
           return true;
         }));
  return events;
}

/// The document that an expectation was made from.
std::optional<fs::path> source_of(const fs::path& expected) {
  const fs::path stem = expected.parent_path() / expected.stem().stem();
  std::error_code ignored;
  for (const char* ending : {".xml", ".jsonld", ".json"}) {
    fs::path file = stem;
    file += ending;
    if (fs::exists(file, ignored)) return file;
  }
  return std::nullopt;
}

}  // namespace

Result<Comparisons> reproduce_redaction(const fs::path& folder, const fs::path& catalog) {
  Comparison line{.area = "redaction", .subject = "redacted events"};
  ZH_TRY(RedactionPolicy policy, load_policy(catalog, "eecc"));
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder / "redaction", ignored)) {
    if (entry.path().string().ends_with(".sanitised.json")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const auto source = source_of(file);
    if (!source) {
      compare(line, false, file.filename().string() + ": no document");
      continue;
    }
    ZH_TRY(const auto wanted, read_expected(file));
    ZH_TRY(const auto events, events_of(*source));
    const std::string name = file.filename().string();
    if (wanted.size() != events.size()) {
      compare(line, false, name + ": " + std::to_string(events.size()) + " events");
      continue;
    }
    const std::string secret = shared_secret(events);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      // Earlier states of the prototype hashed canonical links, later ones what was written.
      std::string differs;
      for (const Spelling spelling : {Spelling::as_written, Spelling::canonical}) {
        policy.identifiers = spelling;
        differs = difference(wanted[i], redact(policy, events[i], {}, secret), events[i]);
        if (differs.empty()) break;
      }
      compare(line, differs.empty(), name + ", event " + std::to_string(i + 1) + ": " + differs);
    }
  }
  return Comparisons{std::move(line)};
}

}  // namespace zhiheng::trace
