#pragma once
// Parts of a catalog that only some rooms want: read once, not with every question.

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

/// A part of a catalog that was loaded, whose complaints were told then.
/// @param load  (errors) -> Part; of one type for each kind of part
template <typename Part, typename Load>
[[nodiscard]] std::shared_ptr<const Part> read_once(const std::string& folder, const Load& load) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Part>> read;
  const std::lock_guard lock(mutex);
  auto& found = read[folder];
  std::vector<Error> told_when_it_was_loaded;
  if (!found) found = std::make_shared<const Part>(load(told_when_it_was_loaded));
  return found;
}

}  // namespace zhiheng::catalog
