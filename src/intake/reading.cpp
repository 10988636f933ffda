#include "intake/reading.h"

#include <algorithm>

#include "base/text.h"
#include "intake/failures.h"
#include "intake/format.h"
#include "intake/records.h"

namespace zhiheng::intake {
namespace {

/// Lines among which the header is looked for.
constexpr std::size_t lines_of_head = 12;

/// What the lines below a table begin with: sums, notes, who filled it in.
constexpr std::string_view sums[] = {"合计", "总计", "小计", "total"};
constexpr std::string_view notes[] = {
    "注：", "注:",    "备注：", "备注:",      "说明：", "说明:",  "填表人", "制表",
    "填报", "审核人", "审批人", "单位负责人", "报送",   "联系人", "note:",  "source:"};

Result<catalog::Mapping> choose_mapping(const catalog::Catalog& catalog,
                                        const std::string& register_name, const std::string& name) {
  const catalog::Register* of = catalog.find_register(register_name);
  if (of == nullptr) return fail(register_unknown, "register", register_name);
  if (name.empty()) return native_mapping(*of);
  const catalog::Mapping* mapping = catalog.find_mapping(name);
  if (mapping == nullptr) {
    std::string known;
    for (const auto& other : catalog.mappings) known += (known.empty() ? "" : ", ") + other.name;
    return fail(mapping_unknown, "mapping", name, known);
  }
  const bool fills = std::ranges::any_of(
      mapping->records, [&](const auto& record) { return record.register_name == register_name; });
  if (!fills) {
    return fail(mapping_wrong, "mapping", name, mapping->records.front().register_name);
  }
  return *mapping;
}

KeptLine keep(Line& line) {
  KeptLine kept{line.number, {}, {}, std::move(line.fault)};
  for (const Cell& cell : line.cells) {
    kept.texts.emplace_back(cell.text);
    kept.kinds.push_back(cell.kind);
  }
  return kept;
}

}  // namespace

Result<OpenedFile> open_file(const catalog::Catalog& catalog, const std::string& register_name,
                             const std::string& file, const Options& options) {
  OpenedFile opened;
  ZH_TRY(opened.mapping, choose_mapping(catalog, register_name, options.mapping));
  if (options.format.empty()) {
    ZH_TRY(opened.format, detect_format(file));
  } else {
    opened.format = options.format == "ndjson" ? "json" : options.format;
  }
  if (!allows(opened.mapping, opened.format)) {
    return fail(mapping_wrong, opened.mapping.name, opened.format, opened.mapping.formats.front());
  }
  ZH_TRY(opened.source, open_source(file, opened.format, opened.mapping, options));
  if (!opened.source->names().empty()) return opened;
  Line line;
  while (opened.head.size() < lines_of_head) {
    ZH_TRY(const bool more, opened.source->next(line));
    if (!more) break;
    opened.head.push_back(keep(line));
  }
  if (opened.head.empty()) return fail(empty_file, file);
  return opened;
}

Result<Header> header_of(const OpenedFile& opened, const Options& options) {
  if (auto names = opened.source->names(); !names.empty()) {
    return match_names(opened.mapping, std::move(names), options.columns);
  }
  std::vector<std::vector<std::string>> lines;
  for (const KeptLine& kept : opened.head) {
    std::vector<std::string>& texts = lines.emplace_back();
    for (const std::string& text : kept.texts) texts.emplace_back(trim(text));
  }
  return find_header(opened.mapping, lines, options.columns);
}

Result<bool> DataLines::next_of_all(Line& line) {
  if (at_ >= opened_.head.size()) return opened_.source->next(line);
  KeptLine& kept = opened_.head[at_++];
  line.number = kept.number;
  line.fault = kept.fault;
  line.cells.clear();
  for (std::size_t at = 0; at < kept.texts.size(); ++at) {
    line.cells.push_back({kept.texts[at], kept.kinds[at]});
  }
  return true;
}

bool DataLines::is_no_data(const Line& line) const {
  if (line.fault || line.cells.empty()) return false;
  constexpr std::size_t most_cells_of_a_note = 3;
  std::size_t cells = 0;
  std::string_view first;
  for (const Cell& cell : line.cells) {
    if (cell.text.empty()) continue;
    const std::string_view text = trim(cell.text);
    // A note under a table is often one merged cell, which shows its text in every column.
    if (text.empty() || (cells > 0 && text == first)) continue;
    if (cells++ == 0) first = text;
    if (cells > most_cells_of_a_note) break;
  }
  if (cells == 0) return true;
  const bool few = cells <= most_cells_of_a_note && header_.texts.size() > most_cells_of_a_note;
  // Nothing of that is longer than a line, and most first cells are codes: look at few bytes.
  const std::string lower = to_lower(first.substr(0, 24));
  if (std::ranges::find(sums, lower) != std::end(sums)) return true;
  if (few && std::ranges::any_of(notes, [&](auto word) { return lower.starts_with(word); })) {
    return true;
  }
  // Pages pasted below each other repeat the header.
  if (header_.texts.empty() || line.cells[0].text != header_.texts[0] || header_.texts[0].empty()) {
    return false;
  }
  for (std::size_t at = 0; at < line.cells.size() && at < header_.texts.size(); ++at) {
    if (trim(line.cells[at].text) != header_.texts[at]) return false;
  }
  return true;
}

Result<bool> DataLines::next(Line& line) {
  for (;;) {
    ZH_TRY(const bool more, next_of_all(line));
    if (!more) return false;
    if (opened_.source->names().empty() ? !is_no_data(line) : true) return true;
  }
}

}  // namespace zhiheng::intake
