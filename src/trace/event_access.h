#pragma once
// Which events may somebody see? Asked once for each question; every route uses the answer.

#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "registry/registry.h"
#include "trace/event.h"
#include "trace/event_grants.h"
#include "trace/event_index.h"
#include "trace/event_view.h"

namespace zhiheng::trace {

/// The right to read of one person. Officials see the events of their region; a firm sees those
/// that it captured and those that name one of its location codes: the GLN of a node in the
/// register `trace_node` that an authority confirmed to be the firm's. Officials may be limited to
/// classes of products, and be given what a case names.
struct EventAccess {
  Sql rows;           ///< over the columns of epcis_event; empty text: all
  Audience audience;  ///< the same as the index knows it; the rows decide
  std::string user, company;
  bool of_firm = false;  ///< only own events and those that name it
  HiddenParts hidden = {};
  EventGrants grants = {};  ///< of officials; what cases give is not in `rows` yet

  /// Whether an event counts as somebody else's.
  [[nodiscard]] bool is_foreign(const std::string& owner) const {
    return owner.empty() ? !company.empty() : owner != company;
  }
};

/// @fails  registry.not_allowed
[[nodiscard]] Result<EventAccess> event_access(const registry::Registry& registry,
                                               const registry::Person& person);

/// The GLNs that an event names as place, source or destination, each once, in ascending order. An
/// extension does not count: it is a spot within the location.
[[nodiscard]] std::vector<std::string> locations_of(const Event& event);

/// Writes down that events were read which somebody else captured; nothing when there are none.
/// @param ids  of these events
[[nodiscard]] Result<void> log_foreign_reads(registry::Registry& registry,
                                             const EventAccess& access, const std::string& action,
                                             const std::vector<std::string>& ids,
                                             const std::string& filter);

}  // namespace zhiheng::trace
