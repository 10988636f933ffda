#pragma once
// The registers that hold recalls and what receivers are told of them.

#include <string_view>

namespace zhiheng::trace {

inline constexpr std::string_view recall_register = "recall";
inline constexpr std::string_view notice_register = "recall_notice";

}  // namespace zhiheng::trace
