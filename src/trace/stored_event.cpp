#include "trace/stored_event.h"

#include <sstream>

#include "trace/failures.h"
#include "trace/json_event.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

/// The declarations of all namespaces, to stand behind the opening brace.
std::string context_member(const Prefixes& prefixes) {
  if (prefixes.all().empty()) return {};
  std::string text = R"("@context":{)";
  for (const auto& [space, prefix] : prefixes.all()) {
    if (text.back() != '{') text += ',';
    text += '"' + prefix + "\":\"";
    for (const char sign : space) {
      if (sign == '"' || sign == '\\') text += '\\';
      text += sign;
    }
    text += '"';
  }
  return text + "},";
}

/// Digits of a second behind the sixth.
std::string to_microseconds(std::string text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
  if (end - point > 7) text.erase(point + 7, end - point - 7);
  return text;
}

}  // namespace

std::string stored_text(const Event& event, std::string record_time) {
  Prefixes prefixes;
  prefixes.note(event);
  prefixes.settle({});
  std::ostringstream out;
  const auto writer = json_writer(out, prefixes);
  writer->record_time = std::move(record_time);
  writer->event(event);
  std::string text = std::move(out).str();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.insert(1, context_member(prefixes));
}

Result<Event> stored_event(std::string_view text) {
  JsonReader reader([](const JsonNode&, EventPlace) { return true; }, Limits{});
  ZH_DO(reader.feed(text));
  ZH_DO(reader.finish());
  const JsonNode& root = *reader.envelope();
  Context context;
  if (const JsonNode* own = root["@context"]) context.read(*own);
  Event event = event_of(root, context);
  return event;
}

Result<Timestamp> instant(std::string_view text) {
  auto time = parse_timestamp(to_microseconds(with_zone(std::string(text))));
  if (!time) return fail(time_malformed, "", std::string(text), "2026-03-01T06:30:00+08:00");
  return *time;
}

}  // namespace zhiheng::trace
