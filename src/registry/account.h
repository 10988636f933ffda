#pragma once
// What is kept of an account.

#include <string>
#include <string_view>

#include "registry/people.h"

namespace zhiheng::registry {

/// Where attempts to log in are kept.
inline constexpr std::string_view login_attempts = "login";

struct People::Account {
  Person person;
  std::string password;  ///< encoded argon2id hash
};

}  // namespace zhiheng::registry
