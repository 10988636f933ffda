#pragma once
// The catalog, the store and the registers of an invocation: one way in for every verb and for the
// server.

#include <memory>

#include "base/verb.h"
#include "catalog/catalog.h"
#include "registry/registry.h"
#include "store/store.h"

namespace zhiheng::registry {

struct Opened {
  std::shared_ptr<const catalog::Catalog> catalog;
  std::shared_ptr<store::Store> store;
  std::unique_ptr<Registry> registry;
  store::Location location;
};

/// Loads the catalog (every complaint goes to `messages`), opens the store and declares the
/// registers to it.
/// @fails  registry.catalog_wrong, store.cannot_open, store.migration_refused …
[[nodiscard]] Result<Opened> open(const Invocation& invocation);

/// The catalog alone.
[[nodiscard]] Result<std::shared_ptr<const catalog::Catalog>> load_catalog(
    const Invocation& invocation);

}  // namespace zhiheng::registry
