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

/// Statements whose answers, one after the other, are the rows asked for. There are two when a
/// page begins among rows whose first order column may be null: so each can use the index.
/// @param keys  entries of `<table>_current` for Select::keys, from `key_entries`
/// @fails  store.unknown_column, store.wrong_type (`after` does not fit `order`)
[[nodiscard]] Result<std::vector<Query>> select_queries(const Layout& layout, const Select& select,
                                                        std::span<const std::string> keys,
                                                        Dialect dialect);
[[nodiscard]] Query count_query(const Layout& layout, const Select& select,
                                std::span<const std::string> keys);

/// Natural keys as `<table>_current` has them.
/// @fails  store.wrong_type
[[nodiscard]] Result<std::vector<std::string>> key_entries(
    const Layout& layout, const Cipher* cipher, std::span<const std::vector<Value>> keys);

}  // namespace zhiheng::store
