#include "intake/parquet.h"

#include <duckdb.h>

#include <filesystem>

#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

/// Rows that are fetched at a time.
constexpr std::int64_t window = 65'536;

struct Database {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  Database() = default;
  Database(const Database&) = delete;
  ~Database() {
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }
};

struct Statement {
  duckdb_prepared_statement prepared = nullptr;
  Statement() = default;
  Statement(const Statement&) = delete;
  ~Statement() { duckdb_destroy_prepare(&prepared); }
};

struct Rows {
  duckdb_result result{};
  duckdb_data_chunk chunk = nullptr;
  Rows() = default;
  Rows(const Rows&) = delete;
  ~Rows() {
    duckdb_destroy_data_chunk(&chunk);
    duckdb_destroy_result(&result);
  }
};

/// Nothing is loaded from elsewhere, and one thread is enough for a file.
Result<std::unique_ptr<Database>> open_database() {
  auto opened = std::make_unique<Database>();
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  for (const auto& [name, value] : {std::pair{"threads", "1"},
                                    {"memory_limit", "400MB"},
                                    {"autoinstall_known_extensions", "false"},
                                    {"autoload_known_extensions", "false"}}) {
    duckdb_set_config(config, name, value);
  }
  char* problem = nullptr;
  const bool good =
      duckdb_open_ext(nullptr, &opened->database, config, &problem) == DuckDBSuccess &&
      duckdb_connect(opened->database, &opened->connection) == DuckDBSuccess;
  const std::string found = problem == nullptr ? "" : problem;
  duckdb_free(problem);
  duckdb_destroy_config(&config);
  if (!good) return fail(cannot_read, "DuckDB", found);
  return opened;
}

Result<std::unique_ptr<Statement>> prepare(const Database& database, const std::string& sql,
                                           const std::string& file) {
  auto statement = std::make_unique<Statement>();
  const bool good =
      duckdb_prepare(database.connection, sql.c_str(), &statement->prepared) == DuckDBSuccess &&
      duckdb_bind_varchar(statement->prepared, 1, file.c_str()) == DuckDBSuccess;
  if (good) return statement;
  const char* const problem = duckdb_prepare_error(statement->prepared);
  return fail(damaged, file, problem == nullptr ? "" : problem, "Parquet");
}

std::string quoted_name(const std::string& name) {
  std::string quoted = "\"";
  for (const char sign : name) quoted += sign == '"' ? std::string("\"\"") : std::string(1, sign);
  return quoted + "\"";
}

CellKind kind_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_DECIMAL:
      return CellKind::number;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return CellKind::plain_number;
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return CellKind::date;
    case DUCKDB_TYPE_BOOLEAN:
      return CellKind::boolean;
    case DUCKDB_TYPE_LIST:
      return CellKind::list;
    default:
      return CellKind::text;
  }
}

class ParquetSource final : public Source {
 public:
  ParquetSource(std::string file, std::unique_ptr<Database> database)
      : file_(std::move(file)), database_(std::move(database)) {}

  [[nodiscard]] Result<void> start();
  [[nodiscard]] std::vector<std::string> names() const override { return names_; }
  [[nodiscard]] Result<bool> next(Line& line) override;
  [[nodiscard]] double done() const override {
    return rows_ == 0 ? 1 : static_cast<double>(number_) / static_cast<double>(rows_);
  }

 private:
  [[nodiscard]] Result<void> find_columns();
  [[nodiscard]] Result<void> count_rows();
  [[nodiscard]] Result<bool> fetch();

  std::string file_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Statement> statement_;
  std::unique_ptr<Rows> fetched_;
  std::vector<std::string> names_;
  std::vector<CellKind> kinds_;
  std::string select_;
  std::int64_t rows_ = 0, number_ = 0, window_start_ = 0;
  idx_t at_ = 0, size_ = 0;
};

