#include "analysis/scan_places.h"

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"

namespace zhiheng::analysis {
namespace {

constexpr std::string_view place_names[] = {"location", "region",   "county",
                                            "place",    "district", "id"};

Result<stat::ScanPoints> read_points(const Table& table) {
  const auto any_of = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (table.has(name)) return std::string(name);
    }
    return std::string();
  };
  const std::string north = any_of({"lat", "latitude"});
  const std::string east = any_of({"lon", "long", "longitude"});
  const bool plane = table.has("x") || north.empty() || east.empty();
  ZH_TRY(const auto first, table.numbers(plane ? "x" : north));
  ZH_TRY(const auto second, table.numbers(plane ? "y" : east));
  for (std::size_t row = 0; row < first.size() && !plane; ++row) {
    if (std::abs(first[row]) > 90) {
      return fail(cell_wrong, table.place(row, north), written(first[row]), "-90..90");
    }
    if (second[row] < -180 || second[row] > 360) {
      return fail(cell_wrong, table.place(row, east), written(second[row]), "-180..360");
    }
  }
  return plane ? stat::plane_points(first, second) : stat::globe_points(first, second);
}

Result<void> add_places(const Call& call, const Table& table, bool once, ScanPlaces& made) {
  ZH_TRY(const std::size_t column, place_column(call, table));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string name(table.text(row, column));
    const bool fresh = made.index.emplace(name, made.names.size()).second;
    if (fresh) made.names.push_back(name);
    if (!fresh && once) {
      return fail(cell_wrong, table.place(row, table.columns()[column]), name, "1 x");
    }
  }
  return {};
}

}  // namespace

Result<ScanPlaces> read_places(const Call& call, bool coordinates) {
  const Table* geo = call.table("geo");
  const Table& table = geo != nullptr ? *geo : call.in();
  if (table.rows() == 0) return fail(no_rows, table.name());
  ScanPlaces made;
  ZH_DO(add_places(call, table, coordinates, made));
  for (const char* further : {"population", "controls"}) {
    const Table* more = call.table(further);
    // Without a table of places those without a case are known from here alone.
    if (more != nullptr && geo == nullptr && !coordinates) {
      ZH_DO(add_places(call, *more, false, made));
    }
  }
  if (coordinates) {
    ZH_TRY(made.points, read_points(table));
  }
  return made;
}

Result<std::size_t> first_column(const Table& table, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = table.find(name)) return *found;
  }
  return table.column(names.front());
}

Result<std::size_t> place_of(const PlaceIndex& index, const Table& table, std::size_t row,
                             std::size_t column) {
  const std::string name(table.text(row, column));
  const auto found = index.find(name);
  if (found != index.end()) return found->second;
  return fail(cell_wrong, table.place(row, table.columns()[column]), name, "--geo");
}

std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> all(1);
  for (const char c : text) {
    if (c == ' ' || c == ',' || c == '\t') {
      if (!all.back().empty()) all.emplace_back();
    } else {
      all.back().push_back(c);
    }
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

Result<std::size_t> place_column(const Call& call, const Table& table) {
  if (call.has("location") && table.has(call.text("location"))) {
    return table.column(call.text("location"));
  }
  return first_column(table, place_names);
}

Result<std::vector<std::uint32_t>> places_in(const std::vector<std::string>& places,
                                             const Table& table, std::size_t row,
                                             std::string_view column) {
  ZH_TRY(const std::size_t at, table.column(column));
  std::vector<std::uint32_t> found;
  for (const std::string& word : parted(table.text(row, at))) {
    const auto named = std::ranges::find(places, word);
    if (named != places.end()) {
      found.push_back(static_cast<std::uint32_t>(named - places.begin()));
      continue;
    }
    const auto number = number_of(word);
    if (!number || *number != std::floor(*number) || *number < 1 ||
        *number > static_cast<double>(places.size())) {
      return fail(cell_wrong, table.place(row, column), word,
                  "1.." + std::to_string(places.size()));
    }
    found.push_back(static_cast<std::uint32_t>(*number) - 1);
  }
  if (found.empty()) return fail(cell_wrong, table.place(row, column), "", "1 2 3");
  return found;
}

Result<std::vector<std::vector<std::uint32_t>>> neighbours_in(
    const std::vector<std::string>& places, const Table& table) {
  std::vector<std::vector<std::uint32_t>> all(places.size());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const auto from, places_in(places, table, row, "from"));
    ZH_TRY(const auto to, places_in(places, table, row, "to"));
    if (from.size() != 1 || to.size() != 1 || from == to) {
      return fail(cell_wrong, table.place(row), joined(places, from) + ", " + joined(places, to),
                  "1, 2");
    }
    all[from[0]].push_back(to[0]);
    all[to[0]].push_back(from[0]);
  }
  for (auto& each : all) {
    std::ranges::sort(each);
    each.erase(std::unique(each.begin(), each.end()), each.end());
  }
  return all;
}

std::string joined(const std::vector<std::string>& places,
                   const std::vector<std::uint32_t>& chosen) {
  std::string all;
  for (const std::uint32_t each : chosen) {
    all.append(all.empty() ? "" : " ").append(places[each]);
  }
  return all;
}

}  // namespace zhiheng::analysis
