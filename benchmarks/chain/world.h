#pragma once
// The made-up supply chain in memory, with what is true of it.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "trace/chain.h"
#include "trace/simulation.h"

namespace zhiheng::bench {

inline const char* const catalog_folder = ZHIHENG_SOURCE_DIR "/catalog";

struct World {
  trace::Chain chain;
  std::vector<trace::SimulatedFirm> firms;
  std::map<std::string, std::set<std::string>> planted;  ///< what, by name of the fault
  std::vector<trace::SimulatedLot> lots;
  std::int64_t events = 0;
  std::uint64_t seed = 1;
};

inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
  std::exit(1);
}

/// Forward recall beside recursive SQL on the same edges in SQLite; SQL only when it is small.
void measure_recall(const World& world);

/// Every question against the truth: what was found, what was wrong, how long it took.
void measure_questions(const World& world);

}  // namespace zhiheng::bench
