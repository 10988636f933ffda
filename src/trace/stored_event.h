#pragma once
// An event as the system of record keeps it: JSON-LD that stands alone, whatever form it came in.

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// One JSON object on one line. Namespaces of extensions are declared within it.
/// `record_time`: when it was captured; empty: what the event says itself.
[[nodiscard]] std::string stored_text(const Event& event, std::string record_time = {});

/// The event of a stored text; what it says was checked when it was captured.
/// @fails  trace.not_json
[[nodiscard]] Result<Event> stored_event(std::string_view text);

/// A time of an event; without a zone it is taken for UTC, digits behind microseconds are cut.
/// @fails  trace.time_malformed
[[nodiscard]] Result<Timestamp> instant(std::string_view text);

}  // namespace zhiheng::trace
