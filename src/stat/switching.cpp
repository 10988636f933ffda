#include "stat/switching.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "stat/failures.h"
#include "stat/table_text.h"

namespace zhiheng::stat {
namespace {

SwitchingState begin(Severity severity) {
  SwitchingState state;
  state.severity = severity;
  return state;
}

SwitchingState after_normal(SwitchingState state, const LotResult& lot,
                            const SwitchingRules& rules) {
  const std::uint32_t window = (std::uint32_t{1} << rules.tighten_within) - 1;
  state.recent = ((state.recent << 1) | (lot.accepted ? 0U : 1U)) & window;
  if (std::popcount(state.recent) >= rules.tighten_at) return begin(Severity::tightened);
  state.score = lot.accepted && lot.points > 0 ? state.score + lot.points : 0;
  if (state.score >= rules.reduce_at && lot.steady && lot.reduced_agreed) {
    return begin(Severity::reduced);
  }
  return state;
}

SwitchingState after_tightened(SwitchingState state, const LotResult& lot,
                               const SwitchingRules& rules) {
  if (lot.accepted) {
    return ++state.accepted_in_row >= rules.normal_after ? begin(Severity::normal) : state;
  }
  state.accepted_in_row = 0;
  state.discontinued = ++state.refused_on_tightened >= rules.discontinue_at;
  return state;
}

}  // namespace

Result<SwitchingRules> parse_switching_rules(std::string_view text) {
  ZH_TRY(const TableText table, TableText::parse(text, {"rule", "value"}));
  SwitchingRules rules;
  const std::pair<std::string_view, int*> members[] = {{"tighten_at", &rules.tighten_at},
                                                       {"tighten_within", &rules.tighten_within},
                                                       {"normal_after", &rules.normal_after},
                                                       {"discontinue_at", &rules.discontinue_at},
                                                       {"reduce_at", &rules.reduce_at}};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto member =
        std::ranges::find(members, table.text(row, 0), &std::pair<std::string_view, int*>::first);
    if (member == std::end(members)) {
      return fail(table_malformed, "rule", std::string(table.text(row, 0)), "a switching rule");
    }
    ZH_TRY(const std::int64_t value, table.whole(row, 1, 0));
    *member->second = static_cast<int>(std::clamp<std::int64_t>(value, 0, 1000));
  }
  for (const auto& [name, value] : members) {
    if (*value < 1) {
      return fail(table_malformed, std::string(name), std::to_string(*value), "1..1000");
    }
  }
  if (rules.tighten_within > 30) {
    return fail(table_malformed, "tighten_within", std::to_string(rules.tighten_within), "1..30");
  }
  return rules;
}

int switching_points(std::int64_t found, std::int64_t accept, std::int64_t tighter_accept) {
  if (accept >= 2) return found <= tighter_accept ? 3 : 0;
  return found <= accept ? 2 : 0;
}

SwitchingState after_lot(const SwitchingState& state, const LotResult& lot,
                         const SwitchingRules& rules) {
  if (state.discontinued) return state;
  switch (state.severity) {
    case Severity::normal:
      return after_normal(state, lot, rules);
    case Severity::tightened:
      return after_tightened(state, lot, rules);
    case Severity::reduced:
      return lot.accepted && !lot.in_gap && lot.steady ? state : begin(Severity::normal);
  }
  std::unreachable();
}

}  // namespace zhiheng::stat
