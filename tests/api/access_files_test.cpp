// A file is fetched and added by whoever sees its record and its field, and by nobody else; what is
// not for somebody looks like what never was.

#include "api/access_matrix.h"
#include "registry/attachments.h"
#include "support/sample_files.h"

namespace zhiheng::api {
namespace {

class AccessFiles : public AccessMatrix {
 protected:
  /// A file of a row, whose bytes stand nowhere else; its digest.
  std::string add(const Register& of, const catalog::Field& field, std::size_t row) {
    registry::Attachments files(*application_.registry);
    const registry::Person system{.user = "system", .system = true};
    const std::string& id = rows_.at(&of).ids[row];
    const auto added = files.add(
        system, of, id, {},
        {.field = field.name, .name = "a.png", .bytes = support::png(words_of(of, field, row))});
    EXPECT_TRUE(added) << of.name << ": " << describe(added.error());
    const auto all = files.list(system, of, id);
    return all && !all->empty() ? all->back().digest : "";
  }
  static std::string words_of(const Register& of, const catalog::Field& field, std::size_t row) {
    return support::matrix_cell(of, field, row);
  }

  void fetch(const Somebody& who, const Register& of, const catalog::Field& field, std::size_t row,
             const std::string& digest) {
    const std::string& id = rows_.at(&of).ids[row];
    const auto found = expected(who, of, row);
    const bool may = found.seen && found.shows(field, *who.role);
    const auto path = [&](const std::string& record) {
      return at(of, "/records/" + record + "/attachments");
    };
    Response response = get(who, path(id) + "/" + digest);
    const Response list = get(who, path(id));
    ASSERT_EQ(response.status, may ? 200 : 404);
    ASSERT_EQ(said(list).find(digest) != std::string::npos, may);
    ++(may ? fetched_ : hidden_);
    if (may) {
      ASSERT_EQ(said(std::move(response)), support::png(words_of(of, field, row)));
    } else if (!found.seen) {
      ASSERT_EQ(looks(std::move(response), id),
                looks(get(who, path(never(id)) + "/" + digest), never(id)));
      ASSERT_EQ(looks(list, id), looks(get(who, path(never(id))), never(id)));
    } else {
      ASSERT_EQ(looks(std::move(response), digest),
                looks(get(who, path(id) + "/" + never(digest)), never(digest)));
    }
    // Through another record that somebody sees, the file is not to be had either.
    if (row == 2 && !may && sees(who, of, 1)) {
      ASSERT_EQ(get(who, path(rows_.at(&of).ids[1]) + "/" + digest).status, 404);
    }
  }

  int fetched_ = 0;
  int hidden_ = 0;
};

TEST_P(AccessFiles, AreForThoseWhoSeeTheirRecordAndField) {
  for (const auto& [of, rows] : rows_) {
    for (const auto& field : of->fields) {
      if (field.type != catalog::FieldType::attachment || !field.kinds.empty()) continue;
      for (std::size_t i = 0; i < rows.ids.size(); ++i) {
        const std::string digest = add(*of, field, i);
        for (const auto* who : one_of_each(*of)) {
          SCOPED_TRACE(words_of(*of, field, i) + " as " + who->role->name);
          fetch(*who, *of, field, i, digest);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
  EXPECT_GT(fetched_, 50);
  EXPECT_GT(hidden_, 100);
}

ZH_ON_BOTH_ENGINES(AccessFiles);

}  // namespace
}  // namespace zhiheng::api
