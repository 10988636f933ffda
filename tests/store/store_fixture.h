#pragma once
// One store per test, in either engine; every behaviour is tested on both.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/store.h"

namespace zhiheng::store {

/// A folder that is gone when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] std::string path(const std::string& name = "") const {
    return name.empty() ? path_ : path_ + "/" + name;
  }

 private:
  std::string path_;
};

/// Spot checks in small: every storage, a natural key, two indexes.
[[nodiscard]] Table spot_checks();
/// Names of its columns, in order.
[[nodiscard]] std::vector<std::string> names_of(const Table& table);
/// A row of it: number, product, passed, lots, price, sampled on, seen at.
[[nodiscard]] Draft spot_check(const std::string& number, const std::string& product = "kettle",
                               int day = 0);

class EveryEngine : public ::testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override;
  /// Opens (again) the store of this test.
  void open_store(bool reading_only = false);
  /// A place for a further, empty store; of the same engine unless told otherwise.
  [[nodiscard]] Location another_location(Dialect dialect);
  [[nodiscard]] Location another_location() { return another_location(GetParam()); }
  /// Statements straight into the database, behind the store's back.
  void tamper(const std::string& sql) const;
  /// Declares spot_checks and adds rows "0001" … with one commit.
  void declare_with_rows(int rows);
  /// All rows of a select.
  [[nodiscard]] std::vector<Version> rows_of(const Select& select) const;
  [[nodiscard]] Written write_one(const std::string& table, const std::vector<std::string>& columns,
                                  Draft draft);

  TemporaryFolder folder_;
  Location location_;
  std::unique_ptr<Store> store_;
  Author author_{"inspector", "batch-1"};
};

}  // namespace zhiheng::store

/// Instantiates a suite derived from EveryEngine for both engines.
#define ZH_EVERY_ENGINE(suite)                                                       \
  INSTANTIATE_TEST_SUITE_P(                                                          \
      Engines, suite,                                                                \
      ::testing::Values(::zhiheng::Dialect::sqlite, ::zhiheng::Dialect::postgresql), \
      [](const auto& engine) {                                                       \
        return engine.param == ::zhiheng::Dialect::sqlite ? "Sqlite" : "Postgres";   \
      })
