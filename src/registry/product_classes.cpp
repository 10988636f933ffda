#include "registry/product_classes.h"

#include <algorithm>
#include <filesystem>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "expr/expr.h"
#include "registry/class_failures.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view classes_list = "product_class";
constexpr const char* file_name = "product_classes.toml";

void check_source(const catalog::Catalog& catalog, const ClassSource& source,
                  catalog::Declaration& at) {
  const catalog::Register* of = catalog.find_register(source.register_name);
  if (of == nullptr || of->key.size() != 1) {
    at.complain(catalog::reference_unknown, "register", source.register_name,
                "a register whose key is the GTIN");
    return;
  }
  if (source.class_field.empty() == source.class_code.empty()) {
    at.complain(catalog::reference_unknown, "class", source.class_code, "class | class_field");
    return;
  }
  const catalog::Field* field = of->find_field(source.class_field);
  if (!source.class_field.empty() && (field == nullptr || field->codes != classes_list)) {
    at.complain(catalog::reference_unknown, "class_field", source.class_field,
                "a field of product_class");
  }
  const catalog::CodeList* list = catalog.find_codes(classes_list);
  const auto is_code = [&](const catalog::Code& code) { return code.code == source.class_code; };
  if (!source.class_code.empty() &&
      (list == nullptr || std::ranges::none_of(list->codes, is_code))) {
    at.complain(catalog::reference_unknown, "class", source.class_code, "a code of product_class");
  }
  for (const std::string& state : source.states) {
    if (std::ranges::find(of->states, state, &catalog::State::name) == of->states.end()) {
      at.complain(catalog::reference_unknown, "states", state, "a state of the register");
    }
  }
}

/// `column IN (?, …)`
Sql among_texts(const std::string& column, const std::vector<std::string>& texts) {
  Sql made{column + " IN (", {}};
  for (const std::string& text : texts) {
    made.text += made.values.empty() ? "?" : ", ?";
    made.values.emplace_back(text);
  }
  made.text += ")";
  return made;
}

void and_also(Sql& sql, const Sql& more) {
  sql.text += " AND " + more.text;
  sql.values.insert(sql.values.end(), more.values.begin(), more.values.end());
}

/// The parts of a list as rows with one column `product`.
std::string parts_of(const std::string& list, Dialect dialect) {
  switch (dialect) {
    case Dialect::postgresql:
      return "unnest(string_to_array(" + list + ", '|')) AS named(product)";
    case Dialect::duckdb:
      return "unnest(string_split(" + list + ", '|')) AS named(product)";
    case Dialect::sqlite:
      break;
  }
  // What is no list of plain words has no product in it.
  const std::string array = "'[\"' || replace(" + list + ", '|', '\",\"') || '\"]'";
  return "(SELECT value AS product FROM json_each(CASE WHEN json_valid(" + array + ") THEN " +
         array + " ELSE '[]' END)) AS named";
}

}  // namespace

Result<std::vector<ClassSource>> load_class_sources(const catalog::Catalog& catalog) {
  const auto path = std::filesystem::path(catalog.folder) / file_name;
  std::vector<Error> errors;
  std::vector<ClassSource> sources;
  if (!std::filesystem::exists(path)) return sources;
  auto file = catalog::Declaration::read(path.string(), file_name, errors);
  if (file) {
    for (auto& at : file->tables("source")) {
      ClassSource source{at.text("register"), at.text_or("class_field", ""),
                         at.text_or("class", ""), at.texts("states")};
      static_cast<void>(at.words("title"));
      check_source(catalog, source, at);
      at.finish();
      sources.push_back(std::move(source));
    }
    file->finish();
  }
  if (errors.empty()) return sources;
  return fail(product_classes_malformed, errors.front().where, errors.front().found,
              errors.front().wanted);
}

std::string current_rows(const store::Store& store, const catalog::Register& of, Dialect dialect) {
  const auto* table = store.table(of.name);
  return dialect == store.dialect() && dialect != Dialect::duckdb && table != nullptr
             ? "(" + store.current_relation(*table) + ")"
             : expr::quoted(of.name);
}

Result<ProductsByClass> ProductsByClass::of(const catalog::Catalog& catalog,
                                            const store::Store& store, const std::string& field,
                                            Dialect dialect) {
  ZH_TRY(const auto sources, load_class_sources(catalog));
  ProductsByClass made;
  made.field_ = expr::quoted(field);
  made.products_ = parts_of(made.field_, dialect);
  for (const ClassSource& source : sources) {
    if (store.table(source.register_name) == nullptr) continue;
    const catalog::Register& of = *catalog.find_register(source.register_name);
    made.known_.push_back({source, current_rows(store, of, dialect), of.key.front(),
                           of.find_field(of.key.front())->type != catalog::FieldType::product});
  }
  return made;
}

/// Whether the source has a record of one product.
Sql ProductsByClass::listed(const Known& known, const std::string& product,
                            const std::vector<std::string>& classes) {
  const std::string column = "known." + expr::quoted(known.product);
  Sql made{"EXISTS (SELECT 1 FROM " + known.relation + " AS known WHERE " + column, {}};
  if (known.as_written) {
    // As 14, 13, 12 or 8 digits: the same number, which an index finds.
    made.text += " IN (" + product;
    for (const char* from : {"2", "3", "7"}) made.text += ", substr(" + product + ", " + from + ")";
    made.text += ") AND ltrim(" + column + ", '0') = ltrim(" + product + ", '0')";
  } else {
    made.text += " = " + product;
  }
  if (!known.source.class_field.empty()) {
    and_also(made, among_texts("known." + expr::quoted(known.source.class_field), classes));
  }
  if (!known.source.states.empty()) {
    and_also(made, among_texts("known.\"state\"", known.source.states));
  }
  made.text += ")";
  return made;
}

/// Whether any source has it.
Sql ProductsByClass::any(const std::string& product,
                         const std::vector<std::string>& classes) const {
  Sql made;
  for (const Known& known : known_) {
    const std::string& fixed = known.source.class_code;
    if (!fixed.empty() && std::ranges::find(classes, fixed) == classes.end()) continue;
    const Sql one = listed(known, product, classes);
    made.text += (made.text.empty() ? "" : " OR ") + one.text;
    made.values.insert(made.values.end(), one.values.begin(), one.values.end());
  }
  if (made.text.empty()) made.text = "(1 = 0)";
  return made;
}

Sql ProductsByClass::rows(const std::vector<std::string>& classes) const {
  // Most rows name one product: it is looked up as it stands.
  Sql made = any(field_, classes);
  const Sql each = any("named.product", classes);
  made.text = "(CASE WHEN " + field_ + " IS NULL THEN (1 = 0) WHEN " + field_ +
              " NOT LIKE '%|%' THEN " + made.text + " ELSE EXISTS (SELECT 1 FROM " + products_ +
              " WHERE " + each.text + ") END)";
  made.values.insert(made.values.end(), each.values.begin(), each.values.end());
  return made;
}

}  // namespace zhiheng::registry
