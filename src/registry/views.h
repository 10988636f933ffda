#pragma once
// Lists that somebody wants to see again: filter, search, order and columns under a name.

#include <string>
#include <string_view>
#include <vector>

#include "registry/people.h"

namespace zhiheng::registry {

struct SavedView {
  std::string id = {};  ///< empty: not kept yet
  std::string register_name = {};
  std::string name = {};  ///< what the person calls it
  std::string filter = {}, search = {}, sort = {};
  std::vector<std::string> columns = {};  ///< empty: the usual ones
  bool shared = false;                    ///< with everybody of the same unit
  std::string owner = {};                 ///< account that made it
};

/// Saved views of a store; from many threads.
class Views {
 public:
  explicit Views(store::Store& store) : store_(store) {}

  /// Of one register: the person's own and those shared in the unit, by name. The unit is the
  /// authority of the account, else its firm, else everybody without either in the same region.
  Result<std::vector<SavedView>> of(const Person& person, std::string_view register_name);
  /// Keeps a new view, or replaces the person's own of that id; gives the id.
  /// @fails  registry.required (name), registry.too_long, registry.text_unreadable,
  ///         registry.limit_wrong: a person keeps at most most_views; registry.not_found
  Result<std::string> keep(const Person& person, SavedView view);
  /// @fails  registry.not_found: there is none of that id that the person made
  Result<void> remove(const Person& person, std::string_view id);

 private:
  store::Store& store_;
};

inline constexpr std::size_t most_views = 200;        ///< of one person, or shared in one unit
inline constexpr std::size_t longest_view_name = 60;  ///< characters

}  // namespace zhiheng::registry
