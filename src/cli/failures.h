#pragma once
// What the command line can refuse.

#include "base/result.h"

namespace zhiheng::cli {

inline constexpr Failure usage{"cli.usage", Kind::usage, "the command was not understood"};
inline constexpr Failure shell_unknown{"cli.shell_unknown", Kind::usage,
                                       "there is no completion for that shell"};

}  // namespace zhiheng::cli
