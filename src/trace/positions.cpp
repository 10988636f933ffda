#include "trace/positions.h"

#include <array>

#include "code/table.h"
#include "trace/master_facts.h"

namespace zhiheng::trace {
void add_positions(const Chain& chain, std::span<const VocabularyList> master_data,
                   Positions& positions) {
  for (const VocabularyList& list : master_data) {
    for (const VocabularyElement& element : list.elements) {
      const auto place = chain.find(normal_identifier(element.id));
      const auto position = position_of(element);
      if (place && position) positions[*place] = *position;
    }
  }
}

Result<void> read_positions(const Chain& chain, const std::filesystem::path& file,
                            Positions& positions) {
  constexpr std::array<std::string_view, 3> columns{"place", "latitude", "longitude"};
  const std::string name = file.string();
  ZH_TRY(const std::string text, code::read_file(file));
  ZH_TRY(const code::Table table, code::read_table(text, name, columns));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto north = degrees_of(table.cell(row, 1), 90),
               east = degrees_of(table.cell(row, 2), 180);
    if (!north) return code::refuse_cell(table, name, row, 1, "-90..90");
    if (!east) return code::refuse_cell(table, name, row, 2, "-180..180");
    if (const auto place = chain.find(normal_identifier(table.cell(row, 0)))) {
      positions[*place] = {*north, *east};
    }
  }
  return {};
}

}  // namespace zhiheng::trace
