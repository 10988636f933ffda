// Reads what a scheme is scored on: indicators, counted records, claims, reviews.

#include <algorithm>
#include <cmath>
#include <set>

#include "assess/facts.h"
#include "assess/failures.h"
#include "base/arithmetic.h"
#include "code/region.h"
#include "indicator/indicator.h"
#include "stat/distributions.h"

namespace zhiheng::assess {
namespace {

constexpr std::size_t evidence_kept = 100;

std::string text_of(const Value& value) { return is_null(value) ? std::string() : to_text(value); }

/// The level of region grouping at which the code stands for itself.
std::string level_of(const std::string& code) {
  if (code.ends_with("0000")) return "region:province";
  return code.ends_with("00") ? "region:prefecture" : "region:county";
}

struct Span {
  Date from, to;
};

class Gathering {
 public:
  Gathering(const Sources& sources, const catalog::Scheme& scheme, int year,
            const Supposition& supposition)
      : sources_(sources),
        catalog_(sources.registry->catalog()),
        scheme_(scheme),
        year_(year),
        supposition_(supposition) {}

  Result<Facts> all() {
    const auto [from, to] = scheme_.period(year_);
    span_ = {from, to};
    ZH_DO(find_governments());
    facts_.measures.resize(scheme_.nodes.size());
    for (std::size_t i = 0; i < scheme_.nodes.size(); ++i) {
      const auto& node = scheme_.nodes[i];
      facts_.measures[i].resize(node.parts.empty() ? facts_.governments.size() : 0);
      if (node.data == catalog::ScoreSource::indicator) ZH_DO(measure(node, facts_.measures[i]));
      if (node.data == catalog::ScoreSource::records) ZH_DO(count(node, facts_.measures[i]));
    }
    for (const auto& event : scheme_.events) {
      std::vector<Tally> tallies;
      ZH_TRY(tallies, tally(event.records, span_));
      auto& counted = facts_.events.emplace_back();
      for (auto& one : tallies) counted.push_back(std::move(one.counted));
    }
    ZH_DO(read_claims());
    ZH_DO(read_reviews());
    for (const auto& one : supposition_.values) {
      const auto at = cell(one.node, one.region);
      if (!at) return fail(region_unknown, "", one.region);
      facts_.supposed[*at] = one.value;
    }
    return std::move(facts_);
  }

 private:
  struct Tally {
    Counted counted;
    Decimal sum{0, catalog::places_of_scored_value};
  };

  Result<void> find_governments() {
    const bool nation = scheme_.assessor == "000000";
    for (const auto* region :
         catalog_.regions->children(nation ? "" : scheme_.assessor, span_.to)) {
      if (region->kind == code::RegionKind::grouping) continue;
      facts_.governments.push_back({region->code, region->name});
    }
    std::ranges::sort(facts_.governments, {}, &Government::code);
    if (facts_.governments.empty()) return fail(nobody_assessed, "assessor", scheme_.assessor);
    return {};
  }

