#include "stat/acceptance.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

constexpr std::int64_t most_accepted = 10'000;

Result<void> check_stages(std::span<const Stage> stages) {
  ZH_DO(check_at_least("stages", stages.size(), 1));
  if (stages.size() > 20) {
    return fail(value_out_of_range, "stages", std::to_string(stages.size()), "1..20");
  }
  std::int64_t reject = 0;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const Stage& stage = stages[i];
    const std::string where = place("stages", i);
    if (stage.size < 1 || stage.size > largest_stage) {
      return fail(value_out_of_range, where + ".size", shown(stage.size),
                  "1.." + shown(largest_stage));
    }
    if (stage.accept < -1 || stage.accept >= stage.reject) {
      return fail(count_out_of_range, where + ".accept", shown(stage.accept),
                  "-1.." + shown(stage.reject - 1));
    }
    if (stage.reject < reject || stage.reject > most_accepted + 1) {
      return fail(count_out_of_range, where + ".reject", shown(stage.reject),
                  shown(reject) + ".." + shown(most_accepted + 1));
    }
    reject = stage.reject;
  }
  return {};
}

Result<std::int64_t> bad_units(std::span<const Stage> stages, Counting counting, double quality,
                               std::int64_t lot_size) {
  ZH_DO(check_stages(stages));
  ZH_DO(check_not_negative("quality", quality));
  if (counting != Counting::poisson && quality > 1) {
    return fail(value_out_of_range, "quality", shown(quality), "0..1");
  }
  std::int64_t sample = 0;
  for (const Stage& stage : stages) sample += stage.size;
  const bool sized = lot_size != 0 || counting == Counting::hypergeometric;
  if (sized && lot_size < sample) {
    return fail(value_out_of_range, "lot_size", shown(lot_size), ">= " + shown(sample));
  }
  const double bad = quality * static_cast<double>(lot_size);
  if (counting == Counting::hypergeometric && std::abs(bad - std::round(bad)) > 1e-6) {
    return fail(value_out_of_range, "quality x lot_size", shown(bad), "whole");
  }
  return static_cast<std::int64_t>(std::llround(counting == Counting::hypergeometric ? bad : 0));
}

/// Probability to find `found` more at a stage, when `before` were found among `drawn` so far.
struct Process {
  Counting counting;
  double quality;
  std::int64_t lot_size;
  std::int64_t bad;

  [[nodiscard]] double find(std::int64_t found, std::int64_t size, std::int64_t before,
                            std::int64_t drawn) const {
    switch (counting) {
      case Counting::binomial:
        return binomial_probability(found, size, quality);
      case Counting::poisson:
        return poisson_probability(found, static_cast<double>(size) * quality);
      case Counting::hypergeometric:
        // Histories that cannot have happened carry no weight, but are asked about.
        if (before > bad || bad - before > lot_size - drawn) return 0;
        return hypergeometric_probability(found, bad - before, lot_size - drawn, size);
    }
    return 0;
  }
};

}  // namespace

Result<Operation> operate(std::span<const Stage> stages, Counting counting, double quality,
                          std::int64_t lot_size) {
  ZH_TRY(const std::int64_t bad, bad_units(stages, counting, quality, lot_size));
  const Process process{counting, quality, lot_size, bad};
  Operation result;
  std::vector<double> undecided{1.0};  // by what was found so far
  std::int64_t first = 0;              // what undecided[0] stands for
  std::int64_t drawn = 0;
  const auto lot = static_cast<double>(lot_size);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const Stage& stage = stages[i];
    double reached = 0;
    for (const double one : undecided) reached += one;
    result.mean_sample += reached * static_cast<double>(stage.size);

    std::vector<double> found(static_cast<std::size_t>(stage.reject), 0.0);
    std::vector<double> chances;  // to find 0, 1, ... more
    for (std::size_t before = 0; before < undecided.size(); ++before) {
      const std::int64_t start = first + static_cast<std::int64_t>(before);
      // Only in a finite lot do the chances depend on what was found before.
      if (chances.empty() || counting == Counting::hypergeometric) {
        chances.clear();
        for (std::int64_t more = 0; start + more < stage.reject; ++more) {
          chances.push_back(process.find(more, stage.size, start, drawn));
        }
      }
      for (std::int64_t total = start; total < stage.reject; ++total) {
        found[static_cast<std::size_t>(total)] +=
            undecided[before] * chances[static_cast<std::size_t>(total - start)];
      }
    }
    drawn += stage.size;
    double accepted = 0;
    for (std::int64_t total = 0; total <= stage.accept; ++total) {
      accepted += found[static_cast<std::size_t>(total)];
    }
    const double unseen = lot_size > 0 ? (lot - static_cast<double>(drawn)) / lot : 1.0;
    result.accepted += accepted;
    result.outgoing += quality * accepted * unseen;
    result.mean_inspected += accepted * static_cast<double>(drawn);
    undecided.assign(found.begin() + stage.accept + 1, found.end());
    first = stage.accept + 1;
  }
  for (const double one : undecided) result.in_gap += one;
  result.mean_inspected = lot_size > 0 ? result.mean_inspected + (1 - result.accepted) * lot : 0.0;
  return result;
}

Result<Stage> design_plan(const Risks& risks, Counting counting) {
  ZH_DO(check_positive("good", risks.good));
  ZH_DO(check_positive("bad", risks.bad));
  ZH_DO(check_probability("pass_good", risks.pass_good));
  ZH_DO(check_probability("pass_bad", risks.pass_bad));
  if (counting == Counting::hypergeometric) {
    return fail(value_out_of_range, "counting", "hypergeometric", "binomial, poisson");
  }
  if (counting == Counting::binomial && risks.bad >= 1) {
    return fail(value_out_of_range, "bad", shown(risks.bad), "< 1");
  }
  if (risks.bad <= risks.good) {
    return fail(value_out_of_range, "bad", shown(risks.bad), "> " + shown(risks.good));
  }
  if (risks.pass_bad >= risks.pass_good) {
    return fail(value_out_of_range, "pass_bad", shown(risks.pass_bad),
                "< " + shown(risks.pass_good));
  }
  const auto pass = [&](std::int64_t n, std::int64_t c, double quality) {
    return counting == Counting::binomial ? binomial_cdf(c, n, quality)
                                          : poisson_cdf(c, static_cast<double>(n) * quality);
  };
  std::int64_t size = 1;
  for (std::int64_t accept = 0; accept <= most_accepted; ++accept) {
    // The smallest sample that stops bad lots grows with the acceptance number: search onwards.
    std::int64_t low = std::max(size, accept + 1) - 1;
    std::int64_t step = 1;
    while (pass(low + step, accept, risks.bad) > risks.pass_bad) {
      low += step;
      step *= 2;
    }
    std::int64_t high = low + step;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (pass(middle, accept, risks.bad) > risks.pass_bad ? low : high) = middle;
    }
    size = high;
    if (pass(size, accept, risks.good) >= risks.pass_good) return Stage{size, accept, accept + 1};
  }
  return fail(value_out_of_range, "bad / good", shown(risks.bad / risks.good), "further from 1");
}

}  // namespace zhiheng::stat
