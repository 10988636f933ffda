#pragma once
// How long, how often and how large: the rules of delivery as data, from catalog/delivery.toml.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "deliver/network.h"

namespace zhiheng::deliver {

struct ChannelRules {
  std::vector<std::int64_t> waits_s;  ///< after the first failure, the second …; then given up
  int jitter_percent = 0;             ///< a wait is longer by up to so much
  int connect_timeout_s = 0;
  int timeout_s = 0;             ///< of a whole attempt
  std::size_t largest_body = 0;  ///< bytes

  /// How long to wait after a failed attempt; none: given up.
  /// @param attempts  so far, >= 1
  /// @param chance    0 <= chance < 1
  [[nodiscard]] std::optional<std::int64_t> wait_s(int attempts, double chance) const;
  /// After that long no message is tried again.
  [[nodiscard]] std::int64_t longest_s() const;
};

struct Rules {
  std::map<std::string, ChannelRules, std::less<>> channels;
  std::vector<Network> refused;  ///< networks for special use
  int kept_days = 0;             ///< messages that were sent, notices that were read
  std::vector<int> reminders_h;  ///< hours before a term ends; negative: after it
  /// By register and clock: instead of those before the end.
  std::map<std::pair<std::string, std::string>, std::vector<int>> own_reminders_h;
  std::vector<std::string> alarm_registers;           ///< searches and refusals there are told
  std::vector<std::string> alarm_roles;               ///< to whom
  int alarm_hours = 0;                                ///< within which the same is told once
  int digest_hour = 0;                                ///< of the day in China
  std::map<std::string, Words, std::less<>> wording;  ///< of notices, by their kind

  /// Whether this clock reminds so many hours before its end; 0 and less: after it, all clocks
  /// alike.
  [[nodiscard]] bool reminds(const std::string& of, const std::string& clock, int hours) const;
  /// Every distance at which some clock reminds, the most urgent first.
  [[nodiscard]] std::vector<int> distances_h() const;
  /// @fails  deliver.channel_unknown
  [[nodiscard]] Result<const ChannelRules*> channel(std::string_view name) const;
};

/// Every key must be there, within sensible bounds.
/// @param folder  of the catalog
/// @fails  deliver.rules_malformed
[[nodiscard]] Result<Rules> load_rules(const std::string& folder);

}  // namespace zhiheng::deliver
