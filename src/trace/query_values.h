#pragma once
// The values of an event that a condition looks at.

#include <functional>
#include <string>
#include <string_view>

#include "trace/event.h"
#include "trace/query.h"

namespace zhiheng::trace {

/// True stops the search.
using OnText = std::function<bool(std::string_view)>;

/// Whether a condition is about a field of someone's own.
[[nodiscard]] inline bool is_own(Subject subject) { return subject >= Subject::field; }

/// Whether some text of the field passes; of an own field, or of one that the standard names.
[[nodiscard]] bool any_value(const Condition& condition, const Event& event, const OnText& test);
[[nodiscard]] bool any_of_field(const Condition& condition, const Event& event, const OnText& test);
[[nodiscard]] bool any_own_field(const Condition& condition, const Event& event,
                                 const OnText& test);

/// A named field of sensor metadata and reports; `unit` is that of the report.
[[nodiscard]] bool any_sensor_field(
    const Event& event, std::string_view name,
    const std::function<bool(std::string_view text, std::string_view unit)>& test);

/// A text of the event in the form in which the values of the condition are.
[[nodiscard]] std::string in_form(const Condition& condition, std::string_view text);

}  // namespace zhiheng::trace
