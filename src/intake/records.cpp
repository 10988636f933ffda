#include "intake/records.h"

#include <algorithm>

#include "base/text.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

const catalog::MappedColumn plain_column{};

std::vector<std::string_view> cut(std::string_view text,
                                  const std::vector<std::string>& separators) {
  std::vector<std::string_view> parts;
  std::size_t start = 0, at = 0;
  while (at < text.size()) {
    std::size_t length = 0;  // of the longest separator here, so that "||" is one and not two
    for (const std::string& separator : separators) {
      if (separator.size() > length && text.substr(at).starts_with(separator)) {
        length = separator.size();
      }
    }
    if (length == 0) {
      ++at;
      continue;
    }
    parts.push_back(text.substr(start, at - start));
    at += length;
    start = at;
  }
  parts.push_back(text.substr(start));
  return parts;
}

/// Every header is a title of the register, all in one language: a file of our own, or one made
/// after it.
bool is_own_export(const catalog::Catalog& catalog, const catalog::Mapping& mapping,
                   const Header& header) {
  const catalog::Register* of = catalog.find_register(mapping.records.front().register_name);
  if (!mapping.name.empty() || of == nullptr) return false;
  const auto all_titles = [&](Language language) {
    return std::ranges::all_of(header.texts, [&](const std::string& text) {
      return std::ranges::any_of(
          of->fields, [&](const auto& field) { return field.title.in(language) == text; });
    });
  };
  return all_titles(Language::zh) || all_titles(Language::en);
}

}  // namespace

Result<RecordMaker> RecordMaker::make(const catalog::Catalog& catalog,
                                      const catalog::Mapping& mapping, const Header& header) {
  RecordMaker maker;
  maker.width_ = header.texts.size();
  std::size_t slot = 0;
  for (std::size_t record = 0; record < mapping.records.size(); ++record) {
    ZH_DO(maker.add_record(catalog, mapping, record, header, slot));
  }
  if (is_own_export(catalog, mapping, header)) {
    for (Source& source : maker.records_.front().sources) source.reader.take_guards_off();
  }
  if (maker.records_.empty()) return fail(mapping_wrong, mapping.name, {}, "[[record]]");
  return maker;
}

Result<void> RecordMaker::add_record(const catalog::Catalog& catalog,
                                     const catalog::Mapping& mapping, std::size_t position,
                                     const Header& header, std::size_t& slot) {
  const catalog::MappedRecord& declared = mapping.records[position];
  const catalog::Register* of = catalog.find_register(declared.register_name);
  if (of == nullptr) return fail(register_unknown, mapping.name, declared.register_name);
  Target target{declared.register_name, {}};
  Record record;
  record.target = targets_.size();
  record.optional = declared.optional;

  const auto column_of = [&](const std::string& field) {
    const auto known = std::ranges::find(target.columns, field);
    if (known != target.columns.end()) {
      return static_cast<std::size_t>(known - target.columns.begin());
    }
    target.columns.push_back(field);
    return target.columns.size() - 1;
  };
  const auto reader_for = [&](const std::string& name,
                              const catalog::MappedColumn& column) -> Result<CellReader> {
    const catalog::Field* field = of->find_field(name);
    if (field == nullptr) return fail(mapping_wrong, mapping.name, name, of->name + ".…");
    const bool is_key = std::ranges::find(of->key, name) != of->key.end();
    return CellReader::make(catalog, *field, column, mapping.empty, is_key);
  };

  for (const catalog::MappedColumn& column : declared.columns) {
    const auto cell = header.filled[slot++];
    if (!cell && column.constant.empty()) continue;
    ZH_TRY(CellReader reader, reader_for(column.field, column));
    const std::size_t at = column_of(column.field);
    if (!column.constant.empty()) {
      Value value;
      Error error;
      catalog::MappedColumn constant_column;
      ZH_TRY(CellReader constant, reader_for(column.field, constant_column));
      if (!constant.read({column.constant, CellKind::text}, value, error)) {
        return fail(mapping_wrong, mapping.name + " " + column.field, column.constant,
                    error.wanted);
      }
      record.constants.push_back({at, std::move(value)});
    }
    if (cell) {
      const bool is_list = of->find_field(column.field)->list;
      record.sources.push_back({*cell, at, std::move(reader), header.texts[*cell], is_list});
    }
  }
  for (const auto& merged : declared.merged) {
    const auto cell = header.filled[slot++];
    if (!cell) continue;
    Merged made{*cell, header.texts[*cell], {}, {}, merged.separators, merged.repeat_separators};
    for (const std::string& field : merged.fields) {
      ZH_TRY(CellReader reader, reader_for(field, plain_column));
      made.columns.push_back(column_of(field));
      made.readers.push_back(std::move(reader));
    }
    record.merged.push_back(std::move(made));
  }
  if (!declared.parent_field.empty()) record.parent = column_of(declared.parent_field);
  if (!declared.ordinal_field.empty()) record.ordinal = column_of(declared.ordinal_field);
  for (const std::string& field : declared.ordinal_of) {
    record.ordinal_of.push_back(column_of(field));
  }
  if (position == 0) {
    for (const std::string& field : of->key) key_.push_back(column_of(field));
  }
  record.width = target.columns.size();
  targets_.push_back(std::move(target));
  records_.push_back(std::move(record));
  return {};
}

