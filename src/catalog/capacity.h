#pragma once
// How much is done at once, and for how long a quick way is looked for. As data, from
// catalog/capacity.toml.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

/// Bounds of a list's way; what they mean stands in store/listing.h.
struct ListCapacity {
  std::int64_t few = 0, many = 0;  ///< records
  int look_ms = 0, short_look_ms = 0, walk_ms = 0;
};

struct Capacity {
  std::size_t records_at_once = 0;  ///< of one step or correction of many
  std::size_t name_characters = 0;  ///< of a title beside a pointer
  int own_records = 0;              ///< of a firm, from each register
  int websockets = 0;               ///< of everybody
  int websockets_each = 0;          ///< of one account
  std::size_t subscriptions_each = 0;
  ListCapacity list;
  std::int64_t looked_through = 0;  ///< versions that a search reads without an index
  std::int64_t search_rest_us = 0;  ///< without writing, before much is indexed
};

/// Reads capacity.toml; complaints go to `errors`. Every key must be there, within sensible bounds.
[[nodiscard]] Capacity load_capacity(const std::string& folder, std::vector<Error>& errors);

/// The same of a catalog that was loaded; read once per folder.
[[nodiscard]] std::shared_ptr<const Capacity> capacity_of(const std::string& folder);

}  // namespace zhiheng::catalog
