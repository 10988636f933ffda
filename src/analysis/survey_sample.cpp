#include "analysis/survey_sample.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "analysis/derived.h"
#include "analysis/failures.h"
#include "analysis/numbering.h"
#include "analysis/survey_calibrate.h"
#include "base/text.h"

namespace zhiheng::analysis {

namespace {

/// One name a stage; a blank name between commas stands for none.
std::vector<std::string> by_stage(const Call& call, const std::string& setting) {
  std::vector<std::string> names;
  if (!call.has(setting)) return names;
  std::string_view rest = call.text(setting);
  while (true) {
    const std::size_t comma = rest.find(',');
    names.emplace_back(trim(rest.substr(0, comma)));
    if (comma == rest.npos) return names;
    rest.remove_prefix(comma + 1);
  }
}

Result<std::vector<std::uint32_t>> labels(const Table& table, const std::string& name) {
  ZH_TRY(const std::size_t at, table.column(name));
  Numbering numbering;
  std::vector<std::uint32_t> numbers(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto cell = table.text(row, at);
    if (cell.empty()) return fail(cell_wrong, table.place(row, name), "", "...");
    numbers[row] = numbering.of(cell);
  }
  return numbers;
}

Result<std::vector<double>> weights_of(const Table& table, const std::string& name) {
  ZH_TRY(auto weights, table.numbers(name));
  for (std::size_t row = 0; row < weights.size(); ++row) {
    if (weights[row] >= 0) continue;
    return fail(cell_wrong, table.place(row, name), written(weights[row]), ">= 0");
  }
  return weights;
}

stat::LonelyUnit lonely_of(const std::string& word) {
  if (word == "fail") return stat::LonelyUnit::refuse;
  if (word == "adjust") return stat::LonelyUnit::adjust;
  return word == "average" ? stat::LonelyUnit::average : stat::LonelyUnit::nothing;
}

Result<stat::SurveySample> sample_of(const Call& call, const Table& table) {
  stat::SurveySample sample;
  ZH_TRY(sample.weights, weights_of(table, call.text("weight")));
  sample.lonely = lonely_of(call.text("lonely"));
  const auto strata = by_stage(call, "strata");
  const auto units = by_stage(call, "units");
  const auto sizes = by_stage(call, "fpc");
  sample.stages.resize(std::max({std::size_t{1}, strata.size(), units.size(), sizes.size()}));
  for (std::size_t s = 0; s < sample.stages.size(); ++s) {
    const auto given = [&](const auto& names) { return s < names.size() && !names[s].empty(); };
    if (given(strata)) {
      ZH_TRY(sample.stages[s].strata, labels(table, strata[s]));
    }
    if (given(units)) {
      ZH_TRY(sample.stages[s].units, labels(table, units[s]));
    } else if (s + 1 < sample.stages.size()) {
      return call.refuse("units", "a,b");
    }
    if (given(sizes)) {
      ZH_TRY(sample.stages[s].population, table.numbers(sizes[s]));
    }
  }
  return sample;
}

std::unexpected<Error> with_line(const Table& table, Error error) {
  const std::size_t open = error.where.rfind('[');
  if (open == error.where.npos || !error.where.ends_with(']')) return std::unexpected(error);
  const std::string_view name = std::string_view(error.where).substr(0, open);
  // These lists have an item a row; others, of strata or margins, are numbered in their own way.
  const bool rows = name == "weights" || name == "values" || name == "denominators" ||
                    name == "outcome" || name.ends_with(".units") || name.ends_with(".population");
  if (rows) return locate_index(table, std::move(error));
  return std::unexpected(std::move(error));
}

}  // namespace

Result<SurveySample> SurveySample::of(const Call& call) {
  SurveySample made;
  // Without an expression the table is used where it stands.
  made.table_ = std::shared_ptr<const Table>(std::shared_ptr<const Table>(), &call.in());
  if (call.has("let") || call.has("where")) {
    auto changed = std::make_shared<Table>(call.in());
    if (call.has("let")) ZH_DO(define(*changed, call.text("let")));
    if (call.has("where")) {
      ZH_TRY(const auto kept, rows_where(*changed, call.text("where")));
      std::vector<std::size_t> rows;
      for (std::size_t row = 0; row < kept.size(); ++row) {
        if (kept[row]) rows.push_back(row);
      }
      *changed = changed->only(rows);
    }
    made.table_ = std::move(changed);
  }
  const Table& table = *made.table_;
  if (table.rows() == 0) return fail(no_rows, table.name(), "0", ">= 1");
  ZH_TRY(auto sample, sample_of(call, table));
  auto design = stat::SurveyDesign::build(std::move(sample));
  if (!design) return with_line(table, design.error());
  ZH_TRY(made.design_, calibrate(call, table, *std::move(design)));
  if (call.has("domain")) {
    ZH_TRY(made.inside_, rows_where(table, call.text("domain")));
  }
  if (call.has("categories")) made.categories_ = listed(call.text("categories"));
  return made;
}

Result<NumberColumn> SurveySample::numbers(const std::string& name) const {
  ZH_TRY(const std::size_t at, table().column(name));
  NumberColumn column{std::vector<double>(table().rows(), 0.0),
                      std::vector<bool>(table().rows(), false), true};
  for (std::size_t row = 0; row < table().rows(); ++row) {
    const auto cell = table().text(row, at);
    if (cell.empty() || cell == "NA") {
      column.missing[row] = true;
      column.complete = column.complete && !inside(row);
      continue;
    }
    ZH_TRY(column.values[row], table().number(row, at));
  }
  return column;
}

Result<bool> SurveySample::is_number(const std::string& name) const {
  ZH_TRY(const std::size_t at, table().column(name));
  if (std::ranges::find(categories_, name) != categories_.end()) return false;
  // A slip of the pen among numbers must not turn them all into categories.
  std::optional<std::size_t> other;
  bool any = false;
  for (std::size_t row = 0; row < table().rows(); ++row) {
    const auto cell = table().text(row, at);
    if (cell.empty() || cell == "NA") continue;
    const bool number = number_of(cell).has_value();
    any = any || number;
    if (!number && !other) other = row;
  }
  if (!other || !any) return !other;
  return fail(not_a_number, table().place(*other, name), std::string(table().text(*other, at)),
              "0, 1.5, --categories " + name);
}

std::unexpected<Error> SurveySample::locate(Error error) const {
  return with_line(table(), std::move(error));
}

Result<std::optional<stat::SurveyReplicates>> SurveySample::replicates(const Call& call) const {
  using enum stat::ReplicateMethod;
  const std::string& word = call.text("variance");
  if (word == "linear") return std::optional<stat::SurveyReplicates>();
  stat::ReplicateChoice choice;
  choice.method = word == "jk1"   ? jk1
                  : word == "jkn" ? jkn
                  : word == "brr" ? brr
                  : word == "fay" ? fay
                                  : bootstrap;
  choice.fay = call.number("fay");
  choice.replicates = call.whole("replicates");
  choice.seed = static_cast<std::uint64_t>(call.whole("seed"));
  auto made = stat::survey_replicates(design(), choice);
  if (!made) return locate(made.error());
  return std::optional(*std::move(made));
}

const Words& survey_heading() {
  static const Words group = {"复杂抽样调查", "Complex surveys"};
  return group;
}

Result<double> survey_confidence(const Call& call) {
  const double confidence = call.number("confidence");
  if (!(confidence > 0 && confidence < 1)) return call.refuse("confidence", "> 0, < 1");
  return confidence;
}

std::vector<Setting> survey_design_settings() {
  using Kind = Setting::Kind;
  return {
      {.name = "weight",
       .kind = Kind::text,
       .otherwise = "weight",
       .help = {"权数列", "column of weights"}},
      {.name = "strata",
       .kind = Kind::text,
       .help = {"各阶段的层，逗号分隔", "columns of strata, one a stage, separated by commas"}},
      {.name = "units",
       .kind = Kind::text,
       .help = {"各阶段的抽样单元，逗号分隔；无则每行一个",
                "columns of sampling units, one a stage; without them each row is one"}},
      {.name = "fpc",
       .kind = Kind::text,
       .help = {"各阶段层内总体单元数（或抽样比）",
                "columns of units in the stratum, or of the share drawn, one a stage"}},
      {.name = "lonely",
       .kind = Kind::choice,
       .otherwise = "fail",
       .help = {"层内只有一个单元时", "what a stratum with a single unit counts for"},
       .choices = {"fail", "certainty", "remove", "adjust", "average"}},
      {.name = "let",
       .kind = Kind::text,
       .help = {"新列：名 = 表达式; …", "further columns: name = expression; ..."}},
      {.name = "where",
       .kind = Kind::text,
       .help = {"只读满足条件的行（另一个样本）", "rows that are the sample: a condition"}},
      {.name = "domain",
       .kind = Kind::text,
       .help = {"只估计满足条件的部分（设计不变）",
                "the part that is estimated: a condition; the design stays whole"}},
      {.name = "categories",
       .kind = Kind::text,
       .help = {"数字编码但按类别对待的列", "columns of numbers that are codes"}},
  };
}

std::vector<Setting> survey_variance_settings() {
  using Kind = Setting::Kind;
  return {
      {.name = "variance",
       .kind = Kind::choice,
       .otherwise = "linear",
       .help = {"方差估计方法", "how variances are estimated"},
       .choices = {"linear", "jk1", "jkn", "brr", "fay", "bootstrap"}},
      {.name = "replicates",
       .kind = Kind::whole,
       .otherwise = "500",
       .help = {"自助法重复次数", "of the bootstrap"}},
      {.name = "seed",
       .kind = Kind::whole,
       .otherwise = "1",
       .help = {"自助法随机种子", "of the bootstrap"}},
      {.name = "fay",
       .kind = Kind::number,
       .otherwise = "0.5",
       .help = {"Fay 系数", "part of its weight that the other half keeps"}},
  };
}

}  // namespace zhiheng::analysis
