# DuckDB: a system one if CMake finds it, else the shared library that its npm package ships.
#
# The packages are only unpacked, never run; both are pinned by version and digest in
# tools/fetch_duckdb.sh. The copy is kept in the user's cache, so every build tree shares it.

find_path(DUCKDB_INCLUDE duckdb.h)
find_library(DUCKDB_LIBRARY duckdb)
if(NOT DUCKDB_INCLUDE OR NOT DUCKDB_LIBRARY)
  execute_process(
    COMMAND "${CMAKE_SOURCE_DIR}/tools/fetch_duckdb.sh"
    OUTPUT_VARIABLE duckdb_directory OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "DuckDB is missing and tools/fetch_duckdb.sh could not bring it; "
                        "install it on the system or see README.md, section 'Building'.")
  endif()
  set(DUCKDB_INCLUDE "${duckdb_directory}" CACHE PATH "" FORCE)
  set(DUCKDB_LIBRARY "${duckdb_directory}/libduckdb.so" CACHE FILEPATH "" FORCE)
endif()
add_library(DuckDB::DuckDB SHARED IMPORTED)
set_target_properties(DuckDB::DuckDB PROPERTIES
  IMPORTED_LOCATION "${DUCKDB_LIBRARY}"
  INTERFACE_INCLUDE_DIRECTORIES "${DUCKDB_INCLUDE}")
