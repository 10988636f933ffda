#include "stat/linkage_patterns.h"

#include <algorithm>
#include <unordered_map>

namespace zhiheng::stat {

Result<void> for_each_candidate(std::size_t candidates, const Threads& threads,
                                const std::function<void(std::size_t)>& work) {
  constexpr std::size_t chunk = 16'384;
  return in_parallel((candidates + chunk - 1) / chunk, threads, [&](std::size_t at) {
    const std::size_t end = std::min(candidates, (at + 1) * chunk);
    for (std::size_t i = at * chunk; i < end; ++i) work(i);
  });
}

Result<AgreementPatterns> agreement_patterns(std::span<const CodedField> fields,
                                             std::span<const RecordPair> candidates,
                                             const Threads& threads) {
  const auto level_of = [&](std::size_t f, const RecordPair& pair) {
    const auto codes = fields[f].codes();
    return fields[f].agreement(codes[pair.first], codes[pair.second]);
  };
  std::vector<std::uint64_t> keys(candidates.size());
  const bool fits = fields.size() <= 27;  // 5^27 < 2^64
  ZH_DO(for_each_candidate(candidates.size(), threads, [&](std::size_t i) {
    std::uint64_t key = 0;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      const auto level = static_cast<std::uint64_t>(level_of(f, candidates[i]));
      key = fits ? key * 5 + level : (key ^ (level + f * 5)) * 0x9E3779B97F4A7C15U;
    }
    keys[i] = key;
  }));
  AgreementPatterns made;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  made.of.resize(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto [found, fresh] =
        numbers.emplace(keys[i], static_cast<std::uint32_t>(made.patterns.size()));
    if (fresh) {
      Pattern pattern;
      for (std::size_t f = 0; f < fields.size(); ++f) {
        pattern.levels.push_back(static_cast<std::uint8_t>(level_of(f, candidates[i])));
      }
      made.patterns.push_back(std::move(pattern));
    }
    made.of[i] = found->second;
  }
  return made;
}

}  // namespace zhiheng::stat
