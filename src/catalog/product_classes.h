#pragma once
// Which registers say of products what class they are of, from catalog/product_classes.toml.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::catalog {

struct Catalog;

/// A register that says of products which class they are of.
struct ClassSource {
  std::string register_name;  ///< its natural key is the GTIN
  std::string class_field;    ///< code of the list `product_class`; empty: all are of `class_code`
  std::string class_code;
  std::vector<std::string> states = {};  ///< in which a record counts; empty: in all
};

/// Reads product_classes.toml; complaints go to `errors`. None where there is no such file.
/// @param catalog  with its registers and lists
[[nodiscard]] std::vector<ClassSource> load_class_sources(const Catalog& catalog,
                                                          std::vector<Error>& errors);

/// The same of a catalog that was loaded; read once per folder.
[[nodiscard]] std::shared_ptr<const std::vector<ClassSource>> class_sources_of(
    const Catalog& catalog);

}  // namespace zhiheng::catalog
