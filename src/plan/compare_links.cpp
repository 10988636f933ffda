#include "plan/compare_links.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace zhiheng::plan {
namespace {

/// Pairs of units looked at in all, and the least for one unit: bounds time and memory for texts of
/// any size. Pairs of plans of everyday size are looked at completely.
constexpr std::size_t most_candidates = 1'000'000;
constexpr std::size_t least_per_unit = 16;

struct Candidate {
  double score = 0, common = 0, alike = 0;
  std::size_t upper = 0, lower = 0;
  double drift = 0;  ///< how far apart they stand, each in its plan
  bool partners = false;
};

/// Where terms stand in the lower plan.
class Postings {
 public:
  explicit Postings(const TextPair& texts) : units_(texts.terms()) {
    for (std::size_t unit = 0; unit < texts.lower().units.size(); ++unit) {
      for (const Count& count : texts.lower().units[unit].bag) units_[count.term].push_back(unit);
    }
  }

  /// Lower units that share a term with `bag`, rarest terms first; of terms that stand in more
  /// units than are left to look at, those nearest to `middle`.
  [[nodiscard]] std::vector<std::size_t> near(const Bag& bag, std::size_t middle,
                                              std::size_t most) const {
    std::vector<Term> terms;
    for (const Count& count : bag) {
      if (!units_[count.term].empty()) terms.push_back(count.term);
    }
    std::ranges::sort(terms, {}, [&](Term term) { return std::pair(units_[term].size(), term); });
    std::vector<std::size_t> found;
    std::size_t left = most;
    for (const Term term : terms) {
      const auto& units = units_[term];
      const std::size_t take = std::min(left, units.size());
      const auto at =
          static_cast<std::size_t>(std::ranges::lower_bound(units, middle) - units.begin());
      const std::size_t first = std::min(at - std::min(at, take / 2), units.size() - take);
      const auto begin = units.begin() + static_cast<std::ptrdiff_t>(first);
      found.insert(found.end(), begin, begin + static_cast<std::ptrdiff_t>(take));
      left -= take;
      if (left == 0) break;
    }
    std::ranges::sort(found);
    const auto twice = std::ranges::unique(found);
    found.erase(twice.begin(), twice.end());
    return found;
  }

 private:
  std::vector<std::vector<std::size_t>> units_;
};

class Linking {
 public:
  Linking(const TextPair& texts, const CompareBounds& bounds)
      : texts_(texts),
        bounds_(bounds),
        upper_linked_(texts.upper().units.size()),
        lower_linked_(texts.lower().units.size()) {
    for (const UnitText& unit : texts.upper().units) upper_rest_.push_back(unit.bag);
    for (const UnitText& unit : texts.lower().units) lower_rest_.push_back(unit.bag);
  }

  std::vector<Link> run() {
    std::vector<Candidate> candidates = find_candidates();
    std::ranges::sort(candidates, [](const Candidate& one, const Candidate& other) {
      return std::tuple(-one.score, one.drift, one.upper, one.lower) <
             std::tuple(-other.score, other.drift, other.upper, other.lower);
    });
    for (const Candidate& candidate : candidates) first_partner(candidate);
    for (const Candidate& candidate : candidates) further_partner(candidate);
    for (const Candidate& candidate : candidates) repetition(candidate);
    std::ranges::sort(links_, {},
                      [](const Link& link) { return std::pair(link.upper, link.lower); });
    return std::move(links_);
  }

 private:
  [[nodiscard]] const ComparedUnit& upper_unit(std::size_t i) const {
    return texts_.upper().plan.units[i];
  }
  [[nodiscard]] const ComparedUnit& lower_unit(std::size_t i) const {
    return texts_.lower().plan.units[i];
  }

  std::vector<Candidate> find_candidates() {
    const Postings postings(texts_);
    const std::size_t uppers = upper_linked_.size();
    const std::size_t lowers = lower_linked_.size();
    if (uppers == 0 || lowers == 0) return {};
    const std::size_t most = std::max(least_per_unit, most_candidates / uppers);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < uppers; ++i) {
      const std::size_t middle = i * lowers / uppers;
      for (const std::size_t j : postings.near(texts_.upper().units[i].bag, middle, most)) {
        candidates.push_back(candidate(i, j, middle));
      }
    }
    return candidates;
  }

