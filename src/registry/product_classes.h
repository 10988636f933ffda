#pragma once
// To which classes do products belong? Registers that the catalog names say so, by GTIN. They are
// asked when rows are read, so that a product that is classified today withholds what was written
// about it before, and one that is declassified opens it again.

#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace zhiheng::registry {

/// A register that says of products which class they are of.
struct ClassSource {
  std::string register_name;  ///< its natural key is the GTIN
  std::string class_field;    ///< code of the list `product_class`; empty: all are of `class_code`
  std::string class_code;
  std::vector<std::string> states = {};  ///< in which a record counts; empty: in all
};

/// `product_classes.toml` of the catalog; none where there is no such file.
/// @fails  registry.product_classes_malformed
[[nodiscard]] Result<std::vector<ClassSource>> load_class_sources(const catalog::Catalog& catalog);

/// What to select the newest versions of a register's records from.
[[nodiscard]] std::string current_rows(const store::Store& store, const catalog::Register& of,
                                       Dialect dialect);

/// Compares the products of a row with the classes that they have now.
class ProductsByClass {
 public:
  ProductsByClass() = default;
  /// @param field    of the rows: GTINs of 14 digits, joined with '|'
  /// @param dialect  of the database that will be asked
  /// @fails  registry.product_classes_malformed
  [[nodiscard]] static Result<ProductsByClass> of(const catalog::Catalog& catalog,
                                                  const store::Store& store,
                                                  const std::string& field, Dialect dialect);

  /// Rows about at least one product of at least one of the classes; never null.
  /// @cost  of each row that is looked at, a look into the index of each source for each product
  [[nodiscard]] Sql rows(const std::vector<std::string>& classes) const;

 private:
  /// A source in the database that is asked.
  struct Known {
    ClassSource source;
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
