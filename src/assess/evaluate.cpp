// The sheets from the facts. Nothing is read here and nothing depends on the order of governments.

#include <algorithm>

#include "assess/facts.h"
#include "base/arithmetic.h"

namespace zhiheng::assess {
namespace {

/// Both have the places of the scheme, so that their sum is exact.
Decimal plus(Decimal a, Decimal b) { return {a.unscaled + b.unscaled, a.scale}; }

class Evaluation {
 public:
  Evaluation(const catalog::Catalog& catalog, const catalog::Scheme& scheme, const Facts& facts,
             std::span<const Decimal> maxima)
      : catalog_(catalog), scheme_(scheme), facts_(facts), maxima_(maxima) {}

  std::vector<Sheet> sheets() {
    for (const auto& government : facts_.governments) {
      Sheet sheet;
      sheet.region = government.code;
      sheet.name = government.name;
      sheet.nodes.resize(scheme_.nodes.size());
      sheets_.push_back(std::move(sheet));
    }
    for (std::size_t node = 0; node < scheme_.nodes.size(); ++node) {
      if (scheme_.nodes[node].parts.empty()) leaf(node);
    }
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      add_up(sheets_[i]);
      count_events(sheets_[i], i);
      finish(sheets_[i]);
    }
    place();
    return std::move(sheets_);
  }

 private:
  [[nodiscard]] Decimal none() const { return {0, static_cast<std::uint8_t>(scheme_.places)}; }

  /// What is given of the declared points, as part of what the node gives now.
  [[nodiscard]] Decimal scaled(std::size_t node, Decimal points) const {
    const Decimal declared = scheme_.nodes[node].points;
    if (maxima_[node] == declared || declared.unscaled == 0) return points;
    const auto found = multiply_divide(points, maxima_[node], declared, scheme_.places);
    return found ? *found : none();
  }

  [[nodiscard]] std::vector<ScoredValue> values_of(std::size_t node) const {
    std::vector<ScoredValue> values(sheets_.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = scored(facts_, node, i);
    return values;
  }

  void leaf(std::size_t node) {
    const auto& declared = scheme_.nodes[node];
    const auto values = values_of(node);
    const auto given = give_points(declared, scheme_.places, values);
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      NodeScore& score = sheets_[i].nodes[node];
      score.maximum = maxima_[node];
      copy_data(node, i, values[i], score);
      if (given[i]) {
        score.points = scaled(node, *given[i]);
      } else {
        score.basis = Basis::missing;
        score.points = declared.full_when_missing ? score.maximum : none();
      }
      bound(node, i, values, score);
      override_points(node, score);
      compare_claim(node, i, score);
      score.how = in_words(catalog_, scheme_, declared, score);
    }
  }

  void copy_data(std::size_t node, std::size_t government, const ScoredValue& value,
                 NodeScore& score) const {
    const Measure& measure = facts_.measures[node][government];
    const Cell cell{node, government};
    score.value = value.value;
    score.low = value.low;
    score.high = value.high;
    score.previous = value.previous;
    score.records = measure.records;
    score.note = measure.note;
    score.register_name = measure.register_name;
    score.query = measure.query;
    score.evidence = measure.evidence;
    score.basis = Basis::measured;
    const auto review = facts_.reviews.find(cell);
    if (review != facts_.reviews.end()) {
      score.review = review->second;
      if (review->second.value) score.basis = Basis::reviewed;
    }
    if (facts_.supposed.contains(cell)) score.basis = Basis::supposed;
    if (const auto claim = facts_.claims.find(cell); claim != facts_.claims.end()) {
      score.claim = claim->second;
    }
  }

  /// The points at both ends of the value's interval, the other governments as they are.
  void bound(std::size_t node, std::size_t government, std::vector<ScoredValue> values,
             NodeScore& score) const {
    if (score.basis == Basis::missing || !score.low || !score.high) return;
    std::vector<Decimal> ends = {score.points};
    for (const auto& end : {*score.low, *score.high}) {
      values[government].value = end;
      const auto given = give_points(scheme_.nodes[node], scheme_.places, values)[government];
      if (given) ends.push_back(scaled(node, *given));
    }
    const auto less = [](Decimal a, Decimal b) { return compare(a, b) < 0; };
    score.points_low = *std::ranges::min_element(ends, less);
    score.points_high = *std::ranges::max_element(ends, less);
  }

  void override_points(std::size_t node, NodeScore& score) const {
    if (!score.review || !score.review->points || score.basis == Basis::supposed) return;
    const auto rounded = round_half_up(*score.review->points, scheme_.places);
    if (!rounded) return;
    // Reviewers may not give more than there is.
    const Decimal declared = scheme_.nodes[node].points;
    score.points = scaled(node, compare(*rounded, declared) > 0 ? declared : *rounded);
    score.basis = Basis::overridden;
    score.points_low.reset();
    score.points_high.reset();
  }

  void compare_claim(std::size_t node, std::size_t government, NodeScore& score) const {
    if (!score.claim) return;
    std::optional<Decimal> claimed = score.claim->points;
    if (!claimed && score.claim->value) {
      // What the claimed value would have given, with all others as they are.
      auto values = values_of(node);
      values[government].value = score.claim->value;
      claimed = give_points(scheme_.nodes[node], scheme_.places, values)[government];
    }
    if (!claimed) return;
    if (const auto rounded = round_half_up(*claimed, scheme_.places)) claimed = *rounded;
    score.claim->points = claimed;
    const auto difference = subtract(*claimed, score.points);
    if (!difference) return;
    const Decimal size{std::abs(difference->unscaled), difference->scale};
    score.claim->differs = compare(size, scheme_.tolerance) > 0;
  }

