#include "trace/json_check.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "trace/failures.h"
#include "trace/json_findings.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

enum Field : int {
  at_context,
  type,
  event_time,
  record_time,
  zone_offset,
  event_id,
  certification,
  error_declaration,
  epc_list,
  quantity_list,
  child_epcs,
  child_quantities,
  input_epcs,
  input_quantities,
  output_epcs,
  output_quantities,
  transformation_id,
  parent_id,
  action,
  biz_step,
  disposition,
  persistent_disposition,
  read_point,
  biz_location,
  transactions,
  sources,
  destinations,
  sensors,
  ilmd,
  field_count
};

constexpr std::array<std::string_view, field_count> field_names = {"@context",
                                                                   "type",
                                                                   "eventTime",
                                                                   "recordTime",
                                                                   "eventTimeZoneOffset",
                                                                   "eventID",
                                                                   "certificationInfo",
                                                                   "errorDeclaration",
                                                                   "epcList",
                                                                   "quantityList",
                                                                   "childEPCs",
                                                                   "childQuantityList",
                                                                   "inputEPCList",
                                                                   "inputQuantityList",
                                                                   "outputEPCList",
                                                                   "outputQuantityList",
                                                                   "transformationID",
                                                                   "parentID",
                                                                   "action",
                                                                   "bizStep",
                                                                   "disposition",
                                                                   "persistentDisposition",
                                                                   "readPoint",
                                                                   "bizLocation",
                                                                   "bizTransactionList",
                                                                   "sourceList",
                                                                   "destinationList",
                                                                   "sensorElementList",
                                                                   "ilmd"};

constexpr std::uint32_t bit(Field field) { return 1u << field; }

constexpr std::uint32_t common_fields = bit(at_context) | bit(type) | bit(event_time) |
                                        bit(record_time) | bit(zone_offset) | bit(event_id) |
                                        bit(certification) | bit(error_declaration);
constexpr std::uint32_t business_fields = bit(biz_step) | bit(disposition) |
                                          bit(persistent_disposition) | bit(read_point) |
                                          bit(biz_location) | bit(transactions) | bit(sources) |
                                          bit(destinations) | bit(sensors) | common_fields;

/// What the schema says of one type of event.
struct EventRules {
  std::string_view name;
  std::uint32_t known;  ///< further keys must be URIs
  std::uint32_t required;
  bool checks_persistent;  ///< elsewhere any value passes
};

constexpr std::array<EventRules, 5> rules = {{
    {"ObjectEvent", business_fields | bit(action) | bit(epc_list) | bit(quantity_list) | bit(ilmd),
     bit(action), true},
    {"AggregationEvent",
     business_fields | bit(action) | bit(parent_id) | bit(child_epcs) | bit(child_quantities),
     bit(action), false},
    {"TransactionEvent",
     business_fields | bit(action) | bit(parent_id) | bit(epc_list) | bit(quantity_list),
     bit(action) | bit(transactions), false},
    {"TransformationEvent",
     business_fields | bit(input_epcs) | bit(input_quantities) | bit(output_epcs) |
         bit(output_quantities) | bit(transformation_id) | bit(ilmd),
     0, true},
    {"AssociationEvent",
     business_fields | bit(action) | bit(parent_id) | bit(child_epcs) | bit(child_quantities),
     bit(action) | bit(parent_id), false},
}};

int field_of(std::string_view key) {
  static const auto fields = [] {
    std::unordered_map<std::string_view, int> all;
    for (int i = 0; i < field_count; ++i) all.emplace(field_names[static_cast<std::size_t>(i)], i);
    return all;
  }();
  const auto found = fields.find(key);
  return found == fields.end() ? -1 : found->second;
}

/// What a key of a small object must hold.
enum class Form { uri, time, number, string, boolean, hex, measurement, alert, component };

struct NamedForm {
  std::string_view key;
  Form form;
};

constexpr NamedForm report_forms[] = {{"type", Form::measurement},
                                      {"value", Form::number},
                                      {"uom", Form::string},
                                      {"minValue", Form::number},
                                      {"maxValue", Form::number},
                                      {"meanValue", Form::number},
                                      {"sDev", Form::number},
                                      {"percRank", Form::number},
                                      {"percValue", Form::number},
                                      {"time", Form::time},
                                      {"deviceID", Form::uri},
                                      {"deviceMetadata", Form::uri},
                                      {"rawData", Form::uri},
                                      {"dataProcessingMethod", Form::uri},
                                      {"bizRules", Form::uri},
                                      {"microorganism", Form::uri},
                                      {"chemicalSubstance", Form::uri},
                                      {"coordinateReferenceSystem", Form::uri},
                                      {"component", Form::component},
                                      {"exception", Form::alert},
                                      {"stringValue", Form::string},
                                      {"booleanValue", Form::boolean},
                                      {"hexBinaryValue", Form::hex},
                                      {"uriValue", Form::uri}};

