// How sure is a value that is computed from measured ones?

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/failures.h"
#include "analysis/formula.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/uncertainty.h"

namespace zhiheng::analysis {

namespace {

/// The inputs with their model and correlations.
struct Measurement {
  std::vector<std::string> names;
  std::vector<stat::InputQuantity> inputs;
  std::vector<stat::Correlation> correlations;
  Formula formula;
};

Result<stat::InputShape> shape_of(const Table& in, std::size_t row, std::size_t column) {
  const std::string_view text = in.text(row, column);
  if (text.empty() || text == "normal") return stat::InputShape::normal;
  if (text == "rectangular") return stat::InputShape::rectangular;
  if (text == "triangular") return stat::InputShape::triangular;
  if (text == "arcsine") return stat::InputShape::arcsine;
  if (text == "student") return stat::InputShape::student;
  return fail(cell_wrong, in.place(row, "shape"), std::string(text),
              "normal, rectangular, triangular, arcsine, student");
}

Result<std::vector<stat::Correlation>> correlations_of(const Call& call,
                                                       const std::vector<std::string>& names) {
  std::vector<stat::Correlation> all;
  const Table* table = call.table("correlations");
  if (table == nullptr) return all;
  ZH_TRY(const auto r, table->numbers("r"));
  for (std::size_t row = 0; row < table->rows(); ++row) {
    std::size_t places[2];
    const char* const columns[] = {"first", "second"};
    for (std::size_t side = 0; side < 2; ++side) {
      ZH_TRY(const std::size_t at, table->column(columns[side]));
      const auto found = std::ranges::find(names, table->text(row, at));
      if (found == names.end()) {
        return fail(cell_wrong, table->place(row, columns[side]), std::string(table->text(row, at)),
                    "a name of the inputs");
      }
      places[side] = static_cast<std::size_t>(found - names.begin());
    }
    all.push_back({places[0], places[1], r[row]});
  }
  return all;
}

Result<Measurement> measurement_of(const Call& call) {
  if (!call.has("model")) return call.refuse("model", "a * b + c");
  const Table& in = call.in();
  Measurement made;
  ZH_TRY(const std::size_t name, in.column("name"));
  ZH_TRY(const auto estimate, in.numbers("estimate"));
  ZH_TRY(const auto u, in.numbers("u"));
  ZH_TRY(const auto df, in.numbers("df", std::numeric_limits<double>::infinity()));
  const auto shape = in.find("shape");
  for (std::size_t row = 0; row < in.rows(); ++row) {
    const std::string word(in.text(row, name));
    if (word.empty() || std::ranges::find(made.names, word) != made.names.end()) {
      return fail(cell_wrong, in.place(row, "name"), word, "a name of its own");
    }
    made.names.push_back(word);
    stat::InputQuantity input{estimate[row], u[row], df[row]};
    if (shape) {
      ZH_TRY(input.shape, shape_of(in, row, *shape));
    }
    made.inputs.push_back(input);
  }
  auto formula = Formula::parse(call.text("model"), made.names);
  if (!formula) {
    Error error = std::move(formula).error();
    error.where = "--model, " + error.where;
    return std::unexpected(std::move(error));
  }
  made.formula = *std::move(formula);
  ZH_TRY(made.correlations, correlations_of(call, made.names));
  return made;
}

Result<Answer> linear(const Call& call) {
  ZH_TRY(const Measurement measured, measurement_of(call));
  const auto budget = stat::propagate_uncertainty(
      measured.inputs, [&](std::span<const double> values) { return measured.formula.at(values); },
      measured.correlations, call.number("confidence"));
  if (!budget) return locate_index(call.in(), budget.error());
  const double none = std::nan("");
  std::vector<std::string> names = measured.names;
  Rows rows(
      {"estimate", "u", "df", "sensitivity", "contribution", "share", "k", "U", "lower", "upper"});
  for (std::size_t i = 0; i < measured.inputs.size(); ++i) {
    const auto& input = measured.inputs[i];
    rows.add(std::vector<double>{input.estimate, input.uncertainty, input.degrees_of_freedom,
                                 budget->sensitivity[i], budget->contribution[i], budget->share[i],
                                 none, none, none, none});
  }
  names.emplace_back("(result)");
  rows.add(std::vector<double>{budget->estimate, budget->combined, budget->degrees_of_freedom, none,
                               none, none, budget->coverage, budget->expanded, budget->interval.low,
                               budget->interval.high});
  Answer answer;
  answer.add("name", std::move(names));
  rows.move_to(answer);
  return answer;
}

Result<Answer> simulation(const Call& call) {
  ZH_TRY(const Measurement measured, measurement_of(call));
  if (call.whole("seed") < 0) return call.refuse("seed", ">= 0");
  const std::int64_t digits = call.whole("digits");
  if (digits < 1 || digits > 4) return call.refuse("digits", "1..4");
  const auto model = [&](std::span<const double> values) { return measured.formula.at(values); };
  const double confidence = call.number("confidence");
  const auto found =
      stat::simulate_uncertainty(measured.inputs, model, measured.correlations,
                                 {.confidence = confidence,
                                  .digits = static_cast<int>(digits),
                                  .most_trials = call.whole("trials"),
                                  .seed = static_cast<std::uint64_t>(call.whole("seed")),
                                  .stop = call.interrupted});
  if (!found) return locate_index(call.in(), found.error());
  Answer answer;
  Rows rows({"estimate", "u", "lower", "upper", "shortest_lower", "shortest_upper", "trials",
             "tolerance", "settled"});
  rows.add(std::vector<double>{found->estimate, found->uncertainty, found->symmetric.low,
                               found->symmetric.high, found->shortest.low, found->shortest.high,
                               static_cast<double>(found->trials), found->tolerance,
                               found->settled ? 1.0 : 0.0});
  rows.move_to(answer);
  const auto budget =
      stat::propagate_uncertainty(measured.inputs, model, measured.correlations, confidence);
  const bool holds = budget && stat::linear_holds(*budget, *found);
  answer.add("linear_holds", std::vector<std::int64_t>{holds ? 1 : 0});
  return answer;
}

std::vector<Setting> with_model(std::vector<Setting> more) {
  std::vector<Setting> all = {
      {.name = "model",
       .kind = Setting::Kind::text,
       .help = {"测量模型（必需），如 \"(m - m0) / (v * (1 + a * t))\"",
                "the measurement model, needed, such as \"(m - m0) / (v * (1 + a * t))\""}},
      {.name = "correlations",
       .kind = Setting::Kind::table,
       .help = {"相关系数表：first、second、r", "correlations: first, second, r"}},
      one_confidence()};
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

const Words columns = {
    "输入列：name、estimate、u（标准不确定度），可有 df（自由度）、shape（normal、rectangular、"
    "triangular、arcsine、student）。",
    "Columns: name, estimate, u (standard uncertainty), and df (degrees of freedom), shape "
    "(normal, "
    "rectangular, triangular, arcsine, student). The model may use + - * / ^, brackets, pi, sqrt, "
    "exp, ln, log10, sin, cos, tan, asin, acos, atan, abs."};

}  // namespace

std::vector<Method> uncertainty_methods() {
  return {
      {.name = "uncertainty",
       .group = group::uncertainty_of_measurement,
       .title = {"测量不确定度：GUM 线性传播", "uncertainty budget: the linear law of the GUM"},
       .columns = {columns.zh + "输出：每个输入一行，末行为结果。",
                   columns.en + " Answer: a row per input, the result in the last."},
       .formula = "u_c^2 = sum c_i c_j u_i u_j r_ij; nu_eff = u_c^4 / sum((c_i u_i)^4 / nu_i); U = "
                  "t(nu_eff) u_c",
       .source = "JCGM 100:2008, clause 5 and annex G (JJF 1059.1)",
       .settings = with_model({}),
       .run = linear},
      {.name = "uncertainty-simulation",
       .group = group::uncertainty_of_measurement,
       .title = {"测量不确定度：GUM 补充件 1 蒙特卡洛（自适应）",
                 "uncertainty by adaptive Monte Carlo, GUM Supplement 1"},
       .columns = {columns.zh + "输出：一行；linear_holds 说明线性区间是否成立。",
                   columns.en + " Answer: one row; settled is 1 when all results stand within the "
                                "tolerance, linear_holds when the linear interval agrees."},
       .formula =
           "batches of trials until twice the standard error of mean, u and bounds is within "
           "half a unit of the last digit of u",
       .source = "JCGM 101:2008, clauses 6 to 8 (JJF 1059.2)",
       .settings = with_model({{.name = "digits",
                                .kind = Setting::Kind::whole,
                                .otherwise = "2",
                                .help = {"u 须稳定的位数", "digits of u that must stand"}},
                               {.name = "trials",
                                .kind = Setting::Kind::whole,
                                .otherwise = "5000000",
                                .help = {"试验次数上限", "trials at most"}},
                               {.name = "seed",
                                .kind = Setting::Kind::whole,
                                .otherwise = "1",
                                .help = {"随机种子", "seed"}}}),
       .run = simulation},
  };
}

}  // namespace zhiheng::analysis
