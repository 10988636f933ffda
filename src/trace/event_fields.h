#pragma once
// What rules and policies may ask of an event, in the expression language: docs/profiles.md.

#include <span>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "expr/expr.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// The fields that every event has, in the order of `values_of`: `type`, `biz_step`, `epcs`, …
/// Lists are texts with "|" between their values; a list that is empty is null.
[[nodiscard]] const std::vector<expr::Field>& event_fields();

/// One value for each of `event_fields()`.
void append_values(const Event& event, std::vector<Value>& values);

/// A text with its parts, as lists of the expression language are written; null for none.
[[nodiscard]] Value list_value(std::span<const std::string> parts);

/// The parts of such a text.
[[nodiscard]] std::vector<std::string_view> list_parts(std::string_view text);

}  // namespace zhiheng::trace
