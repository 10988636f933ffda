#include "trace/query_parameters.h"

#include <algorithm>

namespace zhiheng::trace {
namespace {

constexpr std::string_view range = "EQ GT GE LT LE";

/// @source GS1 EPCIS 2.0, 8.2.7.1
constexpr NamedParameter parameters[] = {
    {"eventTime", "GE LT", Subject::event_time, ValueKind::time},
    {"recordTime", "GE LT", Subject::record_time, ValueKind::time},
    {"action", "EQ", Subject::action, ValueKind::action},
    {"bizStep", "EQ", Subject::biz_step, ValueKind::word, Vocabulary::biz_step},
    {"disposition", "EQ", Subject::disposition, ValueKind::word, Vocabulary::disposition},
    {"persistentDisposition_set", "EQ", Subject::persistent_set, ValueKind::word,
     Vocabulary::disposition},
    {"persistentDisposition_unset", "EQ", Subject::persistent_unset, ValueKind::word,
     Vocabulary::disposition},
    {"readPoint", "EQ WD", Subject::read_point, ValueKind::identifier},
    {"bizLocation", "EQ WD", Subject::biz_location, ValueKind::identifier},
    {"transformationID", "EQ", Subject::transformation, ValueKind::identifier},
    {"epc", "MATCH", Subject::epc, ValueKind::identifier},
    {"parentID", "MATCH", Subject::parent, ValueKind::identifier},
    {"inputEPC", "MATCH", Subject::input_epc, ValueKind::identifier},
    {"outputEPC", "MATCH", Subject::output_epc, ValueKind::identifier},
    {"anyEPC", "MATCH", Subject::any_epc, ValueKind::identifier},
    {"epcClass", "MATCH", Subject::epc_class, ValueKind::identifier},
    {"inputEPCClass", "MATCH", Subject::input_class, ValueKind::identifier},
    {"outputEPCClass", "MATCH", Subject::output_class, ValueKind::identifier},
    {"anyEPCClass", "MATCH", Subject::any_class, ValueKind::identifier},
    {"quantity", range, Subject::quantity, ValueKind::number},
    {"eventID", "EQ", Subject::event_id, ValueKind::text},
    {"errorDeclaration", "EXISTS", Subject::error, ValueKind::none},
    {"errorDeclarationTime", "GE LT", Subject::error_time, ValueKind::time},
    {"errorDeclaration_Time", "GE LT", Subject::error_time, ValueKind::time},
    {"errorReason", "EQ", Subject::error_reason, ValueKind::word, Vocabulary::error_reason},
    {"correctiveEventID", "EQ", Subject::corrective_id, ValueKind::text},
    {"sensorElementList", "EXISTS", Subject::sensors, ValueKind::none},
    {"time", "GE LT", Subject::sensor_time, ValueKind::time},
    {"startTime", "GE LT", Subject::sensor_time, ValueKind::time},
    {"endTime", "GE LT", Subject::sensor_time, ValueKind::time},
    {"type", "EQ", Subject::sensor, ValueKind::word, Vocabulary::measurement},
    {"deviceID", "EQ", Subject::sensor, ValueKind::identifier},
    {"dataProcessingMethod", "EQ", Subject::sensor, ValueKind::identifier},
    {"microorganism", "EQ", Subject::sensor, ValueKind::text},
    {"chemicalSubstance", "EQ", Subject::sensor, ValueKind::text},
    {"bizRules", "EQ", Subject::sensor, ValueKind::identifier},
    {"stringValue", "EQ", Subject::sensor, ValueKind::text},
    {"hexBinaryValue", "EQ", Subject::sensor, ValueKind::text},
    {"uriValue", "EQ", Subject::sensor, ValueKind::text},
    {"booleanValue", "EQ", Subject::sensor, ValueKind::boolean},
    {"percRank", range, Subject::sensor, ValueKind::number},
};

struct Front {
  std::string_view text;
  Operator op;
};
constexpr Front fronts[] = {
    {"EQATTR", Operator::attribute_equal},
    {"EQ_ATTR", Operator::attribute_equal},  // so the published schema of queries spells it
    {"EQ", Operator::equal},
    {"GT", Operator::greater},
    {"GE", Operator::at_least},
    {"LT", Operator::less},
    {"LE", Operator::at_most},
    {"EXISTS", Operator::exists},
    {"HASATTR", Operator::has_attribute},
    {"MATCH", Operator::matches},
    {"WD", Operator::within},
};

}  // namespace

const NamedParameter* named_parameter(std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &NamedParameter::name);
  return found == std::end(parameters) ? nullptr : found;
}

std::optional<SplitName> split_operator(std::string_view name) {
  for (const Front& front : fronts) {
    if (name.size() > front.text.size() + 1 && name.starts_with(front.text) &&
        name[front.text.size()] == '_') {
      return SplitName{front.op, front.text, name.substr(front.text.size() + 1)};
    }
  }
  return std::nullopt;
}

}  // namespace zhiheng::trace
