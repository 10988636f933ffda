#pragma once
// How many complaints of people who are not logged in are taken. As data, from
// catalog/security.toml.

#include <string>

namespace zhiheng::catalog {

struct ComplaintLimits {
  int per_minute = 0;       ///< from all people together
  int per_minute_each = 0;  ///< from one address
  int twice_hours = 0;      ///< within which the same complaint is not taken again
};

/// Of the catalog in this folder, whose loading has complained about everything that is wrong here.
[[nodiscard]] ComplaintLimits complaint_limits_of(const std::string& folder);

}  // namespace zhiheng::catalog
