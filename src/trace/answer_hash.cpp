#include <boost/json.hpp>
#include <ostream>

#include "trace/answers.h"
#include "trace/document.h"
#include "trace/event_hash.h"
#include "trace/failures.h"

namespace zhiheng::trace {

Result<int> answer_hash(const Invocation& call) {
  namespace json = boost::json;
  const bool as_reference = call.has("as-reference");
  const bool several = call.arguments.at("FILE").size() > 1;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  options.as_reference = as_reference;
  json::array files;
  for (const std::string& file : call.arguments.at("FILE")) {
    json::array events;
    ZH_TRY(
        const Document document, read_file(file, options, [&](ReadEvent& event) {
          const HashOptions how{.python_booleans = as_reference && event.from_json,
                                .xml_types = as_reference};
          const std::string before = pre_hash(event.event, *event.ignored, how);
          const std::string hash = hash_of(before);
          if (call.json) {
            json::object made{{"event", event.number}, {"type", event.event.type}, {"hash", hash}};
            if (!event.event.id.empty()) made["eventID"] = event.event.id;
            if (call.has("pre-hash")) made["pre_hash"] = before;
            events.push_back(std::move(made));
          } else {
            if (several) *call.out << file << ' ';
            *call.out << hash << '\n';
            if (call.has("pre-hash")) *call.out << before << '\n';
          }
          return call.interrupted == nullptr || !*call.interrupted;
        }));
    if (call.interrupted != nullptr && *call.interrupted) return fail(interrupted, file);
    files.push_back(json::object{{"file", file}, {"events", std::move(events)}});
  }
  if (call.json) *call.out << json::serialize(json::object{{"files", std::move(files)}}) << '\n';
  return 0;
}

}  // namespace zhiheng::trace
