// Schemes of assessment: reads them; what must fit together is checked in check_assessment.cpp.

#include <algorithm>

#include "base/arithmetic.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

const std::vector<std::string_view> functions = {"linear", "bands",  "pass_fail",  "deduction",
                                                 "rank",   "change", "expression", "direct"};
const std::vector<std::string_view> comparisons = {"at_least", "at_most", "more_than", "less_than",
                                                   "equal"};
const std::vector<std::string_view> units = {"hours", "working_days", "natural_days", "months",
                                             "years"};
const std::vector<std::string_view> doubts = {"none", "dirichlet", "uniform"};

bool read_verified(Declaration& at) {
  return at.choice("status", {"verified", "unverified"}, 0) == 0;
}

/// A number that must be there.
Decimal number(Declaration& at, std::string_view key) {
  const auto found = at.decimal(key);
  if (!found && !at.has(key)) at.complain(key_missing, key, "", R"(an integer, or "0.90")");
  return found.value_or(Decimal{});
}

/// Points with the places of the scheme.
Decimal points(Declaration& at, std::string_view key, int places) {
  const Decimal found = number(at, key);
  if (const auto fitting = rescale(found, places)) return *fitting;
  at.complain(wrong_value, key, to_text(found), std::to_string(places) + " places at most");
  return Decimal{0, static_cast<std::uint8_t>(places)};
}

CountedRecords load_records(Declaration& at, const Catalog& catalog) {
  CountedRecords made;
  made.register_name = at.text("register");
  const Register* of = catalog.find_register(made.register_name);
  if (of == nullptr) {
    at.complain(reference_unknown, "register", made.register_name, "a register");
    for (const char* key : {"filter", "value"}) static_cast<void>(at.text_or(key, ""));
    return made;
  }
  if (of->time_field.empty() || of->region_field.empty()) {
    at.complain(wrong_value, "register", made.register_name, "a register with time and region");
  }
  made.filter = load_condition(at, "filter", *of);
  if (made.filter && made.filter->type() != expr::Type::boolean) {
    at.complain(wrong_type, "filter", made.filter->text(), "a condition");
  }
  made.value = load_condition(at, "value", *of);
  if (made.value && made.value->type() != expr::Type::integer &&
      made.value->type() != expr::Type::decimal) {
    at.complain(wrong_type, "value", made.value->text(), "an integer or a decimal");
  }
  return made;
}

std::vector<ScoreBand> load_bands(Declaration& at, int places) {
  std::vector<ScoreBand> bands;
  for (Declaration& one : at.tables("band")) {
    bands.push_back({.from = one.decimal("from"),
                     .to = one.decimal("to"),
                     .points = points(one, "points", places)});
    const std::size_t last = bands.size() - 1;
    const bool open_below = !bands[last].from;
    if (open_below != (last == 0)) {
      one.complain(wrong_value, "from", open_below ? "" : to_text(*bands[last].from),
                   last == 0 ? "open below: no from" : "from");
    } else if (last > 0 &&
               (!bands[last - 1].to || compare(*bands[last - 1].to, *bands[last].from) != 0)) {
      one.complain(wrong_value, "from", to_text(*bands[last].from),
                   bands[last - 1].to ? to_text(*bands[last - 1].to) + ", where the one before ends"
                                      : "nothing above an open band");
    }
    if (bands[last].from && bands[last].to && compare(*bands[last].from, *bands[last].to) >= 0) {
      one.complain(wrong_value, "to", to_text(*bands[last].to), "> from");
    }
    one.finish();
  }
  if (bands.empty()) {
    at.complain(key_missing, "band", "", "[[node.score.band]]");
  } else if (bands.back().to) {
    at.complain(wrong_value, "band", to_text(*bands.back().to), "the last band open above: no to");
  }
  return bands;
}

