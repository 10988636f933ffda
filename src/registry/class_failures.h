#pragma once
// What the table of classes of products may get wrong.

#include "base/result.h"

namespace zhiheng::registry {

inline constexpr Failure product_classes_malformed{
    "registry.product_classes_malformed", Kind::invalid,
    "the table of where the classes of products stand has a wrong entry"};

}  // namespace zhiheng::registry
