#include "assess/freeze.h"

#include <algorithm>

#include "assess/failures.h"
#include "base/arithmetic.h"
#include "code/region.h"
#include "expr/expr.h"

namespace zhiheng::assess {
namespace {

constexpr int stored_places = 6;  // of the registers' decimals

Value stored(const std::optional<Decimal>& number, int places = stored_places) {
  if (!number) return {};
  const auto fitting = round_half_up(*number, places);
  return fitting ? Value(*fitting) : Value{};
}

Value text_or_null(const std::string& text) { return text.empty() ? Value{} : Value(text); }

std::string about(const catalog::Scheme& scheme, int year) {
  return "scheme = " + expr::text_literal(scheme.name) + " and year = " + std::to_string(year);
}

/// A record's values by the names of its fields.
class Fields {
 public:
  Fields(const std::vector<std::string>& columns, const registry::Record& record) {
    for (std::size_t i = 0; i < columns.size(); ++i) values_[columns[i]] = record.values[i];
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() || is_null(found->second) ? std::string()
                                                            : to_text(found->second);
  }
  [[nodiscard]] std::int64_t integer(const std::string& name) const {
    const auto found = values_.find(name);
    const auto* whole =
        found == values_.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return whole == nullptr ? 0 : *whole;
  }
  [[nodiscard]] std::optional<Decimal> decimal(const std::string& name) const {
    const auto found = values_.find(name);
    const auto* number = found == values_.end() ? nullptr : std::get_if<Decimal>(&found->second);
    return number == nullptr ? std::nullopt : std::optional(*number);
  }

