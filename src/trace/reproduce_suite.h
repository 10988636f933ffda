#pragma once
// A suite of queries with its events: what both its answers and its subscriptions are held against.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "trace/query_match.h"
#include "trace/reproduce.h"

namespace boost::json {
class object;  // NOLINT(readability-identifier-naming): Boost's
}  // namespace boost::json

namespace zhiheng::trace {

/// The events of a suite and what is known beside them.
struct Suite {
  std::vector<Event> events;
  MasterLookup master;
  MeasurementUnits units;
};

[[nodiscard]] Result<Suite> load_suite(const std::filesystem::path& folder,
                                       const std::filesystem::path& catalog);

/// Those of a row of queries.jsonl.
[[nodiscard]] std::vector<Parameter> parameters_of(const boost::json::object& row);

/// What an answer of the suite tells of an event: type, time, what it is about, what happened
/// where.
[[nodiscard]] std::string mark(const Event& event);

/// Marks in an order of their own, a line each.
[[nodiscard]] std::string mark_lines(std::vector<std::string> marks);

/// An expected answer as one text: marks of events, names of vocabulary elements, or an exception.
[[nodiscard]] std::string expected_of(const boost::json::object& expected);

/// Rows about subscriptions: those that a subscription of edition 2.0 can be held against. Not so
/// are subscriptions to master data, to names that a server does not have, and triggers.
[[nodiscard]] bool is_of_subscriptions(const boost::json::object& row);

/// The subscriptions of one suite, each scenario on a store of its own: what is refused, whose
/// subscriptions there are, and what the first report tells.
[[nodiscard]] Result<Comparison> reproduce_subscriptions(const std::filesystem::path& suite,
                                                         const std::filesystem::path& catalog);

}  // namespace zhiheng::trace
