#pragma once
// Outputs of the reference programs, read from the shared data when they are at hand.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/source.h"

namespace zhiheng::stat {

/// One line of a reference table by column name; empty fields are kept as empty text.
struct ReferenceRow {
  std::map<std::string, std::string> fields;

  [[nodiscard]] const std::string& text(const std::string& name) const { return fields.at(name); }
  [[nodiscard]] double number(const std::string& name) const { return std::stod(fields.at(name)); }
  [[nodiscard]] std::int64_t whole(const std::string& name) const {
    return std::stoll(fields.at(name));
  }
};

inline std::vector<std::string> split_fields(const std::string& line) {
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.push_back(std::move(field));
      field.clear();
    } else if (c != '\r') {
      field.push_back(c);
    }
  }
  fields.push_back(std::move(field));
  return fields;
}

/// The rows of `statistics/<name>` below the shared data; none when they are not at hand.
inline std::vector<ReferenceRow> reference(const std::string& name) {
  std::ifstream file(support::shared_path("/data/statistics/" + name));
  std::vector<ReferenceRow> rows;
  std::string line;
  if (!std::getline(file, line)) return rows;
  const std::vector<std::string> names = split_fields(line);
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = split_fields(line);
    ReferenceRow row;
    for (std::size_t i = 0; i < names.size() && i < fields.size(); ++i) {
      row.fields[names[i]] = fields[i];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline std::vector<double> column(const std::vector<ReferenceRow>& rows, const std::string& name) {
  std::vector<double> values;
  for (const ReferenceRow& row : rows) values.push_back(row.number(name));
  return values;
}

/// Reference programs print 15 digits; closed forms must agree to 1e-9 of the size.
inline void expect_close(double ours, double reference, double relative = 1e-9) {
  EXPECT_NEAR(ours, reference, relative * std::max(1e-6, std::abs(reference)));
}

}  // namespace zhiheng::stat

#define ZH_REFERENCE(rows, name)     \
  const auto rows = reference(name); \
  if (rows.empty()) GTEST_SKIP() << "no reference data here: " << name
