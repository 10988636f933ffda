#include "catalog/failures.h"
#include "catalog/once.h"
#include "catalog/page.h"
#include "catalog/whole_number.h"

namespace zhiheng::catalog {

PageMeasures load_page(const std::string& folder, std::vector<Error>& errors) {
  PageMeasures made;
  auto file = Declaration::read(folder + "/page.toml", "page.toml", errors);
  if (!file) return made;
  (void)file->text("source");
  constexpr int longest_mm = 1000;
  made.width_mm = whole_number(*file, "width_mm", 1, longest_mm);
  made.height_mm = whole_number(*file, "height_mm", 1, longest_mm);
  made.top_mm = whole_number(*file, "top_mm", 0, longest_mm);
  made.left_mm = whole_number(*file, "left_mm", 0, longest_mm);
  made.text_width_mm = whole_number(*file, "text_width_mm", 1, longest_mm);
  made.text_height_mm = whole_number(*file, "text_height_mm", 1, longest_mm);
  made.lines = whole_number(*file, "lines", 1, 200);
  made.body_points = whole_number(*file, "body_points", 4, 72);
  made.title_points = whole_number(*file, "title_points", 4, 72);
  made.number_points = whole_number(*file, "number_points", 4, 72);
  if (made.right_mm() < 0) {
    file->complain(wrong_value, "text_width_mm", std::to_string(made.text_width_mm),
                   "<= width_mm - left_mm");
  }
  if (made.bottom_mm() < 0) {
    file->complain(wrong_value, "text_height_mm", std::to_string(made.text_height_mm),
                   "<= height_mm - top_mm");
  }
  file->finish();
  return made;
}

std::shared_ptr<const PageMeasures> page_of(const std::string& folder) {
  return read_once<PageMeasures>(
      folder, [&](std::vector<Error>& errors) { return load_page(folder, errors); });
}

}  // namespace zhiheng::catalog
