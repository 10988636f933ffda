#pragma once
// The numbered paragraphs of a plan's body, before it is decided which of them are items.

#include "plan/paragraphs.h"
#include "plan/plan.h"

namespace zhiheng::plan {

inline constexpr std::size_t nobody = static_cast<std::size_t>(-1);

/// A numbered paragraph and all that follows until the next number.
struct Entry {
  Mark mark = Mark::none;
  int number = 0;
  std::size_t section = 0;
  std::size_t parent = nobody;
  std::vector<std::size_t> paragraphs = {};
  std::optional<Clause> clause = {};
  std::size_t clause_at = nobody;  ///< place in `paragraphs`
  bool is_item = false;
  bool merged = false;  ///< its paragraphs went to the parent
};

/// Gathers the entries from paragraph `first` on, with sections and boxes written to `plan`, and
/// finds the clause of each. A second clause below one number begins an entry without a number.
///
/// @return  children behind their parents; entries without a number at the end
[[nodiscard]] std::vector<Entry> entries_of(const Lexicon& lexicon,
                                            const std::vector<Paragraph>& paragraphs,
                                            std::size_t first, Plan& plan);

}  // namespace zhiheng::plan
