#include "trace/delivery_graph.h"

#include <algorithm>
#include <map>

namespace zhiheng::trace {

/// Collects the edges of a network; nothing passes what kills.
class EdgeMaker {
 public:
  EdgeMaker(const Network& network, bool temporal_order)
      : network_(network), temporal_(temporal_order), nodes_(network.deliveries.size()) {}

  void links() {
    for (const DeliveryLink& link : network_.links) add(link.delivery, link.next);
  }

  /// Everything that arrives may go into everything that leaves.
  void station(const std::vector<std::uint32_t>& arriving,
               const std::vector<std::uint32_t>& leaving) {
    join(arriving, leaving);
  }

  /// Marked deliveries of one recipient go into each other's successors.
  void marked_deliveries() {
    std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < network_.deliveries.size(); ++i) {
      const Delivery& delivery = network_.deliveries[i];
      if (delivery.marks.cross_contamination) groups[delivery.to].push_back(i);
    }
    if (groups.empty()) return;
    std::map<std::uint32_t, std::vector<std::uint32_t>> successors;
    for (const DeliveryLink& link : network_.links) {
      const Delivery& delivery = network_.deliveries[link.delivery];
      if (delivery.marks.cross_contamination) successors[delivery.to].push_back(link.next);
    }
    for (const auto& [recipient, group] : groups) {
      if (group.size() < 2) continue;
      std::vector<std::uint32_t>& after = successors[recipient];
      std::ranges::sort(after);
      after.erase(std::ranges::unique(after).begin(), after.end());
      join(group, after);
    }
  }

  [[nodiscard]] std::size_t nodes() const { return nodes_; }
  [[nodiscard]] const std::vector<DeliveryGraph::Edge>& edges() const { return edges_; }

 private:
  [[nodiscard]] bool passes_on(std::uint32_t delivery) const {
    const Delivery& at = network_.deliveries[delivery];
    return !at.marks.kill && !network_.stations[at.to].marks.kill;
  }
  [[nodiscard]] bool takes_up(std::uint32_t delivery) const {
    return !network_.stations[network_.deliveries[delivery].from].marks.kill;
  }

  void add(std::uint32_t from, std::uint32_t to) {
    if (from != to && passes_on(from) && takes_up(to)) edges_.push_back({from, to});
  }

  void join(const std::vector<std::uint32_t>& arriving, const std::vector<std::uint32_t>& leaving) {
    if (!temporal_) {
      const auto hub = static_cast<std::uint32_t>(nodes_++);
      for (const std::uint32_t in : arriving) {
        if (passes_on(in)) edges_.push_back({in, hub});
      }
      for (const std::uint32_t out : leaving) {
        if (takes_up(out)) edges_.push_back({hub, out});
      }
      return;
    }
    std::vector<std::uint32_t> dated;
    std::vector<std::uint32_t> vague;
    for (const std::uint32_t out : leaving) (departure(out).whole() ? dated : vague).push_back(out);
    std::ranges::stable_sort(dated, {}, [&](std::uint32_t out) { return order(departure(out)); });
    // Node k of this row stands for `dated[k]` and everything that left later.
    const auto row = static_cast<std::uint32_t>(nodes_);
    nodes_ += dated.size();
    for (std::uint32_t k = 0; k < dated.size(); ++k) {
      if (takes_up(dated[k])) edges_.push_back({row + k, dated[k]});
      if (k + 1 < dated.size()) edges_.push_back({row + k, row + k + 1});
    }
    for (const std::uint32_t in : arriving) {
      if (!passes_on(in)) continue;
      const LooseDay& arrival = network_.deliveries[in].arrival;
      const auto pairwise = [&](const std::vector<std::uint32_t>& outs) {
        for (const std::uint32_t out : outs) {
          if (may_precede(arrival, departure(out))) add(in, out);
        }
      };
      pairwise(vague);
      if (!arrival.whole()) {
        pairwise(dated);
        continue;
      }
      const auto first = std::ranges::lower_bound(
          dated, order(arrival), {}, [&](std::uint32_t out) { return order(departure(out)); });
      if (first == dated.end()) continue;
      edges_.push_back({in, row + static_cast<std::uint32_t>(first - dated.begin())});
    }
  }

  [[nodiscard]] const LooseDay& departure(std::uint32_t delivery) const {
    return network_.deliveries[delivery].departure;
  }
  static int order(const LooseDay& day) { return (day.year * 12 + day.month - 1) * 31 + day.day; }

  const Network& network_;
  bool temporal_;
  std::size_t nodes_;
  std::vector<DeliveryGraph::Edge> edges_ = {};
};

DeliveryGraph::DeliveryGraph(const Network& network, bool temporal_order)
    : leaving_(network.stations.size()), arriving_(network.stations.size()) {
  for (std::uint32_t i = 0; i < network.deliveries.size(); ++i) {
    leaving_[network.deliveries[i].from].push_back(i);
    arriving_[network.deliveries[i].to].push_back(i);
  }
  EdgeMaker made(network, temporal_order);
  made.links();
  for (std::size_t station = 0; station < network.stations.size(); ++station) {
    const Marks& marks = network.stations[station].marks;
    if (marks.cross_contamination && !marks.kill) {
      made.station(arriving_[station], leaving_[station]);
    }
  }
  made.marked_deliveries();
  build(made.nodes(), made.edges());
}

void DeliveryGraph::build(std::size_t nodes, std::span<const Edge> edges) {
  starts_.assign(nodes + 1, 0);
  for (const Edge& edge : edges) ++starts_[edge.from + 1];
  for (std::size_t node = 0; node < nodes; ++node) starts_[node + 1] += starts_[node];
  targets_.resize(edges.size());
  std::vector<std::size_t> at(starts_.begin(), starts_.end() - 1);
  for (const Edge& edge : edges) targets_[at[edge.from]++] = edge.to;
}

DeliveryGraph DeliveryGraph::reversed() const {
  std::vector<Edge> edges;
  edges.reserve(targets_.size());
  for (std::uint32_t node = 0; node < nodes(); ++node) {
    for (const std::uint32_t to : next(node)) edges.push_back({to, node});
  }
  DeliveryGraph other;
  other.leaving_ = arriving_;
  other.arriving_ = leaving_;
  other.build(nodes(), edges);
  return other;
}

}  // namespace zhiheng::trace
