#pragma once
// Events in the system of record: captured once, never changed, read back in the order in which
// they became durable.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/registry.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// The register that holds the events.
inline constexpr std::string_view event_register = "epcis_event";

enum class OnError {
  rollback,  ///< one event that cannot be kept, and none is
  proceed    ///< the others are kept
};

struct CaptureOptions {
  OnError on_error = OnError::rollback;
  std::string job = {};    ///< the capture job; also the batch of the versions
  std::string owner = {};  ///< unified social credit code of the firm that sends them
  /// GB/T 2260 code; empty: the region of the account.
  std::string region = {};
  /// None: the clock's. For histories that are taken over, and for tests.
  std::optional<Timestamp> record_time = {};
  /// Qualified names of fields that the event hash leaves out.
  std::span<const std::string> ignored = {};
  bool only_judge = false;  ///< says what would happen and writes nothing
};

/// What became of an event.
struct Captured {
  store::Outcome outcome = store::Outcome::added;  ///< added, unchanged or refused
  std::string event = {};                          ///< eventID, or the event hash where it has none
  std::optional<Error> error = {};
};

struct CaptureReport {
  std::size_t added = 0, unchanged = 0, refused = 0;
  bool kept = true;  ///< false: rolled back, nothing was written
  std::vector<Captured> events;
};

/// Writes events in one commit. An event is known by its eventID, without one by its hash; the same
/// event again changes nothing, so a document may be sent twice. An error declaration is an event
/// of its own beside the one with the same eventID.
///
/// @fails  registry.not_allowed, registry.outside_region, and what the store cannot do; of single
///         events trace.event_id_taken (another event has this eventID), trace.time_malformed
[[nodiscard]] Result<CaptureReport> capture(registry::Registry& registry,
                                            const registry::Person& person,
                                            std::span<const Event> events,
                                            const CaptureOptions& options = {});

/// Calls `take` for each event behind position `after` of the feed that the person may see, oldest
/// first, until it returns false. Positions grow with time and are never reused.
///
/// @fails  registry.not_allowed, trace.not_json
/// @cost   linear in the events read; memory does not grow with them
[[nodiscard]] Result<void> each_event(
    registry::Registry& registry, const registry::Person& person, std::int64_t after,
    const std::function<bool(const Event& event, std::int64_t seq)>& take);

}  // namespace zhiheng::trace
