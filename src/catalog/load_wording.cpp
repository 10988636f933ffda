#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/wording.h"

namespace zhiheng::catalog {

Wording load_wording(const std::string& path, std::vector<Error>& errors) {
  Wording made;
  auto file = Declaration::read(path, "wording.toml", errors);
  if (!file) return made;
  auto about = file->table("about");
  if (!about) {
    file->complain(key_missing, "about", "", "a table [about]");
    return made;
  }
  const auto tolerance = about->decimal("tolerance");
  if (!tolerance) {
    about->complain(key_missing, "tolerance", "", "\"0.10\"");
  } else if (to_double(*tolerance) <= 0 || to_double(*tolerance) >= 1) {
    about->complain(wrong_value, "tolerance", to_text(*tolerance), "> 0, < 1");
  } else {
    made.about_tolerance = *tolerance;
  }
  made.about_source = about->text("source");
  made.about_verified = about->choice("status", {"verified", "unverified"}) == 0;
  about->finish();
  file->finish();
  return made;
}

}  // namespace zhiheng::catalog
