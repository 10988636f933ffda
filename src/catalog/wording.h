#pragma once
// How are the words of a target read where its text prints no limits? From catalog/wording.toml.

#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"

namespace zhiheng::catalog {

struct Wording {
  /// Of "about" (左右): how far off still counts, as a share of the number that is printed.
  Decimal about_tolerance;
  std::string about_source;
  bool about_verified = true;
};

/// Reads the rules; complaints go to `errors`. A tolerance must be more than 0 and less than 1.
[[nodiscard]] Wording load_wording(const std::string& path, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
