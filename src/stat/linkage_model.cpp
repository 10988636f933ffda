#include "stat/linkage_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/linkage_chance.h"
#include "stat/linkage_patterns.h"

namespace zhiheng::stat {
namespace {

constexpr int most_refinements = 12;

class Fit {
 public:
  Fit(std::span<const CodedField> fields, std::span<const RecordPair> candidates,
      std::size_t first_file, const LinkageModelOptions& options)
      : fields_(fields),
        candidates_(candidates),
        options_(options),
        records_(fields.front().codes().size()),
        all_(first_file) {
    for (std::size_t i = 0; i < records_; ++i) all_.count(i);
    model_.fields.resize(fields.size());
    for (std::size_t f = 0; f < fields.size(); ++f) {
      chances_.push_back(field_chance(fields[f], first_file, options.seed, f));
    }
    if (options.dependence) shared_.emplace(fields, first_file);
  }

  Result<LinkageModel> run() {
    ZH_TRY(auto found, agreement_patterns(fields_, candidates_, options_.threads));
    patterns_ = std::move(found.patterns);
    pattern_of_ = std::move(found.of);
    base_.assign(candidates_.size(), 0);
    model_.probability.assign(candidates_.size(), 0);
    start();
    for (int refinement = 0; refinement < most_refinements; ++refinement) {
      ZH_DO(weigh_values());
      const double before = model_.matches;
      ZH_TRY(const bool settled, iterate());
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
    ZH_DO(finish());
    return std::move(model_);
  }

 private:
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
  Result<void> weigh_values() {
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
    if (!options_.rarity) return {};
    return for_each_candidate(candidates_.size(), options_.threads,
                              [&](std::size_t i) { base_[i] = weight_of_values(i); });
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
  Result<bool> iterate() {
    for (int round = 0; round < 40; ++round) {
      ZH_DO(options_.threads.check());
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

  /// Whether strangers share other fields together than was known.
  bool find_dependence() {
    std::vector<double> strangers;
    strangers.reserve(model_.fields.size());
    for (const FieldModel& field : model_.fields) strangers.push_back(field.stranger[same]);
    const auto before =
        std::exchange(model_.dependences, shared_->forest(patterns_, strangers, model_.matches));
    return !much_alike(before, model_.dependences);
  }

  Result<void> finish() {
    for (std::size_t f = 0; f < fields_.size(); ++f) never_rising(f);
    ZH_DO(weigh_values());
    expect();
    const double prior = std::log(model_.share / (1 - model_.share));
    model_.weight.resize(candidates_.size());
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      model_.weight[i] = patterns_[pattern_of_[i]].weight + base_[i];
      const double odds = model_.weight[i] + prior;
      model_.probability[i] = 1 / (1 + std::exp(-odds));
    }
    return {};
  }

  std::span<const CodedField> fields_;
  std::span<const RecordPair> candidates_;
  LinkageModelOptions options_;
  std::size_t records_;
  Crossing all_;
  std::vector<FieldChance> chances_;
  std::vector<Pattern> patterns_;
  std::vector<std::uint32_t> pattern_of_;
  std::vector<double> base_;  ///< by candidate: what its values add
  std::optional<SharedFields> shared_;
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
  ZH_DO(check_positive("threads", options.threads.count));
  return Fit(fields, candidates, first_file, options).run();
}

}  // namespace zhiheng::stat
