#pragma once
// Values into DuckDB and cells out of it. Only for the .cpp files that talk to DuckDB.

#include <cstddef>

#include "base/value.h"
#include "cube/cube.h"

// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming): DuckDB's names
struct _duckdb_prepared_statement;
struct _duckdb_data_chunk;
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

namespace zhiheng::cube {

/// Binds the parameter at `index`, counted from 1.
[[nodiscard]] bool bind(_duckdb_prepared_statement* statement, std::size_t index,
                        const Value& value);

/// Appends the rows of a result's chunk.
void append_cells(_duckdb_data_chunk* chunk, Table& table);

}  // namespace zhiheng::cube
