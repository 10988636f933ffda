// Where custody was lost: nobody said that it arrived, that it left, or that it was packed.

#include <algorithm>
#include <map>

#include "trace/failures.h"
#include "trace/rules.h"

namespace zhiheng::trace {
namespace {

constexpr double microseconds_an_hour = 3.6e9;

class GapSearch {
 public:
  GapSearch(const Inspection& inspection, const std::vector<Rule>& rules)
      : inspection_(inspection), history_(inspection.history), chain_(history_.chain()) {
    for (const Rule& rule : rules) {
      if (rule.question == "gaps") rules_[rule.id] = &rule;
    }
  }

  void look_at(Id id);
  std::vector<Finding> take() { return std::move(found_); }

 private:
  struct Move {
    EventAt at;
    Meaning meaning;
    bool own;  ///< the event names the thing itself, not what carried it
  };
  [[nodiscard]] bool moves(EventAt at) const {
    const Meaning meaning = inspection_.meanings.of(chain_, chain_.event(at));
    return meaning == Meaning::sent || meaning == Meaning::received;
  }
  void report(std::string_view rule, Id id, std::vector<EventAt> events, double value = 0);
  void add_carriers(Id id, const std::vector<std::uint32_t>& parts, Timestamp since,
                    Timestamp until, int depth);
  void custody(Id id);
  void amounts(Id id);
  void opening(Id id);
  void open_one(Id id, EventAt at, std::map<Id, bool>& inside, EventAt& emptied);

