#include "registry/product_classes.h"

#include <algorithm>

#include "expr/expr.h"

namespace zhiheng::registry {
namespace {

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

std::string current_rows(const store::Store& store, const catalog::Register& of, Dialect dialect) {
  const auto* table = store.table(of.name);
  return dialect == store.dialect() && dialect != Dialect::duckdb && table != nullptr
             ? "(" + store.current_relation(*table) + ")"
             : expr::quoted(of.name);
}

ProductsByClass ProductsByClass::of(const catalog::Catalog& catalog, const store::Store& store,
                                    const std::string& field, Dialect dialect) {
  const auto sources = catalog::class_sources_of(catalog);
  ProductsByClass made;
  made.field_ = expr::quoted(field);
  made.products_ = parts_of(made.field_, dialect);
  for (const catalog::ClassSource& source : *sources) {
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
