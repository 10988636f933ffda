#include "trace/positions.h"

#include <array>
#include <charconv>
#include <cmath>

#include "code/table.h"

namespace zhiheng::trace {
namespace {

std::optional<double> degrees_of(std::string_view text, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(std::abs(value) <= most)) return std::nullopt;
  return value;
}

/// "urn:epcglobal:cbv:mda#latitude" → "latitude"
std::string_view bare(std::string_view id) { return id.substr(id.find_last_of("#:/") + 1); }

}  // namespace

void add_positions(const Chain& chain, std::span<const VocabularyList> master_data,
                   Positions& positions) {
  for (const VocabularyList& list : master_data) {
    for (const VocabularyElement& element : list.elements) {
      const auto place = chain.find(normal_identifier(element.id));
      std::optional<double> north, east;
      for (const VocabularyAttribute& attribute : element.attributes) {
        const std::string_view name = bare(attribute.id);
        if (name == "latitude") north = degrees_of(attribute.value.text, 90);
        if (name == "longitude") east = degrees_of(attribute.value.text, 180);
      }
      if (place && north && east) positions[*place] = {*north, *east};
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
