#include "registry/row_limits.h"

#include <algorithm>

#include "registry/people.h"

namespace zhiheng::registry {
namespace {

/// Where the limits of `of` stand; null: nowhere.
const catalog::Register* grants_of(const catalog::Catalog& catalog, const catalog::Register& of) {
  return catalog.find_register(of.name + "_grant");
}

std::string text_of(const catalog::Register& of, const store::Version& version,
                    std::string_view field) {
  const auto at = of.position(std::string(field));
  const auto* text = at ? std::get_if<std::string>(&version.values[*at]) : nullptr;
  return text == nullptr ? std::string() : *text;
}

/// Calls `each` for every part of a list joined with '|'.
template <class Each>
void each_part(std::string_view list, const Each& each) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('|'), list.size());
    if (end > 0) each(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

bool any_in(std::string_view list, const std::vector<std::string>& classes) {
  bool found = false;
  each_part(list, [&](std::string_view one) {
    found = found || std::ranges::find(classes, one) != classes.end();
  });
  return found;
}

bool holds_on(const catalog::Register& of, const store::Version& version, Date on) {
  const auto date = [&](const char* field) {
    const auto at = of.position(field);
    const auto* found = at ? std::get_if<Date>(&version.values[*at]) : nullptr;
    return found == nullptr ? std::optional<Date>() : *found;
  };
  return date("valid_from").value_or(on) <= on && on <= date("valid_until").value_or(on);
}

}  // namespace

bool ClassLimits::withholds(std::string_view classes) const { return any_in(classes, withheld); }

bool ClassLimits::admits(std::string_view classes) const {
  return !withholds(classes) && (only.empty() || any_in(classes, only));
}

Sql ClassLimits::rows_not_withheld() const {
  if (withheld.empty()) return {};
  Sql rows = products.rows(withheld);
  rows.text = "NOT " + rows.text;
  return rows;
}

Sql ClassLimits::rows() const {
  Sql rows = rows_not_withheld();
  if (only.empty()) return rows;
  Sql within = products.rows(only);
  if (rows.text.empty()) return within;
  rows.text = "(" + within.text + " AND " + rows.text + ")";
  within.values.insert(within.values.end(), rows.values.begin(), rows.values.end());
  rows.values = std::move(within.values);
  return rows;
}

Result<std::vector<store::Version>> grants_in_force(const catalog::Catalog& catalog,
                                                    store::Store& store,
                                                    const catalog::Register& of,
                                                    std::string_view user, Date on) {
  std::vector<store::Version> found;
  const catalog::Register* grants = grants_of(catalog, of);
  if (grants == nullptr) return found;
  store::Select select{.table = grants->name};
  select.where = {"state = ? AND (kind = 'withheld' OR account = ?)",
                  {grants->initial_state(), std::string(user)}};
  select.order = {{.column = "seq"}};
  ZH_DO(store.read(select, [&](const store::Version& version) {
    if (holds_on(*grants, version, on)) found.push_back(version);
    return true;
  }));
  return found;
}

Result<ClassLimits> class_limits(const catalog::Catalog& catalog, store::Store& store,
                                 const catalog::Register& of, std::string_view user, Date on,
                                 Dialect dialect) {
  ClassLimits limits;
  const catalog::Register* grants = grants_of(catalog, of);
  const auto field = std::ranges::find_if(of.fields, [](const catalog::Field& each) {
    return each.type == catalog::FieldType::product && each.list;
  });
  if (grants == nullptr || field == of.fields.end()) return limits;
  if (user == local_operator().user) return limits;
  ZH_TRY(const auto in_force, grants_in_force(catalog, store, of, user, on));
  std::vector<std::string> cleared;
  for (const store::Version& version : in_force) {
    const std::string kind = text_of(*grants, version, "kind");
    std::vector<std::string>* into = kind == "withheld"  ? &limits.withheld
                                     : kind == "cleared" ? &cleared
                                     : kind == "only"    ? &limits.only
                                                         : nullptr;
    if (into == nullptr) continue;
    each_part(text_of(*grants, version, "classes"),
              [&](std::string_view one) { into->emplace_back(one); });
  }
  for (auto* list : {&limits.withheld, &limits.only}) {
    std::ranges::sort(*list);
    list->erase(std::ranges::unique(*list).begin(), list->end());
  }
  std::erase_if(limits.withheld, [&](const std::string& one) {
    return std::ranges::find(cleared, one) != cleared.end();
  });
  if (limits.none()) return limits;
  limits.products = ProductsByClass::of(catalog, store, field->name, dialect);
  return limits;
}

}  // namespace zhiheng::registry
