#include "stat/linkage_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t sampled_pairs = 400'000;
constexpr std::size_t chunk = 16'384;
constexpr int most_refinements = 12;
/// Matches that EM may fail to recognise, as a part of all: so much of what two fields share
/// together is never taken for dependence between strangers.
constexpr double unrecognised = 0.05;

constexpr std::size_t same = static_cast<std::size_t>(Agreement::same);
constexpr std::size_t different = static_cast<std::size_t>(Agreement::different);
constexpr std::size_t missing = static_cast<std::size_t>(Agreement::missing);
using Levels = std::array<double, agreement_levels>;

double sum_of(const Levels& levels) { return std::accumulate(levels.begin(), levels.end(), 0.0); }

/// How many pairs there are of records with and without some property.
class Crossing {
 public:
  explicit Crossing(std::size_t first_file) : first_file_(first_file) {}

  void count(std::size_t record) { (record < first_file_ ? here_ : there_) += 1; }
  [[nodiscard]] double pairs() const {
    return first_file_ > 0 ? here_ * there_ : there_ * (there_ - 1) / 2;
  }
  /// Records with the property, each with every record that it could be paired with of `all`; half
  /// of the ordered pairs.
  [[nodiscard]] double chances(const Crossing& all) const {
    return first_file_ > 0 ? (here_ * all.there_ + there_ * all.here_) / 2
                           : there_ * (all.there_ - 1) / 2;
  }
  [[nodiscard]] double records() const { return here_ + there_; }

 private:
  std::size_t first_file_;
  double here_ = 0, there_ = 0;
};

/// What all pairs of records, strangers but for a few, have in common in one field.
struct FieldChance {
  Crossing present{0};
  std::vector<Crossing> of_value;
  Levels pairs = {};  ///< number of pairs by level; close and near from a sample
  /// Log of the harmonic mean of the rarer value's frequency among sampled pairs of a level.
  Levels usual_rarity = {};
  std::vector<double> recognised;  ///< by value: expected matches that share it
  std::vector<double> log_count;   ///< by value: of its records
  std::vector<double> rarity;      ///< by value: what sharing it adds to sharing some value
};

struct Pattern {
  std::vector<std::uint8_t> levels;
  double weight = 0;   ///< log m / u by the levels alone
  double matches = 0;  ///< expected
};

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

class Fit {
 public:
  Fit(std::span<const CodedField> fields, std::span<const RecordPair> candidates,
      std::size_t first_file, const LinkageModelOptions& options)
      : fields_(fields),
        candidates_(candidates),
        first_file_(first_file),
        options_(options),
        records_(fields.front().codes().size()),
        all_(first_file) {
    for (std::size_t i = 0; i < records_; ++i) all_.count(i);
    model_.fields.resize(fields.size());
    for (std::size_t f = 0; f < fields.size(); ++f) chances_.push_back(chance_of(f));
    compare();
    count_shared();
  }

  LinkageModel run() {
    start();
    for (int refinement = 0; refinement < most_refinements; ++refinement) {
      weigh_values();
      const double before = model_.matches;
      const bool settled = iterate();
      take_off_matches();
      // What strangers share was taken for matches as long as it was not known to be one fact: the
      // errors within matches have to be learnt anew.
      if (options_.dependence && find_dependence()) {
        start_matches();
        continue;
      }
      const double change = std::abs(model_.matches - before);
      if (settled && refinement > 2 && change < 1e-6 * (1 + model_.matches)) {
        model_.converged = true;
        break;
      }
    }
    finish();
    return std::move(model_);
  }

 private:
  [[nodiscard]] FieldChance chance_of(std::size_t f) const {
    const CodedField& field = fields_[f];
    const auto codes = field.codes();
    FieldChance chance;
    chance.present = Crossing(first_file_);
    chance.of_value.assign(field.values(), Crossing(first_file_));
    chance.recognised.assign(field.values(), 0);
    chance.rarity.assign(field.values(), 0);
    for (std::uint32_t v = 0; v < field.values(); ++v) {
      chance.log_count.push_back(std::log(std::max(1.0, field.count(v))));
    }
    for (std::size_t i = 0; i < records_; ++i) {
      if (codes[i] == 0) continue;
      chance.present.count(i);
      chance.of_value[codes[i]].count(i);
    }
    for (std::size_t v = 1; v < chance.of_value.size(); ++v) {
      chance.pairs[same] += chance.of_value[v].pairs();
    }
    sample(f, chance);
    return chance;
  }

