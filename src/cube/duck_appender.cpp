#define DUCKDB_API_NO_DEPRECATED
#include <duckdb.h>

#include "cube/duck.h"
#include "cube/failures.h"

namespace zhiheng::cube {
namespace {

/// DuckDB keeps a UUID as a 128-bit number with the first bit turned, so that it sorts.
duckdb_hugeint uuid_number(const Uuid& id) {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    high = high << 8 | id.bytes[i];
    low = low << 8 | id.bytes[i + 8];
  }
  return {low, static_cast<std::int64_t>(high ^ (std::uint64_t{1} << 63))};
}

/// A column of the chunk that is being filled.
struct Target {
  duckdb_vector vector = nullptr;
  void* data = nullptr;
  std::uint64_t* validity = nullptr;

  void set_null(idx_t row) {
    if (validity == nullptr) {
      duckdb_vector_ensure_validity_writable(vector);
      validity = duckdb_vector_get_validity(vector);
    }
    duckdb_validity_set_row_invalid(validity, row);
  }
  template <class T>
  void set(idx_t row, T value) {
    static_cast<T*>(data)[row] = value;
  }
  void set_text(idx_t row, std::string_view text) {
    duckdb_vector_assign_string_element_len(vector, row, text.data(), text.size());
  }
};

/// Puts a value where the column wants it. The store keeps to the declared types; a value of
/// another one would be its fault and becomes null rather than another value.
struct Setter {
  Target& target;
  idx_t row;
  const RelationColumn& column;

  void operator()(std::monostate) const { target.set_null(row); }
  void operator()(bool value) const {
    if (column.storage != Storage::boolean) return target.set_null(row);
    target.set(row, value);
  }
  void operator()(std::int64_t value) const {
    if (column.storage != Storage::integer) return target.set_null(row);
    target.set(row, value);
  }
  void operator()(Decimal value) const {
    if (column.storage != Storage::decimal) return target.set_null(row);
    const auto same = rescale(value, column.scale);
    if (!same) return target.set_null(row);
    target.set(row, same->unscaled);
  }
  void operator()(Date value) const {
    if (column.storage != Storage::date) return target.set_null(row);
    target.set(row, value.days);
  }
  void operator()(Timestamp value) const {
    if (column.storage != Storage::timestamp) return target.set_null(row);
    target.set(row, value.microseconds);
  }
  void set_digits(std::string_view code) const {
    std::int32_t number = 0;
    if (code.size() < column.digits) return target.set_null(row);
    for (const char c : code.substr(0, column.digits)) {
      if (c < '0' || c > '9') return target.set_null(row);
      number = number * 10 + (c - '0');
    }
    target.set(row, number);
  }
  void operator()(const std::string& value) const {
    if (column.digits > 0) return set_digits(value);
    if (column.storage != Storage::text) return target.set_null(row);
    target.set_text(row, value);
  }
};

duckdb_logical_type logical_type(const RelationColumn& column) {
  if (column.digits > 0) return duckdb_create_logical_type(DUCKDB_TYPE_INTEGER);
  switch (column.storage) {
    case Storage::boolean:
      return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case Storage::integer:
      return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case Storage::decimal: {
      // Up to 18 digits DuckDB keeps 64 bits whatever the width, but the type must be the table's.
      return duckdb_create_decimal_type(18, static_cast<std::uint8_t>(column.scale));
    }
    case Storage::date:
      return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
    case Storage::timestamp:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case Storage::text:
      break;
  }
  return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
}

constexpr std::size_t own_columns = 4;  // id, state, recorded_at, _commit

}  // namespace

struct DuckAppender::Inside {
  duckdb_appender appender = nullptr;
  duckdb_data_chunk chunk = nullptr;
  std::vector<RelationColumn> columns;
  std::vector<Target> targets;
  idx_t rows = 0;

  ~Inside() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_appender_destroy(&appender);
  }

  void aim() {
    for (idx_t i = 0; i < targets.size(); ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
      targets[i] = {vector, duckdb_vector_get_data(vector), nullptr};
    }
  }

  Result<void> hand_over() {
    if (rows == 0) return {};
    duckdb_data_chunk_set_size(chunk, rows);
    if (duckdb_append_data_chunk(appender, chunk) != DuckDBSuccess) return failed();
    duckdb_data_chunk_reset(chunk);
    rows = 0;
    aim();
    return {};
  }

  [[nodiscard]] std::unexpected<Error> failed() const {
    duckdb_error_data error = duckdb_appender_error_data(appender);
    const char* said = duckdb_error_data_message(error);
    const std::string message = said == nullptr ? "" : said;
    duckdb_destroy_error_data(&error);
    return fail(message.contains("No space left on device") ? unavailable : damaged, "append",
                message);
  }
};

DuckAppender::DuckAppender(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
DuckAppender::DuckAppender(DuckAppender&&) noexcept = default;
DuckAppender::~DuckAppender() = default;

Result<DuckAppender> DuckAppender::open(DuckConnection& connection, const Relation& relation,
                                        const std::string& table) {
  auto inside = std::make_unique<Inside>();
  if (duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &inside->appender) !=
      DuckDBSuccess) {
    return inside->failed();
  }
  std::vector<duckdb_logical_type> types{duckdb_create_logical_type(DUCKDB_TYPE_UUID),
                                         duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR),
                                         duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP),
                                         duckdb_create_logical_type(DUCKDB_TYPE_BIGINT)};
  for (const auto& column : relation.columns) types.push_back(logical_type(column));
  inside->columns = relation.columns;
  inside->targets.resize(types.size());
  inside->chunk = duckdb_create_data_chunk(types.data(), types.size());
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  inside->aim();
  return DuckAppender(std::move(inside));
}

Result<void> DuckAppender::append(const store::Version& version, std::int64_t commit) {
  auto& in = *inside_;
  const idx_t row = in.rows;
  in.targets[0].set(row, uuid_number(version.id));
  in.targets[1].set_text(row, version.state);
  in.targets[2].set(row, version.recorded_at.microseconds);
  in.targets[3].set(row, commit);
  for (std::size_t i = 0; i < in.columns.size(); ++i) {
    const auto& column = in.columns[i];
    std::visit(Setter{in.targets[own_columns + i], row, column}, version.values[column.position]);
  }
  if (++in.rows == duckdb_vector_size()) return in.hand_over();
  return {};
}

Result<void> DuckAppender::finish() {
  ZH_DO(inside_->hand_over());
  if (duckdb_appender_close(inside_->appender) != DuckDBSuccess) return inside_->failed();
  return {};
}

}  // namespace zhiheng::cube
