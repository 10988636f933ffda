#include "stat/survey_publication.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "stat/failures.h"
#include "stat/table_text.h"

namespace zhiheng::stat {
namespace {

constexpr std::string_view quantities[] = {"estimate", "records",        "effective_records",
                                           "cv",       "interval_width", "relative_interval_width",
                                           "degrees"};

double value_of(std::string_view quantity, const PublicationFacts& facts) {
  if (quantity == "estimate") return facts.estimate;
  if (quantity == "records") return facts.records;
  if (quantity == "effective_records") return facts.effective_records;
  if (quantity == "cv") return facts.cv;
  if (quantity == "interval_width") return facts.interval_width;
  if (quantity == "degrees") return facts.degrees;
  return facts.interval_width / std::abs(facts.estimate);
}

/// Three digits are enough to see why.
std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

Result<PublicationLimit> limit_of(const TableText& table, std::size_t row) {
  PublicationLimit limit;
  limit.quantity = table.text(row, 1);
  if (std::ranges::find(quantities, limit.quantity) == std::end(quantities)) {
    return fail(table_malformed, "quantity", limit.quantity, "estimate, records, cv, ...");
  }
  const auto side = table.text(row, 2);
  if (side != "below" && side != "above") {
    return fail(table_malformed, "side", std::string(side), "below, above");
  }
  limit.below = side == "below";
  ZH_TRY(limit.threshold, table.number(row, 3, 0));
  ZH_TRY(limit.wider_than, table.number(row, 4, 0));
  const auto verdict = table.text(row, 5);
  if (verdict != "flag" && verdict != "no") {
    return fail(table_malformed, "verdict", std::string(verdict), "flag, no");
  }
  limit.verdict = verdict == "flag" ? Publication::flag : Publication::no;
  return limit;
}

}  // namespace

Result<std::vector<PublicationRule>> publication_rules(std::string_view text) {
  ZH_TRY(const auto table, TableText::parse(text, {"rule", "quantity", "side", "threshold",
                                                   "wider_than", "verdict", "status", "source"}));
  std::vector<PublicationRule> rules;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto name = table.text(row, 0);
    auto rule = std::ranges::find(rules, name, &PublicationRule::name);
    if (rule == rules.end()) {
      rules.push_back({std::string(name), {}, std::string(table.text(row, 7)), true});
      rule = rules.end() - 1;
    }
    ZH_TRY(auto limit, limit_of(table, row));
    rule->limits.push_back(std::move(limit));
    rule->verified = rule->verified && table.text(row, 6) == "verified";
  }
  return rules;
}

PublicationVerdict judge(const PublicationRule& rule, const PublicationFacts& facts) {
  PublicationVerdict made;
  if (!std::isfinite(facts.estimate)) return {Publication::no, "estimate"};
  for (const PublicationLimit& limit : rule.limits) {
    const double value = value_of(limit.quantity, facts);
    const bool passed = limit.below ? value < limit.threshold : value > limit.threshold;
    if (!passed || (limit.wider_than > 0 && !(facts.interval_width > limit.wider_than))) continue;
    made.verdict = std::max(made.verdict, limit.verdict);
    made.reason.append(made.reason.empty() ? "" : "; ")
        .append(limit.quantity + " " + rounded(value) + (limit.below ? " < " : " > ") +
                rounded(limit.threshold));
  }
  return made;
}

}  // namespace zhiheng::stat
