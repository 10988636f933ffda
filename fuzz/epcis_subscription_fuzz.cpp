// Any bytes as the body of a subscription, and as the parameters of a websocket: reading ends, and
// a schedule that was understood is due at times that it contains.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "trace/subscription.h"

namespace {

using namespace zhiheng;

void check(const trace::Schedule& schedule) {
  Timestamp now{1'772'000'000'000'000};
  for (int i = 0; i < 3; ++i) {
    const auto due = trace::next_due(schedule, now);
    if (!due) std::abort();  // times that never come are refused
    if (*due <= now || due->microseconds % 1'000'000 != 0) std::abort();
    if (trace::last_due(schedule, now, *due) != due) std::abort();
    now = *due;
  }
}

void take(const trace::SubscriptionControls& controls) {
  if (controls.stream == controls.schedule.has_value()) std::abort();
  if (controls.schedule) check(*controls.schedule);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data),
                              std::min<std::size_t>(size, 4096)};
  if (const auto request = trace::parse_subscription(text)) take(request->controls);
  std::vector<trace::Parameter> parameters;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.push_back({std::string(pair.substr(0, equals)),
                          {std::string(pair.substr(std::min(equals + 1, pair.size())))}});
  }
  if (const auto controls = trace::subscription_controls(parameters)) take(*controls);
  return 0;
}
