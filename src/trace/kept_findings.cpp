#include "trace/kept_findings.h"

#include <algorithm>

namespace zhiheng::trace {
namespace {

/// Both questions as known now and at some other time.
constexpr std::size_t most_kept = 4;

}  // namespace

Result<std::shared_ptr<const Found>> KeptFindings::found(std::optional<Timestamp> known_at,
                                                         std::vector<Rule> rules,
                                                         const Search& search) {
  const std::lock_guard lock(mutex_);
  const auto known = std::ranges::find_if(kept_, [&](const Kept& kept) {
    return kept.known_at == known_at && kept.found->rules == rules;
  });
  if (known != kept_.end()) return known->found;
  const auto made = std::make_shared<Found>();
  made->rules = std::move(rules);
  ZH_DO(search(*made));
  if (kept_.size() == most_kept) kept_.erase(kept_.begin());
  kept_.push_back({known_at, made});
  return made;
}

void KeptFindings::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

}  // namespace zhiheng::trace
