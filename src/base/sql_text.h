#pragma once
// SQL put together from parts.

#include <string_view>
#include <utility>

#include "base/sql.h"

namespace zhiheng {

/// A statement in the making: text and values grow together, so that every value keeps its place.
class SqlText {
 public:
  SqlText& operator<<(std::string_view text) {
    sql_.text += text;
    return *this;
  }
  SqlText& operator<<(const Sql& part) {
    sql_.text += part.text;
    sql_.values.insert(sql_.values.end(), part.values.begin(), part.values.end());
    return *this;
  }
  /// A `?` with its value.
  SqlText& value(Value value) {
    sql_.text += "?";
    sql_.values.push_back(std::move(value));
    return *this;
  }
  [[nodiscard]] Sql done() && { return std::move(sql_); }

 private:
  Sql sql_;
};

}  // namespace zhiheng
