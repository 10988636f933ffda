// What a lifecycle names outside its register: roles, terms, calendars, registers that it opens.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"
#include "catalog/told.h"

namespace zhiheng::catalog {
namespace {

/// Complaints about one register.
class Names {
 public:
  Names(const Catalog& catalog, const Register& made, std::vector<Error>& errors)
      : catalog_(catalog), made_(made), errors_(errors) {}

  void fields() {
    for (const Field& field : made_.fields) {
      for (const auto& role : field.visible) must_be_role("field " + field.name, role);
    }
  }

  void step(const Step& step) {
    const std::string where = "step " + step.name;
    for (const auto& role : step.roles) {
      if (role != "system") must_be_role(where, role);
    }
    for (const auto& told : step.notify) {
      if (told == "holder" || told == "handler") {
        const bool known = !(told == "holder" ? made_.holder : made_.handler).empty();
        if (!known) unknown(where + " notify", told, "a register that declares its " + told);
      } else if (told.starts_with(told_unit)) {
        must_be_unit(where + " notify", told);
      } else {
        must_be_role(where, told);
      }
    }
    for (const Opening& opening : step.opens) opens(where + " opens", opening);
  }

  void clock(const Clock& clock) {
    const std::string where = "clock " + clock.name;
    if (clock.due.empty()) must_be_term(where, clock.term);
    if (!clock.extension_step.empty()) must_be_term(where, clock.extension_term);
    if (!catalog_.calendars.contains(clock.calendar)) {
      unknown(where, clock.calendar, "a calendar of calendars/");
    }
  }

 private:
  void unknown(const std::string& where, const std::string& found, std::string wanted,
               const Failure& failure = reference_unknown) {
    errors_.push_back({&failure, made_.file + " " + where, found, std::move(wanted)});
  }

  void must_be_role(const std::string& where, const std::string& role) {
    if (catalog_.find_role(role) == nullptr) unknown(where, role, "a role of roles.toml");
  }

  void must_be_unit(const std::string& where, const std::string& told) {
    const Field* field = made_.find_field(told.substr(told_unit.size()));
    const bool known = field != nullptr && field->type == FieldType::record &&
                       field->target == "authority" && !field->list;
    if (!known) unknown(where, told, "unit:<record field with target authority>");
  }

  void must_be_term(const std::string& where, const std::string& term) {
    if (catalog_.find_term(term) == nullptr) unknown(where, term, "a term of terms/");
  }

  void opens(const std::string& where, const Opening& opening) {
    const Register* of = catalog_.find_register(opening.register_name);
    if (of == nullptr) {
      unknown(where, opening.register_name, "a register");
      return;
    }
    const Field* link = of->find_field(opening.link);
    if (link == nullptr || link->type != FieldType::record || link->target != made_.name) {
      unknown(where, opening.link, "a record field of " + of->name + " with target " + made_.name);
    }
    for (const auto& [name, value] : opening.fields) {
      const Field* field = of->find_field(name);
      if (field == nullptr) {
        unknown(where, name, "a field of " + of->name);
      } else if (!fits(*field, value)) {
        unknown(where, name + " = " + value.text(), "a value of the field's type", wrong_type);
      }
    }
    for (const Field& field : of->fields) {
      if (field.required && !is_filled(*of, opening, field)) {
        unknown(where, field.name, "a value: " + of->name + " requires it", key_missing);
      }
    }
  }

  /// A single text as key is numbered after this record when nothing else is said.
  static bool is_filled(const Register& of, const Opening& opening, const Field& field) {
    return field.name == opening.link ||
           std::ranges::find(opening.fields, field.name, &Setting::field) != opening.fields.end() ||
           (of.key.size() == 1 && of.key.front() == field.name && field.type == FieldType::text);
  }

  const Catalog& catalog_;
  const Register& made_;
  std::vector<Error>& errors_;
};

}  // namespace

void check_lifecycle(const Catalog& catalog, const Register& made, std::vector<Error>& errors) {
  Names names(catalog, made, errors);
  names.fields();
  for (const Step& step : made.steps) names.step(step);
  for (const Clock& clock : made.clocks) names.clock(clock);
}

}  // namespace zhiheng::catalog
