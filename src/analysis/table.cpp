#include "analysis/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "analysis/failures.h"
#include "base/text.h"
#include "intake/csv.h"

namespace zhiheng::analysis {

namespace {

/// NaN for what is no finite number.
double parse(std::string_view cell) {
  double value = 0;
  const char* end = cell.data() + cell.size();
  const char* begin = cell.data() + (cell.starts_with('+') ? 1 : 0);
  const auto [stopped, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || stopped != end || !std::isfinite(value)) return std::nan("");
  return value;
}

std::string names_listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all.append(all.empty() ? "" : ", ").append(name);
  return all;
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  if (text == "Inf" || text == "inf" || text == "Infinity") return INFINITY;
  if (text == "-Inf" || text == "-inf" || text == "-Infinity") return -INFINITY;
  if (text == "NaN" || text == "nan") return std::nan("");
  const double value = parse(text);
  if (std::isnan(value)) return std::nullopt;
  return value;
}

bool same_cell(std::string_view one, std::string_view other) {
  if (one == other) return true;
  const auto first = number_of(one);
  const auto second = number_of(other);
  return first && second && *first == *second;
}

Table::Table(std::string name, std::vector<std::string> columns)
    : name_(std::move(name)), columns_(std::move(columns)), cells_(columns_.size()) {}

Result<Table> Table::read(const std::string& file, const std::atomic<bool>* stop) {
  ZH_TRY(const auto source, intake::open_csv(file, {}, 0));
  intake::Line line;
  Table table;
  std::vector<std::string_view> cells;
  for (bool first = true;; first = false) {
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return fail(interrupted, file);
    ZH_TRY(const bool more, source->next(line));
    if (!more) break;
    const std::string place = file + ", line " + std::to_string(line.number);
    if (line.fault) {
      line.fault->where = place;
      return std::unexpected(*line.fault);
    }
    cells.clear();
    for (const intake::Cell& cell : line.cells) cells.push_back(trim(cell.text));
    if (first) {
      std::vector<std::string> names(cells.begin(), cells.end());
      auto sorted = names;
      std::ranges::sort(sorted);
      const auto twice = std::ranges::adjacent_find(sorted);
      if (twice != sorted.end()) return fail(column_twice, place, *twice);
      table = Table(file, std::move(names));
      continue;
    }
    if (cells.size() != table.columns_.size()) {
      return fail(row_width, place, std::to_string(cells.size()),
                  std::to_string(table.columns_.size()));
    }
    table.append(cells, line.number);
  }
  return table;
}

std::optional<std::size_t> Table::find(std::string_view column) const {
  const auto found = std::ranges::find(columns_, column);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

Result<std::size_t> Table::column(std::string_view name) const {
  if (const auto found = find(name)) return *found;
  return fail(column_missing, name_, names_listed(columns_), std::string(name));
}

std::string_view Table::text(std::size_t row, std::size_t column) const {
  const Cells& cells = cells_[column];
  const std::size_t begin = row == 0 ? 0 : cells.ends[row - 1];
  return std::string_view(cells.bytes).substr(begin, cells.ends[row] - begin);
}

std::vector<std::string> Table::texts(std::size_t column) const {
  std::vector<std::string> all(rows());
  for (std::size_t row = 0; row < rows(); ++row) all[row] = text(row, column);
  return all;
}

Result<double> Table::number(std::size_t row, std::size_t column) const {
  constexpr double largest = 1e50, smallest = 1e-150;
  const double value = parse(text(row, column));
  if (std::isnan(value)) {
    return fail(not_a_number, place(row, columns_[column]), std::string(text(row, column)),
                "0, 1.5, -2e3");
  }
  const double size = std::abs(value);
  if (size > largest || (size < smallest && value != 0)) {
    return fail(number_extreme, place(row, columns_[column]), std::string(text(row, column)),
                "0, 1e-150..1e50");
  }
  return value;
}

Result<std::vector<double>> Table::numbers(std::string_view name) const {
  ZH_TRY(const std::size_t at, column(name));
  std::vector<double> values(rows());
  for (std::size_t row = 0; row < rows(); ++row) {
    ZH_TRY(values[row], number(row, at));
  }
  return values;
}

Result<std::vector<double>> Table::probabilities(std::string_view name) const {
  ZH_TRY(const std::size_t at, column(name));
  std::vector<double> values(rows());
  for (std::size_t row = 0; row < rows(); ++row) {
    values[row] = parse(text(row, at));
    if (std::isnan(values[row])) {
      return fail(not_a_number, place(row, name), std::string(text(row, at)), "0..1");
    }
    if (values[row] < 0 || values[row] > 1) {
      return fail(cell_wrong, place(row, name), std::string(text(row, at)), "0..1");
    }
  }
  return values;
}

Result<std::vector<double>> Table::numbers(std::string_view name, double if_empty) const {
  const auto at = find(name);
  std::vector<double> values(rows(), if_empty);
  for (std::size_t row = 0; at && row < rows(); ++row) {
    if (text(row, *at).empty()) continue;
    ZH_TRY(values[row], number(row, *at));
  }
  return values;
}

Result<std::vector<std::int64_t>> Table::wholes(std::string_view name) const {
  ZH_TRY(const auto values, numbers(name));
  std::vector<std::int64_t> whole(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (values[row] != std::floor(values[row]) || std::abs(values[row]) > 9e15) {
      return fail(not_whole, place(row, name), std::string(text(row, *find(name))), "0, 1, 2");
    }
    whole[row] = static_cast<std::int64_t>(values[row]);
  }
  return whole;
}

std::string Table::place(std::size_t row, std::string_view column) const {
  std::string where = name_ + ", line " + std::to_string(lines_[row]);
  if (!column.empty()) where.append(", column ").append(column);
  return where;
}

std::unexpected<Error> Table::locate(std::size_t row, Error error) const {
  error.where = place(row) + (error.where.empty() ? "" : ", " + error.where);
  return std::unexpected(std::move(error));
}

void Table::append(std::span<const std::string_view> cells, std::int64_t line) {
  for (std::size_t at = 0; at < cells.size(); ++at) {
    cells_[at].bytes.append(cells[at]);
    cells_[at].ends.push_back(cells_[at].bytes.size());
  }
  lines_.push_back(line);
}

Result<Table> Table::where(std::span<const std::pair<std::string, std::string>> conditions) const {
  std::vector<std::size_t> asked;
  for (const auto& [name, wanted] : conditions) {
    ZH_TRY(const std::size_t at, column(name));
    asked.push_back(at);
  }
  std::vector<std::size_t> fitting;
  for (std::size_t row = 0; row < rows(); ++row) {
    bool fits = true;
    for (std::size_t i = 0; fits && i < asked.size(); ++i) {
      fits = same_cell(text(row, asked[i]), conditions[i].second);
    }
    if (fits) fitting.push_back(row);
  }
  return only(fitting);
}

Result<Table> Table::above(std::string_view column_name, double least) const {
  ZH_TRY(const auto values, numbers(column_name));
  std::vector<std::size_t> fitting;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (values[row] > least) fitting.push_back(row);
  }
  return only(fitting);
}

Table Table::only(std::span<const std::size_t> chosen) const {
  Table kept(name_, columns_);
  std::vector<std::string_view> cells(columns_.size());
  for (const std::size_t row : chosen) {
    for (std::size_t at = 0; at < cells.size(); ++at) cells[at] = text(row, at);
    kept.append(cells, lines_[row]);
  }
  return kept;
}

Result<void> Table::add_column(std::string name, std::span<const std::string> cells) {
  if (has(name)) return fail(column_twice, name_, name);
  columns_.push_back(std::move(name));
  Cells& added = cells_.emplace_back();
  for (const std::string& cell : cells) {
    added.bytes.append(cell);
    added.ends.push_back(added.bytes.size());
  }
  return {};
}

Result<Table> Table::pivot(std::string_view names, std::string_view values) const {
  ZH_TRY(const std::size_t name_at, column(names));
  ZH_TRY(const std::size_t value_at, column(values));
  std::vector<std::string> columns;
  std::vector<std::size_t> others;
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    if (at == name_at || at == value_at) continue;
    others.push_back(at);
    columns.push_back(columns_[at]);
  }
  std::unordered_map<std::string, std::size_t> column_of;
  struct Wide {
    std::vector<std::string> cells;
    std::int64_t line;
  };
  std::vector<Wide> wide;
  std::unordered_map<std::string, std::size_t> row_of;
  for (std::size_t row = 0; row < rows(); ++row) {
    std::string key;
    for (const std::size_t at : others) key.append(text(row, at)).push_back('\x1F');
    const auto [place_of, fresh] = row_of.try_emplace(key, wide.size());
    if (fresh) {
      wide.push_back({{}, lines_[row]});
      for (const std::size_t at : others) wide.back().cells.emplace_back(text(row, at));
    }
    const auto [at, new_column] =
        column_of.try_emplace(std::string(text(row, name_at)), columns.size());
    if (new_column) columns.push_back(at->first);
    auto& cells = wide[place_of->second].cells;
    if (cells.size() <= at->second) cells.resize(at->second + 1);
    cells[at->second] = text(row, value_at);
  }
  Table turned(name_, columns);
  std::vector<std::string_view> cells;
  for (auto& row : wide) {
    row.cells.resize(columns.size());
    cells.assign(row.cells.begin(), row.cells.end());
    turned.append(cells, row.line);
  }
  return turned;
}

Result<void> Table::rename(std::string_view from, std::string to) {
  ZH_TRY(const std::size_t at, column(from));
  if (from != to && has(to)) return fail(column_twice, name_, to);
  columns_[at] = std::move(to);
  return {};
}

std::vector<Group> groups_of(const Table& table, std::optional<std::size_t> column) {
  std::vector<Group> groups;
  std::unordered_map<std::string_view, std::size_t> known;
  std::size_t last = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view name = column ? table.text(row, *column) : std::string_view();
    if (groups.empty() || groups[last].name != name) {
      const auto [at, fresh] = known.try_emplace(name, groups.size());
      if (fresh) groups.push_back({std::string(name), {}});
      last = at->second;
    }
    groups[last].rows.push_back(row);
  }
  return groups;
}

}  // namespace zhiheng::analysis
