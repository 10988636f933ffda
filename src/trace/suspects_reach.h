#pragma once
// What lies ahead of a delivery, and behind one; for suspects*.cpp.

#include <limits>
#include <span>
#include <vector>

#include "trace/delivery_graph.h"

namespace zhiheng::trace {

/// One bit for each station or delivery with a weight, kept once for each set of deliveries that
/// reach one another.
class Reach {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  Reach(const Network& network, const DeliveryGraph& graph,
        std::span<const std::uint32_t> station_bit, std::span<const std::uint32_t> delivery_bit,
        std::size_t bits);

  [[nodiscard]] std::size_t words() const { return words_; }
  /// Of a delivery itself, where it goes, and everything after.
  void add_ahead_of_delivery(std::uint32_t delivery, std::span<std::uint64_t> bits) const;
  void add_ahead_of_station(std::uint32_t station, std::span<std::uint64_t> bits) const;

 private:
  [[nodiscard]] std::span<const std::uint64_t> component(std::size_t number) const {
    return std::span(reached_).subspan(number * words_, words_);
  }

  const Network& network_;
  const DeliveryGraph& graph_;
  std::span<const std::uint32_t> station_bit_, delivery_bit_;
  std::size_t words_;
  std::vector<std::uint32_t> component_of_;
  std::vector<std::uint64_t> reached_;
};

/// Sets Score::forward and Score::backward from what is observed.
void mark_traces(const Network& network, const DeliveryGraph& graph, Suspects& made);

}  // namespace zhiheng::trace
