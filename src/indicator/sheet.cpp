#include "indicator/sheet.h"

#include "indicator/number.h"

namespace zhiheng::indicator {
namespace {

Words note_words(const std::string& note) {
  if (note == "too_few") return {"样本过少", "too few"};
  if (note == "suppressed") return {"小数隐去", "suppressed"};
  if (note == "undefined") return {"无法计算", "undefined"};
  if (note == "missing_stratum") return {"缺层", "stratum missing"};
  if (note == "renormalised") return {"缺层，权重已重新归一", "stratum missing, weights stretched"};
  if (note == "region_split") return {"区划已拆分，列于原代码", "region split, under its old code"};
  return {};
}

SheetCell real(const std::optional<double>& value, double scale) {
  if (!value) return {};
  return *value * scale;
}

std::vector<SheetCell> row(const Answer& answer, const Point& point, Language language) {
  std::vector<SheetCell> cells;
  for (std::size_t i = 0; i < answer.by.size(); ++i) {
    const auto title = answer.titles[i].find(point.group[i]);
    cells.emplace_back(point.group[i]);
    cells.emplace_back(title == answer.titles[i].end() ? "" : title->second.in(language));
  }
  const bool hidden = point.note == "suppressed";
  const double scale = answer.indicator->scale;
  cells.emplace_back(point.period);
  cells.push_back(hidden ? SheetCell() : SheetCell(point.records));
  const bool share = answer.indicator->kind == catalog::IndicatorKind::proportion ||
                     answer.indicator->kind == catalog::IndicatorKind::stratified_proportion;
  cells.push_back(hidden || !share ? SheetCell() : SheetCell(point.hits));
  cells.push_back(point.distinct ? SheetCell(*point.distinct) : SheetCell());
  for (const auto& value : {point.value, point.low, point.high, point.standard_error}) {
    cells.push_back(real(value, scale));
  }
  for (const auto& change : {point.on_previous, point.on_year}) {
    cells.push_back(change ? SheetCell(change->difference * scale) : SheetCell());
    cells.push_back(change ? real(change->p, 1) : SheetCell());
  }
  cells.emplace_back(note_words(point.note).in(language));
  return cells;
}

}  // namespace

Sheet sheet(const Answer& answer, Language language) {
  const bool zh = language == Language::zh;
  const auto say = [&](const char* chinese, const char* english) {
    return std::string(zh ? chinese : english);
  };
  Sheet made;
  for (const auto& heading : answer.headings) {
    made.heading.push_back(heading.in(language) + say("代码", " code"));
    made.heading.push_back(heading.in(language));
  }
  const std::string& unit = answer.indicator->unit.in(language);
  const std::string in_unit = unit.empty() ? "" : zh ? "（" + unit + "）" : " (" + unit + ")";
  for (const auto& name :
       {say("时期", "period"), say("记录数", "records"), say("符合数", "hits"),
        say("不同数", "distinct"), say("数值", "value") + in_unit, say("下限", "low"),
        say("上限", "high"), say("标准误", "standard error"), say("比上期", "on previous"),
        say("比上期p值", "p on previous"), say("比上年同期", "on year"),
        say("比上年同期p值", "p on year"), say("说明", "note")}) {
    made.heading.push_back(name);
  }
  for (const auto& point : answer.points) made.rows.push_back(row(answer, point, language));
  made.foot.push_back(answer.indicator->title.in(language) + " (" + answer.indicator->name + ")");
  made.foot.push_back(say("置信水平 ", "confidence ") + real_text(answer.confidence) +
                      say("，区间方法 ", ", interval ") + answer.interval);
  for (const auto& remark : answer.remarks) made.foot.push_back(remark.in(language));
  return made;
}

}  // namespace zhiheng::indicator