constexpr NamedForm metadata_forms[] = {{"time", Form::time},
                                        {"startTime", Form::time},
                                        {"endTime", Form::time},
                                        {"deviceID", Form::uri},
                                        {"deviceMetadata", Form::uri},
                                        {"rawData", Form::uri},
                                        {"dataProcessingMethod", Form::uri},
                                        {"bizRules", Form::uri}};

class Check : public JsonFindings {
 public:
  using JsonFindings::JsonFindings;

  void event(const JsonNode& node, bool bare);

 private:
  using Slots = std::array<const JsonNode*, field_count>;

  void fields(const Slots& slots, std::uint32_t known, bool checks_persistent);
  void objects(const JsonNode& node, const EventRules& kind, const Slots& slots);
  void quantities(const JsonNode& list);
  void typed(const JsonNode& list, std::string_view id, Vocabulary vocabulary, bool needs_type);
  void place(const JsonNode& value);
  void persistent(const JsonNode& value);
  void dispositions(const JsonNode& list);
  void declaration(const JsonNode& value);
  void sensor_elements(const JsonNode& list);
  void sensor_reports(const JsonNode& list);
  void forms(const JsonNode& object, std::span<const NamedForm> known);
  void form(const JsonNode& value, Form wanted);
};

void Check::form(const JsonNode& value, Form wanted) {
  switch (wanted) {
    case Form::uri:
      uri(value);
      return;
    case Form::time:
      time(value);
      return;
    case Form::number:
      number(value);
      return;
    case Form::string:
      string(value);
      return;
    case Form::boolean:
      boolean(value);
      return;
    case Form::hex:
      if (string(value) && !is_hexadecimal(value.text)) {
        refuse(value_malformed, value, std::string(value.text.substr(0, 60)), "0-9 A-F");
      }
      return;
    case Form::measurement:
      word(value, Vocabulary::measurement);
      return;
    case Form::alert:
      word(value, Vocabulary::alert);
      return;
    case Form::component:
      word(value, Vocabulary::component);
      return;
  }
}

void Check::forms(const JsonNode& object, std::span<const NamedForm> known) {
  std::array<const JsonNode*, std::size(report_forms)> last{};
  for (const JsonNode* member = object.first; member != nullptr; member = member->next) {
    const auto found = std::ranges::find(known, member->key, &NamedForm::key);
    if (found == known.end()) {
      key_uri(*member);
    } else {
      last[static_cast<std::size_t>(found - known.begin())] = member;
    }
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (last[i] != nullptr) form(*last[i], known[i].form);
  }
}

void Check::quantities(const JsonNode& list) {
  if (!array(list)) return;
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!object(*item)) continue;
    const JsonNode* epc_class = nullptr;
    const JsonNode* quantity = nullptr;
    const JsonNode* unit = nullptr;
    for (const JsonNode* member = item->first; member != nullptr; member = member->next) {
      if (member->key == "epcClass") {
        epc_class = member;
      } else if (member->key == "quantity") {
        quantity = member;
      } else if (member->key == "uom") {
        unit = member;
      } else {
        refuse(field_unknown, *member, std::string(member->key.substr(0, 60)),
               "epcClass | quantity | uom");
      }
    }
    if (epc_class == nullptr) {
      refuse_missing(*item, "epcClass");
    } else {
      uri(*epc_class);
    }
    if (quantity != nullptr) number(*quantity);
    if (unit != nullptr && string(*unit) && !is_unit_code(unit->text)) {
      refuse(value_malformed, *unit, std::string(unit->text.substr(0, 60)), "A-Z 0-9, 2..3");
    }
  }
}

void Check::typed(const JsonNode& list, std::string_view id, Vocabulary vocabulary,
                  bool needs_type) {
  if (!array(list)) return;
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!object(*item)) continue;
    const JsonNode* kind = nullptr;
    const JsonNode* identifier = nullptr;
    for (const JsonNode* member = item->first; member != nullptr; member = member->next) {
      if (member->key == "type") {
        kind = member;
      } else if (member->key == id) {
        identifier = member;
      } else {
        refuse(field_unknown, *member, std::string(member->key.substr(0, 60)),
               "type | " + std::string(id));
      }
    }
    if (identifier == nullptr) {
      refuse_missing(*item, id);
    } else {
      uri(*identifier);
    }
    if (kind != nullptr) {
      word(*kind, vocabulary);
    } else if (needs_type) {
      refuse_missing(*item, "type");
    }
  }
}

void Check::place(const JsonNode& value) {
  if (!object(value)) return;
  const JsonNode* id = value["id"];
  if (id == nullptr) {
    refuse_missing(value, "id");
  } else {
    uri(*id);
  }
}

