#pragma once
// Master data in the system of record.

#include <span>
#include <string>

#include "base/result.h"
#include "registry/registry.h"
#include "trace/master_lookup.h"

namespace zhiheng::trace {

/// The register that holds the elements of vocabularies.
inline constexpr std::string_view master_data_register = "epcis_master_data";

/// Writes the elements of the lists; the same again changes nothing, what differs is a new version.
///
/// @param region  GB/T 2260 code; empty: the region of the account
/// @return  elements that were added or changed
/// @fails   registry.not_allowed; the first that the register refuses
[[nodiscard]] Result<std::size_t> capture_master_data(registry::Registry& registry,
                                                      const registry::Person& person,
                                                      std::span<const VocabularyList> lists,
                                                      const std::string& region = {});

/// Everything that the person may see.
/// @fails  registry.not_allowed
[[nodiscard]] Result<MasterLookup> load_master_data(registry::Registry& registry,
                                                    const registry::Person& person);

}  // namespace zhiheng::trace
