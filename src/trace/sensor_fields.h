#pragma once
// The standard's own names of what a sensor says.

#include <string_view>

namespace zhiheng::trace {

/// Of a sensor's metadata, in the order in which the event hash takes them.
inline constexpr std::string_view sensor_metadata_fields[] = {"time",
                                                              "startTime",
                                                              "endTime",
                                                              "deviceID",
                                                              "deviceMetadata",
                                                              "rawData",
                                                              "dataProcessingMethod",
                                                              "bizRules"};

/// Of a sensor's report, in the same way.
inline constexpr std::string_view sensor_report_fields[] = {"type",
                                                            "exception",
                                                            "deviceID",
                                                            "deviceMetadata",
                                                            "rawData",
                                                            "dataProcessingMethod",
                                                            "time",
                                                            "microorganism",
                                                            "chemicalSubstance",
                                                            "value",
                                                            "component",
                                                            "stringValue",
                                                            "booleanValue",
                                                            "hexBinaryValue",
                                                            "uriValue",
                                                            "minValue",
                                                            "maxValue",
                                                            "meanValue",
                                                            "sDev",
                                                            "percRank",
                                                            "percValue",
                                                            "uom",
                                                            "coordinateReferenceSystem"};

}  // namespace zhiheng::trace
