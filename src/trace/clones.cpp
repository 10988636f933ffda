// One serial number, several things: what a single object cannot have done.

#include <algorithm>

#include "trace/failures.h"
#include "trace/rules.h"

namespace zhiheng::trace {
namespace {

const Rule* rule_of(const std::vector<Rule>& rules, std::string_view id) {
  const auto found = std::ranges::find_if(
      rules, [&](const Rule& rule) { return rule.id == id && rule.question == "clones"; });
  return found == rules.end() ? nullptr : &*found;
}

class CloneSearch {
 public:
  CloneSearch(const Inspection& inspection, const std::vector<Rule>& rules)
      : inspection_(inspection),
        chain_(inspection.history.chain()),
        twice_made_(rule_of(rules, "second_commissioning")),
        after_end_(rule_of(rules, "after_decommissioning")),
        twice_sold_(rule_of(rules, "sale_after_sale")),
        too_fast_(rule_of(rules, "impossible_journey")) {
    returned_ = chain_.find_word("returned");
    returning_ = chain_.find_word("returning");
  }

  void look_at(Id id);
  std::vector<Finding> take() { return std::move(found_); }

 private:
  void journey(Id id, EventAt from, EventAt to);
  [[nodiscard]] bool makes(const Part& part) const {
    const EventRow& row = chain_.event(part.event);
    return part.role() == Role::output ||
           (part.role() == Role::object && row.sort == Sort::object && row.action == Action::add);
  }

  const Inspection& inspection_;
  const Chain& chain_;
  const Rule *twice_made_, *after_end_, *twice_sold_, *too_fast_;
  std::uint16_t returned_ = 0, returning_ = 0;
  std::vector<std::uint32_t> parts_;
  std::vector<Finding> found_;
};

void CloneSearch::journey(Id id, EventAt from, EventAt to) {
  const EventRow &left = chain_.event(from), &reached = chain_.event(to);
  if (left.place == reached.place || left.place == nothing || reached.place == nothing) return;
  const auto start = inspection_.positions.find(left.place);
  const auto end = inspection_.positions.find(reached.place);
  if (start == inspection_.positions.end() || end == inspection_.positions.end()) return;
  const double km = distance_km(start->second, end->second);
  if (km < too_fast_->threshold("least_km")) return;
  const double hours =
      static_cast<double>(reached.time.microseconds - left.time.microseconds) / 3.6e9 +
      too_fast_->threshold("slack_minutes") / 60;
  const double speed = km / std::max(hours, 1.0 / 60);
  if (speed > too_fast_->threshold("speed_km_h")) {
    found_.push_back({too_fast_, id, {from, to}, speed});
  }
}

/// One object: its own events, in the order of time.
void CloneSearch::look_at(Id id) {
  inspection_.history.parts_of(id, parts_);
  EventAt made = nothing, ended = nothing, sold = nothing, last = nothing;
  for (const std::uint32_t number : parts_) {
    const Part& part = chain_.part(number);
    const Role role = part.role();
    if (role != Role::object && role != Role::output && role != Role::input &&
        role != Role::child) {
      continue;
    }
    const EventAt at = part.event;
    const EventRow& row = chain_.event(at);
    if (makes(part)) {
      if (made != nothing && twice_made_ != nullptr) {
        found_.push_back({twice_made_, id, {made, at}, 0});
      }
      if (made == nothing) made = at;
    }
    if (ended != nothing && after_end_ != nullptr) {
      const double minutes =
          static_cast<double>(row.time.microseconds - chain_.event(ended).time.microseconds) / 6e7;
      if (minutes > after_end_->threshold("slack_minutes")) {
        found_.push_back({after_end_, id, {ended, at}, 0});
        ended = nothing;  // told once
      }
    }
    const Meaning meaning = inspection_.meanings.of(chain_, row);
    if (role == Role::object && row.sort == Sort::object &&
        (meaning == Meaning::gone || (row.action == Action::remove && meaning != Meaning::sold))) {
      ended = at;
    }
    if (row.disposition == returned_ || row.step == returning_) sold = nothing;
    if (meaning == Meaning::sold) {
      if (sold != nothing && twice_sold_ != nullptr) {
        found_.push_back({twice_sold_, id, {sold, at}, 0});
      }
      sold = at;
    }
    if (last != nothing && too_fast_ != nullptr) journey(id, last, at);
    last = at;
  }
}

}  // namespace

Result<std::vector<Finding>> find_clones(const Inspection& inspection,
                                         const std::vector<Rule>& rules) {
  const Chain& chain = inspection.history.chain();
  CloneSearch search(inspection, rules);
  for (Id id = 0; id < chain.identifiers(); ++id) {
    if (inspection.interrupted != nullptr && *inspection.interrupted) return fail(interrupted);
    if (chain.form(id) == Form::instance) search.look_at(id);
  }
  return search.take();
}

}  // namespace zhiheng::trace
