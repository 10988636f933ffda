#pragma once
// Plans made up for comparing, and what a crosswalk says in short.

#include <array>

#include "plan/compare.h"
#include "plan/examples.h"
#include "support/source.h"

namespace zhiheng::plan {

inline const CompareRules& shipped_rules() {
  static const CompareRules rules = [] {
    auto loaded = CompareRules::load(support::source_path("/catalog"));
    if (!loaded) {
      ADD_FAILURE() << describe(loaded.error());
      return CompareRules{};
    }
    return *std::move(loaded);
  }();
  return rules;
}

inline Crosswalk crosswalk(const Plan& upper, const Plan& lower) {
  return compare(upper, lower, shipped_lexicon(), shipped_rules());
}

/// A plan to be written and changed before it is parsed.
struct Draft {
  struct Item {
    std::string title;
    std::vector<std::string> sentences;
    std::string clause = "质检总局牵头，工商总局参加";
  };
  struct Section {
    std::string title;
    std::vector<Item> items;
  };
  std::vector<Section> sections;

  [[nodiscard]] std::string text() const {
    std::string text = "质量工作行动计划\n\n";
    int section_no = 0;
    int item_no = 0;
    for (const Section& section : sections) {
      text += numeral(++section_no) + "、" + section.title + "\n\n";
      for (const Item& item : section.items) {
        text += "（" + numeral(++item_no) + "）" + item.title + "。";
        for (const std::string& sentence : item.sentences) text += sentence + "。";
        if (!item.clause.empty()) text += "（" + item.clause + "）";
        text += "\n\n";
      }
    }
    return text;
  }

  /// 1 to 99 in Chinese numerals.
  static std::string numeral(int number) {
    const std::array<std::string, 10> digits{"",   "一", "二", "三", "四",
                                             "五", "六", "七", "八", "九"};
    const auto tens = static_cast<std::size_t>(number / 10);
    const auto ones = static_cast<std::size_t>(number % 10);
    return (tens > 1 ? digits.at(tens) : "") + (tens > 0 ? "十" : "") + digits.at(ones);
  }
};

/// Eight items in three sections that have little in common.
inline Draft draft() {
  return {{{"守住安全底线",
            {{"开展化肥打假护农行动",
              {"深入集镇门店和流动摊贩开展执法检查", "对养分含量虚标的厂家责令停产整顿"}},
             {"加强电梯维保抽查",
              {"在住宅小区和医院抽查在用电梯", "建立应急处置平台，公布救援电话"},
              "质检总局牵头，住房城乡建设部参加"},
             {"筛查食用油掺假",
              {"全年筛查散装食用油400批次", "追查上游供货渠道"},
              "农业部、商务部负责"}}},
           {"夯实技术基础",
            {{"完善竹木家具标准", {"制定甲醛释放量限值", "组织龙头企业参加起草"}},
             {"打击加油机作弊", {"检查芯片和传感装置", "曝光作弊站点名单"}},
             {"开放茶叶检测实验室", {"减免中小企业农残化验费用", "培养注册计量师"}}}},
           {"动员社会参与",
            {{"畅通举报渠道", {"整合投诉热线，实行一号受理", "奖励举报制假窝点的群众"}},
             {"组织质量月宣传", {"邀请市民参观检验机构", "编印中小学质量读本"}}}}}};
}

/// The items of all sections in one row.
inline std::vector<Draft::Item*> items_of(Draft& draft) {
  std::vector<Draft::Item*> items;
  for (Draft::Section& section : draft.sections) {
    for (Draft::Item& item : section.items) items.push_back(&item);
  }
  return items;
}

/// "1→1 kept, 2→ dropped, +3".
inline std::string in_short(const Crosswalk& crosswalk) {
  std::string all;
  for (const ItemPair& pair : crosswalk.pairs) {
    all +=
        (all.empty() ? "" : ", ") + std::to_string(crosswalk.upper.items[pair.upper].number) + "→";
    for (std::size_t i = 0; i < pair.lower.size(); ++i) {
      all += (i > 0 ? "+" : "") + std::to_string(crosswalk.lower.items[pair.lower[i]].number);
    }
    all += " " + std::string(name_of(pair.relation));
  }
  for (const std::size_t item : crosswalk.added) {
    all += ", +" + std::to_string(crosswalk.lower.items[item].number);
  }
  return all;
}

}  // namespace zhiheng::plan
