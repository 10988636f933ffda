#pragma once
// Synthetic data of a province to try everything with: invented firms and batches in the formats
// that offices really get, marked as synthetic in every file name and in every row.

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "catalog/catalog.h"

namespace zhiheng::exchange {

struct ExampleOptions {
  std::string province = "620000";
  std::int64_t rows = 10'000;  ///< spot checks of the main table
  std::uint64_t seed = 1;
  bool dirty = false;                   ///< with the faults that real files have
  std::string only = {};                ///< only the main table of this register; empty: everything
  std::string folder = {};              ///< made when missing
  Date until = make_date(2026, 9, 30);  ///< last day of sampling; three years up to it
  const std::atomic<bool>* interrupted = nullptr;
};

/// A file that was written, in the order in which they are to be imported.
struct ExampleFile {
  std::string path;
  std::string register_name;
  std::string mapping;  ///< empty: the register's own titles
  std::int64_t rows = 0;
  std::map<std::string, std::int64_t> faults;  ///< rows that must be refused, by kind of fault
  std::vector<std::string> oddities;           ///< what an import must cope with without refusing

  [[nodiscard]] std::int64_t refused() const;  ///< rows that must be refused
};

/// The same options give the same bytes. Firms differ in how often they fail, so do prefectures
/// and months; rates fall from year to year. Credit codes are valid and registered in the region
/// of the firm. With `dirty` also `synthetic-truth.json`, which counts the faults per file.
///
/// @fails  exchange.province_unknown, exchange.rows_out_of_range (1..100,000,000),
///         exchange.no_example (`only` names a register without example data),
///         exchange.cannot_write, exchange.interrupted, exchange.vocabulary_wrong
/// @cost   linear in rows; memory does not grow with them
[[nodiscard]] Result<std::vector<ExampleFile>> write_example(const catalog::Catalog& catalog,
                                                             const ExampleOptions& options);

/// What was written, as JSON: file, register, mapping, rows, faults, oddities.
[[nodiscard]] std::string to_json(const std::vector<ExampleFile>& files,
                                  const ExampleOptions& options);

}  // namespace zhiheng::exchange
