#pragma once
// PostgreSQL's binary forms: parameters, COPY rows, arrays, answers. Only for postgres_*.cpp.
//
// @source  PostgreSQL 15 documentation, 55.7 message formats, and the send/recv functions of the
//          types; COPY "Binary Format" under the command's page

#include <libpq-fe.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.h"

namespace zhiheng::store {

namespace oid {
inline constexpr Oid boolean = 16, bytea = 17, int8 = 20, int2 = 21, int4 = 23, text = 25,
                     float8 = 701, date = 1082, timestamptz = 1184, numeric = 1700, uuid = 2950;
}

/// `?` becomes $1, $2, …
[[nodiscard]] std::string numbered(std::string_view sql);

/// The parameters of one statement, all in binary.
class PostgresParameters {
 public:
  void add(const Parameter& parameter);
  /// Bytes that are already in binary form, of a type; arrays say theirs in the SQL (`?::int8[]`).
  void add_binary(Oid type, std::string bytes);

  [[nodiscard]] int count() const { return static_cast<int>(types_.size()); }
  [[nodiscard]] const Oid* types() const { return types_.data(); }
  [[nodiscard]] const char* const* values();
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  std::vector<Oid> types_;
  std::vector<std::string> bytes_;
  std::vector<bool> nulls_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

/// A one-dimensional array without nulls, element by element.
class PostgresArray {
 public:
  explicit PostgresArray(Oid element);
  void add(std::string_view bytes);
  void add_int8(std::int64_t number);
  void add_int4(std::int32_t number);
  void add_boolean(bool truth);
  [[nodiscard]] std::string finish() const;

 private:
  Oid element_;
  std::uint64_t count_ = 0;
  std::string bytes_;
};

/// Rows for COPY … FROM STDIN (FORMAT binary).
class CopyRows {
 public:
  CopyRows();
  void row(std::size_t fields);
  void null();
  void bytes(std::string_view bytes);
  void int8(std::int64_t number);
  void int4(std::int32_t number);
  void boolean(bool truth);
  void timestamp(Timestamp time);
  /// A column of an image.
  void field(const Field& field);
  void end();
  [[nodiscard]] std::string& buffer() { return buffer_; }

 private:
  std::string buffer_;
};

/// One row of a binary answer.
class PostgresCursor final : public Cursor {
 public:
  explicit PostgresCursor(const PGresult* result) : result_(result) {}
  void set_row(int row) { row_ = row; }
  [[nodiscard]] bool null(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string_view bytes(int column) const override;
  [[nodiscard]] Timestamp timestamp(int column) const override;
  [[nodiscard]] Value value(int column, const Column& type) const override;

 private:
  const PGresult* result_;
  int row_ = 0;
};

}  // namespace zhiheng::store
