#pragma once
// Who answers for which item, and which lower government took up which item?

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "registry/registry.h"

namespace zhiheng::plan {

/// An item as a row of a matrix.
struct MatrixItem {
  std::string code = {}, title = {}, section = {};
  std::int64_t number = 0;              ///< as printed; 0: none
  std::int64_t offset = 0, length = 0;  ///< in the plan's text, bytes
};

/// Item by authority.
struct AuthorityMatrix {
  struct Row {
    MatrixItem item = {};
    std::map<std::string, std::string> roles =
        {};             ///< "lead", "responsible", "participating" by name
    bool open = false;  ///< the list ends in 等
  };
  struct Column {
    std::string name = {};
    int leads = 0, responsible = 0, participates = 0;
  };
  std::string document = {};
  std::vector<Row> rows = {};
  std::vector<Column> columns = {};          ///< most items first
  std::vector<std::string> unassigned = {};  ///< codes of items without anybody
};

/// A lower item that takes up an upper one.
struct Adoption {
  std::string item = {}, title = {};
  std::string relation = {};  ///< kept, localised, narrowed …; "" when not told
  std::string basis = {};     ///< "declared" or "crosswalk"
  std::optional<double> similarity = {};
  std::optional<Date> since = {};  ///< day of the declaration, else of the lower plan
};

/// Item by lower government.
struct RegionMatrix {
  struct Column {
    std::string document = {}, region = {}, title = {};
    std::optional<Date> issued_on = {};
    int taken = 0;  ///< upper items
  };
  struct Row {
    MatrixItem item = {};
    std::map<std::string, std::vector<Adoption>> adoptions = {};  ///< by lower document
    int taken = 0;                                                ///< by so many lower plans
  };
  std::string document = {};
  std::vector<Row> rows = {};
  std::vector<Column> columns = {};
};

/// @fails  plan.document_unknown, registry.not_allowed
[[nodiscard]] Result<AuthorityMatrix> authority_matrix(registry::Registry& registry,
                                                       const registry::Person& person,
                                                       const std::string& document);

/// The lower plans are those that name the document as their upper plan, of the same year.
/// @fails  plan.document_unknown, registry.not_allowed
[[nodiscard]] Result<RegionMatrix> region_matrix(registry::Registry& registry,
                                                 const registry::Person& person,
                                                 const std::string& document);

}  // namespace zhiheng::plan
