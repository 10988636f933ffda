#include "analysis/satisfaction_survey.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "analysis/failures.h"
#include "base/text.h"

namespace zhiheng::analysis {

namespace {

struct Declared {
  stat::PathModel model;
  stat::AnswerScale scale;
};

Result<const Table*> model_table(const Call& call, const std::string& name) {
  if (const Table* table = call.table(name)) return table;
  return call.refuse(name, name + ".csv");
}

/// Blocks from the columns latent, indicator, mode, low, high; in the order of their first rows.
Result<Declared> read_blocks(const Call& call, const Table& table) {
  Declared read;
  ZH_TRY(const std::size_t latent_at, table.column("latent"));
  ZH_TRY(const std::size_t item_at, table.column("indicator"));
  const auto mode_at = table.find("mode");
  ZH_TRY(const auto low, table.numbers("low", call.number("low")));
  ZH_TRY(const auto high, table.numbers("high", call.number("high")));
  std::map<std::string_view, std::size_t> latents, items;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view mode = mode_at ? table.text(row, *mode_at) : "A";
    if (mode != "A" && mode != "B" && !mode.empty()) {
      return fail(cell_wrong, table.place(row, "mode"), std::string(mode), "A, B");
    }
    const auto measurement =
        mode == "B" ? stat::Measurement::formative : stat::Measurement::reflective;
    const auto [latent, new_latent] =
        latents.try_emplace(table.text(row, latent_at), latents.size());
    if (new_latent) read.model.latents.push_back({std::string(latent->first), {}, measurement});
    if (read.model.latents[latent->second].measurement != measurement) {
      return fail(cell_wrong, table.place(row, "mode"), std::string(mode), mode == "B" ? "A" : "B");
    }
    const auto [item, new_item] = items.try_emplace(table.text(row, item_at), items.size());
    if (new_item) {
      read.model.items.emplace_back(item->first);
      read.scale.low.push_back(low[row]);
      read.scale.high.push_back(high[row]);
    }
    if (read.scale.low[item->second] != low[row] || read.scale.high[item->second] != high[row]) {
      return fail(cell_wrong, table.place(row, "low"), written(low[row]),
                  written(read.scale.low[item->second]));
    }
    read.model.latents[latent->second].items.push_back(item->second);
  }
  return read;
}

Result<void> read_arrows(const Table& table, stat::PathModel& model) {
  const auto latent_in = [&](std::size_t row, const char* column) -> Result<std::size_t> {
    ZH_TRY(const std::size_t at, table.column(column));
    const auto found = std::ranges::find(model.latents, table.text(row, at), &stat::Latent::name);
    if (found != model.latents.end()) {
      return static_cast<std::size_t>(found - model.latents.begin());
    }
    std::string names;
    for (const auto& latent : model.latents) {
      names.append(names.empty() ? "" : ", ").append(latent.name);
    }
    return fail(cell_wrong, table.place(row, column), std::string(table.text(row, at)), names);
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const std::size_t source, latent_in(row, "source"));
    ZH_TRY(const std::size_t target, latent_in(row, "target"));
    model.arrows.push_back({source, target});
  }
  return {};
}

/// What the second name of a quantity means.
enum class Other { nothing, item, latent };

Other other_of(stat::Measure measure) {
  using stat::Measure;
  switch (measure) {
    case Measure::weight:
    case Measure::loading:
    case Measure::cross_loading:
    case Measure::communality:
    case Measure::redundancy:
    case Measure::index_weight:
      return Other::item;
    case Measure::path:
    case Measure::total_effect:
    case Measure::f_squared:
    case Measure::f_squared_refit:
    case Measure::latent_correlation:
    case Measure::htmt:
      return Other::latent;
    default:
      return Other::nothing;
  }
}

std::set<std::string, std::less<>> no_answers(const Call& call) {
  std::set<std::string, std::less<>> words = {""};
  if (!call.has("no-answer")) return words;
  std::istringstream list(call.text("no-answer"));
  for (std::string word; std::getline(list, word, ',');) words.emplace(trim(word));
  return words;
}