Result<void> ParquetSource::start() {
  ZH_DO(find_columns());
  ZH_DO(count_rows());
  // The number of a row is a filter that the scan uses, so that each window reads its part only.
  ZH_TRY(statement_, prepare(*database_,
                             "SELECT " + select_ +
                                 " FROM read_parquet(?, file_row_number => true)"
                                 " WHERE file_row_number >= ? AND file_row_number < ?",
                             file_));
  return {};
}

Result<void> ParquetSource::find_columns() {
  ZH_TRY(const auto schema, prepare(*database_, "SELECT * FROM read_parquet(?) LIMIT 0", file_));
  Rows none;
  if (duckdb_execute_prepared(schema->prepared, &none.result) != DuckDBSuccess) {
    return fail(damaged, file_, duckdb_result_error(&none.result), "Parquet");
  }
  for (idx_t at = 0; at < duckdb_column_count(&none.result); ++at) {
    names_.emplace_back(duckdb_column_name(&none.result, at));
    kinds_.push_back(kind_of(duckdb_column_type(&none.result, at)));
    const std::string name = quoted_name(names_.back());
    // 31 is list_mark.
    select_ += (at == 0 ? "" : ", ") + (kinds_.back() == CellKind::list
                                            ? "array_to_string(" + name + ", chr(31))"
                                            : "CAST(" + name + " AS VARCHAR)");
  }
  return {};
}

Result<void> ParquetSource::count_rows() {
  ZH_TRY(const auto count, prepare(*database_, "SELECT count(*) FROM read_parquet(?)", file_));
  Rows one;
  if (duckdb_execute_prepared(count->prepared, &one.result) != DuckDBSuccess) {
    return fail(damaged, file_, duckdb_result_error(&one.result), "Parquet");
  }
  one.chunk = duckdb_fetch_chunk(one.result);
  rows_ = *static_cast<std::int64_t*>(
      duckdb_vector_get_data(duckdb_data_chunk_get_vector(one.chunk, 0)));
  return {};
}

Result<bool> ParquetSource::fetch() {
  for (;;) {
    if (fetched_ == nullptr) {
      if (window_start_ >= rows_) return false;
      fetched_ = std::make_unique<Rows>();
      duckdb_bind_int64(statement_->prepared, 2, window_start_);
      duckdb_bind_int64(statement_->prepared, 3, window_start_ + window);
      window_start_ += window;
      if (duckdb_execute_prepared(statement_->prepared, &fetched_->result) != DuckDBSuccess) {
        return fail(damaged, file_, duckdb_result_error(&fetched_->result), "Parquet");
      }
    }
    duckdb_destroy_data_chunk(&fetched_->chunk);
    fetched_->chunk = duckdb_fetch_chunk(fetched_->result);
    at_ = 0;
    size_ = fetched_->chunk == nullptr ? 0 : duckdb_data_chunk_get_size(fetched_->chunk);
    if (size_ > 0) return true;
    fetched_.reset();
  }
}

Result<bool> ParquetSource::next(Line& line) {
  if (at_ >= size_) {
    ZH_TRY(const bool more, fetch());
    if (!more) return false;
  }
  line.number = ++number_;
  line.fault.reset();
  line.cells.assign(names_.size(), {});
  for (idx_t column = 0; column < names_.size(); ++column) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(fetched_->chunk, column);
    std::uint64_t* const validity = duckdb_vector_get_validity(vector);
    if (validity != nullptr && !duckdb_validity_row_is_valid(validity, at_)) continue;
    auto* const text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)) + at_;
    line.cells[column] = {{duckdb_string_t_data(text), duckdb_string_t_length(*text)},
                          kinds_[column]};
  }
  ++at_;
  return true;
}

}  // namespace

Result<std::unique_ptr<Source>> open_parquet(const std::string& file) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(file, problem)) return fail(cannot_read, file);
  ZH_TRY(auto database, open_database());
  auto source = std::make_unique<ParquetSource>(file, std::move(database));
  ZH_DO(source->start());
  return source;
}

}  // namespace zhiheng::intake
