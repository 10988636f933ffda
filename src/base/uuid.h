#pragma once
// Record identifiers that sort by the time they were made.

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
};

/// A fresh UUID of version 7: 48 bits of milliseconds, a counter, random bits. Strictly growing
/// within the process, also within one millisecond. Safe from many threads.
/// @source  RFC 9562, 5.7 and 6.2 (method 1)
[[nodiscard]] Uuid make_uuid();

/// When an id of version 7 was made, to the millisecond; of another version a time without meaning.
/// @source  RFC 9562, 5.7
[[nodiscard]] Timestamp made_at(const Uuid& id);

/// "018f2c5e-…", lower case, 36 characters.
[[nodiscard]] std::string to_text(const Uuid& id);

/// @fails  base.uuid_malformed
[[nodiscard]] Result<Uuid> parse_uuid(std::string_view text);

}  // namespace zhiheng
