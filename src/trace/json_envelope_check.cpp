// What stands around the events, and the bodies of queries.

#include <algorithm>

#include "trace/failures.h"
#include "trace/json_check.h"
#include "trace/json_findings.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;
using Keys = std::initializer_list<std::string_view>;

class Envelope : public JsonFindings {
 public:
  using JsonFindings::JsonFindings;

  void document(const JsonNode& node);
  void query_document(const JsonNode& node);

 private:
  void keys(const JsonNode& node, Keys known);
  void common(const JsonNode& node);
  void header(const JsonNode& node);
  void vocabulary_list(const JsonNode& node);
  void vocabulary(const JsonNode& node);
  void element(const JsonNode& node);
  void event_list(const JsonNode& object);
  void query_results(const JsonNode& node);
  const JsonNode* need(const JsonNode& node, std::string_view key);
};

const JsonNode* Envelope::need(const JsonNode& node, std::string_view key) {
  const JsonNode* value = node[key];
  if (value == nullptr) refuse_missing(node, key);
  return value;
}

/// Keys other than these must be URIs.
void Envelope::keys(const JsonNode& node, Keys known) {
  for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
    if (!is_among(member->key, known)) key_uri(*member);
  }
}

void Envelope::common(const JsonNode& node) {
  if (const JsonNode* value = need(node, "@context")) context(*value);
  if (const JsonNode* value = node["id"]) uri(*value);
  if (const JsonNode* value = node["creationDate"]) time(*value);
  const JsonNode* version = node["schemaVersion"];
  if (version != nullptr && string(*version) && !is_version(version->text)) {
    refuse(value_malformed, *version, std::string(version->text.substr(0, 60)), "2.0");
  }
}

void Envelope::element(const JsonNode& node) {
  if (!object(node)) return;
  if (const JsonNode* id = need(node, "id")) uri(*id);
  if (const JsonNode* children = node["children"]) uris(*children);
  const JsonNode* attributes = node["attributes"];
  if (attributes == nullptr || !array(*attributes)) return;
  for (const JsonNode* item = attributes->first; item != nullptr; item = item->next) {
    if (!object(*item)) continue;
    if (const JsonNode* id = need(*item, "id")) uri(*id);
    const JsonNode* value = (*item)["attribute"];
    if (value == nullptr || value->is(NodeKind::string) || value->is(NodeKind::object)) continue;
    number(*value);
  }
}

void Envelope::vocabulary(const JsonNode& node) {
  if (!object(node)) return;
  if (const JsonNode* kind = need(node, "type")) uri(*kind);
  const JsonNode* elements = node["vocabularyElementList"];
  if (elements == nullptr || !array(*elements)) return;
  for (const JsonNode* item = elements->first; item != nullptr; item = item->next) element(*item);
}

void Envelope::vocabulary_list(const JsonNode& node) {
  if (!array(node)) return;
  for (const JsonNode* item = node.first; item != nullptr; item = item->next) vocabulary(*item);
}

void Envelope::header(const JsonNode& node) {
  if (!object(node)) return;
  keys(node, {"epcisMasterData"});
  const JsonNode* data = node["epcisMasterData"];
  if (data == nullptr || !object(*data)) return;
  if (const JsonNode* list = (*data)["vocabularyList"]) vocabulary_list(*list);
}

void Envelope::event_list(const JsonNode& node) {
  // The events themselves were handed over one by one.
  if (const JsonNode* list = need(node, "eventList")) array(*list);
}

void Envelope::document(const JsonNode& node) {
  keys(node, {"@context", "id", "type", "schemaVersion", "creationDate", "instanceIdentifier",
              "sender", "receiver", "epcisHeader", "epcisBody"});
  common(node);
  need(node, "schemaVersion");
  need(node, "creationDate");
  for (const std::string_view key : {"instanceIdentifier", "sender", "receiver"}) {
    if (const JsonNode* value = node[key]) string(*value);
  }
  if (const JsonNode* value = node["epcisHeader"]) header(*value);
  const JsonNode* body = need(node, "epcisBody");
  if (body != nullptr && object(*body)) event_list(*body);
}

void Envelope::query_results(const JsonNode& node) {
  if (!object(node)) return;
  keys(node, {"queryName", "subscriptionID", "resultsBody"});
  if (const JsonNode* name = need(node, "queryName")) string(*name);
  if (const JsonNode* subscription = node["subscriptionID"]) string(*subscription);
  const JsonNode* body = need(node, "resultsBody");
  if (body == nullptr || !object(*body)) return;
  keys(*body, {"eventList", "vocabularyList"});
  event_list(*body);
  if (const JsonNode* list = (*body)["vocabularyList"]) vocabulary_list(*list);
}

void Envelope::query_document(const JsonNode& node) {
  keys(node, {"@context", "id", "type", "schemaVersion", "creationDate", "epcisBody"});
  common(node);
  const JsonNode* body = need(node, "epcisBody");
  if (body == nullptr || !object(*body)) return;
  keys(*body, {"queryResults"});
  if (const JsonNode* results = need(*body, "queryResults")) query_results(*results);
}

}  // namespace

std::vector<Error> check_envelope(const JsonNode& document, std::size_t most) {
  Envelope envelope(most);
  const JsonNode* kind = document["type"];
  if (kind != nullptr && kind->text == "EPCISQueryDocument") {
    envelope.query_document(document);
  } else {
    envelope.document(document);
  }
  return std::move(envelope.errors);
}

}  // namespace zhiheng::trace
