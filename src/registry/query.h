#pragma once
// A list as somebody asks for it, turned into what the store reads.

#include "registry/inside.h"
#include "store/listing.h"

namespace zhiheng::registry {

/// A query that was checked against the rights of the person who asks.
struct PreparedQuery {
  store::Select select;
  std::vector<store::Narrowing> narrowings;  ///< what `select` demands of single columns
  std::vector<std::size_t> shown;    ///< positions in Register::fields, one per column of the page
  std::vector<std::string> columns;  ///< their names
  std::string digest;                ///< of everything that decides what stands on which page
  bool internal = false;             ///< who recorded what may be told
};

/// @fails  as Registry::list
[[nodiscard]] Result<PreparedQuery> prepare(const Registry::Inside& inside, const Person& person,
                                            const catalog::Register& of, const ListQuery& query);

/// Which fields are shown: those named, or all that `access` covers.
/// @fails  registry.column_unknown
[[nodiscard]] Result<std::vector<std::size_t>> shown_fields(const Access& access,
                                                            const catalog::Register& of,
                                                            const std::vector<std::string>& named);

/// What somebody sees of a version.
[[nodiscard]] Record shown_record(store::Version version, const std::vector<std::size_t>& shown,
                                  bool internal);

/// The place of a version in the order of a query, as opaque text; and back, for the same query.
[[nodiscard]] std::string make_cursor(const PreparedQuery& query, const catalog::Register& of,
                                      const store::Version& version);
/// @fails  registry.cursor_wrong
[[nodiscard]] Result<std::vector<Value>> read_cursor(const PreparedQuery& query,
                                                     std::string_view cursor);

}  // namespace zhiheng::registry
