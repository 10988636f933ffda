#pragma once
// Where do the project's own files lie? The answer is compiled once, in source.cpp, so that no
// other test depends on the folder that the project was cloned into (and the compile cache serves
// all).

#include <string>
#include <string_view>

namespace zhiheng::support {

/// The project's folder, with `below` ("/catalog") put behind it.
[[nodiscard]] std::string source_path(std::string_view below = "");

/// The program that was built beside the tests.
[[nodiscard]] std::string program_path();

/// Data that are used here but not shipped, in $ZHIHENG_SHARED or beside the project's folder, with
/// `below` put behind it. They may be absent: a test then skips.
[[nodiscard]] std::string shared_path(std::string_view below = "");

}  // namespace zhiheng::support
