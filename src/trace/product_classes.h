#pragma once
// Which products does an event name, and of which classes are products now? The classes are read
// from the feed of the registers that say so, so that an answer of the chain needs no look-up.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "catalog/product_classes.h"
#include "registry/registry.h"
#include "trace/chain.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// GTINs of 14 digits that an event names: as items, classes of items, inputs and outputs.
[[nodiscard]] std::set<std::string> products_of(const Event& event);

/// How far each register that says classes was read: its newest seq.
using ClassPositions = std::map<std::string, std::int64_t, std::less<>>;

/// Whether nothing was written to these registers since.
[[nodiscard]] Result<bool> still_newest(store::Store& store, const ClassPositions& positions);

/// The class of each product that has one. Of one thread.
class ProductClasses {
 public:
  /// Takes in what the registers say since last time.
  /// @return  GTINs of the products whose classes may have changed
  Result<std::set<std::uint64_t>> follow(const registry::Registry& registry);
  [[nodiscard]] const ClassPositions& positions() const { return positions_; }

  /// Joined with '|', each once, in ascending order.
  [[nodiscard]] std::string of_event(const Chain& chain, EventAt at) const;
  /// Whether the chain has something of one of these products.
  [[nodiscard]] static bool any_in(const Chain& chain, const std::set<std::uint64_t>& products);

 private:
  struct Entry {
    std::uint64_t product = 0;
    std::uint16_t of_class = 0;

    bool operator==(const Entry&) const = default;
  };
  void put(const catalog::ClassSource& source, const catalog::Register& of,
           const store::Version& version);
  void take_back(const Uuid& record);
  std::uint16_t number_of(const std::string& of_class);

  ClassPositions positions_;
  std::vector<std::string> classes_;
  std::set<std::uint64_t> changed_;  ///< not told yet
  std::map<Uuid, Entry> by_record_;
  std::unordered_multimap<std::uint64_t, std::uint16_t> by_product_;
};

}  // namespace zhiheng::trace