  /// From the leaves up: a node comes before its parts, so backwards every part is ready.
  void add_up(Sheet& sheet) const {
    sheet.subtotal = none();
    for (std::size_t i = scheme_.nodes.size(); i-- > 0;) {
      const auto& node = scheme_.nodes[i];
      NodeScore& score = sheet.nodes[i];
      if (!node.parts.empty()) {
        score.basis = Basis::parts;
        score.points = score.maximum = none();
        for (const std::size_t part : node.parts) {
          score.points = plus(score.points, sheet.nodes[part].points);
          score.maximum = plus(score.maximum, sheet.nodes[part].maximum);
        }
        score.how = in_words(catalog_, scheme_, node, score);
      }
      if (!node.parent) sheet.subtotal = plus(sheet.subtotal, score.points);
    }
  }

  void count_events(Sheet& sheet, std::size_t government) const {
    sheet.bonus = sheet.deductions = none();
    for (std::size_t i = 0; i < scheme_.events.size(); ++i) {
      const auto& declared = scheme_.events[i];
      const Counted& counted = facts_.events[i][government];
      EventScore score;
      score.records = counted.records;
      score.register_name = counted.register_name;
      score.query = counted.query;
      score.evidence = counted.evidence;
      score.points = none();
      if (declared.kind == catalog::EventKind::veto) {
        score.applies = counted.records >= declared.at_least;
        if (score.applies) sheet.vetoes.push_back(declared.id);
      } else if (counted.records > 0) {
        score.applies = true;
        const auto all =
            multiply_divide(declared.per_event, {counted.records, 0}, {1, 0}, scheme_.places);
        score.points = !all || compare(*all, declared.cap) > 0 ? declared.cap : *all;
        Decimal& sum = declared.kind == catalog::EventKind::bonus ? sheet.bonus : sheet.deductions;
        sum = plus(sum, score.points);
        if (declared.kind == catalog::EventKind::deduction) {
          score.points.unscaled = -score.points.unscaled;
        }
      }
      score.how = in_words(scheme_, declared, score);
      sheet.events.push_back(std::move(score));
    }
    if (scheme_.bonus_cap && compare(sheet.bonus, *scheme_.bonus_cap) > 0) {
      sheet.bonus = *scheme_.bonus_cap;
    }
  }

  void finish(Sheet& sheet) const {
    const Decimal sum{sheet.subtotal.unscaled + sheet.bonus.unscaled - sheet.deductions.unscaled,
                      sheet.subtotal.scale};
    const auto [total, rounded, grade] = totalled(scheme_, sum, sheet.vetoes);
    sheet.total = total;
    sheet.graded_total = rounded;
    sheet.grade = grade;
  }

  void place() {
    for (Sheet& sheet : sheets_) {
      sheet.place = 1 + static_cast<int>(std::ranges::count_if(sheets_, [&](const Sheet& other) {
                      return compare(other.total, sheet.total) > 0;
                    }));
    }
  }

  const catalog::Catalog& catalog_;
  const catalog::Scheme& scheme_;
  const Facts& facts_;
  std::span<const Decimal> maxima_;
  std::vector<Sheet> sheets_;
};

}  // namespace

ScoredValue scored(const Facts& facts, std::size_t node, std::size_t government) {
  const Cell cell{node, government};
  const Measure& measure = facts.measures[node][government];
  ScoredValue value{.value = measure.value,
                    .low = measure.low,
                    .high = measure.high,
                    .previous = measure.previous,
                    .records = measure.records};
  std::optional<Decimal> established;
  if (const auto review = facts.reviews.find(cell); review != facts.reviews.end()) {
    established = review->second.value;
  }
  if (const auto found = facts.supposed.find(cell); found != facts.supposed.end()) {
    established = found->second;
  }
  if (established) {  // a person's figure has no interval
    value.value = established;
    value.low.reset();
    value.high.reset();
  }
  return value;
}

Totalled totalled(const catalog::Scheme& scheme, Decimal sum,
                  const std::vector<std::string>& vetoes) {
  Totalled made{.total = sum.unscaled < 0 ? Decimal{0, sum.scale} : sum, .rounded = {}};
  const auto applies = [&](const catalog::AssessmentEvent& event) {
    return event.kind == catalog::EventKind::veto &&
           std::ranges::find(vetoes, event.id) != vetoes.end();
  };
  for (const auto& event : scheme.events) {
    if (applies(event) && event.limit && compare(made.total, *event.limit) > 0) {
      made.total = *event.limit;
    }
  }
  const auto rounded = round_half_up(made.total, scheme.grade_places);
  made.rounded = rounded ? *rounded : made.total;
  made.grade = grade_of(scheme, made.rounded);
  for (const auto& event : scheme.events) {
    if (!applies(event)) continue;
    for (std::size_t i = 0; i < scheme.grades.size(); ++i) {
      if (scheme.grades[i].code == event.grade) made.grade = std::max(made.grade, i);
    }
  }
  return made;
}

std::vector<Sheet> evaluate(const catalog::Catalog& catalog, const catalog::Scheme& scheme,
                            const Facts& facts, std::span<const Decimal> maxima) {
  return Evaluation(catalog, scheme, facts, maxima).sheets();
}

const Sheet* Assessment::find(std::string_view region) const {
  const auto found = std::ranges::find(sheets, region, &Sheet::region);
  return found == sheets.end() ? nullptr : &*found;
}

std::string_view name_of(Basis basis) {
  constexpr std::string_view names[] = {"parts",      "measured", "reviewed",
                                        "overridden", "supposed", "missing"};
  return names[static_cast<std::size_t>(basis)];
}

}  // namespace zhiheng::assess
