#pragma once
// What files records may carry, from catalog/attachments.toml; see docs/documents.md.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "content/rules.h"

namespace zhiheng::catalog {

struct Catalog;

/// Types that one field takes, where it does not take all.
struct Accepted {
  std::string register_name, field;
  std::vector<std::string> types;
};

struct Attachments {
  content::Rules rules;
  std::vector<Accepted> accepted;

  /// Names of types; empty: all.
  [[nodiscard]] std::vector<std::string> accepted_by(const std::string& register_name,
                                                     const std::string& field) const;
};

/// Reads attachments.toml; complaints go to `errors`. Every limit must be there: a forgotten line
/// must not leave files unbounded.
[[nodiscard]] Attachments load_attachments(const std::string& folder, std::vector<Error>& errors);

/// The same of a catalog that was loaded, whose complaints were told then; read once per folder.
[[nodiscard]] std::shared_ptr<const Attachments> attachments_of(const std::string& folder);

/// Fields that attachments.toml names and no register has, or that are none for files.
void check_attachments(const Catalog& catalog, const Attachments& made, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
