// Names that one declaration gives and another must have.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {

namespace {

void unknown(std::vector<Error>& errors, const std::string& where, const std::string& found,
             std::string wanted) {
  errors.push_back({&reference_unknown, where, found, std::move(wanted)});
}

// A part belongs to one whole: a record that it must name, and no chain of wholes leads back to it.
void check_part(const Catalog& catalog, const Register& made, std::vector<Error>& errors) {
  if (made.part_of.empty()) return;
  const std::string where = made.file + " part_of";
  if (std::ranges::none_of(made.fields, [&](const Field& field) {
        return field.required && field.target == made.part_of;
      })) {
    unknown(errors, where, made.part_of, "a register that a required field points to");
  }
  const Register* above = &made;
  for (std::size_t steps = 0; above != nullptr && !above->part_of.empty(); ++steps) {
    above = catalog.find_register(above->part_of);
    if (above == &made || steps > catalog.registers.size()) {
      unknown(errors, where, made.part_of, "a register that is no part of this one");
      return;
    }
  }
}

void check_register(const Catalog& catalog, const Register& made, std::vector<Error>& errors) {
  for (const Field& field : made.fields) {
    const std::string where = made.file + " field " + field.name;
    if (!field.codes.empty() && catalog.find_codes(field.codes) == nullptr) {
      unknown(errors, where, field.codes, "a code list in lists/");
    }
    if (!field.target.empty() && catalog.find_register(field.target) == nullptr) {
      unknown(errors, where, field.target, "a register");
    }
  }
  if (!made.parent.empty() && catalog.find_register(made.parent) == nullptr) {
    unknown(errors, made.file + " parent", made.parent, "a register");
  }
  check_part(catalog, made, errors);
  check_kinds(catalog, made, errors);
  check_lifecycle(catalog, made, errors);
}

void check_mapping(const Catalog& catalog, const Mapping& made, std::vector<Error>& errors) {
  for (const MappedRecord& record : made.records) {
    const Register* of = catalog.find_register(record.register_name);
    if (of == nullptr) {
      unknown(errors, made.file, record.register_name, "a register");
      continue;
    }
    const auto must_have = [&](const std::string& field) {
      if (!field.empty() && !of->find_field(field)) {
        unknown(errors, made.file + " record " + record.register_name, field,
                "a field of the register");
      }
    };
    for (const auto& column : record.columns) must_have(column.field);
    for (const auto& merged : record.merged) {
      for (const auto& field : merged.fields) must_have(field);
    }
    must_have(record.parent_field);
    must_have(record.ordinal_field);
    for (const auto& field : record.ordinal_of) must_have(field);
  }
}

void check_role(const Catalog& catalog, const Role& role, std::vector<Error>& errors) {
  for (const Grant& grant : role.grants) {
    const auto& name = grant.register_name;
    const bool family = name.starts_with("family:") && is_family(name.substr(7));
    const Register* of = catalog.find_register(name);
    if (name != "*" && !family && of == nullptr) {
      unknown(errors, "roles.toml role " + role.name, name, R"(a register, "family:D" or "*")");
    }
    // Whose a row is must be told by the register that is named.
    if (of != nullptr && grant.own && of->holder.empty()) {
      unknown(errors, "roles.toml role " + role.name, name, "a register with a holder");
    }
    if (of != nullptr && grant.assigned && of->handler.empty()) {
      unknown(errors, "roles.toml role " + role.name, name, "a register with a handler");
    }
  }
}

}  // namespace

void check_references(const Catalog& catalog, std::vector<Error>& errors) {
  for (const Register& made : catalog.registers) check_register(catalog, made, errors);
  for (const Role& role : catalog.roles) check_role(catalog, role, errors);
  for (const Mapping& made : catalog.mappings) check_mapping(catalog, made, errors);
  for (std::size_t i = 0; i < catalog.targets.size(); ++i) {
    for (std::size_t j = i + 1; j < catalog.targets.size(); ++j) {
      if (catalog.targets[i].id == catalog.targets[j].id) {
        errors.push_back(
            {&name_taken, catalog.targets[j].file, catalog.targets[j].id, "each target once"});
      }
    }
  }
}

}  // namespace zhiheng::catalog
