#pragma once
// Which versions of a table hold a word: found by the pairs of neighbouring signs in their texts,
// because Chinese is written without blanks and words of two signs are what people look for.
//
// Derived from the versions: a reader writes it in order of seq, nothing in it is ever changed, and
// it can be thrown away and made anew. It gives candidates; whoever asks compares the texts
// themselves.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace zhiheng::store {

/// The numbers of the pairs of neighbouring signs of a text, each once, added to `grams` and
/// sorted; of ASCII letters only the small ones count. Pairs with a blank are left out.
void add_grams(std::vector<std::int32_t>& grams, std::string_view text);

/// How far a table's index goes, and what it is of.
struct SearchPosition {
  std::int64_t seq = 0;  ///< every version up to here is in it
  std::string of;        ///< names of the columns, as whoever writes it puts them
};

struct SearchEntry {
  std::int64_t seq = 0;
  std::vector<std::int32_t> grams;
};

/// None: the table has no index.
[[nodiscard]] Result<std::optional<SearchPosition>> search_position(Store& store,
                                                                    std::string_view table);

/// Adds entries and moves the position; where there was none, or of something else, what there is
/// is thrown away first. False and nothing written when somebody else has moved it from `from`
/// meanwhile.
[[nodiscard]] Result<bool> write_search(Store& store, std::string_view table,
                                        const std::optional<SearchPosition>& from,
                                        const SearchPosition& to,
                                        std::span<const SearchEntry> entries);

/// A SELECT of the seq of all versions that hold all of `grams`, and of all that are newer than the
/// index.
/// @param grams  at least one
[[nodiscard]] Sql search_candidates(Dialect dialect, std::string_view table,
                                    std::span<const std::int32_t> grams,
                                    const SearchPosition& position);

}  // namespace zhiheng::store