/// The answers by row; cells without one are marked.
struct Answers {
  std::vector<double> values;
  std::vector<std::uint8_t> answered;
  std::size_t missing = 0;
};

Result<Answers> read_answers(const Call& call, const stat::PathModel& model) {
  const Table& in = call.in();
  const auto silent = no_answers(call);
  Answers read;
  read.values.resize(in.rows() * model.items.size());
  read.answered.assign(read.values.size(), 1);
  for (std::size_t item = 0; item < model.items.size(); ++item) {
    ZH_TRY(const std::size_t column, in.column(model.items[item]));
    for (std::size_t row = 0; row < in.rows(); ++row) {
      const std::string_view cell = in.text(row, column);
      const std::size_t at = row * model.items.size() + item;
      if (silent.contains(cell)) {
        if (call.text("missing") == "refuse") {
          return fail(not_a_number, in.place(row, model.items[item]), std::string(cell), "1, 7.5");
        }
        read.answered[at] = 0;
        ++read.missing;
        continue;
      }
      ZH_TRY(read.values[at], in.number(row, column));
    }
  }
  return read;
}

/// "row 3, item q1" as the line of the table.
std::unexpected<Error> of_table(const Table& in, Error error) {
  constexpr std::string_view word = "row ";
  std::size_t row = 0;
  const char* const end = error.where.data() + error.where.size();
  const bool named = error.where.starts_with(word);
  const auto read = named ? std::from_chars(error.where.data() + word.size(), end, row)
                          : std::from_chars_result{nullptr, std::errc::invalid_argument};
  error.where = read.ec == std::errc{} && row >= 1 && row <= in.rows()
                    ? in.place(row - 1) + std::string(read.ptr, end)
                    : in.name() + ", " + error.where;
  return std::unexpected(std::move(error));
}

}  // namespace

Result<Survey> read_survey(const Call& call) {
  ZH_TRY(const Table* measurement, model_table(call, "measurement"));
  ZH_TRY(const Table* structural, model_table(call, "structural"));
  ZH_TRY(Declared declared, read_blocks(call, *measurement));
  ZH_DO(read_arrows(*structural, declared.model));
  ZH_DO(stat::causal_order(declared.model));
  ZH_TRY(Answers answers, read_answers(call, declared.model));
  const Table& in = call.in();
  std::vector<double> weights(in.rows(), 1.0);
  if (call.has("weight")) {
    ZH_TRY(weights, in.numbers(call.text("weight")));
  }

  const std::size_t items = declared.model.items.size();
  std::size_t left_out = 0;
  if (answers.missing > 0 && call.text("missing") == "listwise") {
    for (std::size_t row = 0; row < in.rows(); ++row) {
      const auto cells = std::span(answers.answered).subspan(row * items, items);
      if (std::ranges::find(cells, 0) == cells.end()) continue;
      // The row stays, so that others keep their numbers, but counts for nothing.
      ++left_out;
      if (weights[row] > 0) weights[row] = 0;
    }
  }
  const stat::ItemAnswers given{.values = answers.values,
                                .answered = answers.missing > 0
                                                ? std::span<const std::uint8_t>(answers.answered)
                                                : std::span<const std::uint8_t>{},
                                .weights = weights};
  const std::string& scheme = call.text("scheme");
  const stat::PathSearch search{
      .scheme = scheme == "centroid"    ? stat::InnerScheme::centroid
                : scheme == "factorial" ? stat::InnerScheme::factorial
                                        : stat::InnerScheme::path,
      .tolerance = call.number("tolerance"),
      .most_steps = static_cast<int>(std::clamp<std::int64_t>(call.whole("steps"), 0, 1'000'000))};
  auto study = stat::prepare_study(declared.model, given, declared.scale, search);
  if (!study) return of_table(in, study.error());
  Survey survey{.study = *std::move(study),
                .used = {},
                .left_out = left_out,
                .filled_in = left_out > 0 ? 0 : answers.missing,
                .low = declared.scale.low,
                .high = declared.scale.high};
  for (const double weight : weights) survey.used.push_back(weight > 0);
  return survey;
}

