// What must fit together in a scheme, and what can be read off it.

#include "base/arithmetic.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"
#include "code/region.h"

namespace zhiheng::catalog {
namespace {

void check_node(Declaration& at, const Scheme& scheme, const AssessmentNode& node) {
  if (node.parts.empty()) {
    if (node.data == ScoreSource::parts) {
      at.complain(key_missing, "indicator", "", "indicator, register, review = true, or parts");
    }
    const Scoring& scoring = node.scoring;
    for (const auto& band : scoring.bands) {
      if (compare(band.points, node.points) > 0 || band.points.unscaled < 0) {
        at.complain(wrong_value, "score", to_text(band.points), "0.." + to_text(node.points));
      }
    }
    const bool has_data = node.data != ScoreSource::parts && node.data != ScoreSource::review;
    if (scoring.function == ScoreFunction::direct && has_data) {
      at.complain(wrong_value, "score", "direct", "only with review = true");
    }
    return;
  }
  if (node.data != ScoreSource::parts || at.has("score")) {
    at.complain(wrong_value, "id", node.id, "parts below it, or data of its own");
  }
  Decimal sum{0, static_cast<std::uint8_t>(scheme.places)};
  for (const std::size_t part : node.parts) {
    sum.unscaled += scheme.nodes[part].points.unscaled;
  }
  if (sum != node.points) {
    at.complain(wrong_value, at.has("weight") ? "weight" : "points", to_text(node.points),
                to_text(sum) + ", the sum of its parts");
  }
}

bool overlap(const Scheme& a, const Scheme& b) {
  return (!a.valid_to || b.valid_from <= *a.valid_to) &&
         (!b.valid_to || a.valid_from <= *b.valid_to);
}

}  // namespace

void check_scheme(Declaration& file, std::vector<Declaration>& declared, const Scheme& made,
                  const Catalog& catalog) {
  if (made.nodes.empty()) file.complain(key_missing, "node", "", "[[node]]");
  for (std::size_t i = 0; i < made.nodes.size(); ++i) check_node(declared[i], made, made.nodes[i]);
  if (file.has("points")) {
    const auto full = file.decimal("points");
    if (full && compare(*full, made.full_points()) != 0) {
      file.complain(wrong_value, "points", to_text(*full),
                    to_text(made.full_points()) + ", the sum of the nodes");
    }
  }
  const bool nation = made.assessor == "000000";
  if (!nation && catalog.regions != nullptr && catalog.regions->versions(made.assessor).empty()) {
    file.complain(reference_unknown, "assessor", made.assessor, "a GB/T 2260 code, or 000000");
  }
  if (made.valid_to && *made.valid_to < made.valid_from) {
    file.complain(wrong_value, "valid_to", to_text(*made.valid_to), ">= valid_from");
  }
  for (std::size_t i = 0; i < made.events.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (made.events[i].id == made.events[j].id) {
        file.complain(name_taken, "", made.events[i].id, "each event once");
      }
    }
    if (made.position(made.events[i].id)) {
      file.complain(name_taken, "", made.events[i].id, "an id that no node has");
    }
  }
  for (const Scheme& other : catalog.schemes) {
    if (other.name != made.name) continue;
    if (other.version == made.version) {
      file.complain(name_taken, "version", made.version, "a version of its own");
    } else if (overlap(other, made)) {
      file.complain(wrong_value, "valid_from", to_text(made.valid_from),
                    "a time that version " + other.version + " does not cover");
    }
  }
  const Register* cases = catalog.find_register("assessment_case");
  for (const AssessmentTerm& term : made.terms) {
    for (const auto& name : {term.after, term.until}) {
      const Field* field = cases == nullptr ? nullptr : cases->find_field(name);
      if (field == nullptr || field->type != FieldType::date) {
        file.complain(reference_unknown, "term", name, "a date of the register assessment_case");
      }
    }
  }
}

std::optional<std::size_t> Scheme::position(std::string_view node) const {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].id == node) return i;
  }
  return std::nullopt;
}

Decimal Scheme::full_points() const {
  Decimal sum{0, static_cast<std::uint8_t>(places)};
  for (const auto& node : nodes) {
    if (!node.parent) sum.unscaled += node.points.unscaled;
  }
  return sum;
}

std::pair<Date, Date> Scheme::period(int year) const {
  const Date next = make_date(year + 1, begins_month, begins_day);
  return {make_date(year, begins_month, begins_day), Date{next.days - 1}};
}

std::vector<expr::Field> scoring_fields() {
  const auto decimal = [](const char* name) {
    return expr::Field{.name = name, .type = expr::Type::decimal, .scale = places_of_scored_value};
  };
  return {decimal("value"),
          decimal("low"),
          decimal("high"),
          decimal("previous"),
          {.name = "records", .type = expr::Type::integer},
          decimal("points")};
}

}  // namespace zhiheng::catalog
