#include "support/access_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace zhiheng::support {
namespace {

using catalog::Field;
using catalog::FieldScope;
using catalog::FieldType;
using catalog::Register;

bool in_key(const Register& of, const std::string& name) {
  return std::ranges::find(of.key, name) != of.key.end();
}

/// The field that points to the whole which the records are parts of.
const Field* owner_field(const Register& of) {
  const auto found = std::ranges::find_if(of.fields, [&](const Field& field) {
    return !of.parent.empty() && field.type == FieldType::record && field.target == of.parent;
  });
  return found == of.fields.end() ? nullptr : &*found;
}

/// The register whose region says where a row lies; null: none does.
const Register* placed_by(const catalog::Catalog& catalog, const Register& of) {
  if (!of.region_field.empty()) return &of;
  const auto* owner = catalog.find_register(of.parent);
  return owner == nullptr || owner->region_field.empty() ? nullptr : owner;
}

bool is_about(const catalog::Grant& grant, const Register& of) {
  const bool general = !of.restricted &&
                       (grant.register_name == "*" || grant.register_name == "family:" + of.family);
  if (!general && grant.register_name != of.name) return false;
  return grant.fields != FieldScope::published || of.is_public;
}

bool grants(const catalog::Grant& grant, catalog::Action action) {
  return std::ranges::find(grant.actions, action) != grant.actions.end();
}

/// Something of the field's type; the store does not ask whether it means anything.
/// @param apart  whether rows are told apart by it
Value value_for(const Field& field, std::size_t row, bool apart) {
  switch (field.storage()) {
    case Storage::boolean:
      return true;
    case Storage::integer:
      return apart ? static_cast<std::int64_t>(2005 + row) : std::int64_t{2005};
    case Storage::decimal:
      return Decimal{1, static_cast<std::uint8_t>(field.scale)};
    case Storage::date:
      return make_date(2025, 1, 1);
    case Storage::timestamp:
      return Timestamp{1'735'700'000'000'000 + (apart ? static_cast<std::int64_t>(row) : 0)};
    case Storage::text:
      break;
  }
  return std::string("matrix");
}

bool has_holder_to_tell(const Register& of) {
  return !of.holder.empty() && (!in_key(of, of.holder) || of.key.size() > 1);
}

/// What the rows of any register are told apart and placed by.
struct Matrix {
  const catalog::Catalog& catalog;
  const std::string& mine;
  const std::string& others;

  /// Of the key, the place, the firm and the whole.
  [[nodiscard]] Value own_value(const Register& of, const Field& field, std::size_t row) const {
    const auto* telling = telling_field(of);
    if (&field == telling) return matrix_key(of.name, row) + further_parts(field);
    if (field.name == of.region_field) return std::string(MatrixRows::places[row]);
    if (field.name == of.holder && has_holder_to_tell(of)) return row == 0 ? mine : others;
    if (&field == owner_field(of)) return key_text(*catalog.find_register(of.parent), row);
    const Value value = value_for(field, row, telling == nullptr);
    return field.type == FieldType::record ? to_text(value) + further_parts(field) : value;
  }
  /// Of what points to a record whose key has several parts: the parts after the first.
  [[nodiscard]] std::string further_parts(const Field& field) const {
    std::string text;
    const auto* target = catalog.find_register(field.target);
    for (std::size_t i = 1; target != nullptr && i < target->key.size(); ++i) text += "|1";
    return text;
  }
  /// The parts of the key, as another record points to it.
  [[nodiscard]] std::string key_text(const Register& of, std::size_t row) const {
    std::string text;
    for (const auto& name : of.key) {
      text.append(text.empty() ? "" : "|")
          .append(to_text(own_value(of, *of.find_field(name), row)));
    }
    return text;
  }
};

}  // namespace

bool ExpectedAccess::shows(const Field& field, const catalog::Role& role) const {
  if (!field.visible.empty() && std::ranges::find(field.visible, role.name) == field.visible.end())
    return false;
  if (scope == FieldScope::published) return field.is_public && !field.personal;
  return scope == FieldScope::personal || !field.personal;
}

ExpectedAccess widest_access(const catalog::Catalog& catalog, const catalog::Role& role,
                             const Register& of) {
  ExpectedAccess found;
  for (const auto& grant : role.grants) {
    if (!is_about(grant, of) || !grants(grant, catalog::Action::read)) continue;
    found.seen = true;
    found.scope = std::max(found.scope, grant.fields);
  }
  const auto& everybody = *catalog.find_role("public");
  return found.seen || &role == &everybody ? found : widest_access(catalog, everybody, of);
}

const Field* telling_field(const Register& of) {
  const Field* some = nullptr;
  const Field* owner = owner_field(of);
  for (const auto& name : of.key) {
    const auto* field = of.find_field(name);
    const bool text = field->storage() == Storage::text && !field->list && field != owner;
    if (!text || name == of.region_field || name == of.holder || name == of.handler) continue;
    if (field->type == FieldType::text) return field;
    if (some == nullptr) some = field;
  }
  const auto* first = of.find_field(of.key.front());
  const bool only = of.key.size() == 1 && first->storage() == Storage::text;
  return some == nullptr && only ? first : some;
}

std::string matrix_key(const std::string& register_name, std::size_t row) {
  return "matrix-" + register_name + "-" + std::to_string(row);
}

std::string matrix_cell(const Register& of, const Field& field, std::size_t row) {
  return "cell-" + of.name + "." + field.name + "-" + std::to_string(row);
}

ExpectedAccess MatrixRows::expected(const catalog::Catalog& catalog, const catalog::Role& role,
                                    const Register& of, const registry::Person& person,
                                    std::size_t row) const {
  const bool own = by_holder && row == 0;
  const bool placed = placed_by(catalog, of) != nullptr;
  const bool inside = places[row].starts_with(person.region.substr(0, 4));
  const auto look = [&](const catalog::Role& at, ExpectedAccess& found) {
    for (const auto& grant : at.grants) {
      if (!is_about(grant, of)) continue;
      const bool narrow = grant.own || grant.assigned;
      if (narrow && !(grant.own && own)) continue;
      const bool limited = at.regional && !person.region.empty() && !narrow;
      if (limited && !placed && (!of.all_regions || !of.parent.empty())) continue;
      if (limited && placed && !inside) continue;
      if (grants(grant, catalog::Action::read)) {
        found.seen = true;
        found.internal = found.internal || grant.fields != FieldScope::published;
        found.scope = std::max(found.scope, grant.fields);
      }
      const bool kept_out = grant.below && !of.region_field.empty() && places[row] == person.region;
      found.writes = found.writes || (grants(grant, catalog::Action::write) && !kept_out);
      found.administers = found.administers || grants(grant, catalog::Action::administer);
    }
  };
  ExpectedAccess found;
  look(role, found);
  const bool granted = std::ranges::any_of(role.grants, [&](const catalog::Grant& grant) {
    return is_about(grant, of) && grants(grant, catalog::Action::read);
  });
  // Whoever has nothing here is the public.
  if (!granted) look(*catalog.find_role("public"), found = {});
  // The rows fulfil no condition: who sees what the public sees, sees none of them.
  const auto* owner = catalog.find_register(of.parent);
  const bool open_when = of.public_when || (owner != nullptr && owner->public_when);
  if (open_when && !found.internal) found = {};
  return found;
}

MatrixRows write_matrix_rows(store::Store& store, const catalog::Catalog& catalog,
                             const Register& of, const std::string& mine,
                             const std::string& others) {
  const Matrix matrix{catalog, mine, others};
  MatrixRows rows;
  rows.by_holder = has_holder_to_tell(of);
  std::vector<std::string> columns;
  std::vector<store::Draft> drafts(3);
  const auto add = [&](const std::string& column, const auto& value_of_row) {
    if (column.empty() || std::ranges::find(columns, column) != columns.end()) return;
    columns.push_back(column);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      drafts[i].values.emplace_back(Value(value_of_row(i)));
    }
  };
  const auto add_own = [&](const std::string& name) {
    if (name.empty()) return;
    add(name, [&](std::size_t i) { return matrix.own_value(of, *of.find_field(name), i); });
  };
  for (const auto& name : of.key) add_own(name);
  add_own(of.region_field);
  if (rows.by_holder) add_own(of.holder);
  if (const auto* owner = owner_field(of)) add_own(owner->name);
  if (of.publishes()) add("published_on", [](std::size_t) { return make_date(2025, 1, 1); });
  for (const auto& field : of.fields) {
    if (field.list) continue;
    if (field.type == FieldType::record) {
      const auto& target = *catalog.find_register(field.target);
      add(field.name, [&](std::size_t) { return matrix.key_text(target, 0); });
    }
    if (field.type == FieldType::text && field.name != of.handler) {
      add(field.name, [&](std::size_t i) { return matrix_cell(of, field, i); });
    }
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) rows.keys.push_back(matrix.key_text(of, i));
  const auto written = store.write({.user = "test"}, of.name, columns, std::move(drafts));
  EXPECT_TRUE(written) << of.name << ": " << (written ? "" : describe(written.error()));
  if (!written) return rows;
  for (const auto& one : *written) {
    EXPECT_EQ(one.outcome, store::Outcome::added) << of.name;
    rows.ids.push_back(to_text(one.id));
  }
  return rows;
}

}  // namespace zhiheng::support
