// How a score came about, in words that an assessed government can check by hand.

#include "assess/facts.h"
#include "base/arithmetic.h"

namespace zhiheng::assess {
namespace {

/// "0.930700" as "0.9307", "12.000000" as "12".
std::string plain(Decimal value) {
  std::string text = to_text(value);
  if (value.scale == 0) return text;
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

struct Teller {
  const catalog::Catalog& catalog;
  const catalog::AssessmentNode& node;
  Language language;

  [[nodiscard]] std::string say(const char* zh, const char* en) const {
    return language == Language::zh ? zh : en;
  }
  [[nodiscard]] std::string value(Decimal number) const {
    return shown_value(catalog, node, number, language);
  }

  [[nodiscard]] std::string data(const NodeScore& score) const {
    if (!score.value) {
      return say("没有可用数值", "no value") + (score.note.empty() ? "" : " (" + score.note + ")");
    }
    std::string text = say("数值 ", "value ") + value(*score.value);
    std::string detail;
    if (score.low && score.high) {
      detail =
          say("区间 ", "interval ") + value(*score.low) + say("～", " to ") + value(*score.high);
    }
    if (score.basis == Basis::measured && node.data != catalog::ScoreSource::review) {
      detail += (detail.empty() ? "" : say("，", ", ")) + std::to_string(score.records) +
                say(" 条记录", " records");
    }
    if (score.basis == Basis::reviewed) detail = say("核查组核定", "established by the reviewers");
    if (score.basis == Basis::supposed) detail = say("假设值", "supposed");
    if (score.previous) {
      detail += say("；上年 ", "; year before ") + value(*score.previous);
    }
    return detail.empty() ? text : text + say("（", " (") + detail + say("）", ")");
  }

  [[nodiscard]] std::string band(const catalog::ScoreBand& one) const {
    std::string text;
    if (one.from) text = say("从 ", "from ") + value(*one.from) + say(" 起", "");
    if (one.to) text += (text.empty() ? "" : " ") + say("不足 ", "below ") + value(*one.to);
    if (text.empty()) text = say("任何数值", "any value");
    return text + say(" 得 ", " gives ") + plain(one.points) + say(" 分", "");
  }

  [[nodiscard]] std::string rule() const {
    const auto& scoring = node.scoring;
    const std::string full = plain(node.points);
    using enum catalog::ScoreFunction;
    switch (scoring.function) {
      case linear:
        return value(*scoring.floor) + say(" 得 0 分，", " gives 0, ") + value(*scoring.goal) +
               say(" 得 ", " gives ") + full + say(" 分，之间按比例", ", in between in proportion");
      case change:
        return say("较上年变化 ", "change on the year before: ") + plain(*scoring.floor) +
               say(" 得 0 分，", " gives 0, ") + plain(*scoring.goal) + say(" 得 ", " gives ") +
               full + say(" 分，之间按比例", ", in between in proportion");
      case bands: {
        std::string text;
        for (const auto& one : scoring.bands) {
          text += (text.empty() ? "" : say("，", ", ")) + band(one);
        }
        return text;
      }
      case pass_fail: {
        const std::pair<const char*, const char*> words[] = {{"不低于", "at least"},
                                                             {"不高于", "at most"},
                                                             {"高于", "more than"},
                                                             {"低于", "less than"},
                                                             {"等于", "equal to"}};
        const auto& [zh, en] = words[static_cast<std::size_t>(scoring.comparator)];
        return say(zh, en) + " " + value(*scoring.goal) + say(" 得 ", " gives ") + full +
               say(" 分，否则 0 分", ", else 0");
      }
      case deduction:
        return say("每起扣 ", "each takes off ") + plain(*scoring.per_event) +
               say(" 分，最多扣 ", ", at most ") + plain(scoring.cap ? *scoring.cap : node.points) +
               say(" 分", "");
      case rank:
        return say("按位次：第一名 ", "by place: the first ") + full +
               say(" 分，末名 0 分，之间按名次等分", ", the last 0, in between by place");
      case expression:
        return say("按公式 ", "by formula ") +
               (scoring.expression ? scoring.expression->text() : std::string());
      case direct:
        return say("由核查组评分", "points given by the reviewers");
    }
    return {};
  }
};

std::string of_node(const Teller& teller, const NodeScore& score) {
  const std::string full =
      teller.say("（满分 ", " of ") + to_text(score.maximum) + teller.say("）", "");
  const std::string result =
      teller.say("得 ", "points ") + to_text(score.points) + teller.say(" 分", "") + full;
  const std::string semicolon = teller.say("；", "; ");
  if (score.basis == Basis::parts) {
    return teller.say("各分项之和；", "the sum of its parts; ") + result;
  }
  if (score.basis == Basis::overridden) {
    return teller.say("核查组核定得分，理由：", "points established by the reviewers, because: ") +
           score.review->finding + semicolon + result;
  }
  if (score.basis == Basis::missing) {
    const char* zh = teller.node.full_when_missing ? "按满分计" : "按零分计";
    const char* en = teller.node.full_when_missing ? "counted as full points" : "counted as none";
    return teller.data(score) + semicolon + teller.say(zh, en) + semicolon + result;
  }
  return teller.data(score) + semicolon + teller.rule() + semicolon + result;
}

}  // namespace

std::string shown_value(const catalog::Catalog& catalog, const catalog::AssessmentNode& node,
                        Decimal value, Language language) {
  const auto* indicator = catalog.find_indicator(node.indicator);
  if (indicator == nullptr) return plain(value);
  const auto scale = nearest_decimal(indicator->scale, 6);
  const auto scaled = scale ? multiply_divide(value, *scale, {1, 0}, 2) : scale;
  if (!scaled) return plain(value);
  const std::string& unit = indicator->unit.in(language);
  return plain(*scaled) + (unit.empty() ? "" : " " + unit);
}

Words in_words(const catalog::Catalog& catalog, const catalog::Scheme&,
               const catalog::AssessmentNode& node, const NodeScore& score) {
  return {of_node({catalog, node, Language::zh}, score),
          of_node({catalog, node, Language::en}, score)};
}

Words in_words(const catalog::Scheme&, const catalog::AssessmentEvent& event,
               const EventScore& score) {
  const std::string count = std::to_string(score.records);
  if (event.kind == catalog::EventKind::veto) {
    const std::string wanted = std::to_string(event.at_least);
    std::string zh = count + " 条记录，达到 " + wanted + " 条即";
    std::string en = count + " records; " + wanted + " or more mean ";
    if (!event.grade.empty()) {
      zh += "不高于 " + event.grade + " 级";
      en += "no grade above " + event.grade;
    }
    if (event.limit) {
      zh += (event.grade.empty() ? "" : "、") + std::string("总分不超过 ") + to_text(*event.limit);
      en += (event.grade.empty() ? "" : ", ") + std::string("no total above ") +
            to_text(*event.limit);
    }
    return {zh + (score.applies ? "；已触发" : "；未触发"),
            en + (score.applies ? "; applies" : "; does not apply")};
  }
  return {count + " 条记录，每条 " + plain(event.per_event) + " 分，最多 " + plain(event.cap) +
              " 分；计 " + to_text(score.points) + " 分",
          count + " records, " + plain(event.per_event) + " each, at most " + plain(event.cap) +
              "; counts " + to_text(score.points)};
}

}  // namespace zhiheng::assess
