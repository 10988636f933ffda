#pragma once
// The life of a record: what happened to it, which terms run, what it leads to, who has to act.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/term_count.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace zhiheng::registry {

/// One version, as far as states and terms go.
struct Past {
  std::string state;
  std::string step;  ///< that led here; empty: entered, imported or corrected
  Timestamp at;
  std::string by;
};

/// Versions of one record, oldest first, as its past.
[[nodiscard]] std::vector<Past> past_of(const catalog::Register& of,
                                        std::span<const store::Version> versions);

enum class Standing {
  idle,  ///< not begun: the state was never reached, or the date it starts from is empty
  running,
  suspended,  ///< stands still
  overdue,
  met,  ///< ended in time
  met_late,
  unknown,  ///< no version of the term was in force on the day it started
};

/// How one clock of a record stands, and how that was counted.
struct ClockReading {
  const catalog::Clock* clock = nullptr;
  Standing standing = Standing::idle;
  Timestamp started{};
  std::optional<Timestamp> due = {};  ///< the first instant that is late; none while suspended
  std::optional<Timestamp> ended = {};
  const catalog::TermVersion* term = nullptr;  ///< null: the day stands in a field
  int extensions = 0;
  TermCount count = {};  ///< for terms of hours only `last`
  std::vector<Suspension> suspensions = {};
};

/// @param values  of the newest version, in the order of Register::fields
[[nodiscard]] ClockReading read_clock(const catalog::Catalog& catalog, const catalog::Register& of,
                                      const catalog::Clock& clock, std::span<const Past> past,
                                      std::span<const Value> values, Timestamp now);

/// A record that points to this one, or to which this one points.
struct Link {
  std::string register_name;
  std::string field;     ///< that points
  bool outward = false;  ///< from this record
  std::string id, key, title, state;
};

/// A step that the person could take now.
struct PossibleStep {
  const catalog::Step* step = nullptr;
  std::vector<std::string> missing;  ///< required fields that are empty
};

struct WorkItem {
  std::string register_name, id, key, title, state, clock;
  std::optional<Timestamp> due = {};
  bool mine = false;  ///< the person may take a step from this state
};

/// What somebody has to do. Overdue, today and later are in order of their due moments.
struct Work {
  std::vector<WorkItem> overdue, today, later;
  std::vector<WorkItem> waiting;  ///< for others, or suspended
  std::int64_t overdue_in_all = 0, today_in_all = 0, later_in_all = 0, waiting_in_all = 0;
};

/// A step that the program took because a term was missed, or why it could not.
struct Consequence {
  std::string register_name, id, step;
  std::vector<Error> errors;
};

/// The natural key as text, its parts joined with '|'.
[[nodiscard]] std::string key_text(const catalog::Register& of, std::span<const Value> values);

}  // namespace zhiheng::registry
