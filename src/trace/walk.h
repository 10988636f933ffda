#pragma once
// From one identifier to all that it was made of, or to all that was made of it: over
// transformations, packing, lots and joined processes, in the order of time.

#include <atomic>
#include <optional>
#include <span>
#include <vector>

#include "trace/history.h"

namespace zhiheng::trace {

/// How an identifier was reached from another.
enum class Link : std::uint8_t {
  asked,     ///< it is what was asked about
  made,      ///< came out of a transformation that the other went into
  used,      ///< went into a transformation that the other came out of
  content,   ///< was packed in the other
  instance,  ///< is a piece of the other, a lot
  lot,       ///< is the lot of the other
  product,   ///< belongs to the other, a product
  carrier,   ///< carried the other: says where it was, is not affected itself
};
[[nodiscard]] std::string_view name_of(Link link);

struct Reached {
  Id id = nothing;
  Link link = Link::asked;
  std::uint32_t from = nothing;  ///< place of the other in Walk::reached
  EventAt by = nothing;          ///< the event that says so
  std::uint32_t steps = 0;
  Timestamp since = always;   ///< events before count no more for it
  Timestamp until = forever;  ///< events after count no more for it
  Timestamp held = always;    ///< its contents count when they were in it then or later
};

/// An event, and by which identifier it was reached first.
struct Seen {
  EventAt event = nothing;
  std::uint32_t by = nothing;  ///< place in Walk::reached
};

/// Where a walk begins.
struct Start {
  Id id = nothing;
  Timestamp since = always;  ///< only what happened to it from then on
  EventAt by = nothing;      ///< the event for which it is asked about
};

/// What was taken for granted on the way, and how often.
struct Assumed {
  std::size_t starts = 0;        ///< seen in a container into which nobody packed it
  std::size_t ends = 0;          ///< packed elsewhere before it was unpacked
  std::size_t out_of_order = 0;  ///< events left out: too early or too late to matter
  std::size_t product_only = 0;  ///< events that name the product without a lot: not followed
  std::size_t conflicts = 0;     ///< events left out: another had their identifier
};

struct Walk {
  std::vector<Reached> reached;  ///< each identifier once, nearest first
  std::vector<Seen> events;      ///< each once, by time
  std::vector<EventAt> wrong;    ///< left out: declared to be wrong
  Assumed assumed;
};

struct WalkOptions {
  std::optional<Timestamp> known_at = std::nullopt;
  /// Times are not looked at: for events whose clocks cannot be trusted.
  bool any_order = false;
  /// Steps from what was asked; nothing farther is looked for.
  std::size_t depth = nothing;
  const std::atomic<bool>* interrupted = nullptr;
};

/// All that was made of, from or with the identifiers, what they contained, and what carried it.
/// @param asked  a product stands for all its lots and instances
/// @fails  trace.interrupted
/// @cost   linear in the parts of the identifiers reached
[[nodiscard]] Result<Walk> forward(const Chain& chain, std::span<const Start> asked,
                                   const WalkOptions& options = {});

/// All that went into the identifiers, with their lots and what carried them.
/// @fails  trace.interrupted
[[nodiscard]] Result<Walk> backward(const Chain& chain, std::span<const Start> asked,
                                    const WalkOptions& options = {});

}  // namespace zhiheng::trace
