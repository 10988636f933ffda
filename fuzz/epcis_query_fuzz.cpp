// Any bytes as the query part of an address, "name=value|value&name=value": reading ends, and a
// query that was understood can be asked of an event.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trace/event_plan.h"
#include "trace/query_match.h"

namespace {

std::vector<zhiheng::trace::Parameter> parameters_of(std::string_view text) {
  std::vector<zhiheng::trace::Parameter> parameters;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.push_back({std::string(pair.substr(0, equals)),
                          {std::string(pair.substr(std::min(equals + 1, pair.size())))}});
  }
  return parameters;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::trace;
  const auto parameters =
      parameters_of({reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096)});
  static const Event event{
      .type = "ObjectEvent",
      .time = "2026-03-01T06:30:00Z",
      .record_time = "2026-03-01T06:30:00Z",
      .zone_offset = "+08:00",
      .id = "urn:event:1",
      .action = "ADD",
      .parent = {},
      .epcs = std::vector<std::string>{"urn:epc:id:sgtin:4012345.012345.1",
                                       "https://id.gs1.org/00/040123450000000016"},
      .transformation = {},
      .biz_step = "https://ref.gs1.org/cbv/BizStep-packing",
      .disposition = {}};
  const auto query =
      parse_event_query(parameters, {.prefixes = {{"ex", "https://example.org/"}}, .piped = true});
  if (query) {
    static_cast<void>(matches(*query, event, {}));
    static_cast<void>(parse_page(query->next_page, plan_of(*query)));
    if (query->order) static_cast<void>(order_key(*query->order, event));
  }
  static_cast<void>(parse_master_data_query(parameters));
  return 0;
}
