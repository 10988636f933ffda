#pragma once
// What of an event a role is not told: `catalog/trace/views.toml`.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// Parts of events, one bit each.
using EventParts = std::uint8_t;

struct HiddenParts {
  EventParts always = 0;
  EventParts of_others = 0;  ///< also of events that somebody else captured
};

class EventViews {
 public:
  /// @param catalog  folder
  /// @fails  trace.views_malformed: cannot be read, or names a role or part that there is not
  static Result<EventViews> load(const std::filesystem::path& catalog,
                                 std::span<const std::string> known_roles);

  /// What none of these roles is told. A role without a view is told all.
  [[nodiscard]] HiddenParts hidden_from(std::span<const std::string> roles) const;

 private:
  struct View {
    std::vector<std::string> roles;
    bool of_others = false;
    EventParts left_out = 0;
  };
  std::vector<View> views_;
};

/// Takes the parts out of the event.
/// @return  whether there were any
bool leave_out(Event& event, EventParts parts);

}  // namespace zhiheng::trace
