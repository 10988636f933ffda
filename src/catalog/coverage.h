#pragma once
// What of the plans' table of systems is there? Every row of requirements with what serves it, read
// from the declarations themselves.

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace zhiheng::catalog {

/// A row of the table of systems.
struct RequiredRow {
  std::string id;   ///< "D3"
  char kind = 'R';  ///< R register, W workflow or rules, C computation
  Words title = {};
};

/// Something that names the rows it serves.
struct Server {
  enum class Kind { registered, indicator, assessment, engine };
  Kind kind = Kind::registered;
  std::string name = {};   ///< of the register or indicator; the command of an engine
  bool lifecycle = false;  ///< a register with steps or clocks
  std::string test = {};   ///< file of a test that exercises it; empty for none
  bool part = false;       ///< an engine that computes a part of what the row asks for
};
[[nodiscard]] std::string_view name_of(Server::Kind kind);

enum class Standing {
  missing,   ///< nothing names the row
  declared,  ///< something does, but not of the kind that the row asks for, or untested
  served,    ///< what the row asks for is there and a test exercises it
};
[[nodiscard]] std::string_view name_of(Standing standing);

struct CoveredRow {
  RequiredRow row = {};
  Standing standing = Standing::missing;
  std::vector<Server> servers = {};
};

/// What computes a part of a row does not serve it. A register row is served by a register; a
/// workflow row by a register with a lifecycle, an indicator, an assessment or an engine; a
/// computation row by an engine. Each of them tested.
[[nodiscard]] Standing standing_of(const RequiredRow& row, const std::vector<Server>& servers);

/// Rows, engines and tests are those of coverage/*.tsv in the folder of the catalog.
///
/// @return  one per row, in the order of rows.tsv
/// @fails   code.table_unreadable, code.table_malformed; reference_unknown when a declaration
///          serves a row that does not exist
[[nodiscard]] Result<std::vector<CoveredRow>> coverage(const Catalog& catalog);

}  // namespace zhiheng::catalog
