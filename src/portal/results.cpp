#include "portal/results.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "intake/intake.h"
#include "portal/failures.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"

namespace zhiheng::portal {
namespace {

constexpr const char* mapping = "laboratory-results";
constexpr const char* tests = "blind_test";
constexpr const char* samples = "blind_sample";
constexpr const char* done = "report";  // the step of a test, and of a sample with all its tests
constexpr std::int64_t most_rows = 2'000;

/// Reports the rows of one file.
class Reporting {
 public:
  Reporting(registry::Registry& registry, const registry::Person& person)
      : registry_(registry), person_(person) {}

  Result<void> begin(const intake::Reading& reading) {
    ZH_TRY(tests_, registry_.find_register(tests));
    ZH_TRY(samples_, registry_.find_register(samples));
    columns_ = reading.targets.front().columns;
    for (const auto& column : reading.columns) headers_[column.field] = column.header;
    return {};
  }

  Result<bool> take(intake::Chunk chunk) {
    if (chunk.lines_read > most_rows) {
      return fail(too_many_rows, "rows", std::to_string(chunk.lines_read),
                  "<= " + std::to_string(most_rows));
    }
    for (auto& refusal : chunk.refusals) {
      report.refused.push_back(
          {refusal.line, refusal.error.where, refusal.error.found, refusal.error});
    }
    for (auto& row : chunk.rows) ZH_DO(take_row(std::move(row)));
    report.rows = chunk.lines_read;
    return true;
  }

  /// Samples whose last result came with this file.
  Result<void> complete() {
    for (const auto& number : touched_) ZH_DO(complete_sample(number));
    std::ranges::stable_sort(report.refused, {}, &RefusedRow::line);
    return {};
  }

  ReportedResults report;

 private:
  /// Takes the key out of a row: what is left goes with the step.
  struct Finding {
    std::string sample, item;
    std::vector<std::string> columns;
    std::vector<Value> values;

    [[nodiscard]] std::string cell(const std::string& field) const {
      if (field == "sample") return sample;
      if (field == "item") return item;
      const auto at = std::ranges::find(columns, field);
      return at == columns.end() ? std::string()
                                 : to_text(values[static_cast<std::size_t>(at - columns.begin())]);
    }
  };
  Finding parted(intake::Row row) const {
    Finding made;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == "sample") {
        made.sample = to_text(row.values[i]);
      } else if (columns_[i] == "item") {
        made.item = to_text(row.values[i]);
      } else {
        made.columns.push_back(columns_[i]);
        made.values.push_back(std::move(row.values[i]));
      }
    }
    return made;
  }

  void refuse(std::int64_t line, const Finding& finding, Error error) {
    RefusedRow row{.line = line, .error = std::move(error)};
    const auto header = headers_.find(row.error.where);
    if (header != headers_.end()) row.column = header->second;
    row.value = finding.cell(row.error.where);
    report.refused.push_back(std::move(row));
  }

  Result<void> take_row(intake::Row row) {
    const std::int64_t line = row.line;
    const Finding result = parted(std::move(row));
    auto outcome = taken(result);
    if (outcome) return {};
    // What the store cannot do is no fault of the row.
    const Kind kind = outcome.error().failure->kind;
    if (kind == Kind::internal || kind == Kind::unavailable)
      return std::unexpected(outcome.error());
    refuse(line, result, std::move(outcome).error());
    return {};
  }

  Result<void> taken(const Finding& result) {
    std::vector<std::string> seen;
    const std::vector<Value> key = {result.sample, result.item};
    const auto test = registry_.find(person_, *tests_, key, seen);
    if (!test) {
      const std::vector<Value> number = {result.sample};
      const bool known = registry_.find(person_, *samples_, number, seen).has_value();
      return known ? fail(item_not_ordered, "item", result.item)
                   : fail(sample_unknown, "sample", result.sample);
    }
    if (test->state != tests_->initial_state()) return fail(reported_already, "item", result.item);
    ZH_TRY(auto answer, registry_.step(person_, *tests_, test->id, test->version, done, {},
                                       result.columns, {.values = result.values}));
    if (!answer.errors.empty()) return std::unexpected(answer.errors.front());
    ++report.reported;
    touched_.insert(result.sample);
    return {};
  }

  Result<void> complete_sample(const std::string& number) {
    std::vector<std::string> seen;
    const std::vector<Value> key = {number};
    ZH_TRY(const auto sample, registry_.find(person_, *samples_, key, seen));
    const std::string filter = "sample = " + expr::text_literal(number) +
                               " and state = " + expr::text_literal(tests_->initial_state());
    ZH_TRY(const auto open, registry_.count(person_, *tests_, {.filter = filter}));
    const auto* step = samples_->find_step(done);
    if (open > 0 || std::ranges::find(step->from, sample.state) == step->from.end()) return {};
    ZH_TRY(const auto answer,
           registry_.step(person_, *samples_, sample.id, sample.version, done, {}));
    if (answer.errors.empty()) report.completed.push_back(number);
    return {};
  }

  registry::Registry& registry_;
  const registry::Person& person_;
  const catalog::Register* tests_ = nullptr;
  const catalog::Register* samples_ = nullptr;
  std::vector<std::string> columns_;
  std::map<std::string, std::string> headers_;  ///< of the file, by field
  std::set<std::string> touched_;               ///< samples with a result of this file
};

}  // namespace

Result<ReportedResults> report_results(registry::Registry& registry, const registry::Person& person,
                                       const std::string& file, const std::string& name) {
  if (person.company.empty()) return fail(no_firm, "company", person.user);
  intake::Options options{.mapping = mapping};
  const std::string ending = std::filesystem::path(name).extension().string();
  if (ending == ".csv" || ending == ".xlsx") options.format = ending.substr(1);
  Reporting reporting(registry, person);
  ZH_DO(intake::read_file(
      registry.catalog(), tests, file, options,
      [&](const intake::Reading& reading) { return reporting.begin(reading); },
      [&](intake::Chunk&& chunk) { return reporting.take(std::move(chunk)); }));
  ZH_DO(reporting.complete());
  return std::move(reporting.report);
}

}  // namespace zhiheng::portal
