#pragma once
// An event on its way into the chain; seen by chain.cpp and chain_event.cpp only.

#include <optional>
#include <vector>

#include "trace/chain.h"

namespace zhiheng::trace {

struct Chain::Draft {
  struct Piece {
    Id id;
    Role role;
    std::optional<double> amount;
    std::uint16_t unit;
  };
  EventRow row;
  std::vector<Piece> pieces;

  void add(Id id, Role role) { pieces.push_back({id, role, std::nullopt, 0}); }
};

}  // namespace zhiheng::trace