Scoring load_scoring(Declaration& at, int places) {
  Scoring made;
  made.function = static_cast<ScoreFunction>(at.choice("function", functions));
  made.floor = at.decimal("floor");
  made.goal = at.decimal("goal");
  made.comparator = static_cast<Comparator>(at.choice("comparator", comparisons, 0));
  made.relative = at.flag("relative");
  made.higher_is_better = at.flag("higher_is_better", true);
  const bool line =
      made.function == ScoreFunction::linear || made.function == ScoreFunction::change;
  if (line) {
    number(at, "floor");
    number(at, "goal");
    if (made.floor && made.goal && compare(*made.floor, *made.goal) == 0) {
      at.complain(wrong_value, "goal", to_text(*made.goal), "other than floor");
    }
  }
  if (made.function == ScoreFunction::pass_fail) number(at, "goal");
  if (made.function == ScoreFunction::bands) made.bands = load_bands(at, places);
  if (made.function == ScoreFunction::deduction) {
    made.per_event = points(at, "per_event", places);
    if (at.has("cap")) made.cap = points(at, "cap", places);
    if (made.per_event->unscaled <= 0) {
      at.complain(wrong_value, "per_event", to_text(*made.per_event), "> 0");
    }
  }
  if (made.function == ScoreFunction::expression) {
    const std::string text = at.text("expression");
    auto parsed = expr::Expression::parse(text, scoring_fields());
    if (!parsed) {
      at.complain(expression_wrong, "expression", parsed.error().found, parsed.error().wanted);
    } else if (parsed->type() != expr::Type::decimal && parsed->type() != expr::Type::integer) {
      at.complain(wrong_type, "expression", text, "exact points: a decimal; round(…, n) after /");
    } else {
      made.expression = *std::move(parsed);
    }
  }
  at.finish();
  return made;
}

void load_data(Declaration& at, AssessmentNode& node, const Catalog& catalog) {
  if (at.has("indicator")) {
    node.data = ScoreSource::indicator;
    node.indicator = at.text("indicator");
    const Indicator* indicator = catalog.find_indicator(node.indicator);
    const Register* of =
        indicator == nullptr ? nullptr : catalog.find_register(indicator->register_name);
    if (of == nullptr) {
      at.complain(reference_unknown, "indicator", node.indicator, "an indicator");
      static_cast<void>(at.text_or("filter", ""));
    } else {
      node.filter = load_condition(at, "filter", *of);
      if (indicator->time_field.empty() || indicator->region_field.empty()) {
        at.complain(wrong_value, "indicator", node.indicator, "one with time and region");
      }
    }
  } else if (at.has("register")) {
    node.data = ScoreSource::records;
    node.records = load_records(at, catalog);
  } else if (at.flag("review")) {
    node.data = ScoreSource::review;
  }
}

AssessmentNode load_node(Declaration& at, const Scheme& scheme, const Catalog& catalog) {
  AssessmentNode node;
  node.id = at.text("id");
  node.title = at.words("title");
  node.help = at.words_or("help", {});
  node.place = at.place();
  if (scheme.position(node.id)) at.complain(name_taken, "id", node.id, "an id of its own");
  if (at.has("parent")) {
    node.parent = scheme.position(at.text("parent"));
    if (!node.parent) {
      at.complain(reference_unknown, "parent", at.text("parent"), "the id of a node above it");
    }
  }
  if (at.has("weight") && node.parent) {
    const Decimal whole = scheme.nodes[*node.parent].points;
    const Decimal weight = number(at, "weight");
    const auto share = multiply_divide(whole, weight, Decimal{1, 0}, 12);
    const auto fitting = share ? rescale(*share, scheme.places) : share;
    if (fitting) {
      node.points = *fitting;
    } else {
      at.complain(
          wrong_value, "weight", to_text(weight),
          "points of " + std::to_string(scheme.places) + " places out of " + to_text(whole));
    }
  } else {
    node.points = points(at, "points", scheme.places);
  }
  if (node.points.unscaled < 0) at.complain(wrong_value, "points", to_text(node.points), ">= 0");
  load_data(at, node, catalog);
  if (auto scoring = at.table("score")) node.scoring = load_scoring(*scoring, scheme.places);
  if (!at.has("score") &&
      (node.data == ScoreSource::indicator || node.data == ScoreSource::records)) {
    at.complain(key_missing, "score", "", "[node.score]");
  }
  node.full_when_missing = at.choice("missing", {"zero", "full"}, 0) == 1;
  node.clause = at.text_or("clause", "");
  node.source = at.text("source");
  node.verified = read_verified(at);
  at.finish();
  return node;
}

