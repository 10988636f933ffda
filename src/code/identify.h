#pragma once
// Which kinds of code can this text be?

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::code {

enum class CodeKind {
  credit_code,
  organisation_code,
  registration_number,
  lei,
  gtin,
  gln,
  sscc,
};

inline constexpr std::array code_kinds{CodeKind::credit_code,
                                       CodeKind::organisation_code,
                                       CodeKind::registration_number,
                                       CodeKind::lei,
                                       CodeKind::gtin,
                                       CodeKind::gln,
                                       CodeKind::sscc};

/// "credit_code", …: the words of the command line and of JSON.
[[nodiscard]] std::string_view name_of(CodeKind kind);

/// @fails  code.kind_unknown
[[nodiscard]] Result<CodeKind> kind_named(std::string_view name);

/// What people type, made ready for the strict checks: half width, without blanks, hyphens and
/// dashes, upper case. Letters that look like digits stay: guessing is not our business.
[[nodiscard]] std::string normalise(std::string_view text);

/// The strict check of one kind.
[[nodiscard]] Result<void> check_code(CodeKind kind, std::string_view text);

/// Every kind that the text passes, in the order of `code_kinds`. Thirteen digits may be both a
/// GTIN and a GLN: only the field can tell.
[[nodiscard]] std::vector<CodeKind> identify(std::string_view text);

/// The kind that a text of this shape was probably meant to be, to explain why it fails.
[[nodiscard]] CodeKind likely_kind(std::string_view text);

}  // namespace zhiheng::code
