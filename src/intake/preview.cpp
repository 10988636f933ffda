#include <algorithm>

#include "base/text.h"
#include "intake/failures.h"
#include "intake/format.h"
#include "intake/intake.h"
#include "intake/reading.h"
#include "intake/records.h"
#include "intake/xlsx.h"

namespace zhiheng::intake {
namespace {

std::vector<std::vector<std::string>> first_lines(const OpenedFile& opened) {
  if (auto names = opened.source->names(); !names.empty()) return {std::move(names)};
  std::vector<std::vector<std::string>> lines;
  for (const KeptLine& kept : opened.head) lines.push_back(kept.texts);
  return lines;
}

bool has_all(const std::vector<std::string>& line, const std::vector<std::string>& wanted) {
  return std::ranges::all_of(wanted, [&](const std::string& name) {
    return std::ranges::any_of(
        line, [&](const std::string& text) { return header_form(text) == header_form(name); });
  });
}

/// Mappings whose telltale headers are all there, those that fill most first.
std::vector<std::string> recognised(const catalog::Catalog& catalog,
                                    const std::string& register_name, const std::string& format,
                                    const std::vector<std::vector<std::string>>& lines) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const auto& mapping : catalog.mappings) {
    const bool fills = std::ranges::any_of(
        mapping.records, [&](const auto& record) { return record.register_name == register_name; });
    if (!fills || !allows(mapping, format) || mapping.recognised_by.empty()) continue;
    for (const auto& line : lines) {
      if (!has_all(line, mapping.recognised_by)) continue;
      found.emplace_back(slots_filled(mapping, line), mapping.name);
      break;
    }
  }
  std::ranges::stable_sort(found, std::greater<>(), &std::pair<std::size_t, std::string>::first);
  std::vector<std::string> names;
  for (auto& [count, name] : found) names.push_back(std::move(name));
  return names;
}

/// The widest of the first lines, nothing matched: the user will do it by hand.
Header unmatched(const OpenedFile& opened) {
  const auto lines = first_lines(opened);
  const auto filled = [](const std::vector<std::string>& line) {
    return std::ranges::count_if(line, [](const auto& text) { return !trim(text).empty(); });
  };
  const auto widest = std::ranges::max_element(lines, {}, filled);
  Header header;
  header.first_data =
      opened.head.empty() ? 0 : static_cast<std::size_t>(widest - lines.begin()) + 1;
  for (const std::string& text : *widest) {
    header.texts.emplace_back(trim(text));
    if (!header.texts.back().empty()) header.columns.push_back({header.texts.back(), {}, {}});
  }
  header.filled.resize(slots_of(opened.mapping).size());
  return header;
}

}  // namespace

Result<Preview> preview(const catalog::Catalog& catalog, const std::string& register_name,
                        const std::string& file, const Options& options, std::size_t rows) {
  ZH_TRY(OpenedFile opened, open_file(catalog, register_name, file, options));
  Preview made;
  if (opened.format == "xlsx") {
    ZH_TRY(made.sheets, sheets_of(file));
  }
  made.suggested_mappings = recognised(catalog, register_name, opened.format, first_lines(opened));
  auto matched = header_of(opened, options);
  const bool nothing_matched = !matched && matched.error().failure == &header_missing;
  if (!matched && !nothing_matched) return std::unexpected(std::move(matched).error());
  const Header header = nothing_matched ? unmatched(opened) : *std::move(matched);
  ZH_TRY(RecordMaker records, RecordMaker::make(catalog, opened.mapping, header));
  made.reading = {opened.mapping.name, opened.format, opened.source->encoding(), records.targets(),
                  header.columns};

  DataLines lines(opened, header);
  Line line;
  Chunk chunk;
  while (made.rows.size() < rows) {
    ZH_TRY(const bool more, lines.next(line));
    if (!more) break;
    std::vector<std::string>& printed = made.rows.emplace_back();
    for (std::size_t at = 0; at < header.texts.size(); ++at) {
      if (header.texts[at].empty()) continue;  // stands in no MatchedColumn either
      printed.emplace_back(at < line.cells.size() ? std::string(line.cells[at].text) : "");
    }
    if (!nothing_matched) records.read(line, chunk);
  }
  made.refusals = std::move(chunk.refusals);
  return made;
}

}  // namespace zhiheng::intake
