#include "stat/linkage_dependence.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "stat/linkage_chance.h"

namespace zhiheng::stat {
namespace {

/// Matches that EM may fail to recognise, as a part of all: so much of what two fields share
/// together is never taken for dependence between strangers.
constexpr double unrecognised = 0.05;

struct Dependence {
  double information = 0;
  FieldDependence fields;
};

/// The strongest links that close no circle.
std::vector<FieldDependence> without_circles(std::vector<Dependence> links, std::size_t width) {
  std::ranges::stable_sort(links, std::greater<>{}, &Dependence::information);
  std::vector<std::size_t> tree(width);
  std::iota(tree.begin(), tree.end(), std::size_t{0});
  std::vector<FieldDependence> kept;
  for (const Dependence& link : links) {
    const std::size_t from = tree[link.fields.one];
    const std::size_t to = tree[link.fields.other];
    if (from == to) continue;
    std::ranges::replace(tree, from, to);
    kept.push_back(link.fields);
  }
  std::ranges::sort(kept, {}, [](const FieldDependence& each) {
    return std::pair{each.one, each.other};
  });
  return kept;
}

}  // namespace

SharedFields::SharedFields(std::span<const CodedField> fields, std::size_t first_file)
    : width_(fields.size()), shared_(width_ * width_), both_present_(width_ * width_) {
  for (std::size_t f = 0; f < width_; ++f) {
    for (std::size_t g = f + 1; g < width_; ++g) {
      const auto one = fields[f].codes();
      const auto other = fields[g].codes();
      std::unordered_map<std::uint64_t, Crossing> counts;
      Crossing present(first_file);
      for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i] == 0 || other[i] == 0) continue;
        present.count(i);
        counts.try_emplace(std::uint64_t{one[i]} << 32U | other[i], first_file)
            .first->second.count(i);
      }
      for (const auto& [values, crossing] : counts) shared_[f * width_ + g] += crossing.pairs();
      both_present_[f * width_ + g] = present.pairs();
    }
  }
}

std::vector<FieldDependence> SharedFields::forest(std::span<const Pattern> patterns,
                                                  std::span<const double> strangers,
                                                  double matches) const {
  std::vector<double> recognised(width_ * width_, 0);
  for (const Pattern& pattern : patterns) {
    if (pattern.matches == 0) continue;
    for (std::size_t f = 0; f < width_; ++f) {
      for (std::size_t g = f + 1; g < width_ && pattern.levels[f] == same; ++g) {
        if (pattern.levels[g] == same) recognised[f * width_ + g] += pattern.matches;
      }
    }
  }
  std::vector<Dependence> links;
  for (std::size_t f = 0; f < width_; ++f) {
    for (std::size_t g = f + 1; g < width_; ++g) {
      const std::size_t at = f * width_ + g;
      const double by_chance = both_present_[at] * strangers[f] * strangers[g];
      const double found = shared_[at] - recognised[at] - unrecognised * matches;
      const double ratio = (found + 1) / (by_chance + 1);
      // Beyond what chance explains, and by enough to matter.
      if (found < by_chance + 4 * std::sqrt(by_chance + 1) || ratio < 1.1) continue;
      links.push_back({found * std::log(ratio), {f, g, ratio}});
    }
  }
  return without_circles(std::move(links), width_);
}

bool much_alike(std::span<const FieldDependence> one, std::span<const FieldDependence> other) {
  return std::ranges::equal(one, other, [](const auto& a, const auto& b) {
    return a.one == b.one && a.other == b.other && std::abs(a.ratio / b.ratio - 1) < 0.05;
  });
}

}  // namespace zhiheng::stat
