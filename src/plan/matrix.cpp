#include "plan/matrix.h"

#include <algorithm>

#include "plan/failures.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

MatrixItem item_of(const Rows& rows, const registry::Record& record) {
  return {.code = rows.text(record, "code"),
          .title = rows.text(record, "title"),
          .section = rows.text(record, "section"),
          .number = rows.whole(record, "number").value_or(0),
          .offset = rows.whole(record, "offset").value_or(0),
          .length = rows.whole(record, "length").value_or(0)};
}

Result<void> must_exist(registry::Registry& registry, const registry::Person& person,
                        const std::string& document) {
  ZH_TRY(const Rows rows,
         Rows::read(registry, person, "plan_document", equals("code", document), {}));
  if (rows.records().empty()) return fail(document_unknown, "plan", document);
  return {};
}

Result<Rows> items_of(registry::Registry& registry, const registry::Person& person,
                      const std::string& document) {
  return Rows::read(registry, person, "plan_item", equals("document", document), {"ordinal"});
}

void count(AuthorityMatrix::Column& column, const std::string& role) {
  if (role == "lead") ++column.leads;
  if (role == "responsible") ++column.responsible;
  if (role == "participating") ++column.participates;
}

/// The lower plans, and by code of an item of theirs its title.
struct Lower {
  std::vector<RegionMatrix::Column> columns;
  std::map<std::string, std::string> titles;
  std::map<std::string, std::string> documents;
};

Result<Lower> lower_plans(registry::Registry& registry, const registry::Person& person,
                          const std::string& document) {
  Lower lower;
  ZH_TRY(const Rows plans,
         Rows::read(registry, person, "plan_document", equals("upper", document), {"code"}));
  for (const auto& record : plans.records()) {
    lower.columns.push_back({.document = plans.text(record, "code"),
                             .region = plans.text(record, "region"),
                             .title = plans.text(record, "title"),
                             .issued_on = plans.date(record, "issued_on")});
    ZH_TRY(const Rows items, items_of(registry, person, lower.columns.back().document));
    for (const auto& item : items.records()) {
      const std::string code = items.text(item, "code");
      lower.titles[code] = items.text(item, "title");
      lower.documents[code] = lower.columns.back().document;
    }
  }
  return lower;
}

}  // namespace

Result<AuthorityMatrix> authority_matrix(registry::Registry& registry,
                                         const registry::Person& person,
                                         const std::string& document) {
  ZH_DO(must_exist(registry, person, document));
  ZH_TRY(const Rows rows, items_of(registry, person, document));
  AuthorityMatrix matrix{.document = document, .rows = {}, .columns = {}, .unassigned = {}};
  std::map<std::string, AuthorityMatrix::Column> columns;
  for (const auto& record : rows.records()) {
    AuthorityMatrix::Row row{.item = item_of(rows, record), .roles = {}};
    row.open = rows.flag(record, "open");
    for (const char* role : {"lead", "responsible", "participating"}) {
      for (const auto& name : rows.list(record, role)) {
        if (!row.roles.try_emplace(name, role).second) continue;
        auto& column = columns[name];
        column.name = name;
        count(column, role);
      }
    }
    if (row.roles.empty()) matrix.unassigned.push_back(row.item.code);
    matrix.rows.push_back(std::move(row));
  }
  for (auto& [name, column] : columns) matrix.columns.push_back(std::move(column));
  std::ranges::stable_sort(
      matrix.columns, std::ranges::greater{}, [](const AuthorityMatrix::Column& column) {
        return std::pair(column.leads + column.responsible, column.participates);
      });
  return matrix;
}

Result<RegionMatrix> region_matrix(registry::Registry& registry, const registry::Person& person,
                                   const std::string& document) {
  ZH_DO(must_exist(registry, person, document));
  ZH_TRY(const Rows rows, items_of(registry, person, document));
  ZH_TRY(Lower lower, lower_plans(registry, person, document));
  ZH_TRY(const Rows links,
         Rows::read(registry, person, "plan_adoption",
                    "upper starts with " + literal(document + "#"), {"upper", "lower"}));
  RegionMatrix matrix{.document = document, .rows = {}, .columns = std::move(lower.columns)};
  for (const auto& record : rows.records()) {
    RegionMatrix::Row row{.item = item_of(rows, record), .adoptions = {}};
    for (const auto& link : links.records()) {
      const std::string item = links.text(link, "lower");
      const auto below = lower.documents.find(item);
      if (links.text(link, "upper") != row.item.code || below == lower.documents.end()) continue;
      auto& column =
          *std::ranges::find(matrix.columns, below->second, &RegionMatrix::Column::document);
      auto& found = row.adoptions[below->second];
      if (found.empty()) {
        ++column.taken;
        ++row.taken;
      }
      const auto declared = links.date(link, "declared_on");
      found.push_back({.item = item,
                       .title = lower.titles[item],
                       .relation = links.text(link, "relation"),
                       .basis = links.text(link, "basis"),
                       .similarity = links.real(link, "similarity"),
                       .since = declared ? declared : column.issued_on});
    }
    matrix.rows.push_back(std::move(row));
  }
  return matrix;
}

}  // namespace zhiheng::plan
