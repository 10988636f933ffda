// The made-up supply chain, built in memory: memory, recall scope beside recursive SQL on the same
// data in SQLite, and every question against the truth.
//
// Usage: bench_chain [--events N] [--lots N] [--firms N] [--seed S]

#include <algorithm>
#include <charconv>
#include <cstring>

#include "world.h"

namespace {

using namespace zhiheng;
using namespace zhiheng::bench;
using namespace zhiheng::trace;

void tell_memory(const World& world, double adding) {
  const MemoryUse use = world.chain.memory();
  const auto edges = static_cast<double>(use.edge_count);
  std::printf("chain            %lld events, %zu identifiers, %zu edges; %.0f events/s taken in\n",
              static_cast<long long>(world.events), world.chain.identifiers(), use.edge_count,
              static_cast<double>(world.events) / adding);
  std::printf(
      "memory           %.1f bytes an edge (bar: 40); edges %.0f MB, events %.0f MB, "
      "identifiers %.0f MB\n",
      static_cast<double>(use.edges) / edges, static_cast<double>(use.edges) / 1e6,
      static_cast<double>(use.events) / 1e6, static_cast<double>(use.identifiers) / 1e6);
}

void build(World& world, const SimulationOptions& options) {
  world.seed = options.seed;
  world.firms = must(simulated_firms(options, catalog_folder));
  double adding = 0;
  std::vector<Event> waiting;
  const auto hand_over = [&] {
    const auto start = std::chrono::steady_clock::now();
    for (const Event& event : waiting) {
      if (!world.chain.add(event, ++world.events)) std::abort();
    }
    adding += seconds_since(start);
    waiting.clear();
  };
  const SimulationSink sink{.event =
                                [&](const Event& event) {
                                  waiting.push_back(event);
                                  if (waiting.size() == 10'000) hand_over();
                                  return true;
                                },
                            .fault =
                                [&](const PlantedFault& fault) {
                                  world.planted[std::string(name_of(fault.fault))].insert(fault.id);
                                },
                            .lot = [&](const SimulatedLot& lot) { world.lots.push_back(lot); }};
  (void)must(simulate(options, world.firms, sink));
  hand_over();
  tell_memory(world, adding);
}

/// The value behind `name`, a whole number; `otherwise` when it is not there.
std::int64_t option(int count, char** words, const char* name, std::int64_t otherwise) {
  for (int i = 1; i + 1 < count; i += 2) {
    if (std::strcmp(words[i], name) != 0) continue;
    std::int64_t value = 0;
    const char* end = words[i + 1] + std::strlen(words[i + 1]);
    if (std::from_chars(words[i + 1], end, value).ptr == end) return value;
    std::fprintf(stderr, "%s %s: no whole number\n", name, words[i + 1]);
    std::exit(2);
  }
  return otherwise;
}

}  // namespace

int main(int count, char** words) {
  SimulationOptions options;
  options.events = option(count, words, "--events", 1'000'000);
  options.firms = static_cast<int>(option(count, words, "--firms", 2000));
  options.lots = static_cast<int>(option(
      count, words, "--lots", std::clamp<std::int64_t>(options.events / 2000, 50, 1'000'000)));
  options.seed = static_cast<std::uint64_t>(option(count, words, "--seed", 1));
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    options.faults[static_cast<Fault>(i)] = std::min(500, options.lots / 4);
  }
  World world;
  build(world, options);
  measure_recall(world);
  measure_questions(world);
  return 0;
}