void Check::dispositions(const JsonNode& list) {
  if (!array(list)) return;
  if (list.first == nullptr) refuse(list_empty, list, "0", ">= 1");
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    word(*item, Vocabulary::disposition);
  }
  distinct(list);
}

void Check::persistent(const JsonNode& value) {
  if (!object(value)) return;
  const JsonNode* set = value["set"];
  const JsonNode* unset = value["unset"];
  for (const JsonNode* member = value.first; member != nullptr; member = member->next) {
    if (member->key != "set" && member->key != "unset") {
      refuse(field_unknown, *member, std::string(member->key.substr(0, 60)), "set | unset");
    }
  }
  if (set == nullptr && unset == nullptr) refuse_missing(value, "set | unset");
  if (set != nullptr) dispositions(*set);
  if (unset != nullptr) dispositions(*unset);
}

void Check::declaration(const JsonNode& value) {
  if (!object(value)) return;
  const JsonNode* when = value["declarationTime"];
  if (when == nullptr) {
    refuse_missing(value, "declarationTime");
  } else {
    time(*when);
  }
  if (const JsonNode* reason = value["reason"]) word(*reason, Vocabulary::error_reason);
  if (const JsonNode* corrective = value["correctiveEventIDs"]) uris(*corrective);
  for (const JsonNode* member = value.first; member != nullptr; member = member->next) {
    const std::string_view key = member->key;
    if (key != "declarationTime" && key != "reason" && key != "correctiveEventIDs")
      key_uri(*member);
  }
}

void Check::sensor_reports(const JsonNode& list) {
  if (!array(list)) return;
  if (list.first == nullptr) refuse(list_empty, list, "0", ">= 1");
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!object(*item)) continue;
    if ((*item)["type"] == nullptr) refuse_missing(*item, "type");
    forms(*item, report_forms);
  }
}

void Check::sensor_elements(const JsonNode& list) {
  if (!array(list)) return;
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!object(*item)) continue;
    const JsonNode* metadata = (*item)["sensorMetadata"];
    const JsonNode* reports = (*item)["sensorReport"];
    if (metadata != nullptr && object(*metadata)) forms(*metadata, metadata_forms);
    if (reports == nullptr) {
      refuse_missing(*item, "sensorReport");
    } else {
      sensor_reports(*reports);
    }
    for (const JsonNode* member = item->first; member != nullptr; member = member->next) {
      if (member->key != "sensorMetadata" && member->key != "sensorReport") key_uri(*member);
    }
  }
}

void Check::fields(const Slots& slots, std::uint32_t known, bool checks_persistent) {
  for (int i = 0; i < field_count; ++i) {
    const JsonNode* value = slots[static_cast<std::size_t>(i)];
    const auto field = static_cast<Field>(i);
    if (value == nullptr || (known & bit(field)) == 0) continue;
    switch (field) {
      case at_context:
        context(*value);
        break;
      case event_time:
      case record_time:
        time(*value);
        break;
      case zone_offset:
        if (string(*value) && !is_zone_offset(value->text)) {
          refuse(value_malformed, *value, std::string(value->text.substr(0, 60)), "+08:00");
        }
        break;
      case event_id:
      case transformation_id:
      case parent_id:
        uri(*value);
        break;
      case certification:
        if (value->is(NodeKind::array)) {
          uris(*value);
        } else {
          uri(*value);
        }
        break;
      case error_declaration:
        declaration(*value);
        break;
      case child_epcs:
        uris(*value);
        break;
      case epc_list:
      case input_epcs:
      case output_epcs:
        uris(*value);
        break;
      case quantity_list:
      case child_quantities:
      case input_quantities:
      case output_quantities:
        quantities(*value);
        break;
      case action:
        choice(*value, {"OBSERVE", "ADD", "DELETE"});
        break;
      case biz_step:
        word(*value, Vocabulary::biz_step);
        break;
      case disposition:
        word(*value, Vocabulary::disposition);
        break;
      case persistent_disposition:
        if (checks_persistent) persistent(*value);
        break;
      case read_point:
      case biz_location:
        place(*value);
        break;
      case transactions:
        typed(*value, "bizTransaction", Vocabulary::transaction_type, false);
        break;
      case sources:
        typed(*value, "source", Vocabulary::source_type, true);
        break;
      case destinations:
        typed(*value, "destination", Vocabulary::source_type, true);
        break;
      case sensors:
        sensor_elements(*value);
        break;
      case ilmd:
        if (!object(*value)) break;
        for (const JsonNode* member = value->first; member != nullptr; member = member->next) {
          key_uri(*member);
        }
        break;
      case type:
      case field_count:
        break;
    }
  }
}

bool has_items(const JsonNode* list) {
  return list != nullptr && list->is(NodeKind::array) && list->first != nullptr;
}

bool is_text(const JsonNode* value, std::string_view wanted) {
  return value != nullptr && value->is(NodeKind::string) && value->text == wanted;
}

