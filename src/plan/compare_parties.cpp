#include <algorithm>

#include "plan/compare_judge.h"

namespace zhiheng::plan {
namespace {

/// The bodies of an item's clause, each once, in order.
std::vector<std::size_t> bodies_of(const Plan& plan, std::size_t item) {
  std::vector<std::size_t> bodies;
  if (item >= plan.items.size() || !plan.items[item].clause) return bodies;
  for (const Assignment& assignment : plan.items[item].clause->assignments) {
    if (std::ranges::find(bodies, assignment.party) == bodies.end()) {
      bodies.push_back(assignment.party);
    }
  }
  return bodies;
}

/// Ways in which two bodies are counterparts, the surest first.
enum class Likeness { authority, function, successor, collective, name };

class Counterparts {
 public:
  Counterparts(const Lexicon& lexicon, const CompareRules& rules)
      : lexicon_(lexicon), rules_(rules) {}

  [[nodiscard]] bool are(const Party& one, const Party& other, Likeness likeness) const {
    const bool known = !one.authority.empty() && !other.authority.empty();
    switch (likeness) {
      case Likeness::authority:
        return known && one.authority == other.authority;
      case Likeness::function:
        return known && function(one.authority) == function(other.authority);
      case Likeness::successor:
        return known && last(one.authority) == last(other.authority);
      case Likeness::collective:
        return one.collective && other.collective && !group(one).empty() &&
               group(one) == group(other);
      case Likeness::name:
        return one.canonical == other.canonical;
    }
    return false;
  }

 private:
  [[nodiscard]] std::string_view function(const std::string& authority) const {
    const auto found = rules_.functions.find(authority);
    return found == rules_.functions.end() ? std::string_view(authority) : found->second;
  }

  /// The body that has the function today.
  [[nodiscard]] std::string_view last(const std::string& authority) const {
    const Authority* body = lexicon_.authority(authority);
    for (int step = 0; step < 8 && body != nullptr && !body->successor.empty(); ++step) {
      const Authority* next = lexicon_.authority(body->successor);
      if (next == nullptr) break;
      body = next;
    }
    return body == nullptr ? std::string_view(authority) : std::string_view(body->key);
  }

  [[nodiscard]] std::string_view group(const Party& party) const {
    const std::u32string name = to_characters(party.canonical);
    for (const auto& [word, group] : rules_.collectives) {
      if (name.find(word) != std::u32string::npos) return group;
    }
    return {};
  }

  const Lexicon& lexicon_;
  const CompareRules& rules_;
};

}  // namespace

PartyChange compare_parties(const Plan& upper, std::size_t item, const Plan& lower,
                            const std::vector<std::size_t>& items, const Lexicon& lexicon,
                            const CompareRules& rules) {
  const std::vector<std::size_t> above = bodies_of(upper, item);
  std::vector<std::size_t> below;
  for (const std::size_t one : items) {
    for (const std::size_t body : bodies_of(lower, one)) {
      if (std::ranges::find(below, body) == below.end()) below.push_back(body);
    }
  }
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> partner(above.size(), none);
  std::vector<bool> taken(below.size());
  const Counterparts counterparts(lexicon, rules);
  for (const Likeness likeness : {Likeness::authority, Likeness::function, Likeness::successor,
                                  Likeness::collective, Likeness::name}) {
    for (std::size_t i = 0; i < above.size(); ++i) {
      for (std::size_t j = 0; j < below.size() && partner[i] == none; ++j) {
        if (taken[j]) continue;
        if (!counterparts.are(upper.parties[above[i]], lower.parties[below[j]], likeness)) continue;
        partner[i] = j;
        taken[j] = true;
      }
    }
  }
  PartyChange change;
  for (std::size_t i = 0; i < above.size(); ++i) {
    const std::string& name = upper.parties[above[i]].canonical;
    if (partner[i] == none) {
      change.dropped.push_back(name);
    } else {
      change.kept.push_back({name, lower.parties[below[partner[i]]].canonical});
    }
  }
  for (std::size_t j = 0; j < below.size(); ++j) {
    if (!taken[j]) change.added.push_back(lower.parties[below[j]].canonical);
  }
  return change;
}

bool responsibility_passed(const Plan& upper, std::size_t item, const PartyChange& parties) {
  if (item >= upper.items.size() || !upper.items[item].clause) return false;
  if (parties.kept.empty() && parties.added.empty()) return false;
  const auto& assignments = upper.items[item].clause->assignments;
  const bool led = std::ranges::any_of(
      assignments, [](const Assignment& assignment) { return assignment.role == Role::lead; });
  return std::ranges::none_of(assignments, [&](const Assignment& assignment) {
    if (led && assignment.role != Role::lead) return false;
    const std::string& name = upper.parties[assignment.party].canonical;
    return std::ranges::find(parties.kept, name, &PartyChange::Kept::upper) != parties.kept.end();
  });
}

}  // namespace zhiheng::plan
