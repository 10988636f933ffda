#pragma once
// Rows of every register for somebody with one role, and what the grants say about them, worked out
// from the declaration alone, one grant at a time.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "registry/people.h"
#include "store/store.h"

namespace zhiheng::support {

/// What a role is granted on one row.
struct ExpectedAccess {
  bool seen = false, internal = false, writes = false, administers = false;
  catalog::FieldScope scope = catalog::FieldScope::published;  ///< the widest that is granted

  /// Whether the field is shown where the row is seen.
  [[nodiscard]] bool shows(const catalog::Field& field, const catalog::Role& role) const;
};

/// What a role is granted on the rows of a register together, wherever they lie.
[[nodiscard]] ExpectedAccess widest_access(const catalog::Catalog& catalog,
                                           const catalog::Role& role, const catalog::Register& of);

/// The field of the key whose text tells the rows apart; null where the key has no such text.
[[nodiscard]] const catalog::Field* telling_field(const catalog::Register& of);

/// A word that stands in the key of one row and nowhere else but where something points to it.
[[nodiscard]] std::string matrix_key(const std::string& register_name, std::size_t row);
/// A word that stands in one field of one row.
[[nodiscard]] std::string matrix_cell(const catalog::Register& of, const catalog::Field& field,
                                      std::size_t row);

/// Three rows of a register: in the person's region and of their firm, there and of another, and
/// elsewhere. Those of a register whose records are parts of others are parts of its three rows.
struct MatrixRows {
  inline static const std::string places[] = {"620102", "620102", "610102"};
  std::vector<std::string> ids, keys;
  bool by_holder = false;

  /// What the grants of one role, held by the person, say about a row.
  [[nodiscard]] ExpectedAccess expected(const catalog::Catalog& catalog, const catalog::Role& role,
                                        const catalog::Register& of, const registry::Person& person,
                                        std::size_t row) const;
};

/// Straight into the store: what is asked is who sees them, not whether they are good. Each row has
/// a word of its own in every field of text, and points to the first row of every register that it
/// can point to, so that there are links between what is seen and what is not.
///
/// @param mine, others  firms: the person's, and another
[[nodiscard]] MatrixRows write_matrix_rows(store::Store& store, const catalog::Catalog& catalog,
                                           const catalog::Register& of, const std::string& mine,
                                           const std::string& others);

}  // namespace zhiheng::support
