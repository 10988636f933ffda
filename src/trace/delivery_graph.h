#pragma once
// Which delivery may have passed something on to which? The graph behind the scores of suspects.

#include <span>
#include <vector>

#include "trace/suspects.h"

namespace zhiheng::trace {

/// Nodes 0..deliveries-1 are deliveries. Further nodes stand for "everything that left station S
/// on day D or later", so that a station with 10,000 deliveries on either side needs 20,000 edges
/// instead of 100,000,000.
class DeliveryGraph {
 public:
  DeliveryGraph(const Network& network, bool temporal_order);

  [[nodiscard]] std::size_t nodes() const { return starts_.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> next(std::uint32_t node) const {
    return std::span(targets_).subspan(starts_[node], starts_[node + 1] - starts_[node]);
  }
  /// The same edges in the other direction.
  [[nodiscard]] DeliveryGraph reversed() const;

  /// Deliveries that leave a station, or arrive there; without regard to kills.
  [[nodiscard]] const std::vector<std::uint32_t>& leaving(std::uint32_t station) const {
    return leaving_[station];
  }
  [[nodiscard]] const std::vector<std::uint32_t>& arriving(std::uint32_t station) const {
    return arriving_[station];
  }

 private:
  struct Edge {
    std::uint32_t from = 0, to = 0;
  };
  DeliveryGraph() = default;
  void build(std::size_t nodes, std::span<const Edge> edges);

  std::vector<std::size_t> starts_;
  std::vector<std::uint32_t> targets_;
  std::vector<std::vector<std::uint32_t>> leaving_, arriving_;

  friend class EdgeMaker;
};

}  // namespace zhiheng::trace
