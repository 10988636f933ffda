#pragma once
// Rows of every register for somebody with one role, and what the grants say about them, worked out
// from the declaration alone, one grant at a time.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "registry/people.h"
#include "store/store.h"

namespace zhiheng::support {

struct ExpectedAccess {
  bool seen = false, internal = false, writes = false;
};

/// @param own  whether the row's holder is the firm of the person
inline ExpectedAccess expected_access(const catalog::Catalog& catalog, const catalog::Role& role,
                                      const catalog::Register& of, const registry::Person& person,
                                      const std::string& region, bool own) {
  using catalog::Action;
  const auto look = [&](const catalog::Role& at, ExpectedAccess& found) {
    for (const auto& grant : at.grants) {
      const bool family = grant.register_name == "family:" + of.family;
      const bool all = !of.restricted && (grant.register_name == "*" || family);
      if (!all && grant.register_name != of.name) continue;
      if (grant.fields == catalog::FieldScope::published && !of.is_public) continue;
      if ((grant.own || grant.assigned) && !(grant.own && own && !of.holder.empty())) continue;
      const bool narrow = grant.own || grant.assigned;
      const bool limited = at.regional && !person.region.empty() && !narrow;
      if (limited && of.region_field.empty() && !of.all_regions) continue;
      const bool inside = region.starts_with(person.region.substr(0, 4));
      if (limited && !of.region_field.empty() && !inside) continue;
      for (const auto action : grant.actions) {
        const bool here = !(grant.below && region == person.region);
        if (action == Action::read) {
          found.seen = true;
          found.internal = found.internal || grant.fields != catalog::FieldScope::published;
        }
        if (action == Action::write && here) found.writes = true;
      }
    }
  };
  ExpectedAccess found;
  look(role, found);
  const bool granted = std::ranges::any_of(role.grants, [&](const catalog::Grant& grant) {
    const bool all = !of.restricted &&
                     (grant.register_name == "*" || grant.register_name == "family:" + of.family);
    return (all || grant.register_name == of.name) &&
           (grant.fields != catalog::FieldScope::published || of.is_public) &&
           std::ranges::find(grant.actions, Action::read) != grant.actions.end();
  });
  // Whoever has nothing here is the public.
  if (!granted) look(*catalog.find_role("public"), found = {});
  return found;
}

/// Three rows of a register: in the person's region and of their firm, there and of another, and
/// elsewhere.
struct MatrixRows {
  inline static const std::string places[] = {"620102", "620102", "610102"};
  std::vector<std::string> ids, keys;
  bool by_holder = false;

  [[nodiscard]] ExpectedAccess expected(const catalog::Catalog& catalog, const catalog::Role& role,
                                        const catalog::Register& of, const registry::Person& person,
                                        std::size_t row) const {
    const std::string region = of.region_field.empty() ? "" : places[row];
    auto found = expected_access(catalog, role, of, person, region, by_holder && row == 0);
    // The rows fulfil no condition: who sees what the public sees, sees none of them.
    if (of.public_when && !found.internal) found = {};
    return found;
  }
};

/// Whether rows can be made here so simply: by one text as their key, and with a place of their
/// own.
inline bool fits_matrix(const catalog::Register& of) {
  return of.key.size() == 1 && of.find_field(of.key.front())->storage() == Storage::text &&
         (of.parent.empty() || !of.region_field.empty());
}

/// Straight into the store: what is asked is who sees them, not whether they are good.
inline MatrixRows write_matrix_rows(store::Store& store, const catalog::Register& of,
                                    const std::string& mine, const std::string& others) {
  MatrixRows rows;
  rows.by_holder = !of.holder.empty() && of.holder != of.key.front();
  std::vector<std::string> columns = {of.key.front()};
  const bool has_region = !of.region_field.empty() && of.region_field != of.key.front();
  if (has_region) columns.push_back(of.region_field);
  if (rows.by_holder) columns.push_back(of.holder);
  if (of.publishes()) columns.emplace_back("published_on");
  std::vector<store::Draft> drafts;
  for (std::size_t i = 0; i < 3; ++i) {
    rows.keys.push_back("matrix-" + of.name + "-" + std::to_string(i));
    store::Draft draft;
    draft.values.emplace_back(rows.keys.back());
    if (has_region) draft.values.emplace_back(MatrixRows::places[i]);
    if (rows.by_holder) draft.values.emplace_back(i == 0 ? mine : others);
    if (of.publishes()) draft.values.emplace_back(make_date(2025, 1, 1));
    drafts.push_back(std::move(draft));
  }
  const auto written = store.write({.user = "test"}, of.name, columns, std::move(drafts));
  EXPECT_TRUE(written) << of.name;
  if (!written) return rows;
  for (const auto& one : *written) rows.ids.push_back(to_text(one.id));
  return rows;
}

}  // namespace zhiheng::support
