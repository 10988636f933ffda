#pragma once
// The page on which documents are set. As data, from catalog/page.toml.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

/// Millimetres, and points of 1/72 inch for type.
struct PageMeasures {
  int width_mm = 0, height_mm = 0;
  int top_mm = 0, left_mm = 0;                ///< margins
  int text_width_mm = 0, text_height_mm = 0;  ///< what lies within the margins
  int lines = 0;                              ///< of a page
  int body_points = 0, title_points = 0, number_points = 0;

  [[nodiscard]] int right_mm() const { return width_mm - left_mm - text_width_mm; }
  [[nodiscard]] int bottom_mm() const { return height_mm - top_mm - text_height_mm; }
  /// From line to line.
  [[nodiscard]] double pitch_points() const { return text_height_mm * 72 / 25.4 / lines; }
};

/// Reads page.toml; complaints go to `errors`. Every measure must be there, and the text fit the
/// page.
[[nodiscard]] PageMeasures load_page(const std::string& folder, std::vector<Error>& errors);

/// The same of a catalog that was loaded; read once per folder.
[[nodiscard]] std::shared_ptr<const PageMeasures> page_of(const std::string& folder);

}  // namespace zhiheng::catalog
