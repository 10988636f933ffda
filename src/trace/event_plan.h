#pragma once
// How a query is put to the store: what the index can look up, what SQL can filter, in which order.
// Whatever they let through is judged on the event itself.

#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "trace/event_index.h"
#include "trace/query.h"

namespace zhiheng::trace {

/// Where the events come from, and so in which order.
enum class Path : std::uint8_t {
  capture,      ///< by position in the feed
  event_time,   ///< by the column
  record_time,  ///< by the column
  sorted        ///< all matches are collected and put in order
};

struct EventPlan {
  Path path = Path::capture;
  bool descending = false;
  std::vector<std::vector<Term>> groups;  ///< one term of each; empty: no look-up
  Sql where;                              ///< over the columns of the register; may be empty
};

[[nodiscard]] EventPlan plan_of(const EventQuery& query);

/// Both conditions; an empty one is no condition.
void narrow(Sql& where, const Sql& further);
/// Versions at these positions of the feed, at least one.
[[nodiscard]] Sql among(const std::vector<std::int64_t>& positions);

/// Where the next page begins: what the last event was ordered by, its position, and how many were
/// given so far.
struct PageStart {
  Path path = Path::capture;
  std::string key = {};  ///< time in microseconds, or what `sorted` compares
  std::string id = {};   ///< record, for keyset paging by a column
  std::int64_t seq = 0;
  std::int64_t given = 0;
};

/// @fails  trace.page_unknown
[[nodiscard]] Result<PageStart> parse_page(const std::string& token, const EventPlan& plan);
[[nodiscard]] std::string token_of(const PageStart& start);

}  // namespace zhiheng::trace
