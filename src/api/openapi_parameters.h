#pragma once
// What addresses take behind the question mark, for the OpenAPI document and for whoever reads
// them.

#include <string_view>
#include <vector>

namespace zhiheng::api {

struct RouteParameter {
  std::string_view name;
  std::string_view description;
  bool repeated = false;
};

/// Of a question about the chain: "backward"; empty for others. Without the identifier asked about.
[[nodiscard]] std::vector<RouteParameter> trace_parameters(std::string_view question);

}  // namespace zhiheng::api
