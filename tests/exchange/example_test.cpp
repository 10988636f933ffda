#include "exchange/example.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "code/credit_code.h"
#include "exchange/example_vocabulary.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

using support::operator_;

std::string bytes_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

class Example : public support::OnBothEngines {
 protected:
  std::vector<ExampleFile> write(const std::string& folder, ExampleOptions options) {
    options.folder = folder_.file(folder);
    auto files = write_example(*support::shipped_catalog(), options);
    EXPECT_TRUE(files) << describe(files.error());
    return files ? *files : std::vector<ExampleFile>{};
  }
};
ZH_ON_BOTH_ENGINES(Example);

TEST(ExampleVocabulary, NamesTheLineThatCannotBeRead) {
  const support::Folder folder;
  EXPECT_EQ(load_vocabulary(folder.path()).error().failure, &vocabulary_wrong);
  const std::string from = support::shipped_catalog()->folder + "/example";
  const std::string to = folder.file("example");
  std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(load_vocabulary(folder.path()));
  std::ofstream(to + "/words.tsv", std::ios::app) << "brand\n";
  const auto broken = load_vocabulary(folder.path());
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().failure, &vocabulary_wrong);
  EXPECT_EQ(broken.error().found, "brand");
}

TEST_P(Example, EveryFileIsImportedWithoutRefusal) {
  for (const auto& file : write("clean", {.rows = 2000, .seed = 7})) {
    ImportOptions options;
    options.reading.mapping = file.mapping;
    const auto report = import_file(*registry_, operator_, file.register_name, file.path, options);
    ASSERT_TRUE(report) << file.path << describe(report.error());
    EXPECT_EQ(report->rows_read, file.rows) << file.path;
    EXPECT_EQ(report->refused, 0) << to_json(*report, registry_->catalog(), Language::en);
  }
  const auto failed =
      registry_->count(operator_, named("spot_check"), {.filter = "result = 'fail'"});
  ASSERT_TRUE(failed);
  EXPECT_GT(*failed, 40);
  EXPECT_LT(*failed, 400);
  // Visitors see what was announced: all but the newest, and nothing from the future.
  const auto checks = [&](const std::string& filter) {
    return registry_->count(operator_, named("spot_check"), {.filter = filter}).value_or(-1);
  };
  const Date last = ExampleOptions().until;
  EXPECT_EQ(checks("announced_on > date '" + to_text(last) + "'"), 0);
  EXPECT_EQ(checks("announced_on <= sampled_on or announced_on <= retested_on"), 0);
  EXPECT_GT(checks("announced_on is null"), 0);
  EXPECT_EQ(
      checks("announced_on is null and sampled_on < date '" + to_text(Date{last.days - 60}) + "'"),
      0);
  const auto overturned =
      registry_->count(operator_, named("spot_check"), {.filter = "objection = 'upheld'"});
  EXPECT_GT(overturned.value_or(0), 0);
}

TEST_P(Example, OfDirtyFilesExactlyTheFaultyRowsAreRefused) {
  for (const auto& file : write("dirty", {.rows = 2000, .seed = 3, .dirty = true})) {
    ImportOptions options;
    options.reading.mapping = file.mapping;
    const auto report = import_file(*registry_, operator_, file.register_name, file.path, options);
    ASSERT_TRUE(report) << file.path << describe(report.error());
    EXPECT_EQ(report->rows_read, file.rows) << file.path;
    EXPECT_EQ(report->refused, file.refused())
        << file.path << to_json(*report, registry_->catalog(), Language::en);
  }
  EXPECT_NE(bytes_of(folder_.file("dirty/synthetic-truth.json")).find("impossible_date"),
            std::string::npos);
}

TEST(ExampleFiles, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  const support::Folder folder;
  std::vector<std::string> texts;
  for (const auto& [name, seed] : {std::pair{"a", 5}, {"b", 5}, {"c", 6}}) {
    ExampleOptions options{.rows = 300, .seed = static_cast<std::uint64_t>(seed)};
    options.folder = folder.file(name);
    const auto files = write_example(*support::shipped_catalog(), options);
    ASSERT_TRUE(files) << describe(files.error());
    texts.push_back(bytes_of(options.folder + "/synthetic-spot_check.csv"));
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_NE(texts[0], texts[2]);
}

TEST(ExampleFiles, CreditCodesAreValidUnderTheRegionOfTheFirm) {
  const support::Folder folder;
  ExampleOptions options{.province = "330000", .rows = 400};
  options.folder = folder.path();
  ASSERT_TRUE(write_example(*support::shipped_catalog(), options));
  std::ifstream stream(folder.file("synthetic-enterprise.csv"));
  std::string line;
  std::getline(stream, line);
  int firms = 0;
  for (; std::getline(stream, line); ++firms) {
    const auto code = code::check_credit_code(line.substr(0, 18));
    ASSERT_TRUE(code) << line;
    EXPECT_TRUE(code->subject_is_valid());
    EXPECT_TRUE(code->region().starts_with("33"));
    EXPECT_NE(line.find("合成数据"), std::string::npos);
  }
  EXPECT_EQ(firms, 40);
}

TEST(ExampleFiles, RefuseWhatIsNoProvinceAndRowsOutOfRange) {
  const support::Folder folder;
  const auto refused = [&](const std::string& province, std::int64_t rows) {
    ExampleOptions options{.province = province, .rows = rows};
    options.folder = folder.path();
    return write_example(*support::shipped_catalog(), options).error().failure;
  };
  EXPECT_EQ(refused("620100", 10), &province_unknown);
  EXPECT_EQ(refused("甘肃", 10), &province_unknown);
  EXPECT_EQ(refused("620000", 0), &rows_out_of_range);
  ExampleOptions options{.rows = 10, .only = "spot_check_item"};
  options.folder = folder.path();
  EXPECT_EQ(write_example(*support::shipped_catalog(), options).error().failure, &no_example);
}

}  // namespace
}  // namespace zhiheng::exchange
