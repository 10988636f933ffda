// How a term stands: when it began, what it was suspended by, when it ends.

#include <algorithm>

#include "base/duration.h"
#include "registry/inside.h"
#include "registry/lifecycle.h"

namespace zhiheng::registry {
namespace {

using duration::hour;

bool among(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// Midnight in China at the end of a day.
Timestamp after_day(Date day) {
  return Timestamp{(std::int64_t{day.days} + 1) * 24 * hour - 8 * hour};
}

struct Pause {
  Timestamp from;
  std::optional<Timestamp> to = {};
};

/// The last time that a record came into the states of a clock.
struct Run {
  std::optional<Timestamp> entered = {};
  std::optional<Timestamp> left = {};
  std::vector<Pause> pauses = {};
  int extensions = 0;
};

Run run_of(const catalog::Clock& clock, std::span<const Past> past) {
  Run run;
  for (const Past& one : past) {
    const bool paused = among(clock.pauses, one.state);
    const bool inside = paused || among(clock.states, one.state);
    const bool was_inside = run.entered && !run.left;
    if (inside && !was_inside) run = {.entered = one.at};
    if (!inside && was_inside) run.left = one.at;
    const bool open = !run.pauses.empty() && !run.pauses.back().to;
    if (open && !paused) run.pauses.back().to = one.at;
    if (paused && !open) run.pauses.push_back({one.at});
    if (inside && was_inside && !clock.extension_step.empty() && one.step == clock.extension_step &&
        run.extensions < clock.extension_times) {
      ++run.extensions;
    }
  }
  return run;
}

/// The moment that a date or timestamp field holds; a date is its midnight in China.
std::optional<Timestamp> moment(const catalog::Register& of, const std::string& field,
                                std::span<const Value> values) {
  const auto at = of.position(field);
  if (!at) return std::nullopt;
  if (const auto* time = std::get_if<Timestamp>(&values[*at])) return *time;
  if (const auto* day = std::get_if<Date>(&values[*at])) {
    return Timestamp{after_day(Date{day->days - 1})};
  }
  return std::nullopt;
}

/// Adds the days of a further stretch that begins where `count` ends.
void lengthen(TermCount& count, const TermCount& by) {
  count.last = by.last;
  count.counted += by.counted;
  count.suspended += by.suspended;
  count.off.insert(count.off.end(), by.off.begin(), by.off.end());
  count.provisional = count.provisional || by.provisional;
}

/// Works the due moment out of start, term, extensions and closed suspensions.
class Due {
 public:
  Due(const catalog::Catalog& catalog, const catalog::Clock& clock, const Run& run,
      ClockReading& reading)
      : calendar_(catalog.calendars.at(clock.calendar)),
        catalog_(catalog),
        clock_(clock),
        run_(run),
        reading_(reading) {}

  /// False when no version of the term was in force.
  bool compute() {
    const Date start = china_date(reading_.started);
    reading_.term = version(clock_.term, start);
    if (reading_.term == nullptr) return false;
    for (const Pause& pause : run_.pauses) {
      if (pause.to) suspensions_.push_back({china_date(pause.from), china_date(*pause.to)});
    }
    reading_.suspensions = suspensions_;
    reading_.count.last = start;
    moment_ = reading_.started;
    add(*reading_.term);
    for (int i = 0; i < run_.extensions; ++i) {
      if (const auto* by = version(clock_.extension_term, start)) add(*by);
    }
    reading_.extensions = run_.extensions;
    reading_.due = moment_;
    return true;
  }

 private:
  const catalog::TermVersion* version(const std::string& term, Date on) const {
    const auto* found = catalog_.find_term(term);
    return found == nullptr ? nullptr : found->in_force(on);
  }

  void add(const catalog::TermVersion& by) {
    if (is_of_the_clock(by.term)) {
      add_time(by.term);
      return;
    }
    lengthen(reading_.count,
             count_term(calendar_, reading_.count.last, by.term, by.moves, suspensions_));
    moment_ = after_day(reading_.count.last);
  }

  /// Suspensions of terms in hours and minutes count to the microsecond.
  void add_time(Term by) {
    const Timestamp from = moment_;
    moment_ = deadline_of(moment_, by);
    for (const Pause& pause : run_.pauses) {
      if (pause.to && from <= pause.from && pause.from < moment_) {
        moment_.microseconds += pause.to->microseconds - pause.from.microseconds;
      }
    }
    reading_.count.last = china_date(moment_);
  }

  const WorkingCalendar& calendar_;
  const catalog::Catalog& catalog_;
  const catalog::Clock& clock_;
  const Run& run_;
  ClockReading& reading_;
  std::vector<Suspension> suspensions_;
  Timestamp moment_{};
};

bool applies(const catalog::Clock& clock, const Past& newest, std::span<const Value> values,
             std::size_t fields, Timestamp now) {
  if (!clock.when) return true;
  // Fields, state, recorded_at: what the store keeps beside the fields is not for conditions.
  std::vector<Value> record(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(fields));
  record.emplace_back(newest.state);
  record.emplace_back(newest.at);
  return clock.when->holds(record, expr::Environment{china_date(now)});
}

/// What the due moment and the end, if there was one, make of it.
void judge(ClockReading& reading, const Run& run, Timestamp now) {
  if (reading.ended) {
    reading.standing = *reading.ended < *reading.due ? Standing::met : Standing::met_late;
    return;
  }
  const bool open = !run.pauses.empty() && !run.pauses.back().to;
  if (open && run.pauses.back().from < *reading.due) {
    reading.standing = Standing::suspended;
    reading.due.reset();
    return;
  }
  reading.standing = now < *reading.due ? Standing::running : Standing::overdue;
}

}  // namespace

std::vector<Past> past_of(const catalog::Register& of, std::span<const store::Version> versions) {
  std::vector<Past> past;
  for (const auto& version : versions) {
    Past one{.state = version.state,
             .step = step_of(version),
             .at = version.recorded_at,
             .by = version.recorded_by};
    // Stores of earlier programs did not keep the step: the only one that leads there is meant.
    if (one.step.empty() && !past.empty() && past.back().state != one.state) {
      for (const auto& step : of.steps) {
        const bool starts = step.from.empty() || among(step.from, past.back().state);
        if (step.to == one.state && starts) {
          one.step = step.name;
          break;
        }
      }
    }
    past.push_back(std::move(one));
  }
  return past;
}

ClockReading read_clock(const catalog::Catalog& catalog, const catalog::Register& of,
                        const catalog::Clock& clock, std::span<const Past> past,
                        std::span<const Value> values, Timestamp now) {
  ClockReading reading{.clock = &clock};
  const Run run = run_of(clock, past);
  if (!run.entered || !applies(clock, past.back(), values, of.fields.size(), now)) return reading;
  reading.started = *run.entered;
  if (clock.due.empty()) {
    if (clock.starts != "entered") {
      const auto start = moment(of, clock.starts, values);
      if (!start) return reading;
      reading.started = *start;
    }
    if (!Due(catalog, clock, run, reading).compute()) {
      reading.standing = Standing::unknown;
      return reading;
    }
  } else {
    const auto due = moment(of, clock.due, values);
    if (!due) return reading;
    reading.count.last = china_date(*due);
    const bool day = std::holds_alternative<Date>(values[*of.position(clock.due)]);
    reading.due = day ? after_day(reading.count.last) : *due;
  }
  reading.ended = run.left;
  if (const auto filled = moment(of, clock.fulfilled, values)) reading.ended = filled;
  judge(reading, run, now);
  return reading;
}

std::string step_of(const store::Version& version) {
  const auto* text =
      version.values.empty() ? nullptr : std::get_if<std::string>(&version.values.back());
  if (text == nullptr) return {};
  const auto sign = text->find('@');
  if (text->substr(sign + 1) != std::to_string(version.version)) return {};
  return text->substr(0, sign);
}

}  // namespace zhiheng::registry
