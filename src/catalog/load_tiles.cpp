#include <filesystem>

#include "base/decimal.h"
#include "catalog/once.h"
#include "catalog/tiles.h"
#include "code/failures.h"
#include "code/table.h"

namespace zhiheng::catalog {
namespace {

constexpr const char* tile_table = "tiles.tsv";
constexpr std::string_view tile_columns[] = {"parent", "code", "column", "row"};
constexpr int largest_grid = 100;  // a screen has no room for more tiles side by side

/// A place on the grid; complains where it is none.
int grid_place(const code::Table& table, std::size_t row, std::size_t column,
               std::vector<Error>& errors) {
  const std::string_view cell = table.cell(row, column);
  const auto number = parse_decimal(cell, 0);
  if (number && number->unscaled >= 0 && number->unscaled < largest_grid) {
    return static_cast<int>(number->unscaled);
  }
  errors.push_back({&code::table_malformed,
                    std::string(tile_table) + ":" + std::to_string(table.lines[row]) + " " +
                        std::string(tile_columns[column]),
                    std::string(cell), "0.." + std::to_string(largest_grid - 1)});
  return 0;
}

}  // namespace

std::vector<Tile> load_tiles(const std::string& folder, std::vector<Error>& errors) {
  std::vector<Tile> tiles;
  const auto text = code::read_file(std::filesystem::path(folder) / tile_table);
  if (!text) {
    errors.push_back(text.error());
    return tiles;
  }
  const auto table = code::read_table(*text, tile_table, tile_columns);
  if (!table) {
    errors.push_back(table.error());
    return tiles;
  }
  for (std::size_t i = 0; i < table->rows(); ++i) {
    tiles.push_back({std::string(table->cell(i, 0)), std::string(table->cell(i, 1)),
                     grid_place(*table, i, 2, errors), grid_place(*table, i, 3, errors)});
  }
  return tiles;
}

std::shared_ptr<const std::vector<Tile>> tiles_of(const std::string& folder) {
  return read_once<std::vector<Tile>>(
      folder, [&](std::vector<Error>& errors) { return load_tiles(folder, errors); });
}

}  // namespace zhiheng::catalog
