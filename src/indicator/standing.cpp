// How do we stand against the plan's targets, and how sure is that?

#include <algorithm>
#include <cmath>
#include <map>

#include "indicator/indicator.h"
#include "indicator/number.h"
#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

using catalog::Comparator;
using catalog::Target;

Words sign(Comparator comparator) {
  switch (comparator) {
    case Comparator::at_least:
      return {"≥ ", ">= "};
    case Comparator::at_most:
      return {"≤ ", "<= "};
    case Comparator::more_than:
      return {"> ", "> "};
    case Comparator::less_than:
      return {"< ", "< "};
    case Comparator::equal:
      return {"= ", "= "};
    case Comparator::about:
      return {"约 ", "about "};
    case Comparator::rises:
      return {"逐年上升", "rises"};
    case Comparator::falls:
      return {"逐年下降", "falls"};
  }
  return {};
}

/// The year to judge: that of the deadline if there are records, else the newest.
const Point* judged(const Answer& answer, const Target& target, Date today) {
  const std::string this_year = period_text(Grain::year, today);
  const Point* newest = nullptr;
  for (const auto& point : answer.points) {
    if (point.period > this_year || point.records == 0) continue;
    if (target.deadline && point.period == period_text(Grain::year, *target.deadline))
      return &point;
    if (newest == nullptr || point.period > newest->period) newest = &point;
  }
  return newest;
}

bool is_running_count(const catalog::Indicator& indicator, const Point& point, Date today) {
  const bool adds_up = indicator.kind == catalog::IndicatorKind::count ||
                       indicator.kind == catalog::IndicatorKind::total;
  return adds_up && point.period == period_text(Grain::year, today);
}

/// Sure when the interval lies wholly on one side, likely when only the value does.
std::string verdict_by(bool value_meets, bool low_meets, bool high_meets, bool has_interval) {
  if (!has_interval) return value_meets ? "met" : "missed";
  if (low_meets && high_meets) return "met";
  if (!low_meets && !high_meets) return "missed";
  return value_meets ? "likely_met" : "likely_missed";
}

std::string verdict_of_trend(const Point& point, bool rises) {
  if (!point.on_previous) return "no_data";
  const bool right = rises ? point.on_previous->difference > 0 : point.on_previous->difference < 0;
  const bool sure = !point.on_previous->p || point.on_previous->significant;
  if (right) return sure ? "met" : "likely_met";
  return sure ? "missed" : "likely_missed";
}

std::string verdict(const Target& target, const catalog::Indicator& indicator, const Point& point,
                    Date today, const catalog::Wording& wording) {
  if (target.comparator == Comparator::rises || target.comparator == Comparator::falls) {
    return verdict_of_trend(point, target.comparator == Comparator::rises);
  }
  auto found = verdict_of(target.comparator, to_double(*target.value), point, wording);
  if (found == "missed" && is_running_count(indicator, point, today)) return "open";
  return found;
}

std::string shown(const catalog::Indicator& indicator, double value) {
  const bool share = indicator.scale != 1;
  if (share) return fixed(value * indicator.scale, 2);
  if (value == std::floor(value)) return grouped(static_cast<std::int64_t>(value));
  return indicator.kind == catalog::IndicatorKind::mean ? fixed(value, 2) : real_text(value);
}

Words judgement(const std::string& verdict) {
  if (verdict == "met") return {"已达到", "met"};
  if (verdict == "missed") return {"未达到", "missed"};
  if (verdict == "likely_met") {
    return {"数值达到，但区间跨过目标，尚不能肯定",
            "the value meets it, but the interval crosses it"};
  }
  if (verdict == "likely_missed") {
    return {"数值未达到，但区间跨过目标，尚不能肯定",
            "the value misses it, but the interval crosses it"};
  }
  return {"本年尚未结束，尚未达到", "the year is not over and it is not reached yet"};
}

/// "2024 年，n = 1,234，95.32 %（95 % 区间 94.02–96.33 %），目标 ≥ 90.00 %：已达到".
Words explain(const Target& target, const Answer& answer, const Point& point,
              const std::string& found, const catalog::Wording& wording) {
  const auto& indicator = *answer.indicator;
  const std::string n = grouped(point.records);
  const std::string value = shown(indicator, *point.value);
  const std::string zh_unit = indicator.unit.zh.empty() ? "" : " " + indicator.unit.zh;
  const std::string en_unit = indicator.unit.en.empty() ? "" : " " + indicator.unit.en;
  std::string zh_interval, en_interval;
  if (point.low && point.high) {
    const std::string level = fixed(answer.confidence * 100, 0) + " %";
    const std::string range = shown(indicator, *point.low) + "–" + shown(indicator, *point.high);
    zh_interval = "（" + level + " 区间 " + range + zh_unit + "）";
    en_interval = " (" + level + " interval " + range + en_unit + ")";
  }
  const std::string wanted = target.value ? shown(indicator, to_double(*target.value)) : "";
  const Words mark = sign(target.comparator);
  const Words judged_as = judgement(found);
  const Words limits = target.comparator == Comparator::about ? words_of_about(wording) : Words{};
  return {point.period + " 年，n = " + n + "，" + value + zh_unit + zh_interval + "，目标 " +
              mark.zh + wanted + (wanted.empty() ? "" : zh_unit) + limits.zh + "：" + judged_as.zh,
          point.period + ", n = " + n + ", " + value + en_unit + en_interval + ", target " +
              mark.en + wanted + (wanted.empty() ? "" : en_unit) + limits.en + ": " + judged_as.en};
}

