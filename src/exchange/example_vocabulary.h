#pragma once
// The words and products that example data are made of, from catalog/example.

#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::exchange {

struct ExampleItem {
  std::string name, unit, standard;
  bool at_most = true;  ///< the limit is a maximum
  std::string limit;
};

struct ExampleProduct {
  std::string category, name, industry, specification;
  double price = 0;  ///< CNY
  double fail = 0;   ///< share of failed batches at random sampling
  int peak = 7;      ///< month
  double swing = 0;  ///< how much more fail then, as a fraction
  std::vector<ExampleItem> items;
};

struct Vocabulary {
  std::vector<ExampleProduct> products;
  std::vector<std::string> brands, sellers, laboratories, hazards, matters;
};

/// @param folder  of the catalog
/// @fails  exchange.vocabulary_wrong, where: file and line
[[nodiscard]] Result<Vocabulary> load_vocabulary(const std::string& folder);

}  // namespace zhiheng::exchange