  /// Shares of close and near among pairs with two different values.
  void sample(std::size_t f, FieldChance& chance) const {
    const CodedField& field = fields_[f];
    const auto codes = field.codes();
    Random random(options_.seed, f);
    Levels found = {}, inverse = {};
    for (std::size_t k = 0; k < sampled_pairs; ++k) {
      const auto [a, b] = drawn_pair(random, records_, first_file_);
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

  /// Agreement patterns of all candidates.
  void compare() {
    const std::size_t width = fields_.size();
    const std::size_t chunks = (candidates_.size() + chunk - 1) / chunk;
    std::vector<std::uint64_t> keys(candidates_.size());
    const bool fits = width <= 27;  // 5^27 < 2^64
    in_parallel(chunks, options_.threads, [&](std::size_t at) {
      const std::size_t end = std::min(candidates_.size(), (at + 1) * chunk);
      for (std::size_t i = at * chunk; i < end; ++i) {
        std::uint64_t key = 0;
        for (std::size_t f = 0; f < width; ++f) {
          const auto level = static_cast<std::uint64_t>(level_of(f, candidates_[i]));
          key = fits ? key * 5 + level : (key ^ (level + f * 5)) * 0x9E3779B97F4A7C15U;
        }
        keys[i] = key;
      }
    });
    std::unordered_map<std::uint64_t, std::uint32_t> numbers;
    pattern_of_.resize(candidates_.size());
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto [found, fresh] =
          numbers.emplace(keys[i], static_cast<std::uint32_t>(patterns_.size()));
      if (fresh) {
        Pattern pattern;
        for (std::size_t f = 0; f < width; ++f) {
          pattern.levels.push_back(static_cast<std::uint8_t>(level_of(f, candidates_[i])));
        }
        patterns_.push_back(std::move(pattern));
      }
      pattern_of_[i] = found->second;
    }
    base_.assign(candidates_.size(), 0);
    model_.probability.assign(candidates_.size(), 0);
  }

  [[nodiscard]] Agreement level_of(std::size_t f, const RecordPair& pair) const {
    const auto codes = fields_[f].codes();
    return fields_[f].agreement(codes[pair.first], codes[pair.second]);
  }

  /// Pairs of records that share two fields, for every two fields.
  void count_shared() {
    if (!options_.dependence) return;
    const std::size_t width = fields_.size();
    shared_.assign(width * width, 0);
    both_present_.assign(width * width, 0);
    for (std::size_t f = 0; f < width; ++f) {
      for (std::size_t g = f + 1; g < width; ++g) {
        const auto one = fields_[f].codes();
        const auto other = fields_[g].codes();
        std::unordered_map<std::uint64_t, Crossing> counts;
        Crossing present(first_file_);
        for (std::size_t i = 0; i < records_; ++i) {
          if (one[i] == 0 || other[i] == 0) continue;
          present.count(i);
          counts.try_emplace(std::uint64_t{one[i]} << 32U | other[i], first_file_)
              .first->second.count(i);
        }
        for (const auto& [values, crossing] : counts) shared_[f * width + g] += crossing.pairs();
        both_present_[f * width + g] = present.pairs();
      }
    }
  }

  void start() {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      model_.fields[f].stranger = shares_of(f, chances_[f].pairs);
    }
    start_matches();
  }

