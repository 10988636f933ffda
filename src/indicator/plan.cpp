#include "indicator/plan.h"

#include <algorithm>
#include <array>

#include "code/region.h"
#include "indicator/failures.h"
#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

struct LevelName {
  std::string_view name;
  Level level;
};
constexpr std::array<LevelName, 3> region_levels = {
    {{"province", Level::province}, {"prefecture", Level::prefecture}, {"county", Level::county}}};
constexpr std::array<LevelName, 4> industry_levels = {{{"section", Level::section},
                                                       {"division", Level::division},
                                                       {"group", Level::group},
                                                       {"class", Level::industry_class}}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// What `by` may say, for the refusal.
std::string possible(const catalog::Indicator& indicator) {
  auto words = indicator.dimensions;
  if (!indicator.region_field.empty()) {
    for (const auto& level : region_levels) words.push_back("region:" + std::string(level.name));
  }
  if (!indicator.industry_field.empty()) {
    for (const auto& level : industry_levels) {
      words.push_back("industry:" + std::string(level.name));
    }
  }
  return joined(words);
}

template <std::size_t N>
const Level* find_level(const std::array<LevelName, N>& levels, std::string_view name) {
  const auto found = std::ranges::find(levels, name, &LevelName::name);
  return found == levels.end() ? nullptr : &found->level;
}

/// "region:province": the level of the indicator's own region or industry field.
Result<Dimension> level_dimension(const Plan& plan, const std::string& name) {
  const auto& indicator = *plan.indicator;
  const auto colon = name.find(':');
  const std::string_view kind = std::string_view(name).substr(0, colon);
  const std::string_view level_name = std::string_view(name).substr(colon + 1);
  const Level* level = nullptr;
  std::string column;
  if (kind == "region") {
    level = find_level(region_levels, level_name);
    column = indicator.region_field;
  } else if (kind == "industry") {
    level = find_level(industry_levels, level_name);
    column = indicator.industry_field;
  }
  if (level == nullptr || column.empty()) {
    return fail(unknown_dimension, "by", name, possible(indicator));
  }
  return Dimension{name, column, plan.of->find_field(column), *level, false};
}

Result<Dimension> dimension(const Plan& plan, const std::string& name, bool each) {
  if (name.contains(':')) return level_dimension(plan, name);
  const auto& allowed = plan.indicator->dimensions;
  const bool declared = std::ranges::find(allowed, name) != allowed.end() ||
                        name == plan.indicator->region_field ||
                        name == plan.indicator->industry_field;
  const catalog::Field* field = plan.of->find_field(name);
  if (!declared || (field == nullptr && name != "state") || (field != nullptr && field->personal)) {
    return fail(unknown_dimension, "by", name, possible(*plan.indicator));
  }
  return Dimension{name, name, field, Level::whole, each && field != nullptr && field->list};
}

Result<void> plan_dimensions(Plan& plan, const Question& question) {
  for (const auto& name : question.by) {
    ZH_TRY(auto made, dimension(plan, name, question.each));
    plan.by.push_back(std::move(made));
  }
  if (!plan.indicator->strata) return {};
  for (const auto& name : plan.indicator->strata->fields) {
    if (std::ranges::find(plan.by, name, &Dimension::name) != plan.by.end()) continue;
    if (name.contains(':')) {
      ZH_TRY(auto made, level_dimension(plan, name));
      plan.strata.push_back(std::move(made));
    } else {
      plan.strata.push_back({name, name, plan.of->find_field(name), Level::whole, false});
    }
  }
  return {};
}

Result<void> plan_time(Plan& plan, const Question& question) {
  const bool timed = question.grain != Grain::none || question.from || question.to;
  if (timed && plan.indicator->time_field.empty()) {
    return fail(no_time, "grain", plan.indicator->name);
  }
  if (question.from && question.to && *question.to < *question.from) {
    return fail(range_reversed, "to", to_text(*question.to), ">= " + to_text(*question.from));
  }
  plan.grain = question.grain;
  plan.from = plan.read_from = question.from;
  plan.to = question.to;
  if (plan.grain != Grain::none && question.from) {
    // A week more, because the same ISO week may begin earlier in the year; and whole months where
    // weeks and days do not matter, so that summaries know them.
    const Date before{year_earlier(period_start(plan.grain, *question.from)).days - 7};
    const bool days = plan.grain == Grain::week || plan.grain == Grain::day;
    plan.read_from = days ? before : period_start(Grain::month, before);
  }
  return {};
}

Result<void> plan_region(Plan& plan, const Question& question) {
  plan.regions_on = question.regions_on;
  if (question.region.empty()) return {};
  if (plan.indicator->region_field.empty()) return fail(no_region, "region", question.region);
  const bool digits =
      question.region.size() == 6 &&
      std::ranges::all_of(question.region, [](char c) { return c >= '0' && c <= '9'; });
  const auto* regions = plan.catalog->regions.get();
  if (!digits || (regions != nullptr && question.region != "000000" &&
                  regions->nearest(question.region, plan.today) == nullptr)) {
    return fail(unknown_region, "region", question.region, "a code of GB/T 2260: 620000");
  }
  plan.region = region_prefix(question.region);
  return {};
}

/// Whether a condition names the field.
bool names_field(const expr::Expression& condition, const std::vector<expr::Field>& fields,
                 const std::string& name) {
  return std::ranges::any_of(condition.fields_used(),
                             [&](std::size_t i) { return fields[i].name == name; });
}

Result<void> plan_conditions(Plan& plan, const Question& question) {
  plan.separate = plan.indicator->separate;
  const auto separated = [&](const std::string& column) {
    return plan.separate && column == plan.separate->field;
  };
  if (std::ranges::any_of(plan.by, separated, &Dimension::column)) plan.separate.reset();
  if (question.filter.empty()) return {};
  ZH_TRY(auto filter, parse_filter(*plan.of, question.filter));
  if (plan.separate && names_field(filter, plan.of->expression_fields(), plan.separate->field)) {
    plan.separate.reset();
  }
  plan.asked = std::move(filter);
  return {};
}

}  // namespace