 private:
  std::map<std::string, Value> values_;
};

Result<std::int64_t> newest_round(registry::Registry& registry, const registry::Person& person,
                                  const catalog::Scheme& scheme, int year) {
  ZH_TRY(const auto* of, registry.find_register("assessment_sheet"));
  registry::ListQuery query{.filter = about(scheme, year), .sort = {"-round"}, .limit = 1};
  ZH_TRY(const auto page, registry.list(person, *of, query));
  if (page.records.empty()) return 0;
  return Fields(page.columns, page.records.front()).integer("round");
}

Result<void> write_all(registry::Registry& registry, const registry::Person& person,
                       const std::string& register_name, const std::vector<std::string>& columns,
                       std::vector<registry::Entry> entries, store::Transaction& transaction) {
  ZH_TRY(const auto* of, registry.find_register(register_name));
  ZH_TRY(const auto answers,
         registry.put(person, *of, columns, std::move(entries), {.transaction = &transaction}));
  for (const auto& answer : answers) {
    if (answer.outcome == store::Outcome::refused) {
      return fail(not_written, register_name,
                  answer.errors.empty() ? "" : describe(answer.errors.front()));
    }
  }
  return {};
}

const std::vector<std::string> sheet_columns = {
    "scheme", "scheme_version", "digest",    "year",      "round",
    "region", "position",       "frozen_on", "total",     "maximum",
    "grade",  "vetoed_by",      "place",     "place_low", "place_high"};

registry::Entry sheet_entry(const Assessment& made, const Sheet& sheet, std::int64_t round,
                            Date today) {
  const auto& scheme = *made.scheme;
  std::string vetoes;
  for (const auto& veto : sheet.vetoes) vetoes += (vetoes.empty() ? "" : "|") + veto;
  const auto place_of = [&](Decimal Spread::*field) {
    return sheet.spread ? stored(std::optional(*sheet.spread.*field), 1) : Value{};
  };
  return {.values = {scheme.name, scheme.version, scheme.digest, std::int64_t{made.year}, round,
                     sheet.region, made.position, today, stored(sheet.total),
                     stored(scheme.full_points()), scheme.grades[sheet.grade].code,
                     text_or_null(vetoes), std::int64_t{sheet.place}, place_of(&Spread::place_low),
                     place_of(&Spread::place_high)}};
}

const std::vector<std::string> score_columns = {
    "scheme", "year", "round", "region",  "node",  "frozen_on", "points",      "maximum",
    "value",  "low",  "high",  "records", "basis", "how",       "how_english", "source_register",
    "query"};

registry::Entry score_entry(const Assessment& made, const Sheet& sheet, std::int64_t round,
                            Date today, std::size_t at) {
  const NodeScore& score = sheet.nodes[at];
  return {.values = {made.scheme->name, std::int64_t{made.year}, round, sheet.region,
                     made.scheme->nodes[at].id, today, stored(score.points), stored(score.maximum),
                     stored(score.value), stored(score.low), stored(score.high), score.records,
                     std::string(name_of(score.basis)), score.how.zh, score.how.en,
                     text_or_null(score.register_name), text_or_null(score.query)}};
}

registry::Entry event_entry(const Assessment& made, const Sheet& sheet, std::int64_t round,
                            Date today, std::size_t at) {
  const EventScore& score = sheet.events[at];
  return {.values = {made.scheme->name, std::int64_t{made.year}, round, sheet.region,
                     made.scheme->events[at].id, today, stored(score.points), Value{}, Value{},
                     Value{}, Value{}, score.records, std::string("event"), score.how.zh,
                     score.how.en, text_or_null(score.register_name), text_or_null(score.query)}};
}

Result<std::vector<std::pair<registry::Record, Fields>>> rows(registry::Registry& registry,
                                                              const registry::Person& person,
                                                              const std::string& register_name,
                                                              const std::string& filter) {
  ZH_TRY(const auto* of, registry.find_register(register_name));
  std::vector<std::string> columns;
  std::vector<std::pair<registry::Record, Fields>> found;
  ZH_DO(registry.each(person, *of, {.filter = filter, .sort = of->key}, columns,
                      [&](const registry::Record& record) {
                        found.emplace_back(record, Fields(columns, record));
                        return true;
                      }));
  return found;
}

void read_score(const catalog::Scheme& scheme, const Fields& fields, Assessment& made) {
  const auto sheet = std::ranges::find(made.sheets, fields.text("region"), &Sheet::region);
  if (sheet == made.sheets.end()) return;
  const std::string id = fields.text("node");
  const auto places = [&](const std::string& name) {
    const auto number = fields.decimal(name);
    const auto fitting =
        number ? round_half_up(*number, scheme.places) : Result<Decimal>(Decimal{});
    return fitting ? *fitting : Decimal{};
  };
  if (const auto at = scheme.position(id)) {
    NodeScore& score = sheet->nodes[*at];
    score.points = places("points");
    score.maximum = places("maximum");
    score.value = fields.decimal("value");
    score.low = fields.decimal("low");
    score.high = fields.decimal("high");
    score.records = fields.integer("records");
    score.how = {fields.text("how"), fields.text("how_english")};
    score.register_name = fields.text("source_register");
    score.query = fields.text("query");
    for (int basis = 0; basis <= static_cast<int>(Basis::missing); ++basis) {
      if (name_of(static_cast<Basis>(basis)) == fields.text("basis")) {
        score.basis = static_cast<Basis>(basis);
      }
    }
    return;
  }
  for (std::size_t i = 0; i < scheme.events.size(); ++i) {
    if (scheme.events[i].id != id) continue;
    EventScore& score = sheet->events[i];
    score.points = places("points");
    score.records = fields.integer("records");
    score.how = {fields.text("how"), fields.text("how_english")};
    score.register_name = fields.text("source_register");
    score.query = fields.text("query");
  }
}

/// What the sheet did not keep, because its rows say it.
void add_sums(const catalog::Scheme& scheme, Sheet& sheet) {
  const auto places = static_cast<std::uint8_t>(scheme.places);
  sheet.subtotal = sheet.bonus = sheet.deductions = {0, places};
  for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
    if (!scheme.nodes[i].parent) sheet.subtotal.unscaled += sheet.nodes[i].points.unscaled;
  }
  for (std::size_t i = 0; i < scheme.events.size(); ++i) {
    EventScore& score = sheet.events[i];
    const bool veto = scheme.events[i].kind == catalog::EventKind::veto;
    score.applies = score.records >= (veto ? scheme.events[i].at_least : 1);
    Decimal& sum = score.points.unscaled < 0 ? sheet.deductions : sheet.bonus;
    sum.unscaled += std::abs(score.points.unscaled);
  }
  if (scheme.bonus_cap && compare(sheet.bonus, *scheme.bonus_cap) > 0) {
    sheet.bonus = *scheme.bonus_cap;
  }
}

Sheet read_sheet(const catalog::Catalog& catalog, const catalog::Scheme& scheme,
                 const Fields& fields, Date on) {
  Sheet sheet;
  sheet.region = fields.text("region");
  if (const auto* region = catalog.regions->nearest(sheet.region, on)) sheet.name = region->name;
  sheet.nodes.resize(scheme.nodes.size());
  sheet.events.resize(scheme.events.size());
  const auto total = round_half_up(fields.decimal("total").value_or(Decimal{}), scheme.places);
  sheet.total = total ? *total : Decimal{};
  const auto rounded = round_half_up(sheet.total, scheme.grade_places);
  sheet.graded_total = rounded ? *rounded : sheet.total;
  sheet.place = static_cast<int>(fields.integer("place"));
  for (std::size_t i = 0; i < scheme.grades.size(); ++i) {
    if (scheme.grades[i].code == fields.text("grade")) sheet.grade = i;
  }
  std::string vetoes = fields.text("vetoed_by");
  for (const auto& event : scheme.events) {
    if (("|" + vetoes + "|").find("|" + event.id + "|") != std::string::npos) {
      sheet.vetoes.push_back(event.id);
    }
  }
  return sheet;
}

}  // namespace

