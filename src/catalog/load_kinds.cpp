// Records of one register that differ by kind: which fields, rules, steps and clocks are whose.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

/// That a record is of one of the kinds.
std::string is_of(const Register& of, const std::vector<std::string>& kinds) {
  std::string listed;
  for (const auto& kind : kinds) listed += (listed.empty() ? "'" : ", '") + kind + "'";
  return of.kind_field + " in (" + listed + ")";
}

/// Nothing where the text is no condition: then the kind field was complained about.
std::optional<expr::Expression> parsed(const Register& of, const std::string& text) {
  const auto fields = of.expression_fields();
  auto made = expr::Expression::parse(text, fields);
  return made ? std::optional(*std::move(made)) : std::nullopt;
}

/// A rule that stands behind a declared field, named after it; told with the sentence of a failure.
void add_rule(Register& made, const std::string& field, const char* what, const std::string& text,
              const std::vector<std::string>& kinds, const Words& message) {
  if (auto condition = parsed(made, text)) {
    made.rules.push_back(
        {made.name + "." + field + "." + what, message, "", field, *std::move(condition), kinds});
  }
}

}  // namespace

std::optional<expr::Expression> rule_of_kinds(const Register& of,
                                              const std::vector<std::string>& kinds,
                                              const expr::Expression& condition) {
  return parsed(of, "not (" + is_of(of, kinds) + ") or (" + condition.text() + ")");
}

std::optional<expr::Expression> when_of_kinds(const Register& of,
                                              const std::vector<std::string>& kinds,
                                              const std::optional<expr::Expression>& when) {
  return parsed(of, is_of(of, kinds) + (when ? " and (" + when->text() + ")" : ""));
}

std::vector<std::string> load_kinds(Declaration& at, const Register& of, std::string_view key) {
  auto kinds = at.texts(key);
  if (!kinds.empty() && of.kind_field.empty()) {
    at.complain(key_missing, key, kinds.front(), "kind = a code field of the register");
    kinds.clear();
  }
  return kinds;
}

void check_kind_field(Declaration& file, const Register& made) {
  if (made.kind_field.empty()) return;
  const Field* field = made.find_field(made.kind_field);
  const bool tells = field != nullptr && field->type == FieldType::code && field->required &&
                     !field->list && field->kinds.empty();
  if (!tells) {
    file.complain(wrong_value, "kind", made.kind_field, "a required code field with one value");
  }
}

void add_kind_rules(Register& made, const std::vector<RequiredOf>& required,
                    const std::map<std::string, Words>& sentences) {
  const auto sentence = [&](const char* id) {
    const auto found = sentences.find(id);
    return found == sentences.end() ? Words{} : found->second;
  };
  const auto must_fill = [&](const std::string& field, const std::vector<std::string>& kinds) {
    add_rule(made, field, "required", field + " is not null or not (" + is_of(made, kinds) + ")",
             kinds, sentence("registry.required"));
  };
  const auto fields = made.fields;
  for (const Field& field : fields) {
    if (field.kinds.empty()) continue;
    add_rule(made, field.name, "kinds", field.name + " is null or " + is_of(made, field.kinds),
             field.kinds, sentence("registry.not_of_kind"));
    if (field.required_of_kinds) must_fill(field.name, field.kinds);
  }
  for (const RequiredOf& one : required) must_fill(one.field, one.kinds);
}

void check_kinds(const Catalog& catalog, const Register& made, std::vector<Error>& errors) {
  const Field* field = made.find_field(made.kind_field);
  const CodeList* list = field == nullptr ? nullptr : catalog.find_codes(field->codes);
  if (list == nullptr) return;
  const auto check = [&](const std::string& where, const std::vector<std::string>& kinds) {
    for (const auto& kind : kinds) {
      if (std::ranges::find(list->codes, kind, &Code::code) != list->codes.end()) continue;
      errors.push_back(
          {&reference_unknown, made.file + " " + where, kind, "a code of " + list->name});
    }
  };
  for (const Field& one : made.fields) check("field " + one.name, one.kinds);
  for (const Step& one : made.steps) check("step " + one.name, one.kinds);
  for (const Rule& one : made.rules) check("rule " + one.id, one.kinds);
  for (const Clock& one : made.clocks) check("clock " + one.name, one.kinds);
}

}  // namespace zhiheng::catalog
