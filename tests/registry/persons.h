#pragma once
// Who asks, in the tests of this room.

#include "registry/registry.h"

namespace zhiheng::registry {

inline const Person officer{.user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
inline const Person auditor{.user = "he", .name = "何", .roles = {"auditor"}, .region = ""};
inline const Person administrator{
    .user = "an", .name = "安", .roles = {"administrator"}, .region = ""};

}  // namespace zhiheng::registry
