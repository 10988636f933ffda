#pragma once
// The words of an expression.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/caret.h"

namespace zhiheng::expr {

enum class Word { end, name, quoted_name, text, number, symbol };

struct Token {
  Word word = Word::end;
  Span span;
  std::string value = {};     ///< a name or symbol as written; a text without its quotes, in NFC
  std::int64_t unscaled = 0;  ///< of a number
  int places = -1;            ///< after the point; -1: an integer
};

/// Ends with a token of Word::end.
/// @fails  expr.syntax, expr.number_too_long
[[nodiscard]] Result<std::vector<Token>> split(std::string_view text);

/// Whether a name is this keyword, whatever its case.
[[nodiscard]] bool is_keyword(const Token& token, std::string_view keyword);

}  // namespace zhiheng::expr
