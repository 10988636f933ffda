#include "plan/progress.h"

#include <algorithm>
#include <cmath>

#include "plan/outlook.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

using indicator::Point;

std::optional<catalog::Comparator> numeric(const std::string& name) {
  if (name == "at_least" || name == "stable_at_least") return catalog::Comparator::at_least;
  if (name == "more_than") return catalog::Comparator::more_than;
  if (name == "at_most") return catalog::Comparator::at_most;
  if (name == "less_than") return catalog::Comparator::less_than;
  if (name == "equal") return catalog::Comparator::equal;
  if (name == "about") return catalog::Comparator::about;
  if (name == "multiplied") return catalog::Comparator::at_least;
  return std::nullopt;
}

/// The year of the deadline when it has records, else the newest with any.
const Point* judged(const TargetProgress& target, Date today) {
  const Point* newest = nullptr;
  const int this_year = static_cast<int>(civil(today).year());
  for (const auto& point : target.series) {
    const int year = year_of(point);
    if (year > this_year || point.records == 0) continue;
    if (target.deadline && year > static_cast<int>(civil(*target.deadline).year())) continue;
    newest = &point;
  }
  return newest;
}

int severity(const std::string& verdict) {
  if (verdict == "missed") return 3;
  if (verdict == "likely_missed") return 2;
  return verdict == "likely_met" ? 1 : 0;
}

int base_year_of(const TargetProgress& target) {
  return target.base_year.value_or(target.first_year - 1);
}

/// So many times what it was in the base year; none without a value then.
std::optional<double> multiple_of_base(const TargetProgress& target) {
  for (const auto& point : target.series) {
    if (year_of(point) == base_year_of(target) && point.value && target.value) {
      return *target.value * *point.value;
    }
  }
  return std::nullopt;
}

/// Every year from the plan's on; the worst decides.
std::string throughout(const TargetProgress& target, int first_year, const Point& newest,
                       const catalog::Wording& wording) {
  std::string worst =
      indicator::verdict_of(catalog::Comparator::at_least, *target.wanted, newest, wording);
  for (const auto& point : target.series) {
    if (year_of(point) < first_year || !point.value || year_of(point) > year_of(newest)) continue;
    const auto one =
        indicator::verdict_of(catalog::Comparator::at_least, *target.wanted, point, wording);
    if (severity(one) > severity(worst)) worst = one;
  }
  return worst;
}

std::string of_change(const indicator::Change& change, bool rises) {
  const bool right = rises ? change.difference > 0 : change.difference < 0;
  const bool sure = !change.p || change.significant;
  if (right) return sure ? "met" : "likely_met";
  return sure ? "missed" : "likely_missed";
}

/// Every step from the plan's year on; the worst decides.
std::string falls_every_year(const TargetProgress& target, int first_year) {
  std::string worst = "no_data";
  for (const auto& point : target.series) {
    if (year_of(point) < first_year || !point.on_previous) continue;
    const auto one = of_change(*point.on_previous, false);
    if (worst == "no_data" || severity(one) > severity(worst)) worst = one;
  }
  return worst;
}

std::string verdict_of(const TargetProgress& target, const catalog::Indicator& made,
                       const catalog::Wording& wording, const Point& point, Date today) {
  const std::string& how = target.comparator;
  if (how == "falling_every_year") return falls_every_year(target, target.first_year);
  if (how == "rising" || how == "falling") {
    return point.on_previous ? of_change(*point.on_previous, how == "rising") : "no_data";
  }
  if (how == "stable") {
    if (!point.on_previous) return "no_data";
    return point.on_previous->significant ? "likely_missed" : "likely_met";
  }
  const auto comparator = numeric(how);
  if (!comparator || !target.wanted) return "open";
  if (how == "stable_at_least") {
    return throughout(target, target.first_year, point, wording);
  }
  const std::string found = indicator::verdict_of(*comparator, *target.wanted, point, wording);
  const bool later = target.deadline && today <= *target.deadline;
  const bool grows = adds_up(made) && is_running(point, today);
  return found == "missed" && (later || grows) ? "open" : found;
}

Words words_of(const std::string& verdict, const TargetProgress& target) {
  if (verdict == "met") return {"已达到", "met"};
  if (verdict == "likely_met") return {"数值达到，但不能肯定", "the value meets it, not surely"};
  if (verdict == "likely_missed") {
    return {"数值未达到，但不能肯定", "the value misses it, not surely"};
  }
  if (verdict == "missed") return {"未达到", "missed"};
  if (verdict == "no_data") return {"没有可比较的数据", "nothing to compare"};
  if (!target.wanted && target.comparator == "multiplied") {
    const std::string year = std::to_string(base_year_of(target));
    return {"没有基期 " + year + " 年的数据", "no data of the base year " + year};
  }
  if (!target.wanted && numeric(target.comparator)) {
    return {"原文没有可判断的目标值", "no number is printed to judge by"};
  }
  if (!numeric(target.comparator)) return {"定性目标，须人工判断", "to be judged by people"};
  return {"尚未达到，期限未到", "not yet, the deadline is still to come"};
}

/// Whole numbers as they are, everything else with two places.
std::string shown(double value, double scale) {
  const double scaled = value * scale;
  if (scale == 1 && scaled == std::floor(scaled)) {
    return std::to_string(static_cast<std::int64_t>(scaled));
  }
  return to_text(Decimal{static_cast<std::int64_t>(std::llround(scaled * 100)), 2});
}