  const Inspection& inspection_;
  const History& history_;
  const Chain& chain_;
  std::map<std::string_view, const Rule*> rules_;
  std::vector<std::uint32_t> parts_;
  std::vector<Move> moves_;
  std::vector<Finding> found_;
};

void GapSearch::report(std::string_view rule, Id id, std::vector<EventAt> events, double value) {
  const auto declared = rules_.find(rule);
  if (declared != rules_.end()) found_.push_back({declared->second, id, std::move(events), value});
}

/// Shipping and receiving of what carried it, while it did.
void GapSearch::add_carriers(Id id, const std::vector<std::uint32_t>& parts, Timestamp since,
                             Timestamp until, int depth) {
  std::vector<Stay> stays;
  history_.stays_of(id, parts, stays);
  for (const Stay& stay : stays) {
    const Timestamp from = std::max(since, stay.from), to = std::min(until, stay.until);
    if (from > to || depth > 8) continue;
    std::vector<std::uint32_t> carrier;
    history_.parts_of(stay.parent, carrier);
    for (const std::uint32_t number : carrier) {
      const Part& part = chain_.part(number);
      const Timestamp time = chain_.event(part.event).time;
      if (part.role() != Role::object || time < from || time > to || !moves(part.event)) continue;
      moves_.push_back(
          {part.event, inspection_.meanings.of(chain_, chain_.event(part.event)), false});
    }
    add_carriers(stay.parent, carrier, from, to, depth + 1);
  }
}

/// A thing that ships under its own name.
void GapSearch::custody(Id id) {
  moves_.clear();
  bool any = false;
  for (const std::uint32_t number : parts_) {
    const Part& part = chain_.part(number);
    if (part.role() != Role::object) continue;
    const Meaning meaning = inspection_.meanings.of(chain_, chain_.event(part.event));
    // Sensors report on the way: that is no second shipping.
    const bool sensed = chain_.word(chain_.event(part.event).step) == "sensor_reporting";
    if (!sensed && moves(part.event)) {
      moves_.push_back({part.event, meaning, true});
      any = true;
    }
  }
  if (!any) return;
  add_carriers(id, parts_, always, forever, 0);
  std::ranges::stable_sort(moves_, {}, [&](const Move& m) { return chain_.event(m.at).time; });
  const Move* sent = nullptr;
  const EventAt first = chain_.part(parts_.front()).event;
  for (const Move& move : moves_) {
    if (move.meaning == Meaning::sent) {
      if (sent != nullptr && sent->own) report("shipped_not_received", id, {sent->at, move.at});
      sent = &move;
      continue;
    }
    const auto rule = rules_.find("received_not_shipped");
    const bool unknown_counts =
        rule != rules_.end() && rule->second->threshold("unknown_origin") > 0;
    if (sent == nullptr && move.own && (move.at != first || unknown_counts)) {
      report("received_not_shipped", id, {move.at});
    }
    sent = nullptr;
  }
  if (sent == nullptr || !sent->own) return;
  const auto rule = rules_.find("shipped_not_received");
  if (rule == rules_.end()) return;
  const double hours =
      static_cast<double>(inspection_.now.microseconds - chain_.event(sent->at).time.microseconds) /
      microseconds_an_hour;
  if (hours > rule->second->threshold("grace_hours")) {
    report("shipped_not_received", id, {sent->at}, hours);
  }
}

/// Amounts of a lot: every receiving against the shipping that it answers.
void GapSearch::amounts(Id id) {
  struct Sent {
    std::uint32_t part;
    bool answered = false;
  };
  std::vector<Sent> sent;
  const auto rule = rules_.find("quantity_mismatch");
  for (const std::uint32_t number : parts_) {
    const Part& part = chain_.part(number);
    const Amount* amount = chain_.amount(number);
    if (part.role() != Role::object || amount == nullptr || !moves(part.event)) continue;
    const EventRow& row = chain_.event(part.event);
    if (inspection_.meanings.of(chain_, row) == Meaning::sent) {
      sent.push_back({number});
      continue;
    }
    const auto answers = [&](const Sent& one) {
      if (one.answered || chain_.amount(one.part)->unit != amount->unit) return false;
      for (const Part& to : chain_.parts(chain_.part(one.part).event)) {
        if (to.role() == Role::destination && chain_.form(to.id) == Form::place) {
          return to.id == row.place;
        }
      }
      return true;
    };
    const auto shipping = std::ranges::find_if(sent, answers);
    if (shipping == sent.end()) {
      if (part.event != chain_.part(parts_.front()).event) {
        report("received_not_shipped", id, {part.event});
      }
      continue;
    }
    shipping->answered = true;
    const double shipped = chain_.amount(shipping->part)->value;
    const double missing = shipped > 0 ? (shipped - amount->value) / shipped : 0;
    if (rule != rules_.end() && std::abs(missing) > rule->second->threshold("tolerance")) {
      report("quantity_mismatch", id, {chain_.part(shipping->part).event, part.event}, missing);
    }
  }
  const auto waiting = rules_.find("shipped_not_received");
  if (waiting == rules_.end()) return;
  for (const Sent& one : sent) {
    const EventAt at = chain_.part(one.part).event;
    const double hours =
        static_cast<double>(inspection_.now.microseconds - chain_.event(at).time.microseconds) /
        microseconds_an_hour;
    if (!one.answered && hours > waiting->second->threshold("grace_hours")) {
      report("shipped_not_received", id, {at}, hours);
    }
  }
}

void GapSearch::open_one(Id id, EventAt at, std::map<Id, bool>& inside, EventAt& emptied) {
  bool again = false, never = false;
  for (const Part& child : chain_.parts(at)) {
    const Form form = child.role() == Role::child ? chain_.form(child.id) : Form::lot;
    if (form == Form::lot || form == Form::product) continue;  // amounts come and go in parts
    const auto known = inside.find(child.id);
    if (known == inside.end()) {
      never = true;
    } else {
      again = again || !known->second;
    }
    inside[child.id] = false;
  }
  if (chain_.event(at).empties) {
    again = !inside.empty() &&
            std::ranges::none_of(inside, [](const auto& child) { return child.second; });
    for (auto& [child, there] : inside) there = false;
  }
  if (again && emptied != nothing) report("opened_twice", id, {emptied, at});
  if (never) report("child_without_parent", id, {at});
  emptied = at;
}

/// A container: what was put in and taken out.
void GapSearch::opening(Id id) {
  std::map<Id, bool> inside;  ///< whether it is in there now
  EventAt emptied = nothing;
  for (const std::uint32_t number : parts_) {
    const Part& part = chain_.part(number);
    const EventRow& row = chain_.event(part.event);
    if (part.role() != Role::parent || row.sort != Sort::aggregation) continue;
    if (row.action == Action::remove) {
      open_one(id, part.event, inside, emptied);
      continue;
    }
    for (const Part& child : chain_.parts(part.event)) {
      if (child.role() == Role::child) inside[child.id] = true;
    }
  }
}

void GapSearch::look_at(Id id) {
  const Form form = chain_.form(id);
  if (form == Form::place || form == Form::party || form == Form::product) return;
  history_.parts_of(id, parts_);
  if (parts_.empty()) return;
  if (form == Form::lot) return amounts(id);
  custody(id);
  opening(id);
}

}  // namespace

Result<std::vector<Finding>> find_gaps(const Inspection& inspection,
                                       const std::vector<Rule>& rules) {
  const Chain& chain = inspection.history.chain();
  GapSearch search(inspection, rules);
  for (Id id = 0; id < chain.identifiers(); ++id) {
    if (inspection.interrupted != nullptr && *inspection.interrupted) return fail(interrupted);
    search.look_at(id);
  }
  return search.take();
}

}  // namespace zhiheng::trace
