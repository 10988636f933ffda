#include "indicator/suppression.h"

#include <map>

#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

/// The values of a dimension's ancestors that somebody could ask a total for, the whole last.
std::vector<std::string> region_ancestors(const std::string& code) {
  std::vector<std::string> above;
  const std::string prefix = region_prefix(code);
  if (prefix.size() > 4) above.push_back(prefix.substr(0, 4));
  if (prefix.size() > 2) above.push_back(prefix.substr(0, 2));
  above.emplace_back();
  return above;
}

std::vector<std::string> code_ancestors(const std::string& code) {
  std::vector<std::string> above;
  for (std::size_t length = code.size(); length > 2; --length) {
    above.push_back(code.substr(0, length - 1));
  }
  above.emplace_back();
  return above;
}

std::vector<std::string> period_ancestors(Grain grain, const std::string& period) {
  std::vector<std::string> above;
  const auto start = parse_period(grain, period);
  for (const Grain wider : {Grain::month, Grain::quarter, Grain::year}) {
    const bool fits = start && wider < grain && (grain != Grain::week || wider == Grain::year);
    if (fits) above.push_back(period_text(wider, period_start(wider, *start)));
  }
  above.emplace_back();
  return above;
}

/// A line: which dimension varies, below which ancestor, all else being equal.
using Line = std::pair<std::size_t, std::vector<std::string>>;

class Table {
 public:
  Table(const Plan& plan, std::vector<Point>& points) : plan_(plan), points_(points) {
    hidden_.resize(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      hidden_[i] = points[i].records > 0 && points[i].records < plan.indicator->suppress_below;
      add_lines(i);
    }
  }

  void close() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (const auto& [line, cells] : lines_) changed = protect(cells) || changed;
    }
  }

  void blot_out() {
    std::map<std::pair<std::vector<std::string>, std::string>, bool> hidden_places;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (hidden_[i]) hidden_places[{points_[i].group, points_[i].period}] = true;
    }
    for (std::size_t i = 0; i < points_.size(); ++i) {
      if (hidden_[i]) {
        Point blank;
        blank.group = points_[i].group;
        blank.period = points_[i].period;
        blank.note = "suppressed";
        points_[i] = std::move(blank);
        continue;
      }
      forget_changes(points_[i], hidden_places);
    }
  }

 private:
  void add_lines(std::size_t cell) {
    std::vector<std::string> key = points_[cell].group;
    key.push_back(points_[cell].period);
    for (std::size_t d = 0; d < key.size(); ++d) {
      for (auto& ancestor : ancestors(d, key[d])) {
        auto line = key;
        // The length keeps "62" the ancestor apart from "62" at another level.
        line[d] = std::to_string(ancestor.size()) + ":" + ancestor;
        lines_[{d, std::move(line)}].push_back(cell);
      }
    }
  }

  [[nodiscard]] std::vector<std::string> ancestors(std::size_t d, const std::string& code) const {
    if (d == plan_.by.size()) return period_ancestors(plan_.grain, code);
    const auto& dimension = plan_.by[d];
    if (dimension.of_region()) return region_ancestors(code);
    const bool industry =
        dimension.field != nullptr && dimension.field->type == catalog::FieldType::industry;
    return industry ? code_ancestors(code) : std::vector<std::string>{""};
  }

  /// Hides a second cell, the smallest that is not empty, where only one is hidden.
  bool protect(const std::vector<std::size_t>& cells) {
    std::size_t count = 0;
    const Point* smallest = nullptr;
    std::size_t chosen = 0;
    for (const std::size_t cell : cells) {
      if (hidden_[cell]) {
        ++count;
      } else if (points_[cell].records > 0 &&
                 (smallest == nullptr || points_[cell].records < smallest->records)) {
        smallest = &points_[cell];
        chosen = cell;
      }
    }
    if (count != 1 || smallest == nullptr) return false;
    hidden_[chosen] = true;
    return true;
  }

  void forget_changes(
      Point& point,
      const std::map<std::pair<std::vector<std::string>, std::string>, bool>& hidden) {
    const auto start = parse_period(plan_.grain, point.period);
    if (!start) return;
    const auto is_hidden = [&](Date other) {
      return hidden.contains({point.group, period_text(plan_.grain, other)});
    };
    if (is_hidden(previous_period(plan_.grain, *start))) point.on_previous.reset();
    const auto year = year_before(plan_.grain, *start);
    if (year && is_hidden(*year)) point.on_year.reset();
  }

  const Plan& plan_;
  std::vector<Point>& points_;
  std::vector<bool> hidden_;
  std::map<Line, std::vector<std::size_t>> lines_;
};

}  // namespace

void suppress(const Plan& plan, std::vector<Point>& points) {
  if (plan.indicator->suppress_below < 2) return;
  Table table(plan, points);
  table.close();
  table.blot_out();
}

}  // namespace zhiheng::indicator