Words why_no_value(const Point* point, const catalog::Indicator& indicator) {
  if (point == nullptr) return {"没有记录", "no records"};
  if (point->note == "too_few") {
    return {point->period + " 年只有 " + grouped(point->records) + " 条记录，少于公布所需的 " +
                std::to_string(indicator.minimum_trials) + " 条",
            point->period + ": " + grouped(point->records) + " records, fewer than the " +
                std::to_string(indicator.minimum_trials) + " needed"};
  }
  return {point->period + " 年没有可用的数值（" + point->note + "）",
          point->period + ": no value (" + point->note + ")"};
}

bool needs_number(const Target& target) {
  return target.comparator != Comparator::rises && target.comparator != Comparator::falls;
}

Result<Standing> stand(const catalog::Catalog& catalog, cube::Cube& cube, const Target& target,
                       const std::string& region, Date today, const std::atomic<bool>* stop,
                       bool for_public, const Sql& visible) {
  Standing made{&target, {}, "no_data", {}};
  if (target.indicator.empty()) {
    made.reason = {"尚无指标度量该目标", "nothing measures it yet"};
    return made;
  }
  Question question;
  question.indicator = target.indicator;
  question.grain = Grain::year;
  question.region = region == "000000" ? "" : region;
  question.today = today;
  question.for_public = for_public;
  question.visible = visible;
  if (target.filter) question.filter = target.filter->text();
  ZH_TRY(const auto answer, ask(catalog, cube, question, stop));
  const Point* point = judged(answer, target, today);
  if (point != nullptr) made.point = *point;
  if (point == nullptr || !point->value) {
    made.reason = why_no_value(point, *answer.indicator);
    return made;
  }
  if (needs_number(target) && !target.value) {
    made.verdict = "open";
    made.reason = {"目标值由另文规定，原文未印", "the threshold is set elsewhere and not printed"};
    return made;
  }
  made.verdict = verdict(target, *answer.indicator, *point, today, catalog.wording);
  made.reason = explain(target, answer, *point, made.verdict, catalog.wording);
  return made;
}

}  // namespace

Words words_of_verdict(const std::string& verdict) {
  static const std::map<std::string, Words> words = {
      {"met", {"已达到", "met"}},
      {"likely_met", {"可能达到", "likely met"}},
      {"likely_missed", {"可能未达到", "likely missed"}},
      {"missed", {"未达到", "missed"}},
      {"open", {"未定", "open"}},
      {"no_data", {"无数据", "no data"}}};
  const auto found = words.find(verdict);
  return found == words.end() ? Words{verdict, verdict} : found->second;
}

Words words_of_about(const catalog::Wording& wording) {
  const std::string range = "±" + real_text(to_double(wording.about_tolerance) * 100) + " %";
  const bool sure = wording.about_verified;
  return {"（“左右”按 " + range + " 计" + (sure ? "）" : "，未经核实）"),
          " (“about” is read as " + range + (sure ? ")" : ", unverified)")};
}

std::string verdict_of(Comparator comparator, double wanted, const Point& point,
                       const catalog::Wording& wording) {
  if (!point.value) return "no_data";
  const auto meets = [&](double value) {
    switch (comparator) {
      case Comparator::at_least:
        return value >= wanted;
      case Comparator::at_most:
        return value <= wanted;
      case Comparator::more_than:
        return value > wanted;
      case Comparator::less_than:
        return value < wanted;
      case Comparator::about:
        return std::abs(value - wanted) <= to_double(wording.about_tolerance) * std::abs(wanted);
      default:
        return value == wanted;
    }
  };
  const bool interval = point.low && point.high;
  return verdict_by(meets(*point.value), interval && meets(*point.low),
                    interval && meets(*point.high), interval);
}

Result<std::vector<Standing>> standings(const catalog::Catalog& catalog, cube::Cube& cube,
                                        const std::string& region, Date today,
                                        const std::atomic<bool>* stop, const Asker& asker) {
  std::vector<Standing> all;
  for (const auto& target : catalog.targets) {
    Sql visible;
    const catalog::Indicator* indicator = catalog.find_indicator(target.indicator);
    if (asker.visible && indicator != nullptr) {
      ZH_TRY(auto rows, asker.visible(*indicator));
      if (!rows) continue;
      visible = *std::move(rows);
    }
    ZH_TRY(auto made, stand(catalog, cube, target, region, today, stop, asker.for_public, visible));
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace zhiheng::indicator
