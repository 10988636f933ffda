#pragma once
// What is kept of an account.

#include "registry/people.h"

namespace zhiheng::registry {

struct People::Account {
  Person person;
  std::string password;       ///< encoded argon2id hash
  std::int64_t failures = 0;  ///< failed attempts in a row
  Timestamp locked_until{};
};

}  // namespace zhiheng::registry
