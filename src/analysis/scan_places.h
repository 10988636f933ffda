#pragma once
// Which place does a row speak of? Names, coordinates and neighbours of places.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/method.h"
#include "stat/scan.h"

namespace zhiheng::analysis {

/// The number of each place by its name.
using PlaceIndex = std::unordered_map<std::string, std::size_t>;

/// Places in the order of their rows, each once.
struct ScanPlaces {
  std::vector<std::string> names;
  stat::ScanPoints points;  ///< empty without coordinates
  PlaceIndex index;
};

/// The places of the table `geo`, else of `in` and, where no coordinates are wanted, of the tables
/// `population` and `controls`. A table with coordinates has each place once.
/// @fails   column_missing, not_a_number, cell_wrong, no_rows
[[nodiscard]] Result<ScanPlaces> read_places(const Call& call, bool coordinates);

/// The number of the place that a cell names.
/// @fails cell_wrong
[[nodiscard]] Result<std::size_t> place_of(const PlaceIndex& index, const Table& table,
                                           std::size_t row, std::size_t column);

/// The first of these columns that the table has.
/// @fails column_missing, naming the first
[[nodiscard]] Result<std::size_t> first_column(const Table& table,
                                               std::span<const std::string_view> names);

/// Columns that hold a place are called location, region,
/// county, place, district or id unless --location says otherwise.
[[nodiscard]] Result<std::size_t> place_column(const Call& call, const Table& table);

/// Places of a cell, parted by spaces or commas, each by name or, failing that, by its row from 1.
/// @fails cell_wrong
[[nodiscard]] Result<std::vector<std::uint32_t>> places_in(const std::vector<std::string>& places,
                                                           const Table& table, std::size_t row,
                                                           std::string_view column);

/// Pairs of places in columns from and to, in both directions and each once.
/// @fails cell_wrong, column_missing
[[nodiscard]] Result<std::vector<std::vector<std::uint32_t>>> neighbours_in(
    const std::vector<std::string>& places, const Table& table);

/// The names of places, parted by spaces.
[[nodiscard]] std::string joined(const std::vector<std::string>& places,
                                 const std::vector<std::uint32_t>& chosen);

/// Words parted by spaces or commas.
[[nodiscard]] std::vector<std::string> parted(std::string_view text);

}  // namespace zhiheng::analysis
