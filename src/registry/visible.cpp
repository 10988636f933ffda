// Which rows of a register somebody may see.

#include "registry/failures.h"
#include "registry/inside.h"
#include "registry/narrowing.h"
#include "registry/row_limits.h"
#include "registry/told.h"

namespace zhiheng::registry {
namespace {

/// Nothing at all: for registers where a region cannot be told. Better than everything.
Sql no_rows() { return {"1 = 0", {}}; }

Result<Sql> under_region(const catalog::Register& of, const std::string& region, Dialect dialect,
                         std::string_view prefix) {
  // The text of a condition is built from an account here: nothing but a code gets into it.
  const bool is_code = region.size() == 6 && region.find_first_not_of("0123456789") == region.npos;
  if (!is_code) return no_rows();
  const auto fields = of.expression_fields();
  ZH_TRY(const auto condition,
         expr::Expression::parse(of.region_field + " under '" + region + "'", fields));
  return condition.emit(dialect, expr::Environment{}, prefix);
}

/// Own and assigned rows, by their indexes.
Sql rows_reached(const Access& access, const catalog::Register& of) {
  Sql rows;
  const auto add = [&](bool reached, const std::string& field, const std::string& wanted) {
    if (!reached || field.empty() || wanted.empty()) return;
    rows.text += (rows.text.empty() ? "" : " OR ") + expr::quoted(field) + " = ?";
    rows.values.emplace_back(wanted);
  };
  add(access.reads.own, of.holder, access.company);
  add(access.reads.assigned, of.handler, access.user);
  return rows.text.empty() ? no_rows() : rows;
}

/// The field of `of` that names its owner.
const catalog::Field* owner_field(const catalog::Register& of) {
  for (const auto& field : of.fields) {
    if (field.type == catalog::FieldType::record && field.target == of.parent) return &field;
  }
  return nullptr;
}

/// The key of a record as another points to it: its parts joined with '|'. Empty where a part is no
/// text.
std::string pointed_to_by(const catalog::Register& owner, const std::string& prefix) {
  std::string text;
  for (const auto& name : owner.key) {
    if (owner.find_field(name)->storage() != Storage::text) return {};
    text += (text.empty() ? "" : " || '|' || ") + prefix + expr::quoted(name);
  }
  return text;
}

/// Parts are seen with the whole that they belong to: those whose owner fulfils `inner`.
/// @param owners  what to select the owners from; `inner` calls them "owner"
Sql of_owners(const catalog::Register& of, const catalog::Register& owner, Sql inner,
              const std::string& owners) {
  const auto* field = owner_field(of);
  const std::string key = pointed_to_by(owner, "owner.");
  if (field == nullptr || key.empty()) return no_rows();
  return Sql{expr::quoted(field->name) + " IN (SELECT " + key + " FROM " + owners +
                 " AS owner WHERE " + inner.text + ")",
             std::move(inner.values)};
}

/// What the public may see of a register's records; nothing: all.
Sql rows_open(const catalog::Register& of, Dialect dialect, const std::string& prefix) {
  Sql open;
  if (of.publishes()) {
    open.text = prefix + "\"published_on\" IS NOT NULL AND " + prefix + "\"withdrawn_on\" IS NULL";
  }
  if (!of.public_when) return open;
  return both(std::move(open),
              of.public_when->emit(dialect, expr::Environment{china_date(now())}, prefix));
}

}  // namespace

Sql both(Sql a, Sql b) {
  if (a.text.empty()) return b;
  if (b.text.empty()) return a;
  a.text = "(" + a.text + ") AND (" + b.text + ")";
  a.values.insert(a.values.end(), std::make_move_iterator(b.values.begin()),
                  std::make_move_iterator(b.values.end()));
  return a;
}

Result<Access> Registry::Inside::require(const Person& person, const catalog::Register& of,
                                         Action action) const {
  Access granted = access(person, of);
  if (!granted.may(action)) return fail(not_allowed, of.name, person.user);
  return granted;
}

Result<Sql> Registry::Inside::rows_within(const Access& access, const catalog::Register& of,
                                          Dialect dialect) const {
  Sql open;
  if (access.fields == catalog::FieldScope::published) {
    open = rows_open(of, dialect, "");
    const auto* owner = catalog->find_register(of.parent);
    Sql whole = owner == nullptr ? Sql{} : rows_open(*owner, dialect, "owner.");
    if (!whole.text.empty()) {
      open = both(std::move(open),
                  of_owners(of, *owner, std::move(whole), current_rows(*owner, dialect)));
    }
  }
  if (access.on_own && !open.text.empty()) {
    const Sql own = rows_reached(*access.on_own, of);
    open.text = "(" + open.text + ") OR " + own.text;
    open.values.insert(open.values.end(), own.values.begin(), own.values.end());
  }
  if (!access.reads.all) return both(std::move(open), rows_reached(access, of));
  if (!access.system) {
    ZH_TRY(const ClassLimits limits,
           class_limits(*catalog, *store, of, access.user, china_date(now()), dialect));
    open = both(std::move(open), limits.rows());
  }
  if (access.region.empty()) return open;
  ZH_TRY(Sql within, rows_within_region(access, of, dialect));
  return both(std::move(open), std::move(within));
}

Result<Sql> Registry::Inside::rows_within_region(const Access& access, const catalog::Register& of,
                                                 Dialect dialect) const {
  if (!of.region_field.empty()) return under_region(of, access.region, dialect, "");
  const auto* owner = catalog->find_register(of.parent);
  if (owner == nullptr) return of.all_regions ? Sql{} : no_rows();
  if (owner->region_field.empty()) return no_rows();
  ZH_TRY(Sql within, under_region(*owner, access.region, dialect, "owner."));
  return of_owners(of, *owner, std::move(within), current_rows(*owner, dialect));
}

Result<std::optional<store::Narrowing>> narrowed_by_access(const Access& access,
                                                           const catalog::Register& of,
                                                           Dialect dialect) {
  std::optional<store::Narrowing> narrowing;
  if (!access.reads.all) {
    const bool own = access.reads.own && !of.holder.empty() && !access.company.empty();
    const bool assigned = access.reads.assigned && !of.handler.empty() && !access.user.empty();
    if (own != assigned) narrowing = {own ? of.holder : of.handler, rows_reached(access, of)};
  } else if (!access.region.empty() && !of.region_field.empty()) {
    ZH_TRY(Sql within, under_region(of, access.region, dialect, ""));
    narrowing = {of.region_field, std::move(within)};
  }
  return narrowing;
}

Sql rows_told_of(const Access& access, const catalog::Register& of) {
  if (access.is_internal()) return {};
  return access.on_own ? rows_reached(*access.on_own, of) : no_rows();
}

std::string Registry::Inside::current_rows(const catalog::Register& of, Dialect dialect) const {
  return registry::current_rows(*store, of, dialect);
}

Result<store::Version> Registry::Inside::present(const Access& access, const catalog::Register& of,
                                                 const std::string& id, bool deleted) const {
  const auto parsed = parse_uuid(id);
  if (!parsed || !access.read) return fail(not_found, of.name, id);
  store::Select select{.table = of.name};
  ZH_TRY(select.where, rows_within(access, of, store->dialect()));
  select.id = *parsed;
  select.deleted = deleted;
  std::optional<store::Version> found;
  ZH_DO(store->read(select, [&](const store::Version& version) {
    found = version;
    return false;
  }));
  if (!found) return fail(not_found, of.name, id);
  return *std::move(found);
}

Result<std::vector<store::Version>> Registry::Inside::versions(const catalog::Register& of,
                                                               const Uuid& id) const {
  store::Select select{.table = of.name};
  select.order = {{"version", false}};
  select.history = true;
  select.deleted = true;
  select.id = id;
  std::vector<store::Version> versions;
  ZH_DO(store->read(select, [&](const store::Version& version) {
    versions.push_back(version);
    return true;
  }));
  return versions;
}

Result<Sql> Registry::visible_rows(const Person& person, const catalog::Register& of,
                                   Dialect dialect) const {
  ZH_TRY(const Access access, inside_->require(person, of, Action::read));
  return inside_->rows_within(access, of, dialect);
}

}  // namespace zhiheng::registry