Result<int> freeze(const Sources& sources, const Assessment& assessment,
                   const registry::Person& person, Date today) {
  registry::Registry& registry = *sources.registry;
  // The writer's place first: two freezes at once must not take the same round.
  ZH_TRY(const auto transaction, registry.store().begin({.user = person.user}));
  ZH_TRY(const auto last, newest_round(registry, person, *assessment.scheme, assessment.year));
  const std::int64_t round = last + 1;
  std::vector<registry::Entry> sheets, scores;
  for (const auto& sheet : assessment.sheets) {
    sheets.push_back(sheet_entry(assessment, sheet, round, today));
    for (std::size_t i = 0; i < sheet.nodes.size(); ++i) {
      scores.push_back(score_entry(assessment, sheet, round, today, i));
    }
    for (std::size_t i = 0; i < sheet.events.size(); ++i) {
      scores.push_back(event_entry(assessment, sheet, round, today, i));
    }
  }
  ZH_DO(write_all(registry, person, "assessment_sheet", sheet_columns, std::move(sheets),
                  *transaction));
  ZH_DO(write_all(registry, person, "assessment_score", score_columns, std::move(scores),
                  *transaction));
  ZH_DO(transaction->commit());
  return static_cast<int>(round);
}

Result<int> publish(registry::Registry& registry, const catalog::Scheme& scheme, int year,
                    const registry::Person& person, Date today) {
  ZH_TRY(const auto round, newest_round(registry, person, scheme, year));
  if (round == 0) return fail(not_frozen, "scheme", scheme.name + " " + std::to_string(year));
  ZH_TRY(const auto found, rows(registry, person, "assessment_sheet",
                                about(scheme, year) + " and round = " + std::to_string(round)));
  std::vector<registry::Entry> results;
  ZH_TRY(const auto* sheets, registry.find_register("assessment_sheet"));
  for (const auto& [record, fields] : found) {
    if (record.state == "frozen") {
      ZH_TRY(const auto stepped,
             registry.step(person, *sheets, record.id, record.version, "publish", ""));
      if (!stepped.errors.empty()) return fail(not_written, sheets->name, record.id);
    }
    results.push_back({.values = {scheme.name, std::int64_t{year}, fields.text("region"), round,
                                  stored(fields.decimal("total")), fields.text("grade"),
                                  fields.integer("place"), today}});
  }
  const int count = static_cast<int>(results.size());
  ZH_TRY(const auto transaction, registry.store().begin({.user = person.user}));
  ZH_DO(write_all(
      registry, person, "assessment_result",
      {"scheme", "year", "government", "round", "total", "grade", "place", "published_on"},
      std::move(results), *transaction));
  ZH_DO(transaction->commit());
  return count;
}

Result<Frozen> frozen(registry::Registry& registry, const registry::Person& person,
                      const catalog::Scheme& scheme, int year, int round) {
  const auto none = [&] {
    return fail(not_frozen, "scheme", scheme.name + " " + std::to_string(year));
  };
  std::int64_t wanted = round;
  if (wanted == 0) {
    ZH_TRY(wanted, newest_round(registry, person, scheme, year));
  }
  const std::string filter = about(scheme, year) + " and round = " + std::to_string(wanted);
  ZH_TRY(const auto sheets, rows(registry, person, "assessment_sheet", filter));
  if (sheets.empty()) return none();
  Frozen made;
  made.round = static_cast<int>(wanted);
  made.position = sheets.front().second.integer("position");
  made.digest = sheets.front().second.text("digest");
  Assessment& assessment = made.assessment;
  assessment.scheme = &scheme;
  assessment.year = year;
  std::tie(assessment.from, assessment.to) = scheme.period(year);
  assessment.position = made.position;
  for (const auto& [record, fields] : sheets) {
    assessment.sheets.push_back(read_sheet(registry.catalog(), scheme, fields, assessment.to));
  }
  ZH_TRY(const auto scores, rows(registry, person, "assessment_score", filter));
  for (const auto& [record, fields] : scores) read_score(scheme, fields, assessment);
  for (auto& sheet : assessment.sheets) add_sums(scheme, sheet);
  return made;
}

}  // namespace zhiheng::assess
