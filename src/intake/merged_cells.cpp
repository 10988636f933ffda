#include "intake/merged_cells.h"

#include <algorithm>

#include "intake/failures.h"
#include "intake/source.h"
#include "intake/zip.h"

namespace zhiheng::intake {
namespace {

constexpr std::size_t most_ranges = 100'000;
constexpr std::size_t longest_element = 512;

/// The range of one `mergeCell` element, whose text begins behind its name.
void take_range(std::string_view element, std::vector<CellRange>& ranges) {
  const std::size_t at = element.find("ref=");
  if (at == std::string_view::npos || at + 5 >= element.size()) return;
  const std::string_view value =
      element.substr(at + 5, element.find(element[at + 4], at + 5) - at - 5);
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos) return;
  const CellPlace first = place_of(value.substr(0, colon));
  const CellPlace last = place_of(value.substr(colon + 1));
  if (first.row == 0 || last.row < first.row || last.column < first.column) return;
  ranges.push_back({first.row, last.row, first.column, last.column});
}

}  // namespace

CellPlace place_of(std::string_view reference) {
  CellPlace place;
  std::size_t at = 0, column = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z'; ++at) {
    column = std::min<std::size_t>(column * 26 + static_cast<std::size_t>(reference[at] - 'A') + 1,
                                   most_columns * 2);
  }
  if (column == 0) return {};
  place.column = column - 1;
  constexpr std::int64_t last_row = 1'048'576;
  for (; at < reference.size() && reference[at] >= '0' && reference[at] <= '9'; ++at) {
    place.row = std::min(place.row * 10 + (reference[at] - '0'), last_row + 1);
  }
  return place;
}

Result<std::vector<CellRange>> merged_ranges(const std::string& file, const std::string& part) {
  ZH_TRY(ZipEntry entry, ZipEntry::open(file, part));
  std::vector<CellRange> ranges;
  std::string text;
  constexpr std::string_view element = "mergeCell ";
  for (;;) {
    ZH_TRY(const std::string_view bytes, entry.next());
    text.append(bytes);
    std::size_t at = text.find(element);
    std::size_t kept = text.size() - std::min(text.size(), element.size());
    while (at != std::string::npos) {
      const std::size_t end = text.find('>', at);
      if (end == std::string::npos) {
        kept = at;
        break;
      }
      take_range(std::string_view(text).substr(at + element.size(), end - at - element.size()),
                 ranges);
      at = text.find(element, end);
    }
    if (ranges.size() > most_ranges ||
        (at != std::string::npos && text.size() - at > longest_element &&
         text.find('>', at) == std::string::npos)) {
      return fail(too_large, part, "mergeCell", "<= " + std::to_string(most_ranges));
    }
    if (bytes.empty()) break;
    text.erase(0, kept);
  }
  std::ranges::stable_sort(ranges, {}, &CellRange::first_row);
  return ranges;
}

}  // namespace zhiheng::intake
