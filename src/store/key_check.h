#pragma once
// Which key were the encrypted columns of a store written with?

#include <string>

#include "base/result.h"
#include "store/connection.h"

namespace zhiheng::store {

/// What that key answers to (Cipher::check_text); empty where nothing was encrypted yet.
[[nodiscard]] Result<std::string> key_check(Connection& connection);

}  // namespace zhiheng::store
