#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

Weights load_weights(Declaration& file) {
  Weights made;
  made.name = file.text("name");
  made.title = file.words("title");
  made.source = file.text("source");
  made.verified = file.choice("status", {"verified", "unverified"}, 0) == 0;
  made.missing = static_cast<MissingStratum>(file.choice("missing", {"refuse", "renormalise"}, 0));
  for (Declaration& at : file.tables("stratum")) {
    const auto weight = at.decimal("weight");
    made.strata.push_back({at.texts("codes"), weight ? to_double(*weight) : 0});
    if (!(made.strata.back().weight > 0)) {
      at.complain(wrong_value, "weight", weight ? to_text(*weight) : "", "> 0");
    }
    if (made.strata.back().codes.size() != made.strata.front().codes.size()) {
      at.complain(wrong_value, "codes", std::to_string(made.strata.back().codes.size()),
                  std::to_string(made.strata.front().codes.size()) + " codes, as in the first");
    }
    at.finish();
  }
  if (made.strata.empty()) file.complain(key_missing, "stratum", "", "at least one [[stratum]]");
  file.finish();
  return made;
}

}  // namespace zhiheng::catalog
