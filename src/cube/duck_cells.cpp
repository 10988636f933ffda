#include "cube/duck_cells.h"

#define DUCKDB_API_NO_DEPRECATED
#include <duckdb.h>

#include <cassert>
#include <cstdlib>

#include "base/uuid.h"

namespace zhiheng::cube {
namespace {

/// A 128-bit number as 64 bits where it fits.
bool fits(duckdb_hugeint value) {
  const auto low = static_cast<std::int64_t>(value.lower);
  return (value.upper == 0 && low >= 0) || (value.upper == -1 && low < 0);
}

/// The nearest double of value / 10^scale, by way of its digits: the same as what is read from the
/// digits that PostgreSQL sends.
double wide(duckdb_hugeint value, int scale) {
  __extension__ using Wide = unsigned __int128;
  Wide rest = static_cast<Wide>(static_cast<std::uint64_t>(value.upper)) << 64 | value.lower;
  if (value.upper < 0) rest = -rest;
  std::string digits = "e-" + std::to_string(scale);
  for (; rest != 0; rest /= 10) digits.insert(digits.begin(), static_cast<char>('0' + rest % 10));
  const double size = std::strtod(digits.c_str(), nullptr);
  return value.upper < 0 ? -size : size;
}

Cell whole(duckdb_hugeint value) {
  if (fits(value)) return static_cast<std::int64_t>(value.lower);
  return wide(value, 0);
}

Cell decimal_cell(duckdb_hugeint value, std::uint8_t scale) {
  constexpr std::int64_t limit = 1'000'000'000'000'000'000;
  if (fits(value)) {
    const auto unscaled = static_cast<std::int64_t>(value.lower);
    if (unscaled > -limit && unscaled < limit && scale <= 18) return Decimal{unscaled, scale};
  }
  return wide(value, scale);
}

duckdb_hugeint widen(std::int64_t value) {
  return {static_cast<std::uint64_t>(value), value < 0 ? -1 : 0};
}

/// One column of a chunk.
struct Column {
  duckdb_type type;
  duckdb_type inner;  ///< storage of a decimal
  std::uint8_t scale;
  const void* data;
  std::uint64_t* validity;

  template <class T>
  [[nodiscard]] T at(idx_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

Column column_of(duckdb_data_chunk chunk, idx_t index) {
  duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, index);
  duckdb_logical_type logical = duckdb_vector_get_column_type(vector);
  Column column{duckdb_get_type_id(logical), DUCKDB_TYPE_INVALID, 0, duckdb_vector_get_data(vector),
                duckdb_vector_get_validity(vector)};
  if (column.type == DUCKDB_TYPE_DECIMAL) {
    column.inner = duckdb_decimal_internal_type(logical);
    column.scale = duckdb_decimal_scale(logical);
  }
  duckdb_destroy_logical_type(&logical);
  return column;
}

Cell decimal_at(const Column& column, idx_t row) {
  switch (column.inner) {
    case DUCKDB_TYPE_SMALLINT:
      return Decimal{column.at<std::int16_t>(row), column.scale};
    case DUCKDB_TYPE_INTEGER:
      return Decimal{column.at<std::int32_t>(row), column.scale};
    case DUCKDB_TYPE_BIGINT:
      return decimal_cell(widen(column.at<std::int64_t>(row)), column.scale);
    default:
      return decimal_cell(column.at<duckdb_hugeint>(row), column.scale);
  }
}

std::string text_at(const Column& column, idx_t row) {
  auto text = column.at<duckdb_string_t>(row);
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

/// The inverse of what the appender does: 128 bits, the first one turned.
std::string uuid_at(const Column& column, idx_t row) {
  const auto number = column.at<duckdb_hugeint>(row);
  const std::uint64_t halves[] = {
      static_cast<std::uint64_t>(number.upper) ^ (std::uint64_t{1} << 63), number.lower};
  Uuid id;
  for (std::size_t i = 0; i < 16; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(halves[i / 8] >> (8 * (7 - i % 8)));
  }
  return to_text(id);
}

/// Our own queries answer with these types; anything else is cast in the SQL.
Cell cell_at(const Column& column, idx_t row) {
  if (column.validity != nullptr && !duckdb_validity_row_is_valid(column.validity, row)) return {};
  switch (column.type) {
    case DUCKDB_TYPE_BOOLEAN:
      return column.at<bool>(row);
    case DUCKDB_TYPE_TINYINT:
      return std::int64_t{column.at<std::int8_t>(row)};
    case DUCKDB_TYPE_SMALLINT:
      return std::int64_t{column.at<std::int16_t>(row)};
    case DUCKDB_TYPE_INTEGER:
      return std::int64_t{column.at<std::int32_t>(row)};
    case DUCKDB_TYPE_BIGINT:
      return column.at<std::int64_t>(row);
    case DUCKDB_TYPE_HUGEINT:
      return whole(column.at<duckdb_hugeint>(row));
    case DUCKDB_TYPE_FLOAT:
      return static_cast<double>(column.at<float>(row));
    case DUCKDB_TYPE_DOUBLE:
      return column.at<double>(row);
    case DUCKDB_TYPE_DECIMAL:
      return decimal_at(column, row);
    case DUCKDB_TYPE_DATE:
      return Date{column.at<std::int32_t>(row)};
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return Timestamp{column.at<std::int64_t>(row)};
    case DUCKDB_TYPE_VARCHAR:
      return text_at(column, row);
    case DUCKDB_TYPE_UUID:
      return uuid_at(column, row);
    default:
      assert(false && "a type that our queries do not ask for");
      return {};
  }
}

struct Binder {
  duckdb_prepared_statement statement;
  idx_t index;

  duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, index); }
  duckdb_state operator()(bool v) const { return duckdb_bind_boolean(statement, index, v); }
  duckdb_state operator()(std::int64_t v) const { return duckdb_bind_int64(statement, index, v); }
  duckdb_state operator()(Decimal v) const {
    return duckdb_bind_decimal(statement, index, {18, v.scale, widen(v.unscaled)});
  }
  duckdb_state operator()(Date v) const { return duckdb_bind_date(statement, index, {v.days}); }
  duckdb_state operator()(Timestamp v) const {
    return duckdb_bind_timestamp(statement, index, {v.microseconds});
  }
  duckdb_state operator()(const std::string& v) const {
    return duckdb_bind_varchar_length(statement, index, v.data(), v.size());
  }
};

}  // namespace

bool bind(duckdb_prepared_statement statement, std::size_t index, const Value& value) {
  return std::visit(Binder{statement, index}, value) == DuckDBSuccess;
}

void append_cells(duckdb_data_chunk chunk, Table& table) {
  const idx_t size = duckdb_data_chunk_get_size(chunk);
  const std::size_t first = table.rows.size();
  table.rows.resize(first + size);
  for (auto row = table.rows.begin() + static_cast<std::ptrdiff_t>(first); row != table.rows.end();
       ++row) {
    row->reserve(table.columns.size());
  }
  for (idx_t c = 0; c < table.columns.size(); ++c) {
    const Column column = column_of(chunk, c);
    for (idx_t r = 0; r < size; ++r) table.rows[first + r].push_back(cell_at(column, r));
  }
}

}  // namespace zhiheng::cube
