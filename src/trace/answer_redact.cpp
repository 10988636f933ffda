#include <boost/json.hpp>
#include <ostream>

#include "base/sentence.h"
#include "base/text.h"
#include "trace/answers.h"
#include "trace/document.h"
#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/json_schema.h"
#include "trace/redaction.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

json::object to_json(const RedactedEvent& event) {
  json::object made;
  for (const RedactedField& field : event) {
    if (!field.list) {
      made[field.name] = field.values.front();
      continue;
    }
    json::array values;
    for (const std::string& value : field.values) values.emplace_back(value);
    made[field.name] = std::move(values);
  }
  return made;
}

/// The secret stands in a file: what is typed in a command line others can read.
Result<std::string> secret_of(const Invocation& call, const RedactionPolicy& policy) {
  if (!policy.needs_secret()) return std::string();
  if (!call.has("secret-file")) return fail(secret_missing, "--secret-file", {}, "FILE");
  ZH_TRY(const std::string text, read_text_file(call.option("secret-file")));
  std::string secret(trim(text));
  if (secret.empty()) return fail(secret_missing, call.option("secret-file"));
  return secret;
}

}  // namespace

Result<int> answer_redact(const Invocation& call) {
  ZH_TRY(const RedactionPolicy policy,
         load_policy(call.catalog, call.option("policy", "discovery")));
  ZH_TRY(const std::string secret, secret_of(call, policy));
  const std::string data_at = call.option("request-at");
  bool whole = true;
  for (const std::string& file : call.arguments.at("FILE")) {
    ZH_TRY(const Document read, read_file(file, {}, [&](ReadEvent& event) {
             if (!event.errors.empty()) return true;
             const std::string hash = hash_of(pre_hash(event.event, *event.ignored));
             json::object told;
             if (!data_at.empty()) told["request_event_data_at"] = data_at;
             for (auto& [name, value] : to_json(redact(policy, event.event, hash, secret))) {
               told[name] = value;
             }
             *call.out << json::serialize(told) << '\n';
             return true;
           }));
    if (read.valid) continue;
    whole = false;
    *call.messages << file << ": "
                   << (call.language == Language::zh ? "不合格而略去的事件 "
                                                     : "refused events left out: ")
                   << read.refused_events << '\n';
    for (const Error& error : read.errors) *call.messages << said(error, call.language) << '\n';
  }
  return whole ? 0 : 1;
}

}  // namespace zhiheng::trace