bool Dimension::of_region() const {
  return is_region(level) || (field != nullptr && field->type == catalog::FieldType::region);
}

std::string region_prefix(std::string_view code) {
  if (code == "000000") return {};
  if (code.ends_with("0000")) return std::string(code.substr(0, 2));
  if (code.ends_with("00")) return std::string(code.substr(0, 4));
  return std::string(code);
}

std::string region_code(std::string_view prefix) {
  std::string code(prefix);
  if (code.size() < 6) code.resize(6, '0');
  return code;
}

std::size_t region_digits(Level level) {
  if (level == Level::province) return 2;
  return level == Level::prefecture ? 4 : 6;
}

Result<expr::Expression> parse_filter(const catalog::Register& of, const std::string& text) {
  // Personal fields keep their places, under names that no condition can have.
  auto fields = of.expression_fields();
  for (auto& field : fields) {
    const auto* declared = of.find_field(field.name);
    if (declared != nullptr && declared->personal) field.name.clear();
  }
  ZH_TRY(auto filter, expr::Expression::parse(text, fields));
  if (filter.type() != expr::Type::boolean) {
    return fail(filter_not_a_condition, "filter", text, "result = 'fail'");
  }
  return filter;
}

Result<Plan> make_plan(const catalog::Catalog& catalog, const Question& question) {
  Plan plan;
  plan.catalog = &catalog;
  plan.indicator = catalog.find_indicator(question.indicator);
  if (plan.indicator == nullptr) return fail(unknown, "indicator", question.indicator);
  plan.of = catalog.find_register(plan.indicator->register_name);
  if (plan.of == nullptr) return fail(unknown, "register", plan.indicator->register_name);
  plan.confidence = question.confidence == 0 ? plan.indicator->confidence : question.confidence;
  if (!(plan.confidence > 0.5 && plan.confidence < 1)) {
    return fail(confidence_out_of_range, "confidence", std::to_string(plan.confidence),
                "> 0.5, < 1");
  }
  plan.today = question.today ? *question.today : china_date(now());
  ZH_DO(plan_dimensions(plan, question));
  ZH_DO(plan_time(plan, question));
  ZH_DO(plan_region(plan, question));
  ZH_DO(plan_conditions(plan, question));
  return plan;
}

}  // namespace zhiheng::indicator
