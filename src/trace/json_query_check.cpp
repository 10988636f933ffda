// The body of a query: a parameter's name says what its value must be.

#include <algorithm>
#include <span>

#include "trace/failures.h"
#include "trace/json_check.h"
#include "trace/json_findings.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

bool is_alphanumeric(char sign) {
  return (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') ||
         (sign >= 'A' && sign <= 'Z');
}
bool is_word(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char sign) { return is_alphanumeric(sign) || sign == '_'; });
}
bool starts_small(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z';
}

/// "prefix:name"
bool is_field(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !starts_small(text)) return false;
  return std::ranges::all_of(text.substr(0, colon), is_alphanumeric) &&
         is_word(text.substr(colon + 1));
}

/// "KGM": the unit at the end of a parameter's name.
bool is_unit(std::string_view text) {
  return text.size() >= 2 && text.size() <= 4 && std::ranges::all_of(text, [](char sign) {
           return (sign >= '0' && sign <= '9') || (sign >= 'A' && sign <= 'Z');
         });
}

/// Where a field of someone's own may stand: before the field's name.
constexpr std::string_view any_comparison[] = {"",
                                               "ILMD_",
                                               "INNER_",
                                               "INNER_ILMD_",
                                               "ERROR_DECLARATION_",
                                               "INNER_ERROR_DECLARATION_",
                                               "SENSORELEMENT_",
                                               "SENSORMETADATA_",
                                               "SENSORREPORT_",
                                               "INNER_SENSORELEMENT_",
                                               "INNER_SENSORMETADATA_",
                                               "INNER_SENSORREPORT_"};
constexpr std::string_view equality_only[] = {"readPoint_", "INNER_readPoint_", "bizLocation_",
                                              "INNER_bizLocation_"};
constexpr std::string_view existence[] = {"",
                                          "INNER_",
                                          "ILMD_",
                                          "INNER_ILMD_",
                                          "ERROR_DECLARATION_",
                                          "INNER_ERROR_DECLARATION_",
                                          "SENSORELEMENT_",
                                          "SENSORMETADATA_",
                                          "SENSORREPORT_"};
constexpr std::string_view listed[] = {"value_", "quantity_"};
constexpr std::string_view measured[] = {"minValue_", "maxValue_",  "meanValue_", "sDev_",
                                         "value_",    "percValue_", "quantity_"};

bool is_field_behind(std::string_view name, std::span<const std::string_view> fronts) {
  return std::ranges::any_of(fronts, [&](std::string_view front) {
    return name.starts_with(front) && is_field(name.substr(front.size()));
  });
}

bool is_unit_behind(std::string_view name, std::span<const std::string_view> fronts) {
  return std::ranges::any_of(fronts, [&](std::string_view front) {
    return name.starts_with(front) && is_unit(name.substr(front.size()));
  });
}

class Query : public JsonFindings {
 public:
  using JsonFindings::JsonFindings;

  void parameters(const JsonNode& node);

 private:
  bool exact(const JsonNode& value);
  bool by_pattern(const JsonNode& value);
  template <class Test>
  bool list(const JsonNode& value, Test test);
  bool whole(const JsonNode& value, bool may_be_null);
  bool scalar(const JsonNode& value);
  bool scalar_or_texts(const JsonNode& value);
};

template <class Test>
bool Query::list(const JsonNode& value, Test test) {
  if (!array(value)) return true;
  for (const JsonNode* item = value.first; item != nullptr; item = item->next) test(*item);
  return true;
}

bool Query::whole(const JsonNode& value, bool may_be_null) {
  if (may_be_null && value.is(NodeKind::null)) return true;
  if (!value.is(NodeKind::number) || !number(value)) {
    if (!value.is(NodeKind::number)) refuse(type_wrong, value, {}, "integer");
    return true;
  }
  const std::size_t point = value.text.find('.');
  const bool fraction =
      point != std::string_view::npos &&
      value.text.substr(point + 1).find_first_not_of('0') != std::string_view::npos;
  if (fraction) refuse(type_wrong, value, std::string(value.text.substr(0, 60)), "integer");
  return true;
}

bool Query::scalar(const JsonNode& value) {
  if (value.is(NodeKind::number)) {
    number(value);
  } else {
    time(value);
  }
  return true;
}

bool Query::scalar_or_texts(const JsonNode& value) {
  if (!value.is(NodeKind::array)) return scalar(value);
  return list(value, [&](const JsonNode& item) { string(item); });
}

