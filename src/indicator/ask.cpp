#include <algorithm>
#include <set>

#include "code/industry.h"
#include "code/region.h"
#include "cube/failures.h"
#include "indicator/failures.h"
#include "indicator/indicator.h"
#include "indicator/measures.h"
#include "indicator/period.h"
#include "indicator/statement.h"
#include "indicator/suppression.h"

namespace zhiheng::indicator {
namespace {

std::string_view interval_name(const catalog::Indicator& indicator) {
  using Kind = catalog::IndicatorKind;
  switch (indicator.kind) {
    case Kind::count:
    case Kind::total:
      return "none";
    case Kind::mean:
      return "student";
    case Kind::ratio:
      return "linearised";
    case Kind::stratified_proportion:
      return "stratified_wilson";
    case Kind::proportion:
      break;
  }
  constexpr std::string_view names[] = {"none", "wilson", "clopper_pearson"};
  return names[static_cast<std::size_t>(indicator.interval)];
}

Result<std::vector<Conversion>> conversions(const Plan& plan, cube::Cube& cube,
                                            const std::atomic<bool>* stop) {
  std::vector<Conversion> found;
  if (!plan.regions_on || plan.catalog->regions == nullptr) return found;
  const bool needed = !plan.region.empty() || std::ranges::any_of(plan.by, &Dimension::of_region) ||
                      std::ranges::any_of(plan.strata, &Dimension::of_region);
  if (!needed || plan.indicator->region_field.empty()) return found;
  ZH_TRY(const auto table, cube.query(regions_statement(plan), stop));
  for (const auto& row : table.rows) {
    const auto* code = std::get_if<std::string>(&row[0]);
    if (code == nullptr) continue;
    if (auto made = conversion(*plan.catalog->regions, *code, *plan.regions_on)) {
      found.push_back(std::move(*made));
    }
  }
  std::ranges::sort(found, {}, &Conversion::code);
  return found;
}

/// The title of a code in a dimension; empty when the code speaks for itself.
Words title(const Plan& plan, const Dimension& dimension, const std::string& code) {
  if (code.empty()) return {"（未填）", "(not stated)"};
  const auto& catalog = *plan.catalog;
  if (dimension.of_region() && catalog.regions != nullptr) {
    const auto* region = catalog.regions->nearest(code, plan.regions_on.value_or(plan.today));
    if (region != nullptr) return {region->name, region->name};
  }
  const auto* field = dimension.field;
  if (field == nullptr) {
    const auto state = std::ranges::find(plan.of->states, code, &catalog::State::name);
    return state == plan.of->states.end() ? Words{} : state->title;
  }
  if (field->type == catalog::FieldType::industry && catalog.industries != nullptr) {
    const auto* industry = catalog.industries->find(code, code::Edition::gb2017);
    if (industry != nullptr) return {industry->name, industry->name};
  }
  if (const auto* list = catalog.find_codes(field->codes); list != nullptr) {
    const auto found = std::ranges::find(list->codes, code, &catalog::Code::code);
    if (found != list->codes.end()) return found->title;
  }
  return {};
}

/// "地区（省级）": the field's title, with the level where only a part of the code counts.
Words heading(const Dimension& dimension) {
  constexpr std::string_view zh[] = {"", "省级", "地级", "县级", "门类", "大类", "中类", "小类"};
  constexpr std::string_view en[] = {"",        "province", "prefecture", "county",
                                     "section", "division", "group",      "class"};
  const Words own = dimension.field == nullptr ? Words{"状态", "state"} : dimension.field->title;
  const auto level = static_cast<std::size_t>(dimension.level);
  if (dimension.level == Level::whole) return own;
  return {own.zh + "（" + std::string(zh[level]) + "）",
          own.en + " (" + std::string(en[level]) + ")"};
}

void add_titles(const Plan& plan, Answer& answer) {
  for (const auto& dimension : plan.by) answer.headings.push_back(heading(dimension));
  answer.titles.resize(plan.by.size());
  for (const auto& point : answer.points) {
    for (std::size_t i = 0; i < plan.by.size(); ++i) {
      const auto& code = point.group[i];
      if (answer.titles[i].contains(code)) continue;
      if (auto words = title(plan, plan.by[i], code); !words.zh.empty()) {
        answer.titles[i].emplace(code, std::move(words));
      }
    }
  }
}

/// Regions that several others inherited stay under their old code, and say so.
void mark_splits(const Plan& plan, const std::vector<Conversion>& conversions, Answer& answer) {
  std::set<std::string> split;
  for (std::size_t i = 0; i < plan.by.size(); ++i) {
    if (!plan.by[i].of_region()) continue;
    const auto digits =
        region_digits(is_region(plan.by[i].level) ? plan.by[i].level : Level::county);
    std::set<std::string> kept;
    for (const auto& c : conversions) {
      const auto& now = digits == 2 ? c.province : digits == 4 ? c.prefecture : c.county;
      if (now.empty()) kept.insert(region_code(c.code.substr(0, digits)));
    }
    for (auto& point : answer.points) {
      if (!kept.contains(point.group[i])) continue;
      if (point.note.empty()) point.note = "region_split";
      split.insert(point.group[i]);
    }
  }
  if (split.empty()) return;
  std::string codes;
  for (const auto& code : split) codes += (codes.empty() ? "" : ", ") + code;
  answer.remarks.push_back(
      {"以下区划有多个承继者，无权重不能拆分，仍列于原代码：" + codes,
       "These regions have several heirs; without weights they cannot be divided and stay under "
       "their old codes: " +
           codes});
}

/// Which records alone count, in the words of the declaration: "抽样目的为“随机抽查”的".
Words counted_alone(const Plan& plan) {
  const auto* field = plan.of->find_field(plan.separate->field);
  const auto* list = field == nullptr ? nullptr : plan.catalog->find_codes(field->codes);
  Words values;
  for (const auto& code : plan.separate->counted) {
    Words value = {code, code};
    if (list != nullptr) {
      const auto found = std::ranges::find(list->codes, code, &catalog::Code::code);
      if (found != list->codes.end()) value = found->title;
    }
    values.zh += (values.zh.empty() ? "“" : "、“") + value.zh + "”";
    values.en += (values.en.empty() ? "“" : ", “") + value.en + "”";
  }
  const Words name =
      field == nullptr ? Words{plan.separate->field, plan.separate->field} : field->title;
  return {name.zh + "为" + values.zh, name.en + " is " + values.en};
}

void add_remarks(const Plan& plan, const Measures& measures, Answer& answer) {
  const auto outside = std::to_string(outside_strata(plan, measures));
  if (outside != "0") {
    answer.remarks.push_back(
        {"有 " + outside + " 条记录所在的层没有权重，未计入",
         outside + " records lie in strata without a weight and are left out"});
  }
  if (plan.indicator->strata) {
    const auto* weights = plan.catalog->find_weights(plan.indicator->strata->weights);
    if (!weights->verified) {
      answer.remarks.push_back({"权重未经核实：" + weights->title.zh,
                                "The weights are not verified: " + weights->title.en});
    }
  }
  if (plan.separate) {
    const Words counted = counted_alone(plan);
    answer.remarks.push_back({"只计" + counted.zh + "的记录；其他须按该字段分列或筛选",
                              "Only records whose " + counted.en +
                                  " count; ask by that field, or filter on it, for the others"});
  }
  std::int64_t records = 0;
  std::int64_t distinct = 0;
  for (const auto& point : answer.points) {
    records += point.records;
    distinct += point.distinct.value_or(point.records);
  }
  if (plan.indicator->distinct.empty()) return;
  const bool whole = plan.by.empty() && plan.grain == Grain::none && distinct != records;
  const auto twice = std::to_string(records - distinct);
  answer.remarks.push_back(
      {"“records”为公布行数，“distinct”为不同编号数" +
           (whole ? "；有 " + twice + " 行重复了编号" : std::string()),
       "`records` counts published lines, `distinct` different references" +
           (whole ? "; " + twice + " lines repeat a reference" : std::string())});
}

/// What the cube said, and what it was asked.
struct Heard {
  std::string sql;
  cube::Table table;
};

Result<Heard> heard(const Plan& plan, cube::Cube& cube, const Limits& limits,
                    const std::vector<Conversion>& converted, const Reading& reading,
                    const std::atomic<bool>* stop) {
  const Sql sql = statement(plan, cube.dialect(), limits, converted, reading);
  ZH_TRY(auto table, cube.query(sql, stop));
  return Heard{sql.text, std::move(table)};
}

/// Whether some products were too large for the sums of a summary: told in the last column.
bool lacks_products(const cube::Table& table) {
  if (table.columns.back() != "too_large") return false;
  return std::ranges::any_of(table.rows, [](const auto& row) {
    const auto* count = std::get_if<std::int64_t>(&row.back());
    return count == nullptr || *count != 0;
  });
}

/// From a summary where one says it all, else from the records; with exact sums where they fit.
Result<Heard> listen(const Plan& plan, cube::Cube& cube, const Question& question,
                     const std::vector<Conversion>& converted, const std::atomic<bool>* stop) {
  const auto summaries =
      question.from_records ? std::vector<cube::Summary>() : cube.summaries(plan.of->name);
  const Limits limits{question.visible, region_prefix(question.visible_region)};
  const auto* summary = covering(plan, summaries, limits, !converted.empty());
  if (summary != nullptr) {
    auto found = heard(plan, cube, limits, converted, {.summary = summary}, stop);
    const bool too_large =
        found ? lacks_products(found->table) : found.error().failure == &cube::number_too_large;
    if (!too_large) return found;
  }
  auto found = heard(plan, cube, limits, converted, {}, stop);
  if (found || found.error().failure != &cube::number_too_large) return found;
  return heard(plan, cube, limits, converted, {.exact = false}, stop);
}

}  // namespace

Result<Answer> ask(const catalog::Catalog& catalog, cube::Cube& cube, const Question& question,
                   const std::atomic<bool>* stop) {
  ZH_TRY(const auto plan, make_plan(catalog, question));
  ZH_TRY(const auto converted, conversions(plan, cube, stop));
  ZH_TRY(auto said, listen(plan, cube, question, converted, stop));
  Answer answer;
  answer.position = cube.position();
  answer.indicator = plan.indicator;
  answer.by = question.by;
  answer.sql = std::move(said.sql);
  answer.interval = interval_name(*plan.indicator);
  answer.confidence = plan.confidence;

  const auto counted = measures(plan, said.table);
  answer.points.reserve(counted.size());
  for (const auto& [place, measure] : counted) {
    ZH_TRY(auto made, point(plan, place, measure));
    answer.points.push_back(std::move(made));
  }
  ZH_DO(add_changes(plan, counted, answer.points));
  if (question.for_public) suppress(plan, answer.points);
  if (plan.grain != Grain::none && plan.from) {
    // What was read only to compare with.
    std::size_t i = 0;
    const Date first = period_start(plan.grain, *plan.from);
    std::vector<Point> asked;
    for (const auto& [place, measure] : counted) {
      if (place.period >= first) asked.push_back(std::move(answer.points[i]));
      ++i;
    }
    answer.points = std::move(asked);
  }
  mark_splits(plan, converted, answer);
  add_titles(plan, answer);
  add_remarks(plan, counted, answer);
  return answer;
}

}  // namespace zhiheng::indicator
