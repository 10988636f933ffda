#pragma once
// A prepared statement of SQLite, and what its error codes mean to us. Only for sqlite_*.cpp.

#include <sqlite3.h>

#include <span>
#include <string>
#include <string_view>

#include "store/connection.h"

namespace zhiheng::store {

/// The Error for the last failure on `database`.
[[nodiscard]] std::unexpected<Error> sqlite_error(sqlite3* database, int code,
                                                  std::string_view what);

/// Owns a prepared statement. Binds text and bytes without a copy: what is bound must live until
/// the statement is reset.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  SqliteStatement(SqliteStatement&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)) {}
  SqliteStatement& operator=(SqliteStatement&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~SqliteStatement() { sqlite3_finalize(handle_); }

  static Result<SqliteStatement> prepare(sqlite3* database, std::string_view sql);

  [[nodiscard]] bool empty() const { return handle_ == nullptr; }
  [[nodiscard]] sqlite3_stmt* get() const { return handle_; }

  void bind(int index, std::int64_t number) const { sqlite3_bind_int64(handle_, index, number); }
  void bind_null(int index) const { sqlite3_bind_null(handle_, index); }
  void bind_text(int index, std::string_view text) const;
  void bind_bytes(int index, std::string_view bytes) const;
  void bind_id(int index, const Uuid& id) const;
  void bind(int index, const Parameter& parameter) const;

  /// Runs a statement without rows and makes it ready for the next values.
  [[nodiscard]] Result<void> run_once() const;

 private:
  sqlite3_stmt* handle_ = nullptr;
};

class SqliteCursor final : public Cursor {
 public:
  explicit SqliteCursor(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] bool null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string_view bytes(int column) const override;
  [[nodiscard]] Timestamp timestamp(int column) const override;
  [[nodiscard]] Value value(int column, const Column& type) const override;

 private:
  sqlite3_stmt* statement_;
};

}  // namespace zhiheng::store
