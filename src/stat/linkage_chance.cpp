#include "stat/linkage_chance.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t sampled_pairs = 400'000;

std::pair<std::size_t, std::size_t> drawn_pair(Random& random, std::size_t records,
                                               std::size_t first_file) {
  if (first_file > 0) {
    return {random.below(first_file), first_file + random.below(records - first_file)};
  }
  const std::size_t a = random.below(records);
  std::size_t b = random.below(records - 1);
  if (b >= a) ++b;
  return {a, b};
}

/// Shares of close and near among pairs with two different values.
void sample(const CodedField& field, std::size_t first_file, Random random, FieldChance& chance) {
  const auto codes = field.codes();
  Levels found = {}, inverse = {};
  for (std::size_t k = 0; k < sampled_pairs; ++k) {
    const auto [a, b] = drawn_pair(random, codes.size(), first_file);
    if (codes[a] == 0 || codes[b] == 0 || codes[a] == codes[b]) continue;
    const auto level = static_cast<std::size_t>(field.agreement(codes[a], codes[b]));
    found[level] += 1;
    inverse[level] += 1 / std::min(field.count(codes[a]), field.count(codes[b]));
  }
  const double total = sum_of(found);
  const double unequal = chance.present.pairs() - chance.pairs[same];
  for (std::size_t level = same + 1; level < agreement_levels; ++level) {
    if (!field.can_be(static_cast<Agreement>(level))) continue;
    chance.pairs[level] = unequal * (found[level] + 0.5) / (total + 1);
    chance.usual_rarity[level] = inverse[level] > 0 ? std::log(found[level] / inverse[level]) : 0;
  }
}

}  // namespace

FieldChance field_chance(const CodedField& field, std::size_t first_file, std::uint64_t seed,
                         std::uint64_t stream) {
  const auto codes = field.codes();
  FieldChance chance;
  chance.present = Crossing(first_file);
  chance.of_value.assign(field.values(), Crossing(first_file));
  chance.recognised.assign(field.values(), 0);
  chance.rarity.assign(field.values(), 0);
  for (std::uint32_t v = 0; v < field.values(); ++v) {
    chance.log_count.push_back(std::log(std::max(1.0, field.count(v))));
  }
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] == 0) continue;
    chance.present.count(i);
    chance.of_value[codes[i]].count(i);
  }
  for (std::size_t v = 1; v < chance.of_value.size(); ++v) {
    chance.pairs[same] += chance.of_value[v].pairs();
  }
  sample(field, first_file, Random(seed, stream), chance);
  return chance;
}

}  // namespace zhiheng::stat
