#pragma once
// Values as JSON, for the interface and for messages alike.

#include "base/value.h"
#include "catalog/register.h"

namespace boost::json {
class value;
}  // namespace boost::json

namespace zhiheng::registry {

/// Exact: decimals are texts ("12.50"), dates and times ISO texts, lists arrays, null null.
[[nodiscard]] boost::json::value value_json(const Value& value, const catalog::Field& field);

}  // namespace zhiheng::registry
