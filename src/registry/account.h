#pragma once
// What is kept of an account.

#include <string_view>

#include "registry/people.h"

namespace zhiheng::registry {

/// Attempts to log in are kept by the digest of the name that was typed.
inline constexpr std::string_view attempts = "login";

struct People::Account {
  Person person;
  std::string password;  ///< encoded argon2id hash
};

}  // namespace zhiheng::registry
