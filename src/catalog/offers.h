#pragma once
// What a firm may file about a record of its own, as data: an objection to a result, a report on a
// recall. From catalog/offers.toml.

#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace zhiheng::catalog {

struct Offer {
  std::string name = {};
  Words title = {};
  const Register* on = nullptr;               ///< register of the record
  std::optional<expr::Expression> when = {};  ///< of which records; none: of all
  const Register* files = nullptr;            ///< register of what is filed
  std::string link = {};                      ///< its field that takes the key; empty: not linked
  std::string clock = {};                     ///< of `on`: until when; empty: no term
  bool once = true;  ///< not again while one that points to the record is there
  std::string source = {};
  std::vector<Setting> fields = {};  ///< what the form begins with, over the fields of the record
};

/// Reads the offers; complaints go to `errors`. The catalog must outlive them.
[[nodiscard]] std::vector<Offer> load_offers(const Catalog& catalog, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