/// What an event is about: the rules that bind several fields.
void Check::objects(const JsonNode& node, const EventRules& kind, const Slots& slots) {
  const std::string_view name = kind.name;
  const bool deletes = is_text(slots[action], "DELETE") || slots[action] == nullptr;
  if (name == "ObjectEvent") {
    // An identifier twice is refused here only: elsewhere the schema lets it pass.
    if (slots[epc_list] != nullptr && slots[epc_list]->is(NodeKind::array))
      distinct(*slots[epc_list]);
    const bool sensed = has_items(slots[sensors]) && slots[read_point] != nullptr;
    if (slots[epc_list] == nullptr && !has_items(slots[quantity_list]) && !sensed) {
      refuse(objects_missing, node, {}, "epcList | quantityList | sensorElementList + readPoint");
    }
    if (slots[ilmd] != nullptr && !is_text(slots[action], "ADD")) {
      refuse(ilmd_without_add, *slots[ilmd], {}, "action = ADD");
    }
  } else if (name == "TransactionEvent") {
    if (slots[transactions] != nullptr && slots[transactions]->is(NodeKind::array) &&
        slots[transactions]->first == nullptr) {
      refuse(list_empty, *slots[transactions], "0", ">= 1");
    }
    if (slots[epc_list] == nullptr && !has_items(slots[quantity_list]) && !deletes) {
      refuse(objects_missing, node, {}, "epcList | quantityList | action = DELETE");
    }
  } else if (name == "TransformationEvent") {
    for (const Field list : {input_epcs, output_epcs}) {
      if (slots[list] != nullptr && slots[list]->is(NodeKind::array)) distinct(*slots[list]);
    }
    const bool in = has_items(slots[input_epcs]) || has_items(slots[input_quantities]);
    const bool out = has_items(slots[output_epcs]) || has_items(slots[output_quantities]);
    if (!(in && out) && !(slots[transformation_id] != nullptr && (in || out))) {
      refuse(objects_missing, node, {}, "input + output | transformationID + (input | output)");
    }
  } else if (!has_items(slots[child_epcs]) && !has_items(slots[child_quantities]) && !deletes) {
    refuse(objects_missing, node, {}, "childEPCs | childQuantityList | action = DELETE");
  }
}

void Check::event(const JsonNode& node, bool bare) {
  if (!object(node)) return;
  Slots slots{};
  for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
    const int field = field_of(member->key);
    if (field >= 0) slots[static_cast<std::size_t>(field)] = member;
  }
  const JsonNode* kind_name = slots[type];
  if (kind_name == nullptr) {
    refuse_missing(node, "type");
    return;
  }
  if (!string(*kind_name)) return;
  if (bare && slots[at_context] == nullptr) refuse_missing(node, "@context");
  if (slots[event_time] == nullptr) refuse_missing(node, "eventTime");
  if (slots[zone_offset] == nullptr) refuse_missing(node, "eventTimeZoneOffset");

  for (const EventRules& kind : rules) {
    if (kind.name != kind_name->text) continue;
    for (int i = 0; i < field_count; ++i) {
      const auto field = static_cast<Field>(i);
      if ((kind.required & bit(field)) != 0 && slots[static_cast<std::size_t>(i)] == nullptr) {
        refuse_missing(node, field_names[static_cast<std::size_t>(i)]);
      }
    }
    for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
      const int field = field_of(member->key);
      if (field < 0 || (kind.known & bit(static_cast<Field>(field))) == 0) key_uri(*member);
    }
    fields(slots, kind.known, kind.checks_persistent);
    objects(node, kind, slots);
    return;
  }
  uri(*kind_name);  // an event type of someone's own
  fields(slots, common_fields, false);
}

}  // namespace

std::vector<Error> check_event(const JsonNode& event, bool bare, std::size_t most) {
  Check check(most);
  check.event(event, bare);
  return std::move(check.errors);
}

std::vector<Error> doubts_about(const JsonNode& event) {
  JsonFindings findings(20);
  const JsonNode* kind = event["type"];
  const JsonNode* persistent = event["persistentDisposition"];
  if (kind != nullptr && persistent != nullptr &&
      (kind->text == "AggregationEvent" || kind->text == "AssociationEvent" ||
       kind->text == "TransactionEvent")) {
    findings.refuse(persistent_disposition_discouraged, *persistent, std::string(kind->text),
                    "ObjectEvent | TransformationEvent");
  }
  std::unordered_set<std::string_view> seen;
  for (const JsonNode* member = event.first; member != nullptr; member = member->next) {
    if (!seen.insert(member->key).second) {
      findings.refuse(key_twice, *member, std::string(member->key.substr(0, 60)), {});
    }
  }
  return std::move(findings.errors);
}

}  // namespace zhiheng::trace
