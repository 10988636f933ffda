#include "stat/decomposition.h"

#include "stat/check.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::span<const Part> parts) {
  ZH_DO(check_at_least("parts", parts.size(), 1));
  std::vector<double> before;
  std::vector<double> after;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    before.push_back(part.weight_before);
    after.push_back(part.weight_after);
    if (part.weight_before > 0) {
      ZH_DO(check_finite(place("parts", i) + ".rate_before", part.rate_before));
    }
    if (part.weight_after > 0) {
      ZH_DO(check_finite(place("parts", i) + ".rate_after", part.rate_after));
    }
  }
  ZH_DO(check_weights("weight_before", before));
  return check_weights("weight_after", after);
}

}  // namespace

Result<Decomposition> decompose_change(std::span<const Part> parts) {
  ZH_DO(check(parts));
  Decomposition result;
  for (const Part& part : parts) {
    if (part.weight_before > 0) result.before += part.weight_before * part.rate_before;
    if (part.weight_after > 0) result.after += part.weight_after * part.rate_after;
  }
  const double centre = (result.before + result.after) / 2;
  for (const Part& part : parts) {
    PartEffect effect;
    if (part.weight_before > 0 || part.weight_after > 0) {
      const double before = part.weight_before > 0 ? part.rate_before : part.rate_after;
      const double after = part.weight_after > 0 ? part.rate_after : part.rate_before;
      effect.rate_effect = (part.weight_before + part.weight_after) / 2 * (after - before);
      effect.mix_effect =
          (part.weight_after - part.weight_before) * ((before + after) / 2 - centre);
    }
    result.rate_effect += effect.rate_effect;
    result.mix_effect += effect.mix_effect;
    result.parts.push_back(effect);
  }
  return result;
}

}  // namespace zhiheng::stat