  [[nodiscard]] std::optional<std::size_t> government(std::string_view code) const {
    for (std::size_t i = 0; i < facts_.governments.size(); ++i) {
      if (facts_.governments[i].code == code) return i;
    }
    return std::nullopt;
  }
  /// The government in whose area a code lies.
  [[nodiscard]] std::optional<std::size_t> government_around(std::string_view code) const {
    for (std::size_t i = 0; i < facts_.governments.size(); ++i) {
      if (code.starts_with(code::subtree_prefix(facts_.governments[i].code))) return i;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<Cell> cell(std::string_view node, std::string_view region) const {
    const auto at = scheme_.position(node);
    const auto of = government(region);
    if (!at || !of) return std::nullopt;
    return Cell{*at, *of};
  }

  // ---- indicators ------------------------------------------------------------------------------

  Result<std::vector<indicator::Point>> ask(const indicator::Question& question) {
    std::set<std::string> levels;
    for (const auto& one : facts_.governments) levels.insert(level_of(one.code));
    std::vector<indicator::Point> points(facts_.governments.size());
    for (const auto& level : levels) {
      indicator::Question asked = question;
      asked.by = {level};
      ZH_TRY(const auto answer,
             indicator::ask(catalog_, *sources_.cube, asked, sources_.interrupted));
      for (const auto& remark : answer.remarks) {
        if (std::ranges::find(facts_.remarks, remark) == facts_.remarks.end()) {
          facts_.remarks.push_back(remark);
        }
      }
      for (const auto& point : answer.points) {
        const auto of = government(point.group.front());
        if (of && level_of(point.group.front()) == level) points[*of] = point;
      }
    }
    return points;
  }

  Result<indicator::Question> question_of(const catalog::AssessmentNode& node, Span span) {
    const auto* made = catalog_.find_indicator(node.indicator);
    indicator::Question question;
    question.indicator = node.indicator;
    question.from = span.from;
    question.to = span.to;
    question.today = span.to;
    if (node.filter) question.filter = node.filter->text();
    ZH_TRY(const auto exclusion,
           without(*sources_.registry, *catalog_.find_register(made->register_name),
                   supposition_.excluded));
    if (!exclusion.empty()) {
      question.filter =
          question.filter.empty() ? exclusion : "(" + question.filter + ") and " + exclusion;
    }
    if (scheme_.assessor != "000000") question.region = scheme_.assessor;
    return question;
  }

  static std::optional<Decimal> rounded(const std::optional<double>& value) {
    if (!value) return std::nullopt;
    const auto found = nearest_decimal(*value, catalog::places_of_scored_value);
    return found ? std::optional(*found) : std::nullopt;
  }

  /// A share exactly, from its counts: 0.9307 and not 0.930699999.
  static std::optional<Decimal> rounded(const indicator::Point& point, bool share) {
    if (!share || !point.value || point.records == 0) return rounded(point.value);
    const auto found = multiply_divide({1, 0}, {point.hits, 0}, {point.records, 0},
                                       catalog::places_of_scored_value);
    return found ? std::optional(*found) : std::nullopt;
  }

  static double deviation(const indicator::Point& point, bool up, double confidence) {
    if (!point.value) return 0;
    const auto bound = up ? point.high : point.low;
    if (!bound) return point.standard_error.value_or(0);
    return std::abs(*bound - *point.value) / stat::normal_quantile((1 + confidence) / 2);
  }

  Result<void> measure(const catalog::AssessmentNode& node, std::vector<Measure>& measures) {
    const auto* made = catalog_.find_indicator(node.indicator);
    const bool share = made->kind == catalog::IndicatorKind::proportion;
    ZH_TRY(const auto question, question_of(node, span_));
    ZH_TRY(const auto points, ask(question));
    for (std::size_t i = 0; i < points.size(); ++i) {
      Measure& one = measures[i];
      const auto& point = points[i];
      one.value = rounded(point, share);
      one.low = rounded(point.low);
      one.high = rounded(point.high);
      one.records = point.records;
      one.hits = point.hits;
      one.share = share && one.value.has_value();
      one.below = deviation(point, false, made->confidence);
      one.above = deviation(point, true, made->confidence);
      one.note = point.note;
      one.register_name = made->register_name;
      indicator::Question behind = question;
      behind.by = {level_of(facts_.governments[i].code)};
      indicator::Point where;
      where.group = {facts_.governments[i].code};
      ZH_TRY(one.query, indicator::records_behind(catalog_, behind, where));
      // Without records there is nothing, which for a count is a value.
      const bool counts = made->kind == catalog::IndicatorKind::count ||
                          made->kind == catalog::IndicatorKind::total;
      if (counts && !one.value && one.note.empty()) one.value = Decimal{0, 0};
    }
    if (!needs_last_year(node)) return {};
    const auto [from, to] = scheme_.period(year_ - 1);
    ZH_TRY(const auto before, question_of(node, {from, to}));
    ZH_TRY(const auto earlier, ask(before));
    for (std::size_t i = 0; i < earlier.size(); ++i) {
      measures[i].previous = rounded(earlier[i], share);
      measures[i].previous_deviation = (deviation(earlier[i], false, made->confidence) +
                                        deviation(earlier[i], true, made->confidence)) /
                                       2;
    }
    return {};
  }

  static bool needs_last_year(const catalog::AssessmentNode& node) {
    return node.scoring.function == catalog::ScoreFunction::change ||
           node.scoring.function == catalog::ScoreFunction::expression;
  }

  // ---- counted records -------------------------------------------------------------------------

  Result<std::string> condition(const catalog::CountedRecords& what, Span span,
                                const std::string& region) {
    const auto& of = *catalog_.find_register(what.register_name);
    std::string text = of.time_field + " >= date '" + to_text(span.from) + "' and " +
                       of.time_field + " < date '" + to_text(Date{span.to.days + 1}) + "'";
    if (region != "000000") text += " and " + of.region_field + " under '" + region + "'";
    if (what.filter) text = "(" + what.filter->text() + ") and " + text;
    ZH_TRY(const auto exclusion, without(*sources_.registry, of, supposition_.excluded));
    if (!exclusion.empty()) text += " and " + exclusion;
    return text;
  }

  Result<std::vector<Tally>> tally(const catalog::CountedRecords& what, Span span) {
    const auto& of = *catalog_.find_register(what.register_name);
    std::vector<Tally> tallies(facts_.governments.size());
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      tallies[i].counted.register_name = of.name;
      ZH_TRY(tallies[i].counted.query, condition(what, span, facts_.governments[i].code));
    }
    registry::ListQuery query;
    ZH_TRY(query.filter, condition(what, span, scheme_.assessor));
    query.sort = of.key;
    std::vector<std::string> columns;
    const auto field = [&](const registry::Record& record, std::string_view name) {
      const auto at = std::ranges::find(columns, name) - columns.begin();
      return at == std::ssize(columns) ? Value{} : record.values[static_cast<std::size_t>(at)];
    };
    ZH_DO(sources_.registry->each(
        registry::local_operator(), of, query, columns, [&](const registry::Record& record) {
          const auto at = government_around(text_of(field(record, of.region_field)));
          if (!at) return true;
          Tally& one = tallies[*at];
          ++one.counted.records;
          if (what.value) add_value(*what.value, record, one);
          if (one.counted.evidence.size() < evidence_kept) {
            std::string key;
            for (const auto& part : of.key)
              key += (key.empty() ? "" : "|") + text_of(field(record, part));
            one.counted.evidence.push_back({of.name, key, text_of(field(record, of.title_field))});
          }
          return true;
        }));
    return tallies;
  }

  static void add_value(const expr::Expression& value, const registry::Record& record,
                        Tally& tally) {
    // The values of all fields stand first, then what every record has: as expression_fields().
    std::vector<Value> row = record.values;
    row.emplace_back(record.state);
    row.emplace_back(record.recorded_at);
    const Value found = value.evaluate(row, {});
    Decimal number;
    if (const auto* whole = std::get_if<std::int64_t>(&found)) number = {*whole, 0};
    if (const auto* exact = std::get_if<Decimal>(&found)) number = *exact;
    const auto fitting = round_half_up(number, catalog::places_of_scored_value);
    if (!fitting) return;
    if (const auto sum = add(tally.sum, *fitting)) tally.sum = *sum;
  }

  Result<void> count(const catalog::AssessmentNode& node, std::vector<Measure>& measures) {
    ZH_TRY(auto tallies, tally(node.records, span_));
    for (std::size_t i = 0; i < tallies.size(); ++i) {
      Measure& one = measures[i];
      one.value = node.records.value ? tallies[i].sum : Decimal{tallies[i].counted.records, 0};
      one.records = tallies[i].counted.records;
      one.register_name = tallies[i].counted.register_name;
      one.query = std::move(tallies[i].counted.query);
      one.evidence = std::move(tallies[i].counted.evidence);
    }
    if (!needs_last_year(node)) return {};
    const auto [from, to] = scheme_.period(year_ - 1);
    ZH_TRY(const auto earlier, tally(node.records, {from, to}));
    for (std::size_t i = 0; i < earlier.size(); ++i) {
      measures[i].previous =
          node.records.value ? earlier[i].sum : Decimal{earlier[i].counted.records, 0};
    }
    return {};
  }

  // ---- what people entered ---------------------------------------------------------------------

  /// Calls `take` for each record of this scheme and year about a known node and government.
  template <class Take>
  Result<void> entries(const std::string& register_name, const std::string& state,
                       const Take& take) {
    const auto* of = catalog_.find_register(register_name);
    if (of == nullptr) return {};
    registry::ListQuery query;
    query.filter = "scheme = " + expr::text_literal(scheme_.name) +
                   " and year = " + std::to_string(year_) + " and state <> '" + state + "'";
    ZH_TRY(const auto exclusion, without(*sources_.registry, *of, supposition_.excluded));
    if (!exclusion.empty()) query.filter += " and " + exclusion;
    query.sort = of->key;
    std::vector<std::string> columns;
    return sources_.registry->each(
        registry::local_operator(), *of, query, columns, [&](const registry::Record& record) {
          std::map<std::string, Value> fields;
          for (std::size_t i = 0; i < columns.size(); ++i) fields[columns[i]] = record.values[i];
          const auto at = cell(text_of(fields["node"]), text_of(fields["region"]));
          if (at && scheme_.nodes[at->first].parts.empty()) take(*at, fields);
          return true;
        });
  }

  static std::optional<Decimal> decimal(const Value& value) {
    const auto* found = std::get_if<Decimal>(&value);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  static std::vector<std::string> list(const Value& value) {
    std::vector<std::string> parts;
    const std::string text = text_of(value);
    for (std::size_t from = 0; from < text.size();) {
      const auto bar = std::min(text.find('|', from), text.size());
      parts.push_back(text.substr(from, bar - from));
      from = bar + 1;
    }
    return parts;
  }

  Result<void> read_claims() {
    return entries("assessment_self", "returned",
                   [&](Cell at, std::map<std::string, Value>& fields) {
                     facts_.claims[at] = {.value = decimal(fields["value"]),
                                          .points = decimal(fields["points"]),
                                          .statement = text_of(fields["statement"]),
                                          .evidence = list(fields["evidence"])};
                   });
  }

  Result<void> read_reviews() {
    return entries("assessment_review", "withdrawn",
                   [&](Cell at, std::map<std::string, Value>& fields) {
                     facts_.reviews[at] = {.value = decimal(fields["value"]),
                                           .points = decimal(fields["points"]),
                                           .finding = text_of(fields["finding"])};
                   });
  }

  const Sources& sources_;
  const catalog::Catalog& catalog_;
  const catalog::Scheme& scheme_;
  int year_;
  const Supposition& supposition_;
  Span span_;
  Facts facts_;
};

std::string literal(const catalog::Field& field, const Value& value) {
  switch (field.storage()) {
    case Storage::text:
      return expr::text_literal(to_text(value));
    case Storage::date:
      return "date '" + to_text(value) + "'";
    default:
      return to_text(value);
  }
}

}  // namespace

Result<std::string> without(registry::Registry& registry, const catalog::Register& of,
                            const std::vector<std::string>& excluded) {
  std::string text;
  for (const auto& one : excluded) {
    if (!one.starts_with(of.name + "/")) continue;
    std::vector<std::string> columns;
    ZH_TRY(const auto record,
           registry.find(registry::local_operator(), of,
                         std::string_view(one).substr(of.name.size() + 1), columns));
    std::string key;
    for (const auto& name : of.key) {
      const auto at = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
      key += (key.empty() ? "" : " and ") + name + " = " +
             literal(*of.find_field(name), record.values[at]);
    }
    text += (text.empty() ? "" : " and ") + ("not (" + key + ")");
  }
  return text;
}

Result<Facts> gather(const Sources& sources, const catalog::Scheme& scheme, int year,
                     const Supposition& supposition) {
  return Gathering(sources, scheme, year, supposition).all();
}

}  // namespace zhiheng::assess
