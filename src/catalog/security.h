#pragma once
// How logging in is guarded: locks, sessions and passwords as data, from catalog/security.toml.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

struct Security {
  int failures_before_lock = 0;         ///< wrong passwords in a row
  std::int64_t first_lock_seconds = 0;  ///< doubles with every further failure
  std::int64_t longest_lock_seconds = 0;
  std::int64_t failures_forgotten_hours = 0;  ///< after the last attempt
  std::int64_t session_hours = 0;
  std::size_t shortest_password = 0;  ///< characters
  std::size_t longest_password = 0;   ///< bytes
  std::string source;
};

/// Reads the rules; complaints go to `errors`. Every key must be there, within sensible bounds: a
/// forgotten line must not leave accounts unguarded.
[[nodiscard]] Security load_security(const std::string& path, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
