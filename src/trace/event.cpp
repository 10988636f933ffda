#include "trace/event.h"

#include <algorithm>
#include <span>

#include "trace/sensor_fields.h"

namespace zhiheng::trace {

std::string qualified(std::string_view space, std::string_view name) {
  if (space.empty()) return std::string(name);
  std::string whole = "{";
  return whole.append(space).append("}").append(name);
}

std::string_view name_in_list(std::string_view list_name) {
  constexpr std::string_view ending = "List";
  if (!list_name.ends_with(ending)) return {};
  const std::string_view name = list_name.substr(0, list_name.size() - ending.size());
  if (name == "inputEPC" || name == "outputEPC") return "epc";
  if (name == "inputQuantity" || name == "outputQuantity" || name == "childQuantity") {
    return "quantityElement";
  }
  return name;
}

ListNames list_names(std::string_view event_type) {
  if (event_type == "AggregationEvent" || event_type == "AssociationEvent") {
    return {"childEPCs", "childQuantityList", {}, {}};
  }
  if (event_type == "TransformationEvent") {
    return {"inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList"};
  }
  return {"epcList", "quantityList", {}, {}};
}

std::string_view sensor_field(std::string_view name) {
  for (const std::span<const std::string_view> fields :
       {std::span<const std::string_view>(sensor_metadata_fields),
        std::span<const std::string_view>(sensor_report_fields)}) {
    const auto found = std::ranges::find(fields, name);
    if (found != fields.end()) return *found;
  }
  return {};
}

Extension::Kind kind_of_sensor_field(std::string_view name) {
  static constexpr std::string_view numbers[] = {"value", "minValue", "maxValue", "meanValue",
                                                 "sDev",  "percRank", "percValue"};
  if (std::ranges::find(numbers, name) != std::end(numbers)) return Extension::Kind::number;
  return name == "booleanValue" ? Extension::Kind::boolean : Extension::Kind::text;
}

}  // namespace zhiheng::trace
