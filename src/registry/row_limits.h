#pragma once
// Rows told apart by product class: what single accounts see less of than their roles say.
//
// A register X with a list of products is limited by the register X_grant where the catalog
// declares one. Its records, while in their first state and within their dates, say by `kind`:
// "withheld", rows of these classes are for cleared accounts alone; "cleared", the account is;
// "only", the account sees rows of these classes and no others. Other kinds are for the room whose
// rows these are.

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/sql.h"
#include "catalog/catalog.h"
#include "registry/product_classes.h"
#include "store/store.h"

namespace zhiheng::registry {

/// What one account is limited to in one register.
struct ClassLimits {
  std::vector<std::string> only;      ///< classes; empty: no such limit
  std::vector<std::string> withheld;  ///< classes that the account is not cleared for
  ProductsByClass products = {};      ///< how rows are told apart

  [[nodiscard]] bool none() const { return only.empty() && withheld.empty(); }
  /// @param classes  of the products of a row as they are now, joined with '|'
  [[nodiscard]] bool withholds(std::string_view classes) const;
  [[nodiscard]] bool admits(std::string_view classes) const;
  /// As SQL over the columns of the register; empty text: all.
  [[nodiscard]] Sql rows() const;
  /// The same without what `only` leaves out.
  [[nodiscard]] Sql rows_not_withheld() const;
};

/// No limits where there is nothing to limit by, and for the machine's own operator.
/// @param user     account; empty: the public
/// @param dialect  of the database that will be asked for rows
/// @fails  what the store cannot do
[[nodiscard]] Result<ClassLimits> class_limits(const catalog::Catalog& catalog, store::Store& store,
                                               const catalog::Register& of, std::string_view user,
                                               Date on, Dialect dialect);

/// The grants of a kind that hold on that day for an account ("withheld": for everybody), oldest
/// first.
[[nodiscard]] Result<std::vector<store::Version>> grants_in_force(const catalog::Catalog& catalog,
                                                                  store::Store& store,
                                                                  const catalog::Register& of,
                                                                  std::string_view user, Date on);

}  // namespace zhiheng::registry
