#pragma once
// To which classes do products belong? Registers that the catalog names say so, by GTIN. They are
// asked when rows are read, so that a product that is classified today withholds what was written
// about it before, and one that is declassified opens it again.

#include <string>
#include <vector>

#include "base/sql.h"
#include "catalog/catalog.h"
#include "catalog/product_classes.h"
#include "store/store.h"

namespace zhiheng::registry {

/// What to select the newest versions of a register's records from.
[[nodiscard]] std::string current_rows(const store::Store& store, const catalog::Register& of,
                                       Dialect dialect);

/// Compares the products of a row with the classes that they have now.
class ProductsByClass {
 public:
  ProductsByClass() = default;
  /// @param field    of the rows: GTINs of 14 digits, joined with '|'
  /// @param dialect  of the database that will be asked
  [[nodiscard]] static ProductsByClass of(const catalog::Catalog& catalog,
                                          const store::Store& store, const std::string& field,
                                          Dialect dialect);

  /// Rows about at least one product of at least one of the classes; never null.
  /// @cost  of each row that is looked at, a look into the index of each source for each product
  [[nodiscard]] Sql rows(const std::vector<std::string>& classes) const;

 private:
  /// A source in the database that is asked.
  struct Known {
    catalog::ClassSource source;
    std::string relation, product;  ///< its rows, and the column with the GTIN
    bool as_written = false;        ///< not always in 14 digits
  };
  [[nodiscard]] static Sql listed(const Known& known, const std::string& product,
                                  const std::vector<std::string>& classes);
  [[nodiscard]] Sql any(const std::string& product, const std::vector<std::string>& classes) const;

  std::string products_;  ///< the products of a row, one a line
  std::string field_;
  std::vector<Known> known_;
};

}  // namespace zhiheng::registry
