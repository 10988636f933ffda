// What follows from declarations that the shipped catalog happens not to make: registers without a
// region, records that point to their like, attachments, nothing to search.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "persons.h"
#include "registry/failures.h"
#include "registry/opened.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::registry {
namespace {

constexpr const char* number_field = R"(
[[field]]
name = "number"
type = "text"
title = { zh = "编号", en = "number" }
required = true
)";

std::shared_ptr<const catalog::Catalog> small_catalog() {
  static const auto loaded = [] {
    const support::Folder folder;
    std::filesystem::create_directories(folder.file("registers"));
    const auto write = [&](const std::string& name, const std::string& keys,
                           const std::string& fields) {
      std::ofstream(folder.file("registers/" + name + ".toml"))
          << "name = \"" << name << "\"\ntitle = { zh = \"试\", en = \"" << name << "\" }\n"
          << "key = [\"number\"]\n"
          << keys << number_field << fields;
    };
    write("placeless", "", "");
    write("open_standard", "all_regions = true\n", R"([[field]]
name = "file"
type = "attachment"
title = { zh = "文件", en = "file" }
)");
    write("office", "all_regions = true\n", R"([[field]]
name = "above"
type = "record"
target = "office"
title = { zh = "上级", en = "above" }
required = true
)");
    auto result = catalog::load(support::source_path("/catalog"), {folder.path()});
    for (const auto& error : result.errors) ADD_FAILURE() << describe(error);
    return result.catalog;
  }();
  return loaded;
}

class Declared : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    auto opened = Registry::open(small_catalog(), store_);
    ASSERT_TRUE(opened) << describe(opened.error());
    registry_ = *std::move(opened);
  }
  std::vector<Answer> put(const Person& person, const std::string& name,
                          const std::vector<std::string>& columns,
                          const std::vector<std::vector<std::string>>& rows,
                          const Writing& writing = {}) {
    std::vector<Entry> entries;
    for (const auto& row : rows) entries.push_back({.values = {row.begin(), row.end()}});
    auto answers = registry_->put(person, named(name), columns, std::move(entries), writing);
    EXPECT_TRUE(answers) << describe(answers.error());
    return answers ? *std::move(answers) : std::vector<Answer>(rows.size());
  }
  static const Failure* refusal(const Answer& answer) {
    return answer.errors.empty() ? nullptr : answer.errors.front().failure;
  }
};
ZH_ON_BOTH_ENGINES(Declared);

// A register without a region used to be shown whole to everybody with a region of their own.
TEST_P(Declared, ARegionalRoleSeesNothingOfARegisterWithoutRegionUnlessItSaysSo) {
  put(administrator, "placeless", {"number"}, {{"P1"}});
  put(administrator, "open_standard", {"number"}, {{"S1"}});
  EXPECT_EQ(registry_->count(officer, named("placeless"), {}), 0);
  EXPECT_EQ(registry_->count(officer, named("open_standard"), {}), 1);
  EXPECT_EQ(registry_->count(auditor, named("placeless"), {}), 1);
  EXPECT_EQ(registry_->count(auditor, named("open_standard"), {}), 1);

  EXPECT_EQ(refusal(put(officer, "placeless", {"number"}, {{"P2"}}).front()), &outside_region);
  EXPECT_EQ(refusal(put(officer, "open_standard", {"number"}, {{"S2"}}).front()), nullptr);
}

// Only what was committed before used to count, so that a list that holds both was refused.
TEST_P(Declared, ARecordMayPointToOneThatComesWithIt) {
  const std::vector<std::string> columns = {"number", "above"};
  const auto together = put(administrator, "office", columns,
                            {{"lower", "upper"}, {"upper", "upper"}, {"lost", "nowhere"}});
  EXPECT_EQ(refusal(together[0]), nullptr);
  EXPECT_EQ(refusal(together[1]), nullptr);
  EXPECT_EQ(refusal(together[2]), &target_missing);
  EXPECT_EQ(together[2].errors.front().found, "nowhere");

  // Whoever points to a refused one is refused too, however long the way.
  const auto chain = put(administrator, "office", columns,
                         {{"c", "b"}, {"b", "a"}, {"a", "nowhere"}, {"d", "upper"}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(chain[i]), &target_missing) << i;
  EXPECT_EQ(refusal(chain[3]), nullptr);
}

TEST_P(Declared, ARecordMayPointToAnEarlierRowOfTheSameImport) {
  std::set<std::string, std::less<>> keys;
  auto transaction = store_->begin({.user = "an", .batch = "b1"});
  ASSERT_TRUE(transaction);
  const Writing writing{.batch = "b1", .transaction = transaction->get(), .written_keys = &keys};
  put(administrator, "office", {"number", "above"}, {{"first", "first"}}, writing);
  const auto later = put(administrator, "office", {"number", "above"},
                         {{"second", "first"}, {"third", "missing"}}, writing);
  EXPECT_EQ(refusal(later[0]), nullptr);
  EXPECT_EQ(refusal(later[1]), &target_missing);
  ASSERT_TRUE((*transaction)->commit());
  EXPECT_EQ(registry_->count(administrator, named("office"), {}), 2);
}

TEST_P(Declared, AnAttachmentIsNotWrittenWithTheRestOfARecord) {
  const auto answers = put(administrator, "open_standard", {"number", "file"},
                           {{"S1", std::string(64, 'a') + "/a.pdf"}, {"S2", "report.pdf"}});
  EXPECT_EQ(refusal(answers[0]), &attachment_wrong);
  EXPECT_EQ(refusal(answers[1]), &attachment_wrong);
}

TEST_P(Declared, ARegisterWithoutSearchableTextsCannotBeSearched) {
  const auto page = registry_->list(administrator, named("placeless"), {.search = "P1"});
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().failure, &search_not_possible);
}

TEST_P(Declared, RowsOfOneImportAreFoundByItsBatchByThoseWhoMayKnowIt) {
  put(administrator, "open_standard", {"number"}, {{"S1"}, {"S2"}}, {.batch = "batch-1"});
  put(administrator, "open_standard", {"number"}, {{"S3"}}, {.batch = "batch-2"});
  const ListQuery of_first{.filter = "batch = 'batch-1'"};
  EXPECT_EQ(registry_->count(auditor, named("open_standard"), of_first), 2);
  put(administrator, "alert", {"network", "reference", "publication", "notified_on"}, {});
  EXPECT_FALSE(registry_->list({}, named("alert"), of_first)) << "the public learns nothing of it";
}

TEST(OpenedStore, RefusesAWrongCatalogWithTheNumberOfMistakes) {
  const support::Folder folder;
  std::filesystem::create_directories(folder.file("registers"));
  std::ostringstream messages;
  Invocation invocation;
  invocation.catalog = folder.path();
  invocation.data = folder.file("data");
  invocation.messages = &messages;
  const auto opened = open(invocation);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &catalog_wrong);
  EXPECT_FALSE(messages.str().empty());
}

}  // namespace
}  // namespace zhiheng::registry
