#pragma once
// From a Select to statements: newest versions, keyset pages, nulls sorted alike in both engines.

#include <string>
#include <vector>

#include "store/cipher.h"
#include "store/connection.h"

namespace zhiheng::store {

struct Query {
  std::string sql;
  std::vector<Parameter> values;
};

/// How a statement is to find its rows; empty: as the engine thinks best. A way fails with
/// store.query_failed where there is no such index.
struct Way {
  std::string index = {};   ///< SQLite: by this index and no other
  bool by_number = false;   ///< SQLite: in order of seq, by no index
  bool sort_apart = false;  ///< PostgreSQL: find all rows first, then sort them

  [[nodiscard]] bool empty() const { return index.empty() && !by_number && !sort_apart; }
};

/// Statements whose answers, one after the other, are the rows asked for. There are two when a
/// page begins among rows whose first order column may be null: so each can use the index.
/// @param keys  entries of `<table>_current` for Select::keys, from `key_entries`
/// @fails  store.unknown_column, store.wrong_type (`after` does not fit `order`)
[[nodiscard]] Result<std::vector<Query>> select_queries(const Layout& layout, const Select& select,
                                                        std::span<const std::string> keys,
                                                        Dialect dialect, const Way& way = {});
/// @param most  further than this is not counted; 0: all
[[nodiscard]] Query count_query(const Layout& layout, const Select& select,
                                std::span<const std::string> keys, std::int64_t most = 0,
                                const Way& way = {});

/// Natural keys as `<table>_current` has them.
/// @fails  store.wrong_type
[[nodiscard]] Result<std::vector<std::string>> key_entries(
    const Layout& layout, const Cipher* cipher, std::span<const std::vector<Value>> keys);

}  // namespace zhiheng::store
