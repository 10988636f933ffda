#include "trace/suspects_tables.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "intake/csv.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// A CSV table by the names of its columns.
class NamedTable {
 public:
  static Result<NamedTable> open(const fs::path& file, std::vector<std::string_view> needed) {
    NamedTable table;
    table.name_ = file.filename().string();
    ZH_TRY(table.source_, intake::open_csv(file.string(), {}, ','));
    ZH_TRY(const bool heading, table.source_->next(table.line_));
    if (heading) {
      for (const intake::Cell& cell : table.line_.cells) {
        table.names_.emplace_back(trim(cell.text));
      }
    }
    for (const std::string_view name : needed) {
      if (!table.column(name)) return fail(column_missing, table.name_, {}, std::string(name));
    }
    return table;
  }

  /// false at the end
  Result<bool> next() { return source_->next(line_); }

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names_.begin());
  }
  /// Empty for a column that is not there.
  [[nodiscard]] std::string text(std::string_view name) const {
    const auto at = column(name);
    if (!at || *at >= line_.cells.size()) return {};
    return std::string(trim(line_.cells[*at].text));
  }
  [[nodiscard]] std::string place() const { return name_ + ":" + std::to_string(line_.number); }

  [[nodiscard]] Marks marks() const {
    Marks made;
    const std::string weight = text("Weight");
    std::from_chars(weight.data(), weight.data() + weight.size(), made.weight);
    made.cross_contamination = text("CrossContamination") == "true";
    made.kill = text("Kill Contamination") == "true";
    made.observed = text("Observed") == "true";
    return made;
  }
  [[nodiscard]] Result<LooseDay> day(std::string_view name) const {
    auto read = read_loose_day(text(name));
    if (!read) read.error().where = place() + " " + std::string(name);
    return read;
  }

 private:
  std::unique_ptr<intake::Source> source_;
  std::string name_;
  std::vector<std::string> names_;
  intake::Line line_;
};

using Positions = std::map<std::string, std::uint32_t, std::less<>>;

Result<Positions> read_stations(const fs::path& file, Network& network) {
  ZH_TRY(NamedTable table, NamedTable::open(file, {"ID"}));
  Positions positions;
  while (true) {
    ZH_TRY(const bool more, table.next());
    if (!more) return positions;
    Station station{.id = table.text("ID"), .name = table.text("node"), .marks = table.marks()};
    const auto position = static_cast<std::uint32_t>(network.stations.size());
    if (!positions.emplace(station.id, position).second) {
      return fail(network_broken, table.place(), station.id);
    }
    network.stations.push_back(std::move(station));
  }
}

Result<std::uint32_t> station_of(const NamedTable& table, std::string_view column,
                                 Positions& stations, Network& network, bool missing_stations) {
  const std::string id = table.text(column);
  if (const auto found = stations.find(id); found != stations.end()) return found->second;
  if (!missing_stations) {
    return fail(network_broken, table.place() + " " + std::string(column), id);
  }
  const auto position = static_cast<std::uint32_t>(network.stations.size());
  stations.emplace(id, position);
  network.stations.push_back({.id = id, .name = {}});
  return position;
}

Result<Positions> read_deliveries(const fs::path& file, Network& network, Positions& stations,
                                  bool missing_stations) {
  ZH_TRY(NamedTable table, NamedTable::open(file, {"ID", "from", "to"}));
  Positions positions;
  while (true) {
    ZH_TRY(const bool more, table.next());
    if (!more) return positions;
    Delivery delivery{.id = table.text("ID"),
                      .product = table.text("Name"),
                      .lot = table.text("Charge Number"),
                      .marks = table.marks()};
    ZH_TRY(delivery.from, station_of(table, "from", stations, network, missing_stations));
    ZH_TRY(delivery.to, station_of(table, "to", stations, network, missing_stations));
    ZH_TRY(delivery.departure, table.day("Date Delivery"));
    ZH_TRY(delivery.arrival, table.day("Date Delivery Arrival"));
    if (delivery.arrival == LooseDay{}) delivery.arrival = delivery.departure;
    const auto position = static_cast<std::uint32_t>(network.deliveries.size());
    if (!positions.emplace(delivery.id, position).second) {
      return fail(network_broken, table.place(), delivery.id);
    }
    network.deliveries.push_back(std::move(delivery));
  }
}

