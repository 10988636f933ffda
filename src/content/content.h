#pragma once
// What is this file really, and may it be kept? Told by its bytes alone.

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "content/rules.h"

namespace zhiheng::content {

/// The type of a file, when all that its bytes promise holds: it is whole, of one type only, holds
/// nothing that runs or fetches, and unpacks to no more than the rules allow.
///
/// @param bytes     the whole file
/// @param name      as its owner calls it; only tells apart types that look alike (text and CSV)
/// @param accepted  names of types; empty: all that the rules have
/// @fails  content.empty, too_large, type_refused, damaged, two_in_one, active, locked,
///         unsafe_name, unpacks_too_large
/// @cost   linear in the bytes and in what they unpack to; memory of one unpacked part
[[nodiscard]] Result<const FileType*> examine(std::string_view bytes, std::string_view name,
                                              const Rules& rules,
                                              std::span<const std::string> accepted = {});

/// A name that can be shown, stored and offered for saving on any system: the last part of a path
/// in normal form C, without control characters, direction marks and characters with a meaning to
/// a system, at most 120 characters and an ending of the type. Made safe again it stays as it is.
[[nodiscard]] std::string safe_name(std::string_view name, const FileType& type);

}  // namespace zhiheng::content
