// Scores of 100,000 deliveries among 10,000 stations in six tiers, 2,500 stations with
// cross-contamination, 208 with cases; beside a walk from every delivery over the pairs multiplied
// out, which is what the definition says.

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "trace/suspects.h"

namespace {

using namespace zhiheng::trace;

constexpr std::uint32_t tiers = 6;
constexpr std::uint32_t stations = 10'000;
constexpr std::uint32_t deliveries = 100'000;

Network made() {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };
  Network network;
  for (std::uint32_t i = 0; i < stations; ++i) {
    Station station{.id = std::to_string(i), .name = {}};
    station.marks.cross_contamination = i % 4 == 0;
    station.marks.weight = i >= stations - stations / tiers && i % 8 == 0 ? 1 : 0;
    network.stations.push_back(std::move(station));
  }
  const std::uint32_t tier = stations / tiers;
  std::vector<std::vector<std::uint32_t>> leaving(stations);
  for (std::uint32_t i = 0; i < deliveries; ++i) {
    const std::uint32_t from = below(tier * (tiers - 1));
    const std::uint32_t to = (from / tier + 1) * tier + below(tier);
    const LooseDay day{2026, 1 + static_cast<int>(below(12)), 1 + static_cast<int>(below(28))};
    network.deliveries.push_back({.id = std::to_string(i),
                                  .from = from,
                                  .to = to,
                                  .product = {},
                                  .lot = {},
                                  .departure = day,
                                  .arrival = day});
    leaving[from].push_back(i);
  }
  for (std::uint32_t i = 0; i < deliveries; ++i) {
    const auto& after = leaving[network.deliveries[i].to];
    for (int link = 0; link < 4 && !after.empty(); ++link) {
      network.links.push_back({i, after[below(static_cast<std::uint32_t>(after.size()))]});
    }
  }
  return network;
}

void ours(benchmark::State& state) {
  const Network network = made();
  for (auto turn : state) {
    auto found = find_suspects(network, state.range(0) == 1);
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations() * deliveries);
}
BENCHMARK(ours)
    ->Name("suspects: sets of deliveries once, a bit a case")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond);

double walk_from_each(const Network& network, bool temporal) {
  std::vector<std::vector<std::uint32_t>> next(deliveries);
  std::vector<std::vector<std::uint32_t>> leaving(stations);
  for (const DeliveryLink& link : network.links) next[link.delivery].push_back(link.next);
  for (std::uint32_t i = 0; i < deliveries; ++i) leaving[network.deliveries[i].from].push_back(i);
  for (std::uint32_t i = 0; i < deliveries; ++i) {
    const Delivery& in = network.deliveries[i];
    if (!network.stations[in.to].marks.cross_contamination) continue;
    for (const std::uint32_t out : leaving[in.to]) {
      if (!temporal || may_precede(in.arrival, network.deliveries[out].departure)) {
        next[i].push_back(out);
      }
    }
  }
  std::vector<std::uint32_t> seen(deliveries, deliveries);
  std::vector<std::uint32_t> counted(stations, deliveries);
  std::vector<std::uint32_t> open;
  double sum = 0;
  for (std::uint32_t start = 0; start < deliveries; ++start) {
    open.assign(1, start);
    seen[start] = start;
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      const std::uint32_t to = network.deliveries[at].to;
      if (counted[to] != start) {
        counted[to] = start;
        sum += network.stations[to].marks.weight;
      }
      for (const std::uint32_t out : next[at]) {
        if (seen[out] != start) {
          seen[out] = start;
          open.push_back(out);
        }
      }
    }
  }
  return sum;
}

void naive(benchmark::State& state) {
  const Network network = made();
  for (auto turn : state) benchmark::DoNotOptimize(walk_from_each(network, state.range(0) == 1));
  state.SetItemsProcessed(state.iterations() * deliveries);
}
BENCHMARK(naive)
    ->Name("suspects: a walk from every delivery")
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond);

}  // namespace
