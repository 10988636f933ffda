#pragma once
// The values that travel between the rooms: a field of a record, a parameter of a query.

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

#include "base/date.h"
#include "base/decimal.h"

namespace zhiheng {

/// A value of a field; std::monostate is null. Text is UTF-8 in NFC.
using Value =
    std::variant<std::monostate, bool, std::int64_t, Decimal, Date, Timestamp, std::string>;

/// How a value is stored. Order as in Value, without null.
enum class Storage { boolean, integer, decimal, date, timestamp, text };

[[nodiscard]] inline bool is_null(const Value& value) { return value.index() == 0; }

/// As a person writes it: ISO dates, RFC 3339 times in UTC, decimals with their places, "true".
/// Null is the empty string.
[[nodiscard]] std::string to_text(const Value& value);

/// Bytes that are equal exactly when the values are (and of the same alternative): a tag and a
/// fixed or length-prefixed form. What record hashes and natural keys are computed over.
void append_canonical(std::string& bytes, const Value& value);

}  // namespace zhiheng
