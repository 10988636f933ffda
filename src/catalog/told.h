#pragma once
// Whom a step tells, as its declaration says it: "holder", "handler", a role, "unit:<field>".

#include <string_view>

namespace zhiheng::catalog {

/// In `notify`: the accounts of the authority that the record field named after it points to.
inline constexpr std::string_view told_unit = "unit:";

}  // namespace zhiheng::catalog