/// The parameters that the standard names; false when this is none of them.
bool Query::exact(const JsonNode& value) {
  const std::string_view key = value.key;
  const auto uri_list = [&] { return list(value, [&](const JsonNode& item) { uri(item); }); };
  const auto words = [&](Vocabulary vocabulary) {
    return list(value, [&](const JsonNode& item) { word(item, vocabulary); });
  };
  if (key == "@context") {
    context(value);
    return true;
  }
  if (key == "eventType") {
    return list(value, [&](const JsonNode& item) {
      const bool standard =
          item.is(NodeKind::string) &&
          is_among(item.text, {"ObjectEvent", "AggregationEvent", "AssociationEvent",
                               "TransformationEvent", "TransactionEvent"});
      if (!standard) uri(item);
    });
  }
  if (is_among(key, {"GE_eventTime", "LT_eventTime", "GE_recordTime", "LT_recordTime",
                     "GE_errorDeclaration_Time", "LT_errorDeclaration_Time", "GE_time", "LT_time",
                     "GE_startTime", "LT_startTime", "GE_endTime", "LT_endTime"})) {
    time(value);
    return true;
  }
  if (key == "EQ_action") {
    return list(value, [&](const JsonNode& item) { choice(item, {"OBSERVE", "ADD", "DELETE"}); });
  }
  if (key == "EQ_bizStep") return words(Vocabulary::biz_step);
  if (is_among(key, {"EQ_disposition", "EQ_persistentDisposition_set",
                     "EQ_persistentDisposition_unset"})) {
    return words(Vocabulary::disposition);
  }
  if (key == "EQ_errorReason") return words(Vocabulary::error_reason);
  if (key == "EQ_type") return words(Vocabulary::measurement);
  if (is_among(key, {"EQ_readPoint",
                     "WD_readPoint",
                     "EQ_bizLocation",
                     "WD_bizLocation",
                     "EQ_transformationID",
                     "MATCH_epcClass",
                     "MATCH_inputEPCClass",
                     "MATCH_outputEPCClass",
                     "MATCH_anyEPCClass",
                     "EQ_deviceID",
                     "EQ_dataProcessingMethod",
                     "EQ_microorganism",
                     "EQ_chemicalSubstance",
                     "EQ_bizRules",
                     "EQ_uriValue",
                     "MATCH_epc",
                     "MATCH_parentID",
                     "MATCH_inputEPC",
                     "MATCH_outputEPC",
                     "MATCH_anyEPC",
                     "EQ_eventID",
                     "EQ_correctiveEventID"})) {
    return uri_list();
  }
  if (key == "EQ_quantity") return list(value, [&](const JsonNode& item) { number(item); });
  if (is_among(key, {"GT_quantity", "GE_quantity", "LT_quantity", "LE_quantity", "GE_percRank",
                     "LT_percRank", "GT_percRank", "LE_percRank"})) {
    number(value);
    return true;
  }
  if (is_among(key, {"EXISTS_errorDeclaration", "EXISTS_sensorElementList"}))
    return whole(value, true);
  if (is_among(key, {"eventCountLimit", "maxEventCount"})) return whole(value, false);
  if (key == "orderBy") {
    string(value);
    return true;
  }
  if (key == "orderDirection") {
    choice(value, {"ASC", "DESC"});
    return true;
  }
  if (is_among(key, {"EQ_stringValue", "EQ_hexBinaryValue"})) {
    return list(value, [&](const JsonNode& item) { string(item); });
  }
  if (key == "EQ_booleanValue") {
    boolean(value);
    return true;
  }
  return false;
}

/// Parameters whose name holds a type, a unit or a field of someone's own.
bool Query::by_pattern(const JsonNode& value) {
  const std::string_view key = value.key;
  const std::size_t bar = key.find('_');
  if (bar == std::string_view::npos) return false;
  const std::string_view operation = key.substr(0, bar);
  const std::string_view rest = key.substr(bar + 1);
  if (operation == "EQ") {
    for (const std::string_view front : {"bizTransaction_", "source_", "destination_"}) {
      if (!rest.starts_with(front)) continue;
      const std::string_view kind = rest.substr(front.size());
      if (kind.size() < 2 || !starts_small(kind) || !is_word(kind)) continue;
      return list(value, [&](const JsonNode& item) { uri(item); });
    }
    if (is_field_behind(rest, any_comparison) || is_field_behind(rest, equality_only)) {
      return scalar_or_texts(value);
    }
    if (is_unit_behind(rest, listed)) {
      return list(value, [&](const JsonNode& item) { number(item); });
    }
    const std::size_t second = rest.find('_', 6);
    if (rest.starts_with("ATTR_") && is_word(rest.substr(5)) && second != std::string_view::npos &&
        second + 1 < rest.size()) {
      return scalar_or_texts(value);
    }
    return false;
  }
  if (is_among(operation, {"GT", "GE", "LT", "LE"})) {
    if (is_field_behind(rest, any_comparison)) return scalar(value);
    if (!is_unit_behind(rest, measured)) return false;
    number(value);
    return true;
  }
  if (operation == "EXISTS" && is_field_behind(rest, existence)) return whole(value, true);
  if (operation == "HASATTR" && is_field(rest)) {
    return list(value, [&](const JsonNode& item) { string(item); });
  }
  return false;
}

void Query::parameters(const JsonNode& node) {
  if (!object(node)) return;
  for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
    if (!exact(*member) && !by_pattern(*member)) {
      refuse(field_unknown, *member, std::string(member->key.substr(0, 60)), {});
    }
  }
}

}  // namespace

std::vector<Error> check_query(const JsonNode& query, std::size_t most) {
  Query check(most);
  check.parameters(query);
  return std::move(check.errors);
}

bool looks_like_query(const JsonNode& object) {
  if (!object.is(NodeKind::object) || object["type"] != nullptr) return false;
  for (const JsonNode* member = object.first; member != nullptr; member = member->next) {
    const std::string_view key = member->key;
    if (is_among(key,
                 {"eventType", "orderBy", "orderDirection", "eventCountLimit", "maxEventCount"}) ||
        key.starts_with("EQ_") || key.starts_with("GE_") || key.starts_with("GT_") ||
        key.starts_with("LT_") || key.starts_with("LE_") || key.starts_with("MATCH_") ||
        key.starts_with("WD_") || key.starts_with("EXISTS_") || key.starts_with("HASATTR_")) {
      return true;
    }
  }
  return false;
}

}  // namespace zhiheng::trace
