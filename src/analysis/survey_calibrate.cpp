#include "analysis/survey_calibrate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/failures.h"

namespace zhiheng::analysis {

namespace {

/// What a text would be as one number of the population: its elements.
Result<std::vector<double>> counts_of(const Call& call, const Table& population) {
  if (!call.has("population-count")) return std::vector<double>(population.rows(), 1.0);
  const std::string& name = call.text("population-count");
  ZH_TRY(auto counts, population.numbers(name));
  for (std::size_t row = 0; row < counts.size(); ++row) {
    if (counts[row] >= 0) continue;
    return fail(cell_wrong, population.place(row, name), written(counts[row]), ">= 0");
  }
  return counts;
}

/// The cell of each row by one or more columns, joined by "|".
Result<std::vector<std::string>> cells_of(const Table& table,
                                          const std::vector<std::string>& columns) {
  std::vector<std::string> cells(table.rows());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ZH_TRY(const std::size_t at, table.column(columns[i]));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.text(row, at).empty())
        return fail(cell_wrong, table.place(row, columns[i]), "", "...");
      cells[row].append(i == 0 ? "" : "|").append(table.text(row, at));
    }
  }
  return cells;
}

/// A margin in both files; cells are numbered in the order of their names.
Result<stat::SurveyMargin> margin_of(const Table& table, const Table& population,
                                     const std::vector<double>& counts,
                                     const std::vector<std::string>& columns) {
  ZH_TRY(const auto sampled, cells_of(table, columns));
  ZH_TRY(const auto known, cells_of(population, columns));
  std::map<std::string, double> totals;
  for (std::size_t row = 0; row < known.size(); ++row) totals[known[row]] += counts[row];
  std::map<std::string, std::uint32_t> numbers;
  stat::SurveyMargin margin;
  for (const auto& [name, total] : totals) {
    numbers.emplace(name, static_cast<std::uint32_t>(numbers.size()));
    margin.totals.push_back(total);
  }
  std::vector<bool> met(totals.size(), false);
  for (std::size_t row = 0; row < sampled.size(); ++row) {
    const auto found = numbers.find(sampled[row]);
    if (found == numbers.end()) {
      return fail(cell_wrong, table.place(row, columns.front()), sampled[row], population.name());
    }
    margin.cells.push_back(found->second);
    met[found->second] = true;
  }
  for (const auto& [name, number] : numbers) {
    if (met[number] || margin.totals[number] == 0) continue;
    return fail(cell_wrong, population.name() + ", " + columns.front(), name, table.name());
  }
  return margin;
}

bool all_numbers(const Table& table, std::size_t column) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto number = number_of(table.text(row, column));
    if (!number || !std::isfinite(*number)) return false;
  }
  return true;
}

/// Adds a term: a number as it is, a text as an indicator of each of its values but the first.
Result<void> add_term(const Table& table, const Table& population,
                      const std::vector<double>& counts, const std::string& name,
                      stat::Calibration& calibration) {
  ZH_TRY(const std::size_t at, table.column(name));
  ZH_TRY(const std::size_t there, population.column(name));
  if (all_numbers(table, at) && all_numbers(population, there)) {
    ZH_TRY(auto values, table.numbers(name));
    ZH_TRY(const auto known, population.numbers(name));
    double total = 0;
    for (std::size_t row = 0; row < known.size(); ++row) total += counts[row] * known[row];
    calibration.columns.push_back(std::move(values));
    calibration.totals.push_back(total);
    return {};
  }
  ZH_TRY(const auto margin, margin_of(table, population, counts, {name}));
  for (std::uint32_t cell = 1; cell < margin.totals.size(); ++cell) {
    std::vector<double> indicator(table.rows());
    for (std::size_t row = 0; row < indicator.size(); ++row) {
      indicator[row] = margin.cells[row] == cell ? 1 : 0;
    }
    calibration.columns.push_back(std::move(indicator));
    calibration.totals.push_back(margin.totals[cell]);
  }
  return {};
}

