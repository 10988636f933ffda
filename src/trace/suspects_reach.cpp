#include "trace/suspects_reach.h"

#include <algorithm>

namespace zhiheng::trace {
namespace {

/// Strongly connected components, numbered so that an edge leads to a component of the same or a
/// smaller number (Tarjan, with a stack of its own because chains may be long).
std::vector<std::uint32_t> components(const DeliveryGraph& graph, std::size_t& count) {
  constexpr std::uint32_t unseen = Reach::none;
  const std::size_t nodes = graph.nodes();
  std::vector<std::uint32_t> component(nodes, unseen);
  std::vector<std::uint32_t> number(nodes, unseen);
  std::vector<std::uint32_t> lowest(nodes, 0);
  std::vector<std::uint32_t> open;
  struct Frame {
    std::uint32_t node;
    std::size_t edge;
  };
  std::vector<Frame> frames;
  std::uint32_t numbered = 0;
  std::uint32_t found = 0;
  const auto enter = [&](std::uint32_t node) {
    number[node] = lowest[node] = numbered++;
    open.push_back(node);
    frames.push_back({node, 0});
  };
  const auto close = [&](std::uint32_t root) {
    while (component[root] == unseen) {
      component[open.back()] = found;
      open.pop_back();
    }
    ++found;
  };
  for (std::uint32_t root = 0; root < nodes; ++root) {
    if (number[root] != unseen) continue;
    enter(root);
    while (!frames.empty()) {
      const std::uint32_t node = frames.back().node;
      const auto next = graph.next(node);
      if (frames.back().edge < next.size()) {
        const std::uint32_t to = next[frames.back().edge++];
        if (number[to] == unseen) {
          enter(to);
        } else if (component[to] == unseen) {
          lowest[node] = std::min(lowest[node], number[to]);
        }
        continue;
      }
      if (lowest[node] == number[node]) close(node);
      frames.pop_back();
      if (frames.empty()) continue;
      std::uint32_t& before = lowest[frames.back().node];
      before = std::min(before, lowest[node]);
    }
  }
  count = found;
  return component;
}

void set(std::span<std::uint64_t> bits, std::uint32_t bit) {
  if (bit != Reach::none) bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

void join(std::span<std::uint64_t> bits, std::span<const std::uint64_t> others) {
  for (std::size_t word = 0; word < bits.size(); ++word) bits[word] |= others[word];
}

/// Nodes in the order in which a walk over `graph` reaches them.
class Walk {
 public:
  explicit Walk(const DeliveryGraph& graph) : graph_(graph), seen_(graph.nodes(), false) {}

  void start_behind(std::uint32_t node) {
    for (const std::uint32_t next : graph_.next(node)) reach(next);
  }
  template <class Visit>
  void run(const Visit& visit) {
    for (std::size_t at = 0; at < reached_.size(); ++at) {
      visit(reached_[at]);
      start_behind(reached_[at]);
    }
  }

 private:
  void reach(std::uint32_t node) {
    if (seen_[node]) return;
    seen_[node] = true;
    reached_.push_back(node);
  }
  const DeliveryGraph& graph_;
  std::vector<bool> seen_;
  std::vector<std::uint32_t> reached_;
};

}  // namespace

Reach::Reach(const Network& network, const DeliveryGraph& graph,
             std::span<const std::uint32_t> station_bit,
             std::span<const std::uint32_t> delivery_bit, std::size_t bits)
    : network_(network),
      graph_(graph),
      station_bit_(station_bit),
      delivery_bit_(delivery_bit),
      words_((bits + 63) / 64) {
  std::size_t count = 0;
  component_of_ = components(graph, count);
  reached_.assign(count * words_, 0);
  std::vector<std::uint32_t> order(graph.nodes());
  for (std::uint32_t node = 0; node < order.size(); ++node) order[node] = node;
  std::ranges::sort(order, {}, [&](std::uint32_t node) { return component_of_[node]; });
  // What lies ahead of a component is complete before a component that leads to it is looked at.
  for (const std::uint32_t node : order) {
    const auto into = std::span(reached_).subspan(component_of_[node] * words_, words_);
    if (node < network.deliveries.size()) {
      set(into, delivery_bit[node]);
      set(into, station_bit[network.deliveries[node].to]);
    }
    for (const std::uint32_t next : graph.next(node)) {
      if (component_of_[next] != component_of_[node]) join(into, component(component_of_[next]));
    }
  }
}

void Reach::add_ahead_of_delivery(std::uint32_t delivery, std::span<std::uint64_t> bits) const {
  // A delivery that kills passes on nothing, not even to its recipient; but it counts itself.
  if (network_.deliveries[delivery].marks.kill) {
    set(bits, delivery_bit_[delivery]);
  } else {
    join(bits, component(component_of_[delivery]));
  }
}

void Reach::add_ahead_of_station(std::uint32_t station, std::span<std::uint64_t> bits) const {
  set(bits, station_bit_[station]);
  if (network_.stations[station].marks.kill) return;
  for (const std::uint32_t out : graph_.leaving(station)) add_ahead_of_delivery(out, bits);
}

void mark_traces(const Network& network, const DeliveryGraph& graph, Suspects& made) {
  const DeliveryGraph back = graph.reversed();
  Walk ahead(graph);
  Walk behind(back);
  const auto start_ahead = [&](std::uint32_t delivery) {
    const Delivery& at = network.deliveries[delivery];
    if (!at.marks.kill) made.stations[at.to].forward = true;
    ahead.start_behind(delivery);
  };
  const auto start_behind = [&](std::uint32_t delivery) {
    const std::uint32_t supplier = network.deliveries[delivery].from;
    if (!network.stations[supplier].marks.kill) made.stations[supplier].backward = true;
    behind.start_behind(delivery);
  };
  for (std::uint32_t i = 0; i < network.deliveries.size(); ++i) {
    if (!network.deliveries[i].marks.observed) continue;
    start_ahead(i);
    start_behind(i);
  }
  for (std::uint32_t i = 0; i < network.stations.size(); ++i) {
    const Marks& marks = network.stations[i].marks;
    if (!marks.observed) continue;
    for (const std::uint32_t out : graph.leaving(i)) {
      if (marks.kill) break;
      made.deliveries[out].forward = true;
      start_ahead(out);
    }
    for (const std::uint32_t in : graph.arriving(i)) {
      if (network.deliveries[in].marks.kill) continue;
      made.deliveries[in].backward = true;
      start_behind(in);
    }
  }
  ahead.run([&](std::uint32_t node) {
    if (node >= network.deliveries.size()) return;
    made.deliveries[node].forward = true;
    made.stations[network.deliveries[node].to].forward = true;
  });
  behind.run([&](std::uint32_t node) {
    if (node >= network.deliveries.size()) return;
    made.deliveries[node].backward = true;
    made.stations[network.deliveries[node].from].backward = true;
  });
}

std::vector<std::vector<std::uint32_t>> chains_from(const Network& network, bool temporal_order,
                                                    const Weighted& start,
                                                    std::span<const Weighted> targets) {
  const DeliveryGraph graph(network, temporal_order);
  constexpr std::uint32_t unseen = Reach::none;
  constexpr std::uint32_t origin = Reach::none - 1;
  std::vector<std::uint32_t> before(graph.nodes(), unseen);
  std::vector<std::uint32_t> row;
  const auto reach = [&](std::uint32_t node, std::uint32_t from) {
    if (before[node] != unseen) return;
    before[node] = from;
    row.push_back(node);
  };
  if (!start.station) {
    reach(start.position, origin);
  } else if (!network.stations[start.position].marks.kill) {
    for (const std::uint32_t out : graph.leaving(start.position)) reach(out, origin);
  }
  std::vector<std::uint32_t> first_at(network.stations.size(), unseen);
  for (std::size_t at = 0; at < row.size(); ++at) {
    const std::uint32_t node = row[at];
    const bool delivery = node < network.deliveries.size();
    const bool stays = delivery && before[node] == origin && network.deliveries[node].marks.kill;
    if (delivery && !stays && first_at[network.deliveries[node].to] == unseen) {
      first_at[network.deliveries[node].to] = node;
    }
    for (const std::uint32_t next : graph.next(node)) reach(next, node);
  }
  std::vector<std::vector<std::uint32_t>> chains;
  for (const Weighted& target : targets) {
    std::vector<std::uint32_t>& chain = chains.emplace_back();
    if (target.station == start.station && target.position == start.position) continue;
    std::uint32_t node = target.station                      ? first_at[target.position]
                         : before[target.position] != unseen ? target.position
                                                             : unseen;
    for (; node != unseen && node != origin; node = before[node]) {
      if (node < network.deliveries.size()) chain.push_back(node);
    }
    std::ranges::reverse(chain);
  }
  return chains;
}

}  // namespace zhiheng::trace
