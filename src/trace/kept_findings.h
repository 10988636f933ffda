#pragma once
// What rules found in a chain, for as long as the chain stays as it is.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "trace/rules.h"

namespace zhiheng::trace {

/// Of all rules of a question.
struct Found {
  std::vector<Rule> rules;
  std::vector<Finding> findings;  ///< their rules are those above
  std::size_t with_position = 0;  ///< places whose position was known
};

/// From many threads.
class KeptFindings {
 public:
  using Search = std::function<Result<void>(Found& made)>;

  /// What `search` makes of the rules; what was found before with the same rules, known at the same
  /// time. Whoever asks for anything meanwhile waits.
  ///
  /// @fails  what `search` fails with; nothing is kept of it
  Result<std::shared_ptr<const Found>> found(std::optional<Timestamp> known_at,
                                             std::vector<Rule> rules, const Search& search);

  /// The chain, or what the search knows besides it, has changed.
  void forget();

 private:
  struct Kept {
    std::optional<Timestamp> known_at;
    std::shared_ptr<const Found> found;
  };
  std::mutex mutex_;
  std::vector<Kept> kept_;  ///< the last that were asked for
};

}  // namespace zhiheng::trace
