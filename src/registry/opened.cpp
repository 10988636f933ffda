#include "registry/opened.h"

#include <ostream>

#include "base/sentence.h"
#include "registry/failures.h"

namespace zhiheng::registry {

Result<std::shared_ptr<const catalog::Catalog>> load_catalog(const Invocation& invocation) {
  const std::string folder = catalog::find_folder(invocation.catalog);
  auto loaded = catalog::load(folder);
  if (loaded.catalog) return loaded.catalog;
  if (invocation.messages != nullptr) {
    for (const auto& error : loaded.errors)
      *invocation.messages << said(error, invocation.language) << '\n';
  }
  return fail(catalog_wrong, folder, std::to_string(loaded.errors.size()), "0");
}

Result<Opened> open(const Invocation& invocation) {
  Opened opened;
  ZH_TRY(opened.catalog, load_catalog(invocation));
  opened.location = {.folder = invocation.data, .database = invocation.database};
  ZH_TRY(opened.store, store::open(opened.location));
  ZH_TRY(opened.registry, Registry::open(opened.catalog, opened.store));
  return opened;
}

}  // namespace zhiheng::registry