  Candidate candidate(std::size_t i, std::size_t j, std::size_t middle) {
    const UnitText& upper = texts_.upper().units[i];
    const UnitText& lower = texts_.lower().units[j];
    Candidate found{.common = texts_.overlap(upper.bag, lower.bag), .upper = i, .lower = j};
    found.alike = alikeness(found.common, upper.weight, lower.weight);
    const double items = items_alike(upper_unit(i).item, lower_unit(j).item);
    const bool same_kind = (upper_unit(i).place == 0) == (lower_unit(j).place == 0);
    found.partners = items >= bounds_.partners;
    found.score =
        found.alike + bounds_.partner_bonus * items + (same_kind ? bounds_.heading_bonus : 0);
    found.drift = static_cast<double>(j > middle ? j - middle : middle - j);
    return found;
  }

  double items_alike(std::size_t i, std::size_t j) {
    const auto [place, fresh] = alike_.try_emplace(i * texts_.lower().items.size() + j, 0.0);
    if (fresh) place->second = texts_.items_alike(i, j);
    return place->second;
  }

  void first_partner(const Candidate& candidate) {
    if (upper_linked_[candidate.upper] || lower_linked_[candidate.lower]) return;
    const double least = candidate.partners ? bounds_.alike_in_partners : bounds_.alike;
    if (candidate.alike >= least) link(candidate);
  }

  void further_partner(const Candidate& candidate) {
    if (taken_.contains({candidate.upper, candidate.lower})) return;
    const double rest = texts_.overlap(upper_rest_[candidate.upper], lower_rest_[candidate.lower]);
    const double upper_weight = texts_.upper().units[candidate.upper].weight;
    const double lower_weight = texts_.lower().units[candidate.lower].weight;
    const double lesser = std::min(upper_weight, lower_weight);
    const bool tells =
        rest >= bounds_.rest * lesser && rest >= bounds_.rest_terms * texts_.heaviest();
    const bool found_again = candidate.common >= bounds_.contained * lesser;
    if (tells && (candidate.partners || found_again)) link(candidate);
  }

  void repetition(const Candidate& candidate) {
    if (!candidate.partners || taken_.contains({candidate.upper, candidate.lower})) return;
    const bool headings =
        upper_unit(candidate.upper).place == 0 && lower_unit(candidate.lower).place == 0;
    double weight = std::numeric_limits<double>::infinity();
    if (headings || !upper_linked_[candidate.upper]) {
      weight = texts_.upper().units[candidate.upper].weight;
    }
    if (headings || !lower_linked_[candidate.lower]) {
      weight = std::min(weight, texts_.lower().units[candidate.lower].weight);
    }
    if (candidate.common < bounds_.repeated * weight) return;
    const bool repeats = upper_linked_[candidate.upper] || lower_linked_[candidate.lower];
    link(candidate);
    links_.back().repeats = repeats;
  }

  void link(const Candidate& candidate) {
    links_.push_back({candidate.upper, candidate.lower, candidate.common, candidate.alike, false});
    taken_.insert({candidate.upper, candidate.lower});
    upper_linked_[candidate.upper] = true;
    lower_linked_[candidate.lower] = true;
    use_up(upper_rest_[candidate.upper], lower_rest_[candidate.lower]);
  }

  /// Takes from both what they have in common.
  static void use_up(Bag& one, Bag& other) {
    auto left = one.begin();
    auto right = other.begin();
    while (left != one.end() && right != other.end()) {
      if (left->term < right->term) {
        ++left;
      } else if (right->term < left->term) {
        ++right;
      } else {
        const std::uint32_t common = std::min(left->count, right->count);
        (left++)->count -= common;
        (right++)->count -= common;
      }
    }
  }

  const TextPair& texts_;
  const CompareBounds& bounds_;
  std::vector<bool> upper_linked_, lower_linked_;
  std::vector<Bag> upper_rest_, lower_rest_;
  std::unordered_map<std::size_t, double> alike_;
  std::set<std::pair<std::size_t, std::size_t>> taken_;
  std::vector<Link> links_;
};

}  // namespace

std::vector<Link> link_units(const TextPair& texts, const CompareBounds& bounds) {
  return Linking(texts, bounds).run();
}

}  // namespace zhiheng::plan
