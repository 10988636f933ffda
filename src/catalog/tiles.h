#pragma once
// Where regions stand on the tile-grid map of their parent, from catalog/tiles.tsv.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

struct Tile {
  std::string parent, code;  ///< of regions; the country is 000000
  int column = 0, row = 0;   ///< eastwards and southwards, from 0
};

/// Reads tiles.tsv; complaints name line and column and go to `errors`.
[[nodiscard]] std::vector<Tile> load_tiles(const std::string& folder, std::vector<Error>& errors);

/// The same of a catalog that was loaded; read once per folder.
[[nodiscard]] std::shared_ptr<const std::vector<Tile>> tiles_of(const std::string& folder);

}  // namespace zhiheng::catalog