Result<void> set_bounds(const Call& call, stat::Calibration& calibration) {
  if (!call.has("bounds")) return {};
  const auto both = listed(call.text("bounds"));
  if (both.size() != 2) return call.refuse("bounds", "0.5,2");
  const auto least = number_of(both[0]), most = number_of(both[1]);
  if (!least || !most || !(*least < 1) || !(*most > 1)) return call.refuse("bounds", "0.5,2");
  calibration.least = *least;
  calibration.most = *most;
  return {};
}

Result<stat::SurveyDesign> by_terms(const Call& call, const Table& table, const Table& population,
                                    const std::vector<double>& counts,
                                    const stat::SurveyDesign& design) {
  using Distance = stat::CalibrationDistance;
  stat::Calibration calibration;
  const std::string& kind = call.text("calibration");
  calibration.distance = kind == "linear"   ? Distance::linear
                         : kind == "raking" ? Distance::raking
                                            : Distance::logit;
  if (calibration.distance == Distance::logit && !call.has("bounds")) {
    return call.refuse("bounds", "0.5,2");
  }
  ZH_DO(set_bounds(call, calibration));
  calibration.columns.emplace_back(table.rows(), 1.0);
  double all = 0;
  for (const double count : counts) all += count;
  calibration.totals.push_back(all);
  for (const std::string& name : listed(call.text("margins"))) {
    ZH_DO(add_term(table, population, counts, name, calibration));
  }
  return stat::calibrated(design, calibration);
}

/// "a*b" as its columns.
std::vector<std::string> crossed(const std::string& margin) {
  std::string names = margin;
  std::ranges::replace(names, '*', ',');
  return listed(names);
}

}  // namespace

Result<stat::SurveyDesign> calibrate(const Call& call, const Table& table,
                                     stat::SurveyDesign design) {
  if (!call.has("calibration") || call.text("calibration") == "none") return design;
  const std::string& kind = call.text("calibration");
  const Table* population = call.table("population");
  if (population == nullptr) return call.refuse("population", "population.csv");
  if (!call.has("margins")) return call.refuse("margins", "region,size");
  ZH_TRY(const auto counts, counts_of(call, *population));
  if (kind != "post-stratify" && kind != "rake") {
    return by_terms(call, table, *population, counts, design);
  }
  std::vector<stat::SurveyMargin> margins;
  const auto names = listed(call.text("margins"));
  if (kind == "post-stratify") {
    std::vector<std::string> columns;
    for (const std::string& name : names)
      std::ranges::copy(crossed(name), std::back_inserter(columns));
    ZH_TRY(auto margin, margin_of(table, *population, counts, columns));
    return stat::post_stratified(design, margin);
  }
  for (const std::string& name : names) {
    ZH_TRY(auto margin, margin_of(table, *population, counts, crossed(name)));
    margins.push_back(std::move(margin));
  }
  return stat::raked(design, margins, {.change = call.number("raking-end")});
}

std::vector<Setting> survey_calibration_settings() {
  using Kind = Setting::Kind;
  return {
      {.name = "calibration",
       .kind = Kind::choice,
       .otherwise = "none",
       .help = {"权数校准方法", "how the weights are made to fit a known population"},
       .choices = {"none", "post-stratify", "rake", "linear", "raking", "logit"}},
      {.name = "population",
       .kind = Kind::table,
       .help = {"总体名录或总体计数表", "the population: a row per element, or counts of them"}},
      {.name = "population-count",
       .kind = Kind::text,
       .help = {"总体表中的计数列；无则每行一个单元",
                "its column of counts; without it each row is one element"}},
      {.name = "margins",
       .kind = Kind::text,
       .help = {"校准用的列，逗号分隔；a*b 为交叉",
                "columns to fit, separated by commas; a*b crosses two"}},
      {.name = "bounds",
       .kind = Kind::text,
       .help = {"新旧权数之比的界限，如 0.5,2", "bounds of new over old weight: 0.5,2"}},
      {.name = "raking-end",
       .kind = Kind::number,
       .otherwise = "0",
       .help = {"迭代比例拟合停止时单元格变化上限（0 为 1e-10 乘总体）",
                "rake until no cell changes by more elements; 0: 1e-10 of the population"}},
  };
}

}  // namespace zhiheng::analysis