Result<std::size_t> read_links(const fs::path& file, Network& network,
                               const Positions& deliveries) {
  ZH_TRY(NamedTable table, NamedTable::open(file, {"ID", "Next"}));
  std::size_t left_out = 0;
  while (true) {
    ZH_TRY(const bool more, table.next());
    if (!more) return left_out;
    const auto from = deliveries.find(table.text("ID"));
    const auto to = deliveries.find(table.text("Next"));
    if (from == deliveries.end() || to == deliveries.end()) {
      ++left_out;
    } else {
      network.links.push_back({from->second, to->second});
    }
  }
}

/// Deliveries inside of a merged station drop out, and the links that name them.
void drop_inside(Network& network, const std::vector<bool>& inside) {
  constexpr std::uint32_t gone = ~std::uint32_t{0};
  std::vector<std::uint32_t> moved(network.deliveries.size(), gone);
  std::vector<Delivery> kept;
  for (std::size_t i = 0; i < network.deliveries.size(); ++i) {
    if (inside[i]) continue;
    moved[i] = static_cast<std::uint32_t>(kept.size());
    kept.push_back(std::move(network.deliveries[i]));
  }
  network.deliveries = std::move(kept);
  std::erase_if(network.links, [&](const DeliveryLink& link) {
    return moved[link.delivery] == gone || moved[link.next] == gone;
  });
  for (DeliveryLink& link : network.links) link = {moved[link.delivery], moved[link.next]};
}

/// Marks of the one set where the other has none.
void add(Marks& marks, const Marks& more) {
  if (more.weight != 0) marks.weight = more.weight;
  marks.cross_contamination |= more.cross_contamination;
  marks.kill |= more.kill;
  marks.observed |= more.observed;
}

template <class Item>
Positions positions_of(const std::vector<Item>& items) {
  Positions positions;
  for (const Item& item : items) {
    positions.emplace(item.id, static_cast<std::uint32_t>(positions.size()));
  }
  return positions;
}

Result<void> collapse(const Scenario& scenario, Network& network) {
  if (scenario.collapsed.empty()) return {};
  const Positions positions = positions_of(network.stations);
  std::map<std::uint32_t, std::uint32_t> merged;
  for (const auto& [id, members] : scenario.collapsed) {
    const auto known = positions.find(id);
    const std::uint32_t into = known != positions.end()
                                   ? known->second
                                   : static_cast<std::uint32_t>(network.stations.size());
    if (known == positions.end()) network.stations.push_back({.id = id, .name = id});
    for (const std::string& member : members) {
      const auto found = positions.find(member);
      if (found == positions.end()) return fail(network_broken, id, member);
      merged[found->second] = into;
    }
  }
  std::vector<bool> inside(network.deliveries.size(), false);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    Delivery& delivery = network.deliveries[i];
    const auto from = merged.find(delivery.from);
    const auto to = merged.find(delivery.to);
    if (from != merged.end()) delivery.from = from->second;
    if (to != merged.end()) delivery.to = to->second;
    inside[i] = from != merged.end() && delivery.from == delivery.to;
  }
  drop_inside(network, inside);
  return {};
}

}  // namespace

Result<NetworkRead> read_network(const NetworkTables& tables, bool missing_stations) {
  NetworkRead read;
  ZH_TRY(Positions stations, read_stations(tables.stations, read.network));
  ZH_TRY(const Positions deliveries,
         read_deliveries(tables.deliveries, read.network, stations, missing_stations));
  ZH_TRY(read.links_left_out, read_links(tables.links, read.network, deliveries));
  return read;
}

Result<Network> under(const Scenario& scenario, Network network) {
  ZH_DO(collapse(scenario, network));
  const Positions stations = positions_of(network.stations);
  const Positions deliveries = positions_of(network.deliveries);
  for (const auto& [id, marks] : scenario.stations) {
    const auto found = stations.find(id);
    if (found == stations.end()) return fail(network_broken, "station", id);
    add(network.stations[found->second].marks, marks);
  }
  for (const auto& [id, marks] : scenario.deliveries) {
    const auto found = deliveries.find(id);
    if (found == deliveries.end()) return fail(network_broken, "delivery", id);
    add(network.deliveries[found->second].marks, marks);
  }
  for (const auto& [id, days] : scenario.days) {
    const auto found = deliveries.find(id);
    if (found == deliveries.end()) return fail(network_broken, "dates", id);
    Delivery& delivery = network.deliveries[found->second];
    const bool same = delivery.arrival == delivery.departure;
    if (days.departure) delivery.departure = *days.departure;
    if (days.arrival) {
      delivery.arrival = *days.arrival;
    } else if (same) {
      delivery.arrival = delivery.departure;
    }
  }
  return network;
}

}  // namespace zhiheng::trace
