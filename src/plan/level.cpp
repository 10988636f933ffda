// At which level of government does a plan speak, and for which years?

#include <algorithm>
#include <map>

#include "plan/paragraphs.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

Level level_of_sign(std::string_view sign) {
  if (sign == "省") return Level::province;
  return sign == "市" || sign == "州" ? Level::city : Level::county;
}

/// The level whose sign most of the parties carry: 省质监局, 省财政厅, …
Level level_of_parties(const Plan& plan) {
  std::map<std::string_view, int> counts;
  bool ministries = false;
  for (const Party& party : plan.parties) {
    for (const std::string_view sign : {"省", "市", "州", "县", "区", "旗"}) {
      if (party.canonical.starts_with(sign)) ++counts[sign];
    }
    ministries = ministries || party.canonical.ends_with("部") || party.canonical.ends_with("总局");
  }
  if (counts.empty()) return ministries ? Level::national : Level::unknown;
  return level_of_sign(
      std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; })->first);
}

/// Years in the lines of the title, in digits or in Chinese numerals.
std::vector<int> years_in_titles(const Plan& plan) {
  std::vector<int> years;
  for (const Span line : plan.document.titles) {
    const auto title = plan.text.folded(line);
    for (std::size_t i = 0; i + 4 <= title.size(); ++i) {
      const auto digits = title.substr(i, 4);
      const auto year = arabic_number(digits) ? arabic_number(digits) : chinese_number(digits);
      if (!year || *year < 1949 || *year > 2100) continue;
      years.push_back(*year);
      i += 3;
    }
  }
  return years;
}

}  // namespace

Level level_of_issuer(std::string_view issuer) {
  if (issuer.starts_with("国务院") || issuer.starts_with("国家") ||
      issuer.starts_with("中共中央")) {
    return Level::national;
  }
  // "甲省乙市丙县人民政府": the last sign is the issuer's own.
  Level level = Level::unknown;
  std::size_t last = 0;
  const auto look = [&](std::string_view sign, Level meant) {
    const std::size_t at = issuer.rfind(sign);
    if (at == std::string_view::npos || at + sign.size() < last) return;
    last = at + sign.size();
    level = meant;
  };
  for (const std::string_view sign : {"省", "市", "州", "县", "区", "旗"}) {
    look(sign, level_of_sign(sign));
  }
  look("自治区", Level::province);
  return level;
}

void read_level_and_years(Plan& plan) {
  Document& document = plan.document;
  const Level issuer = level_of_issuer(document.issuer);
  const bool national = document.number.starts_with("国") || issuer == Level::national;
  const Level parties = level_of_parties(plan);
  document.level = national ? Level::national : parties != Level::unknown ? parties : issuer;
  const std::vector<int> years = years_in_titles(plan);
  if (!years.empty()) {
    document.year = years.front();
    if (years.size() > 1) document.until = years.back();
  } else if (document.date) {
    document.year = static_cast<int>(civil(*document.date).year());
  }
}

}  // namespace zhiheng::plan
