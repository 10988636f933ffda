// Records as files.

#include <algorithm>
#include <boost/json.hpp>

#include "exchange/cells.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "exchange/workbook.h"
#include "registry/names.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

constexpr std::size_t piece_bytes = 1 << 16;
constexpr std::size_t named_at_once = 500;

using Write = std::function<Result<void>(std::string_view)>;

/// What is being exported, once the first record is known.
struct Export {
  const catalog::Catalog& catalog;
  const catalog::Register& of;
  Language language;
  std::vector<std::string> columns;
  bool named = false;  ///< beside keys of other records a column with what these are called

  [[nodiscard]] const catalog::Field& field(std::size_t i) const {
    return *of.find_field(columns[i]);
  }
  [[nodiscard]] std::vector<std::string> header() const {
    std::vector<std::string> titles;
    titles.reserve(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      titles.push_back(field(i).title.in(language));
      if (pointed(i) == nullptr) continue;
      titles.push_back(titles.back() + (language == Language::zh ? "（名称）" : " (name)"));
    }
    return titles;
  }
  /// The register whose records are named beside a column; null: no names there.
  [[nodiscard]] const catalog::Register* pointed(std::size_t i) const {
    return named ? registry::pointed_register(catalog, field(i)) : nullptr;
  }
  [[nodiscard]] std::string names_of(std::size_t i, const Value& value,
                                     const registry::Names& names) const {
    std::string line;
    const std::string text = to_text(value);
    for (std::size_t from = 0; from <= text.size();) {
      const auto bar = field(i).list ? std::min(text.find('|', from), text.size()) : text.size();
      const auto name = registry::name_in(names, pointed(i), text.substr(from, bar - from));
      if (!name.empty()) line.append(line.empty() ? "" : ";").append(name);
      from = bar + 1;
    }
    return line;
  }
};

json::value json_of(const catalog::Field& field, const Value& value) {
  if (is_null(value)) return nullptr;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* time = std::get_if<Timestamp>(&value)) return json::string(to_china_text(*time));
  const std::string text = to_text(value);  // decimals as text: JSON numbers would lose digits
  if (!field.list) return json::string(text);
  json::array list;
  std::string_view rest = text;
  for (auto bar = rest.find('|'); bar != std::string_view::npos; bar = rest.find('|')) {
    list.push_back(json::string(rest.substr(0, bar)));
    rest.remove_prefix(bar + 1);
  }
  list.push_back(json::string(rest));
  return list;
}

void append_json_line(std::string& text, const Export& about, const registry::Record& record) {
  json::object object{{"id", record.id},
                      {"version", record.version},
                      {"state", record.state},
                      {"recorded_at", to_china_text(record.recorded_at)}};
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    object[about.columns[i]] = json_of(about.field(i), record.values[i]);
  }
  text.append(json::serialize(object)).push_back('\n');
}

void append_csv_line(std::string& text, const Export& about, const registry::Record& record,
                     const registry::Names& names) {
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (i > 0) text.push_back(',');
    const std::string cell =
        cell_text(about.catalog, about.field(i), record.values[i], about.language);
    append_csv_cell(text, cell);
    if (about.pointed(i) == nullptr) continue;
    text.push_back(',');
    append_csv_cell(text, about.names_of(i, record.values[i], names));
  }
  text.append("\r\n");
}

using Take = std::function<bool(const registry::Record&, const registry::Names&)>;

/// The records one by one, each with the names of what it points to: asked for many at a time.
Result<void> each_named(registry::Registry& registry, const registry::Person& person, Export& about,
                        const registry::ListQuery& query, const Take& take) {
  if (!about.named) {
    return registry.each(person, about.of, query, about.columns,
                         [&](const registry::Record& record) { return take(record, {}); });
  }
  std::vector<registry::Record> waiting;
  const auto hand_over = [&]() -> Result<bool> {
    ZH_TRY(const auto names,
           registry::names_of(registry, person, about.of, about.columns, waiting));
    const bool more = std::ranges::all_of(
        waiting, [&](const registry::Record& record) { return take(record, names); });
    waiting.clear();
    return more;
  };
  Result<bool> more = true;
  ZH_DO(registry.each(person, about.of, query, about.columns, [&](const registry::Record& record) {
    waiting.push_back(record);
    if (waiting.size() >= named_at_once) more = hand_over();
    return more && *more;
  }));
  if (more && *more) more = hand_over();
  if (!more) return std::unexpected(more.error());
  return {};
}

/// CSV and NDJSON: lines gathered into pieces.
Result<std::int64_t> export_lines(registry::Registry& registry, const registry::Person& person,
                                  Export about, const registry::ListQuery& query, bool csv,
                                  const Write& write) {
  std::string text;
  std::int64_t records = 0;
  Result<void> written;
  const auto put_header = [&] {
    if (!csv) return;
    text.append("\xEF\xBB\xBF");
    const auto header = about.header();
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i > 0) text.push_back(',');
      append_csv_cell(text, header[i]);
    }
    text.append("\r\n");
  };
  const auto add = [&](const registry::Record& record, const registry::Names& names) {
    if (records++ == 0) put_header();
    csv ? append_csv_line(text, about, record, names) : append_json_line(text, about, record);
    if (text.size() < piece_bytes) return true;
    written = write(text);
    text.clear();
    return written.has_value();
  };
  ZH_DO(each_named(registry, person, about, query, add));
  ZH_DO(written);
  if (records == 0) put_header();
  ZH_DO(write(text));
  return records;
}

Result<std::int64_t> export_workbook(registry::Registry& registry, const registry::Person& person,
                                     Export about, const registry::ListQuery& query,
                                     const Write& write) {
  // The header must be known before the first record, and an empty list has one too.
  auto head = query;
  head.limit = 1;
  head.after.clear();
  ZH_TRY(auto page, registry.list(person, about.of, head));
  about.columns = page.columns;
  ZH_TRY(auto book, Workbook::create(about.of.title.in(about.language), about.header()));
  std::int64_t records = 0;
  std::vector<Cell> row;
  const auto add = [&](const registry::Record& record, const registry::Names& names) {
    row.clear();
    for (std::size_t i = 0; i < about.columns.size(); ++i) {
      row.push_back(
          {.text = cell_text(about.catalog, about.field(i), record.values[i], about.language),
           .value = record.values[i]});
      if (about.pointed(i) == nullptr) continue;
      std::string name = about.names_of(i, record.values[i], names);
      row.push_back({.text = name, .value = name.empty() ? Value() : Value(name)});
    }
    book.add(row);
    ++records;
    return true;
  };
  ZH_DO(each_named(registry, person, about, query, add));
  ZH_DO(book.finish(write));
  return records;
}

}  // namespace

Result<std::int64_t> export_records(registry::Registry& registry, const registry::Person& person,
                                    const std::string& register_name,
                                    const registry::ListQuery& query, const std::string& format,
                                    Language language, const Write& write, bool with_names) {
  ZH_TRY(const auto* of, registry.find_register(register_name));
  Export about{registry.catalog(), *of, language, {}, with_names && format != "ndjson"};
  if (format == "xlsx") return export_workbook(registry, person, std::move(about), query, write);
  if (format != "csv" && format != "ndjson") {
    return fail(format_unknown, "format", format, "csv | xlsx | ndjson");
  }
  return export_lines(registry, person, std::move(about), query, format == "csv", write);
}

}  // namespace zhiheng::exchange
