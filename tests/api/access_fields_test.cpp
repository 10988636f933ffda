// Fields that somebody does not see: neither shown, nor sorted by, nor asked about, nor searched.

#include "api/access_matrix.h"

namespace zhiheng::api {
namespace {

class AccessFields : public AccessMatrix {
 protected:
  /// Whether anything at all is listed to somebody.
  bool lists(const Somebody& who, const Register& of) {
    return get(who, at(of, "/records"), "limit=1").status == 200;
  }
};

TEST_P(AccessFields, WhatIsHiddenIsNeitherNamedNorSortedNorAskedAbout) {
  int asked = 0;
  for (const auto& [of, rows] : rows_) {
    if (!in_sample(*of)) continue;
    for (const auto* who : one_of_each(*of)) {
      if (!lists(*who, *of)) continue;
      const auto widest = support::widest_access(*application_.catalog, *who->role, *of);
      for (const auto& field : of->fields) {
        if (widest.shows(field, *who->role)) continue;
        SCOPED_TRACE(of->name + "." + field.name + " as " + who->role->name);
        for (const auto& query : {"field=" + field.name, "sort=" + field.name,
                                  "filter=" + field.name + "%20is%20null"}) {
          ASSERT_NE(get(*who, at(*of, "/records"), query).status, 200) << query;
        }
        ASSERT_NE(get(*who, at(*of, "/export"), "format=csv&sort=" + field.name).status, 200);
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, embedded() ? 500 : 150);
}

// A search that looked into hidden fields would tell who is named there.
TEST_P(AccessFields, WordsOfHiddenFieldsFindNothing) {
  int found = 0;
  int searched = 0;
  for (const auto& [of, rows] : rows_) {
    if (!in_sample(*of)) continue;
    for (const auto& field : of->fields) {
      if (field.type != catalog::FieldType::text || field.list) continue;
      const bool key = std::ranges::find(of->key, field.name) != of->key.end();
      if (!field.searchable || key || field.name == of->handler) continue;
      for (const auto* who : one_of_each(*of)) {
        for (std::size_t i = 0; i < rows.ids.size(); ++i) {
          const auto row = expected(*who, *of, i);
          const std::string text =
              said(get(*who, at(*of, "/records"), "search=" + support::matrix_cell(*of, field, i)));
          const bool there = text.find(rows.ids[i]) != std::string::npos;
          ASSERT_TRUE(!there || (row.seen && row.shows(field, *who->role)))
              << of->name << "." << field.name << " as " << who->role->name << " row " << i;
          found += there ? 1 : 0;
          ++searched;
        }
      }
    }
  }
  EXPECT_GT(found, embedded() ? 100 : 20);
  EXPECT_GT(searched, embedded() ? 500 : 100);
}

ZH_ON_BOTH_ENGINES(AccessFields);

}  // namespace
}  // namespace zhiheng::api
