#pragma once
// A page of a list, and how many records it has, by whichever index leads there soonest.
//
// A list is found in one of two ways. Where few records meet one of its conditions, these are
// looked up by an index on that condition and sorted. Else the records are gone through in the
// order of the list, by an index on that order, until the page is full. Which is sooner depends on
// the data: the first is tried when a look into the index has shown that the records are few, the
// second for a while, and the first again when the while is over.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "store/store.h"

namespace zhiheng::store {

/// What every record of a list meets in one column; stands in Select::where too.
struct Narrowing {
  std::string column;  ///< "id" and "seq" are columns as well
  Sql where;
};

/// When one way to a page is given up for the other.
struct Patience {
  std::int64_t few = 0;   ///< so many are read and sorted sooner than found one by one in order
  std::int64_t many = 0;  ///< that an index leads to: the database goes its own way
  int look_ms = 0;        ///< into an index, to count what lies behind it
  int short_look_ms = 0;  ///< into further ones, once one with few was found
  int walk_ms = 0;        ///< through records in order
};

/// As Store::read; all of `select` means the same. For a select without a limit it is Store::read.
/// @fails  as Store::read
[[nodiscard]] Result<void> read_page(Store& store, const Select& select,
                                     std::span<const Narrowing> narrowings,
                                     const Patience& patience,
                                     const std::function<bool(const Version&)>& row);

/// How many records there are, `most` where there are more.
/// @fails  as Store::count
[[nodiscard]] Result<std::int64_t> count_up_to(Store& store, const Select& select,
                                               std::span<const Narrowing> narrowings,
                                               const Patience& patience, std::int64_t most);

/// Appointments, as Store::count_agenda; `most` where there are more.
[[nodiscard]] Result<std::int64_t> count_agenda_up_to(Store& store, const Sql& where,
                                                      std::int64_t most);

/// Which of the tables have appointments at all, in the order given.
[[nodiscard]] Result<std::vector<std::string>> tables_with_appointments(
    Store& store, std::span<const std::string> tables);

}  // namespace zhiheng::store