AssessmentEvent load_event(Declaration& at, EventKind kind, const Scheme& scheme,
                           const Catalog& catalog) {
  AssessmentEvent event;
  event.kind = kind;
  event.id = at.text("id");
  event.title = at.words("title");
  event.place = at.place();
  event.records = load_records(at, catalog);
  event.source = at.text("source");
  event.verified = read_verified(at);
  if (kind == EventKind::veto) {
    event.at_least = at.integer_or("at_least", 1);
    if (event.at_least < 1) {
      at.complain(wrong_value, "at_least", std::to_string(event.at_least), ">= 1");
    }
    event.grade = at.text_or("grade", "");
    if (at.has("limit")) event.limit = points(at, "limit", scheme.places);
    if (event.grade.empty() && !event.limit) {
      at.complain(key_missing, "grade", "", "grade or limit: what a veto does");
    }
    const bool known = std::ranges::any_of(
        scheme.grades, [&](const GradeBand& band) { return band.code == event.grade; });
    if (!event.grade.empty() && !known) {
      at.complain(reference_unknown, "grade", event.grade, "the code of a [[grade]]");
    }
  } else {
    event.per_event = points(at, "per_event", scheme.places);
    event.cap = points(at, "cap", scheme.places);
    if (event.per_event.unscaled <= 0 || event.cap.unscaled <= 0) {
      at.complain(wrong_value, "per_event", to_text(event.per_event), "> 0, and cap > 0");
    }
  }
  at.finish();
  return event;
}

void load_grades(Declaration& file, Scheme& made) {
  for (Declaration& at : file.tables("grade")) {
    GradeBand band{.code = at.text("code"),
                   .title = at.words("title"),
                   .from = at.decimal("from"),
                   .to = at.decimal("to")};
    if (band.from && band.to && compare(*band.from, *band.to) > 0) {
      at.complain(wrong_value, "to", to_text(*band.to), ">= from");
    }
    for (auto* bound : {&band.from, &band.to}) {
      if (!*bound) continue;
      if (const auto fitting = rescale(**bound, made.grade_places)) {
        *bound = *fitting;
      } else {
        at.complain(wrong_value, "from", to_text(**bound),
                    std::to_string(made.grade_places) + " places, as grade_places says");
      }
    }
    // Best first; where one ends, the next begins one unit of the last place lower.
    const bool first = made.grades.empty();
    if (first == band.to.has_value()) {
      at.complain(wrong_value, "to", band.to ? to_text(*band.to) : "",
                  first ? "the best grade open above: no to" : "to");
    } else if (!first) {
      const auto& above = made.grades.back().from;
      const Decimal wanted{above ? above->unscaled - 1 : 0,
                           static_cast<std::uint8_t>(made.grade_places)};
      if (!above || compare(*band.to, wanted) != 0) {
        at.complain(wrong_value, "to", to_text(*band.to),
                    above ? to_text(wanted) + ", next below " + to_text(*above)
                          : "nothing below an open grade");
      }
    }
    at.finish();
    made.grades.push_back(std::move(band));
  }
  if (made.grades.empty()) {
    file.complain(key_missing, "grade", "", "[[grade]], best first");
  } else if (made.grades.back().from) {
    file.complain(wrong_value, "grade", to_text(*made.grades.back().from),
                  "the last grade open below: no from");
  }
}

void load_terms(Declaration& file, Scheme& made) {
  for (Declaration& at : file.tables("term")) {
    made.terms.push_back({.id = at.text("id"),
                          .title = at.words("title"),
                          .after = at.text("after"),
                          .until = at.text("until"),
                          .term = {.count = at.integer_or("count", 0),
                                   .unit = static_cast<Term::Unit>(at.choice("unit", units))},
                          .source = at.text("source"),
                          .verified = read_verified(at)});
    if (made.terms.back().term.count < 1) {
      at.complain(wrong_value, "count", std::to_string(made.terms.back().term.count), ">= 1");
    }
    at.finish();
  }
}