  void start_matches() {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      FieldModel& field = model_.fields[f];
      field.match = {0.9, 0.05, 0.02, 0.03};
      for (std::size_t level = 0; level < agreement_levels; ++level) {
        if (!fields_[f].can_be(static_cast<Agreement>(level))) field.match[level] = 0;
      }
      const double sum = sum_of(field.match);
      for (double& part : field.match) part /= sum;
    }
    // As many matches as there are candidates that agree in most of what they both hold.
    double matches = 1;
    for (const std::uint32_t pattern : pattern_of_) {
      std::size_t equal = 0, present = 0;
      for (const std::uint8_t level : patterns_[pattern].levels) {
        present += level != missing ? 1 : 0;
        equal += level == same ? 1 : 0;
      }
      matches += 3 * equal > 2 * present ? 1 : 0;
    }
    model_.matches = std::min(matches, static_cast<double>(records_) / 2);
    model_.share = model_.matches / all_.pairs();
  }

  [[nodiscard]] Levels shares_of(std::size_t f, const Levels& pairs) const {
    Levels shares = {};
    double sum = 0;
    for (std::size_t level = 0; level < agreement_levels; ++level) {
      if (fields_[f].can_be(static_cast<Agreement>(level))) sum += pairs[level] + 0.5;
    }
    for (std::size_t level = 0; level < agreement_levels; ++level) {
      if (fields_[f].can_be(static_cast<Agreement>(level)))
        shares[level] = (pairs[level] + 0.5) / sum;
    }
    return shares;
  }

  /// What the values of each candidate add to the weight of its pattern.
  void weigh_values() {
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      FieldChance& chance = chances_[f];
      const double usual = model_.fields[f].stranger[same];
      const double unseen = std::min(0.5, usual * chance.present.records());
      for (std::size_t v = 1; v < chance.of_value.size(); ++v) {
        const Crossing& value = chance.of_value[v];
        const double strangers = std::max(0.0, value.pairs() - chance.recognised[v]);
        const double chances = value.chances(chance.present);
        if (!(chances > 0)) continue;
        chance.rarity[v] = std::log(usual * chances / (strangers + unseen * value.records() / 2));
      }
    }
    if (!options_.rarity) return;
    in_parallel((candidates_.size() + chunk - 1) / chunk, options_.threads, [&](std::size_t at) {
      const std::size_t end = std::min(candidates_.size(), (at + 1) * chunk);
      for (std::size_t i = at * chunk; i < end; ++i) base_[i] = weight_of_values(i);
    });
  }

  [[nodiscard]] double weight_of_values(std::size_t i) const {
    double sum = 0;
    const Pattern& pattern = patterns_[pattern_of_[i]];
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      const std::size_t level = pattern.levels[f];
      if (level >= different) continue;
      const auto codes = fields_[f].codes();
      const std::uint32_t a = codes[candidates_[i].first];
      if (level == same) {
        sum += chances_[f].rarity[a];
        continue;
      }
      const std::uint32_t b = codes[candidates_[i].second];
      const std::vector<double>& log_count = chances_[f].log_count;
      sum += chances_[f].usual_rarity[level] - std::min(log_count[a], log_count[b]);
    }
    return sum;
  }

  void weigh_patterns() {
    std::vector<Levels> ratios;
    for (const FieldModel& field : model_.fields) {
      Levels ratio = {};
      for (std::size_t level = 0; level < agreement_levels; ++level) {
        if (field.match[level] > 0)
          ratio[level] = std::log(field.match[level] / field.stranger[level]);
      }
      ratios.push_back(ratio);
    }
    for (Pattern& pattern : patterns_) {
      pattern.weight = 0;
      for (std::size_t f = 0; f < ratios.size(); ++f) {
        if (pattern.levels[f] != missing) pattern.weight += ratios[f][pattern.levels[f]];
      }
      for (const FieldDependence& each : model_.dependences) {
        // Also where one is mistyped: strangers of one town, one of them misspelt, are as many.
        if (pattern.levels[each.one] < different && pattern.levels[each.other] < different) {
          pattern.weight -= std::log(each.ratio);
        }
      }
    }
  }

  void expect() {
    weigh_patterns();
    for (Pattern& pattern : patterns_) pattern.matches = 0;
    const double prior = std::log(model_.share / (1 - model_.share));
    model_.matches = 0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      Pattern& pattern = patterns_[pattern_of_[i]];
      const double odds = pattern.weight + base_[i] + prior;
      if (odds < -30) {
        model_.probability[i] = 0;
        continue;
      }
      const double probability = 1 / (1 + std::exp(-odds));
      model_.probability[i] = probability;
      pattern.matches += probability;
      model_.matches += probability;
    }
  }

  void maximise() {
    std::vector<Levels> counts(fields_.size(), Levels{});
    Levels pooled = {};
    for (const Pattern& pattern : patterns_) {
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        if (pattern.levels[f] != missing) counts[f][pattern.levels[f]] += pattern.matches;
      }
    }
    for (const Levels& count : counts) {
      for (std::size_t level = 0; level < agreement_levels; ++level) pooled[level] += count[level];
    }
    const double all = sum_of(pooled) + 1;
    const Levels first = {0.9, 0.05, 0.02, 0.03};
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      Levels expected = {};
      for (std::size_t level = 0; level < agreement_levels; ++level) {
        if (!fields_[f].can_be(static_cast<Agreement>(level))) continue;
        expected[level] =
            counts[f][level] + options_.prior_matches * (pooled[level] + first[level]) / all;
      }
      const double sum = sum_of(expected);
      for (std::size_t level = 0; level < agreement_levels; ++level) {
        model_.fields[f].match[level] = expected[level] / sum;
      }
      never_rising(f);
    }
    model_.share = std::clamp(model_.matches, 1e-3, 0.5 * all_.pairs()) / all_.pairs();
  }

  /// Neighbouring levels whose m / u would rise share one ratio (pool adjacent violators).
  void never_rising(std::size_t f) {
    FieldModel& field = model_.fields[f];
    struct Pool {
      double match, stranger;
      std::vector<std::size_t> levels;
    };
    std::vector<Pool> pools;
    for (std::size_t level = 0; level < agreement_levels; ++level) {
      if (!fields_[f].can_be(static_cast<Agreement>(level))) continue;
      pools.push_back({field.match[level], field.stranger[level], {level}});
      while (pools.size() > 1) {
        Pool& before = pools[pools.size() - 2];
        const Pool& last = pools.back();
        if (before.match * last.stranger >= last.match * before.stranger) break;
        before.match += last.match;
        before.stranger += last.stranger;
        before.levels.insert(before.levels.end(), last.levels.begin(), last.levels.end());
        pools.pop_back();
      }
    }
    for (const Pool& pool : pools) {
      for (const std::size_t level : pool.levels) {
        field.match[level] = pool.match * field.stranger[level] / pool.stranger;
      }
    }
  }

  /// EM with what strangers share held fixed.
  bool iterate() {
    for (int round = 0; round < 40; ++round) {
      if (model_.rounds >= options_.most_rounds) return false;
      ++model_.rounds;
      const double before = model_.matches;
      expect();
      maximise();
      if (std::abs(model_.matches - before) < 1e-7 * (1 + model_.matches)) return true;
    }
    return false;
  }

  /// What strangers share: all pairs without those recognised as matches.
  void take_off_matches() {
    for (FieldChance& chance : chances_) std::ranges::fill(chance.recognised, 0.0);
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (model_.probability[i] < 1e-6) continue;
      const Pattern& pattern = patterns_[pattern_of_[i]];
      for (std::size_t f = 0; f < fields_.size(); ++f) {
        if (pattern.levels[f] != same) continue;
        chances_[f].recognised[fields_[f].codes()[candidates_[i].first]] += model_.probability[i];
      }
    }
    for (std::size_t f = 0; f < fields_.size(); ++f) {
      Levels pairs = chances_[f].pairs;
      for (const Pattern& pattern : patterns_) {
        if (pattern.levels[f] != missing) pairs[pattern.levels[f]] -= pattern.matches;
      }
      for (double& count : pairs) count = std::max(count, 0.0);
      model_.fields[f].stranger = shares_of(f, pairs);
    }
  }

  /// Chow and Liu's forest over the fields that strangers share together: the strongest links that
  /// close no circle.
  ///
  /// @return  whether it is another one than before, or a link changed by a twentieth
  bool find_dependence() {
    const std::size_t width = fields_.size();
    struct Link {
      double information;
      FieldDependence fields;
    };
    std::vector<Link> links;
    std::vector<double> recognised(width * width, 0);
    for (const Pattern& pattern : patterns_) {
      if (pattern.matches == 0) continue;
      for (std::size_t f = 0; f < width; ++f) {
        for (std::size_t g = f + 1; g < width && pattern.levels[f] == same; ++g) {
          if (pattern.levels[g] == same) recognised[f * width + g] += pattern.matches;
        }
      }
    }
    for (std::size_t f = 0; f < width; ++f) {
      for (std::size_t g = f + 1; g < width; ++g) {
        const std::size_t at = f * width + g;
        const double by_chance =
            both_present_[at] * model_.fields[f].stranger[same] * model_.fields[g].stranger[same];
        const double found = shared_[at] - recognised[at] - unrecognised * model_.matches;
        const double ratio = (found + 1) / (by_chance + 1);
        // Beyond what chance explains, and by enough to matter.
        if (found < by_chance + 4 * std::sqrt(by_chance + 1) || ratio < 1.1) continue;
        links.push_back({found * std::log(ratio), {f, g, ratio}});
      }
    }
    std::ranges::stable_sort(links, std::greater<>{}, &Link::information);
    std::vector<std::size_t> tree(width);
    std::iota(tree.begin(), tree.end(), std::size_t{0});
    const std::vector<FieldDependence> before = std::exchange(model_.dependences, {});
    for (const Link& link : links) {
      const std::size_t from = tree[link.fields.one];
      const std::size_t to = tree[link.fields.other];
      if (from == to) continue;
      std::ranges::replace(tree, from, to);
      model_.dependences.push_back(link.fields);
    }
    std::ranges::sort(model_.dependences, {}, [](const FieldDependence& each) {
      return std::pair{each.one, each.other};
    });
    return !std::ranges::equal(before, model_.dependences, [](const auto& a, const auto& b) {
      return a.one == b.one && a.other == b.other && std::abs(a.ratio / b.ratio - 1) < 0.05;
    });
  }

  void finish() {
    for (std::size_t f = 0; f < fields_.size(); ++f) never_rising(f);
    weigh_values();
    expect();
    const double prior = std::log(model_.share / (1 - model_.share));
    model_.weight.resize(candidates_.size());
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      model_.weight[i] = patterns_[pattern_of_[i]].weight + base_[i];
      const double odds = model_.weight[i] + prior;
      model_.probability[i] = 1 / (1 + std::exp(-odds));
    }
  }

  std::span<const CodedField> fields_;
  std::span<const RecordPair> candidates_;
  std::size_t first_file_;
  LinkageModelOptions options_;
  std::size_t records_;
  Crossing all_;
  std::vector<FieldChance> chances_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> pattern_of_;
  std::vector<double> base_;                   ///< by candidate: what its values add
  std::vector<double> shared_, both_present_;  ///< pairs of records, by two fields
  LinkageModel model_;
};

}  // namespace

Result<LinkageModel> linkage_model(std::span<const CodedField> fields,
                                   std::span<const RecordPair> candidates, std::size_t first_file,
                                   const LinkageModelOptions& options) {
  ZH_DO(check_at_least("fields", fields.size(), 1));
  const std::size_t records = fields.front().codes().size();
  for (std::size_t f = 1; f < fields.size(); ++f) {
    ZH_DO(check_same_length(place("fields", f), fields[f].codes().size(), records));
  }
  ZH_DO(check_at_least("records", records, 2));
  if (first_file >= records) {
    return fail(too_few_observations, "second file", "0", ">= 1");
  }
  ZH_DO(check_at_least("candidates", candidates.size(), 1));
  ZH_DO(check_positive("prior_matches", options.prior_matches));
  ZH_DO(check_positive("most_rounds", options.most_rounds));
  ZH_DO(check_positive("threads", options.threads));
  return Fit(fields, candidates, first_file, options).run();
}

}  // namespace zhiheng::stat
