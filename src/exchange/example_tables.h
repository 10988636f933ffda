#pragma once
// The tables that example data consist of.

#include "exchange/example.h"
#include "exchange/example_world.h"

namespace zhiheng::exchange {

/// Where and how the tables of one run are written.
struct ExampleRun {
  const catalog::Catalog& catalog;
  const ExampleOptions& options;
  const ExampleWorld& world;
  std::vector<ExampleFile>& files;

  [[nodiscard]] std::string path(const std::string& name) const {
    return options.folder + "/synthetic-" + name;
  }
  /// @fails  exchange.interrupted
  [[nodiscard]] Result<void> go_on() const;
  /// The title of a code, as spreadsheets have it.
  [[nodiscard]] std::string title(const std::string& list, std::size_t position) const;
};

/// Spot checks with the titles of the register (19 columns), their failed items, objections.
Result<void> write_checks(const ExampleRun& run);
/// The two official publication tables.
Result<void> write_publications(const ExampleRun& run);
Result<void> write_enterprises(const ExampleRun& run);
Result<void> write_recalls(const ExampleRun& run);
Result<void> write_alerts(const ExampleRun& run);
Result<void> write_complaints(const ExampleRun& run);
/// What the targets of the plans are measured by, a register each.
Result<void> write_farming(const ExampleRun& run);
Result<void> write_works(const ExampleRun& run);
Result<void> write_satisfaction(const ExampleRun& run);
Result<void> write_comparison(const ExampleRun& run);
Result<void> write_net_content(const ExampleRun& run);
Result<void> write_residues(const ExampleRun& run);
Result<void> write_food_monitoring(const ExampleRun& run);
/// Events, findings, self-reports and procedures for the schemes of the province.
Result<void> write_assessments(const ExampleRun& run);

inline constexpr const char* synthetic_mark = "合成数据";

}  // namespace zhiheng::exchange