void RecordMaker::refuse(const Line& line, const std::string& header, Error error,
                         Chunk& chunk) const {
  if (error.where.empty()) error.where = header;
  chunk.refusals.push_back({line.number, header, std::move(error)});
}

void RecordMaker::read(const Line& line, Chunk& chunk) {
  const std::size_t rows = chunk.rows.size();
  const std::size_t refusals = chunk.refusals.size();
  if (line.fault) return refuse(line, {}, *line.fault, chunk);
  for (std::size_t at = width_; at < line.cells.size(); ++at) {
    if (trim(line.cells[at].text).empty()) continue;
    return refuse(
        line, {},
        {&too_many_cells, {}, std::to_string(line.cells.size()), "<= " + std::to_string(width_)},
        chunk);
  }
  for (Record& record : records_) read_record(record, line, chunk);
  if (chunk.refusals.size() > refusals) chunk.rows.resize(rows);
}

/// @return whether any cell held something
bool RecordMaker::read_sources(Record& record, const Line& line, Row& row, Chunk& chunk) {
  Error error;
  Value more;  // of a column that fills a field again
  bool any = false;
  for (Source& source : record.sources) {
    if (source.cell >= line.cells.size()) continue;
    Value& field = row.values[source.column];
    const bool again = !is_null(field);
    Value& value = again ? more : field;
    if (!source.reader.read(line.cells[source.cell], value, error)) {
      refuse(line, source.header, std::move(error), chunk);
      error = {};
    }
    if (is_null(value)) continue;
    any = true;
    if (again && source.is_list) {
      std::get<std::string>(field) += "|" + std::get<std::string>(more);
    }
  }
  return any;
}

void RecordMaker::read_record(Record& record, const Line& line, Chunk& chunk) {
  const std::size_t refusals = chunk.refusals.size();
  Row row{record.target, line.number, std::vector<Value>(record.width)};
  const bool any = read_sources(record, line, row, chunk);
  if (record.target == 0) {
    parent_key_.clear();
    for (std::size_t at = 0; at < key_.size(); ++at) {
      if (at > 0) parent_key_.push_back('|');
      parent_key_ += to_text(row.values[key_[at]]);
    }
  }
  if (record.optional && !any && record.merged.empty()) return;
  if (chunk.refusals.size() > refusals) return;  // a refused row does not count as a publication
  for (const Constant& constant : record.constants) {
    if (is_null(row.values[constant.column])) row.values[constant.column] = constant.value;
  }
  if (record.parent) row.values[*record.parent] = parent_key_;
  if (record.ordinal) {
    std::string key;
    for (const std::size_t column : record.ordinal_of) append_canonical(key, row.values[column]);
    row.values[*record.ordinal] = ++record.counted[key];
  }
  if (record.merged.empty()) {
    chunk.rows.push_back(std::move(row));
    return;
  }
  const std::size_t rows = chunk.rows.size();
  read_merged(record, line, row, chunk);
  const bool none = chunk.rows.size() == rows && chunk.refusals.size() == refusals;
  if (none && (any || !record.optional)) chunk.rows.push_back(std::move(row));
}

void RecordMaker::read_merged(Record& record, const Line& line, const Row& base, Chunk& chunk) {
  for (Merged& merged : record.merged) {
    if (merged.cell >= line.cells.size()) continue;
    const std::string_view text = trim(line.cells[merged.cell].text);
    if (!merged.readers.front().is_empty(text)) read_parts(record, merged, line, base, chunk);
  }
}

/// "菌落总数║8.2×10⁴║≤10⁴" is one record, "A║1║2；B║3║4" are two, and so is "A；B" with another
/// column "1；3".
void RecordMaker::read_parts(Record& record, Merged& merged, const Line& line, const Row& base,
                             Chunk& chunk) {
  const std::string_view text = trim(line.cells[merged.cell].text);
  const std::size_t width = merged.columns.size();
  const std::size_t parts_of_all = cut(text, merged.separators).size();
  std::vector<std::string_view> groups{text};
  if (parts_of_all == 1 || parts_of_all > width) groups = cut(text, merged.repeat_separators);
  for (std::size_t at = 0; at < groups.size(); ++at) {
    const std::string_view group = trim(groups[at]);
    if (group.empty()) continue;
    const std::vector<std::string_view> cells = cut(group, merged.separators);
    if (cells.size() > width) {
      refuse(line, merged.header,
             {&parts_wrong, {}, shorten(group, 60), "<= " + std::to_string(width)}, chunk);
      continue;
    }
    Row row = base;
    Error error;
    for (std::size_t part = 0; part < cells.size(); ++part) {
      Value& value = row.values[merged.columns[part]];
      if (merged.readers[part].read({cells[part], CellKind::text}, value, error)) continue;
      refuse(line, merged.header, std::move(error), chunk);
      error = {};
    }
    for (Source& source : record.sources) {
      if (groups.size() == 1 || source.cell >= line.cells.size()) continue;
      const auto along = cut(trim(line.cells[source.cell].text), merged.repeat_separators);
      if (along.size() != groups.size()) continue;
      Value& value = row.values[source.column];
      if (source.reader.read({along[at], CellKind::text}, value, error)) continue;
      refuse(line, source.header, std::move(error), chunk);
      error = {};
    }
    chunk.rows.push_back(std::move(row));
  }
}

}  // namespace zhiheng::intake
