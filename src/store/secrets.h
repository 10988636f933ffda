#pragma once
// Pairs of the program that are kept encrypted: secrets of targets, addresses of people.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.h"

namespace zhiheng::store {

/// As Store::put, get and list, with the key of the encrypted columns; a value moved to another
/// key does not decrypt. Store::erase takes one away.
/// @param store  of store::open
/// @fails  store.key_missing (also when no table has an encrypted column), store.cannot_decrypt
Result<void> put_secret(Store& store, std::string_view space, std::string_view key,
                        std::string_view text);
[[nodiscard]] Result<std::optional<std::string>> get_secret(Store& store, std::string_view space,
                                                            std::string_view key);
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> list_secrets(
    Store& store, std::string_view space);

}  // namespace zhiheng::store