std::vector<std::string> remarks_of(const Survey& survey) {
  const auto used = std::ranges::count(survey.used, true);
  std::vector<std::string> remarks = {std::to_string(used) + " rows"};
  if (survey.left_out > 0) {
    remarks.push_back(std::to_string(survey.left_out) +
                      " rows left out: an answer is missing (--missing listwise)");
  }
  if (survey.filled_in > 0) {
    remarks.push_back(std::to_string(survey.filled_in) +
                      " missing answers taken as the item's mean (--missing mean)");
  }
  return remarks;
}

std::vector<Setting> survey_settings() {
  using Kind = Setting::Kind;
  return {
      {.name = "measurement",
       .kind = Kind::table,
       .help = {"测量模型表：latent、indicator，可有 mode（A/B）、low、high",
                "the blocks: columns latent, indicator, and mode (A, B), low, high if wanted"}},
      {.name = "structural",
       .kind = Kind::table,
       .help = {"结构模型表：source、target", "the arrows: columns source, target"}},
      {.name = "scheme",
       .kind = Kind::choice,
       .otherwise = "path",
       .help = {"内部加权方案", "inner weighting scheme"},
       .choices = {"centroid", "factorial", "path"}},
      {.name = "weight",
       .kind = Kind::text,
       .help = {"抽样权数所在列", "column of the survey weights"}},
      {.name = "missing",
       .kind = Kind::choice,
       .otherwise = "listwise",
       .help = {"缺失回答：整行不用、以题项均值代替或拒绝",
                "rows with a missing answer: left out, filled with the item's mean, or refused"},
       .choices = {"listwise", "mean", "refuse"}},
      {.name = "no-answer",
       .kind = Kind::text,
       .help = {"除空格外表示未答的内容，如 99,NA",
                "what means no answer besides an empty cell, such as 99,NA"}},
      {.name = "low",
       .kind = Kind::number,
       .otherwise = "1",
       .help = {"量表最低分", "lowest answer of the scale"}},
      {.name = "high",
       .kind = Kind::number,
       .otherwise = "10",
       .help = {"量表最高分", "highest answer of the scale"}},
      {.name = "tolerance",
       .kind = Kind::number,
       .otherwise = "1e-12",
       .help = {"权数变动不大于此值即停", "largest change of a weight at which the search ends"}},
      {.name = "steps",
       .kind = Kind::whole,
       .otherwise = "1000",
       .help = {"最多迭代次数", "most steps of the search"}},
  };
}

Words survey_group() {
  return {"满意度指数（PLS 路径模型）", "Satisfaction index (PLS path modelling)"};
}

Setting quantity_option() {
  return {.name = "quantity",
          .kind = Setting::Kind::text,
          .help = {"长表中只列该量，如 loading",
                   "only this quantity of the long table, such as loading"}};
}

void QuantityNames::add(const stat::PathModel& model, const stat::PathQuantity& each) {
  quantity_.emplace_back(name_of(each.measure));
  const bool whole = each.measure == stat::Measure::goodness_of_fit;
  latent_.push_back(whole ? "" : model.latents[each.latent].name);
  const Other other = other_of(each.measure);
  item_.push_back(other == Other::item     ? model.items[each.other]
                  : other == Other::latent ? model.latents[each.other].name
                                           : "");
}

void QuantityNames::move_into(Answer& answer) {
  answer.add("quantity", std::move(quantity_));
  answer.add("latent", std::move(latent_));
  answer.add("item", std::move(item_));
}

bool wanted(const Call& call, const stat::PathQuantity& each) {
  return !call.has("quantity") || call.text("quantity") == name_of(each.measure);
}

Result<void> check_quantity(const Call& call, const std::vector<stat::PathQuantity>& all) {
  if (!call.has("quantity")) return {};
  std::vector<std::string> names;
  for (const auto& each : all) {
    if (call.text("quantity") == name_of(each.measure)) return {};
    if (std::ranges::find(names, name_of(each.measure)) == names.end()) {
      names.emplace_back(name_of(each.measure));
    }
  }
  std::string joined;
  for (const auto& name : names) joined.append(joined.empty() ? "" : ", ").append(name);
  return call.refuse("quantity", joined);
}

}  // namespace zhiheng::analysis