void load_doubt(Declaration& file, Doubt& doubt) {
  auto at = file.table("uncertainty");
  if (!at) return;
  doubt.weights = static_cast<WeightDoubt>(at->choice("weights", doubts, 1));
  doubt.concentration = at->decimal("concentration").value_or(doubt.concentration);
  doubt.reach = at->decimal("reach").value_or(doubt.reach);
  doubt.confidence = at->decimal("confidence").value_or(doubt.confidence);
  doubt.draws = at->integer_or("draws", doubt.draws);
  doubt.seed = at->integer_or("seed", doubt.seed);
  const auto inside = [&](std::string_view key, Decimal value, Decimal low, Decimal high) {
    if (compare(value, low) <= 0 || compare(value, high) >= 0) {
      at->complain(wrong_value, key, to_text(value), "> " + to_text(low) + ", < " + to_text(high));
    }
  };
  inside("concentration", doubt.concentration, {0, 0}, {1'000'000, 0});
  inside("reach", doubt.reach, {0, 0}, {1, 0});
  inside("confidence", doubt.confidence, {5, 1}, {1, 0});
  if (doubt.draws < 100 || doubt.draws > 100'000) {
    at->complain(wrong_value, "draws", std::to_string(doubt.draws), "100..100000");
  }
  at->finish();
}

void load_begin(Declaration& file, Scheme& made) {
  const std::string day = file.text_or("begins", "01-01");
  const auto parsed = parse_date("2023-" + day);
  if (!parsed) {
    file.complain(wrong_value, "begins", day, "07-01");
    return;
  }
  made.begins_month = static_cast<unsigned>(civil(*parsed).month());
  made.begins_day = static_cast<unsigned>(civil(*parsed).day());
}

}  // namespace

Scheme load_scheme(Declaration& file, const Catalog& catalog) {
  Scheme made;
  made.name = file.text("name");
  made.version = file.text("version");
  made.title = file.words("title");
  made.help = file.words_or("help", {});
  made.serves = file.texts("serves");
  made.assessor = file.text("assessor");
  const auto places = [&](std::string_view key, int otherwise) {
    const int found = file.integer_or(key, otherwise);
    if (found >= 0 && found <= 6) return found;
    file.complain(wrong_value, key, std::to_string(found), "0..6");
    return otherwise;
  };
  made.places = places("places", 2);
  made.grade_places = places("grade_places", 0);
  load_begin(file, made);
  made.valid_from = file.date("valid_from").value_or(Date{});
  if (!file.has("valid_from")) file.complain(key_missing, "valid_from", "", "2026-01-01");
  made.valid_to = file.date("valid_to");
  made.tolerance = file.decimal("tolerance").value_or(Decimal{});
  if (file.has("bonus_cap")) made.bonus_cap = points(file, "bonus_cap", made.places);
  made.source = file.text("source");
  made.verified = read_verified(file);
  load_grades(file, made);
  std::vector<Declaration> declared = file.tables("node");
  for (Declaration& at : declared) {
    made.nodes.push_back(load_node(at, made, catalog));
    if (const auto parent = made.nodes.back().parent) {
      made.nodes[*parent].parts.push_back(made.nodes.size() - 1);
    }
  }
  const std::pair<const char*, EventKind> kinds[] = {
      {"deduction", EventKind::deduction}, {"bonus", EventKind::bonus}, {"veto", EventKind::veto}};
  for (const auto& [key, kind] : kinds) {
    for (Declaration& at : file.tables(key)) {
      made.events.push_back(load_event(at, kind, made, catalog));
    }
  }
  load_terms(file, made);
  load_doubt(file, made.doubt);
  check_scheme(file, declared, made, catalog);
  file.finish();
  return made;
}

}  // namespace zhiheng::catalog
