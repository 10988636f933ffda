#pragma once
// Words in texts: what a search looks for, and the index that leads there.

#include "registry/narrowing.h"

namespace zhiheng::registry {

/// Whether searches look into the field.
[[nodiscard]] bool is_searched(const catalog::Field& field);

/// Where to look for the words, all of them: a narrowing on seq. None where the words are too
/// short, or so much has been written since the index was that it is of no use.
[[nodiscard]] Result<std::optional<store::Narrowing>> narrowed_by_search(
    const Registry::Inside& inside, const catalog::Register& of,
    std::span<const std::string> words);

/// Goes on, for about a second, to bring the search indexes up to what is written: of registers
/// that are too large to be looked through, and of one that is being filled only when the filling
/// has come to rest. False when there is more to do.
[[nodiscard]] Result<bool> follow_search(const Registry::Inside& inside, Timestamp now);

}  // namespace zhiheng::registry
