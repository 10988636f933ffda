#pragma once

namespace zhiheng::code {

[[nodiscard]] constexpr bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

}  // namespace zhiheng::code
