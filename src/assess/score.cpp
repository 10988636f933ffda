// One computation from the records to the sheets, and what makes two of them differ.

#include <algorithm>
#include <charconv>

#include "assess/facts.h"
#include "assess/failures.h"
#include "base/arithmetic.h"
#include "base/text.h"

namespace zhiheng::assess {
namespace {

Result<Decimal> number(std::string_view text, int places) {
  const auto point = text.find('.');
  const auto given = point == std::string_view::npos ? 0 : text.size() - point - 1;
  auto parsed = parse_decimal(text, static_cast<int>(std::min<std::size_t>(given, 12)));
  if (!parsed) return fail(what_if_wrong, "what-if", std::string(text), "97.5");
  auto fitting = round_half_up(*parsed, places);
  if (!fitting) return fail(what_if_wrong, "what-if", std::string(text), "97.5");
  return *fitting;
}

bool is_share(const catalog::Catalog& catalog, const catalog::AssessmentNode& node) {
  const auto* indicator = catalog.find_indicator(node.indicator);
  return indicator != nullptr && (indicator->kind == catalog::IndicatorKind::proportion ||
                                  indicator->kind == catalog::IndicatorKind::stratified_proportion);
}

Result<std::size_t> leaf_of(const catalog::Scheme& scheme, std::string_view name) {
  const auto at = scheme.position(name);
  if (!at) return fail(node_unknown, scheme.name, std::string(name));
  return *at;
}

/// Whatever the places they are written with.
bool same(const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return compare(*a, *b) == 0;
}

void remark(Assessment& made) {
  const auto& scheme = *made.scheme;
  if (!scheme.verified) {
    made.remarks.push_back(
        {"方案的分值或标准未经核实，得分只供参考",
         "points or thresholds of this scheme are unverified: no official result"});
  }
  if (made.supposed) {
    made.remarks.push_back(
        {"按假设计算，不是实际得分", "computed under a supposition; no actual score"});
  }
}

}  // namespace

Result<const catalog::Scheme*> scheme_of(const catalog::Catalog& catalog, const std::string& name,
                                         int year) {
  for (const auto& scheme : catalog.schemes) {
    if (scheme.name != name) continue;
    if (const auto* found = catalog.find_scheme(name, scheme.period(year).first)) return found;
  }
  return fail(scheme_unknown, "scheme", name + " " + std::to_string(year));
}

Result<void> suppose(Supposition& all, const catalog::Catalog& catalog,
                     const catalog::Scheme& scheme, std::string_view text) {
  const auto wrong = [&] {
    return fail(what_if_wrong, "what-if", std::string(text),
                "620100/criterion=97.5%, weight:criterion=20");
  };
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return wrong();
  const std::string_view left = trim(text.substr(0, equals));
  std::string_view right = trim(text.substr(equals + 1));
  if (left.starts_with("weight:")) {
    ZH_TRY(const auto node, leaf_of(scheme, left.substr(7)));
    ZH_TRY(const auto points, number(right, scheme.places));
    if (points.unscaled < 0) return wrong();
    all.points.push_back({scheme.nodes[node].id, points});
    return {};
  }
  const auto slash = left.find('/');
  if (slash == std::string_view::npos) return wrong();
  ZH_TRY(const auto node, leaf_of(scheme, left.substr(slash + 1)));
  if (!scheme.nodes[node].parts.empty()) return wrong();
  const bool percent = right.ends_with('%');
  if (percent) right = trim(right.substr(0, right.size() - 1));
  ZH_TRY(auto value, number(right, catalog::places_of_scored_value));
  if (percent || (is_share(catalog, scheme.nodes[node]) && compare(value, {1, 0}) > 0)) {
    ZH_TRY(value, multiply_divide(value, {1, 0}, {100, 0}, catalog::places_of_scored_value));
  }
  all.values.push_back({std::string(left.substr(0, slash)), scheme.nodes[node].id, value});
  return {};
}

Result<Assessment> score(const Sources& sources, const catalog::Scheme& scheme, int year,
                         const Supposition& supposition, bool with_spread) {
  Assessment made;
  made.scheme = &scheme;
  made.year = year;
  std::tie(made.from, made.to) = scheme.period(year);
  made.position = sources.cube->position();
  made.supposed = !supposition.empty();
  ZH_TRY(const auto facts, gather(sources, scheme, year, supposition));
  std::vector<WantedPoints> wanted;
  for (const auto& one : supposition.points) {
    ZH_TRY(const auto node, leaf_of(scheme, one.node));
    wanted.push_back({node, one.points});
  }
  made.sheets = evaluate(sources.registry->catalog(), scheme, facts, apportion(scheme, wanted));
  if (with_spread) ZH_DO(add_spread(scheme, facts, made.sheets));
  made.remarks = facts.remarks;
  remark(made);
  return made;
}

std::vector<NodeDifference> differences(const Assessment& before, const Assessment& after) {
  std::vector<NodeDifference> all;
  const auto& scheme = *before.scheme;
  for (const auto& now : after.sheets) {
    const Sheet* then = before.find(now.region);
    if (then == nullptr) continue;
    const auto differ = [&](const std::string& node, Decimal a, Decimal b,
                            std::optional<Decimal> value_a, std::optional<Decimal> value_b) {
      if (compare(a, b) == 0 && same(value_a, value_b)) return;
      all.push_back({now.region, node, a, b, value_a, value_b});
    };
    for (std::size_t i = 0; i < now.nodes.size(); ++i) {
      differ(scheme.nodes[i].id, then->nodes[i].points, now.nodes[i].points, then->nodes[i].value,
             now.nodes[i].value);
    }
    for (std::size_t i = 0; i < now.events.size(); ++i) {
      differ(scheme.events[i].id, then->events[i].points, now.events[i].points,
             Decimal{then->events[i].records, 0}, Decimal{now.events[i].records, 0});
    }
    differ("", then->total, now.total, std::nullopt, std::nullopt);
  }
  return all;
}

}  // namespace zhiheng::assess