Words explain(const TargetProgress& target, const Point& point, const catalog::Wording& wording) {
  const Words said = words_of(target.verdict, target);
  const auto with_unit = [&](double value, Language language) {
    const std::string& unit = target.indicator_unit.in(language);
    return shown(value, target.scale) + (unit.empty() ? "" : " " + unit);
  };
  const std::string n = std::to_string(point.records);
  Words made;
  for (const Language language : {Language::zh, Language::en}) {
    const bool zh = language == Language::zh;
    std::string text = point.period + (zh ? " 年，n = " : ", n = ") + n + (zh ? "，" : ", ") +
                       with_unit(*point.value, language);
    if (point.low && point.high) {
      text += (zh ? "（区间 " : " (interval ") + shown(*point.low, target.scale) + "–" +
              shown(*point.high, target.scale) + (zh ? "）" : ")");
    }
    if (target.wanted) {
      text += (zh ? "，目标 " : ", target ") + with_unit(*target.wanted, language);
      if (target.comparator == "about") text += indicator::words_of_about(wording).in(language);
    }
    (zh ? made.zh : made.en) = text + (zh ? "：" + said.zh : ": " + said.en);
  }
  return made;
}

TargetProgress target_of(const Rows& rows, const registry::Record& record) {
  TargetProgress target;
  target.id = record.id;
  target.code = rows.text(record, "code");
  target.document = rows.text(record, "document");
  target.item = rows.text(record, "item");
  target.region = rows.text(record, "region");
  target.subject = rows.text(record, "subject");
  target.comparator = rows.text(record, "comparator");
  target.unit = rows.text(record, "unit");
  target.force = rows.text(record, "force");
  target.quote = rows.text(record, "quote");
  target.value = rows.real(record, "value");
  if (const auto year = rows.whole(record, "base_year")) target.base_year = static_cast<int>(*year);
  target.deadline = rows.date(record, "deadline");
  target.offset = rows.whole(record, "offset").value_or(0);
  target.length = rows.whole(record, "length").value_or(0);
  target.indicator = rows.text(record, "indicator");
  target.filter = rows.text(record, "filter");
  const bool of_base = target.comparator == "multiplied";
  if (target.value && !of_base)
    target.wanted = *target.value * rows.real(record, "factor").value_or(1);
  target.first_year = static_cast<int>(rows.whole(record, "year").value_or(0));
  return target;
}

/// "2023-10" as the first month with records: 2023; "2023-01": 0.
int begun_year_of(const std::vector<Point>& months) {
  const Point* first = nullptr;
  for (const auto& point : months) {
    const bool earlier = first == nullptr || point.period < first->period;
    if (point.records > 0 && earlier) first = &point;
  }
  return first == nullptr || first->period.ends_with("-01") ? 0 : year_of(*first);
}

/// The yearly series, within what the person may see; none when the indicator is not for them.
Result<bool> read_series(const registry::Registry& registry, cube::Cube& cube,
                         const ProgressQuery& query, TargetProgress& target) {
  const auto* made = registry.catalog().find_indicator(target.indicator);
  if (made == nullptr) return false;
  indicator::Question question;
  question.indicator = target.indicator;
  if (query.asker.visible) {
    ZH_TRY(auto rows, query.asker.visible(*made));
    if (!rows) return false;
    question.visible = *std::move(rows);
  }
  question.grain = indicator::Grain::year;
  question.region = target.region == "000000" ? "" : target.region;
  question.filter = target.filter;
  question.for_public = query.asker.for_public;
  question.today = query.today;
  ZH_TRY(auto answer, indicator::ask(registry.catalog(), cube, question, query.interrupted));
  target.series = std::move(answer.points);
  std::ranges::sort(target.series, {}, &Point::period);
  if (adds_up(*made)) {
    question.grain = indicator::Grain::month;
    ZH_TRY(const auto months,
           indicator::ask(registry.catalog(), cube, question, query.interrupted));
    target.begun_year = begun_year_of(months.points);
  }
  target.indicator_title = made->title;
  target.indicator_unit = made->unit;
  target.scale = made->scale;
  return true;
}

}  // namespace

void judge(TargetProgress& target, const catalog::Indicator& made, const catalog::Wording& wording,
           Date today) {
  if (target.comparator == "multiplied") target.wanted = multiple_of_base(target);
  const Point* point = judged(target, today);
  if (point == nullptr || !point->value) {
    target.verdict = "no_data";
    target.reason = {"没有记录或记录过少", "no records, or too few"};
    target.no_outlook = target.reason;
    return;
  }
  target.point = *point;
  target.verdict = verdict_of(target, made, wording, *point, today);
  target.reason = explain(target, *point, wording);
  look_ahead(target, made, wording, today);
}

Result<std::vector<TargetProgress>> target_progress(registry::Registry& registry,
                                                    const registry::Person& person,
                                                    cube::Cube& cube, const ProgressQuery& query) {
  std::string filter = query.document.empty() ? "" : equals("document", query.document);
  if (!query.region.empty()) filter = both(filter, "region under " + literal(query.region));
  ZH_TRY(const Rows rows,
         Rows::read(registry, person, "plan_target", filter, {"document", "offset"}));
  std::vector<TargetProgress> targets;
  for (const auto& record : rows.records()) {
    TargetProgress target = target_of(rows, record);
    ZH_TRY(const bool measured, read_series(registry, cube, query, target));
    if (measured) {
      judge(target, *registry.catalog().find_indicator(target.indicator),
            registry.catalog().wording, query.today);
    } else {
      target.verdict = "no_data";
      target.reason = {"尚无指标度量该目标", "nothing measures it yet"};
      target.no_outlook = target.reason;
    }
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace zhiheng::plan
