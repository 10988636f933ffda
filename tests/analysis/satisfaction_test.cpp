#include <cmath>

#include "analysis/failures.h"
#include "analysis/method.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

const char* const measurement =
    "latent,indicator,mode\nquality,q1,A\nquality,q2,A\nsat,s1,A\nsat,s2,\n";
const char* const structural = "source,target\nquality,sat\n";
const char* const answers =
    "id,region,w,q1,q2,s1,s2\n1,N,1,7,8,7,6\n2,N,2,3,4,2,3\n3,S,1,9,9,10,8\n4,S,1,5,6,5,7\n"
    "5,S,3,6,5,7,6\n6,N,1,8,7,9,9\n7,S,1,2,3,4,2\n8,N,2,10,9,9,10\n";

struct Files {
  std::string data = answers;
  std::string blocks = measurement;
  std::string arrows = structural;
};

Result<Answer> ask(const std::string& name, std::map<std::string, std::string> given,
                   const Files& files = {}) {
  const Folder folder;
  ZH_TRY(const Method* method, find_method(name));
  Call call;
  ZH_TRY(call.settings, settings_of(*method, given));
  ZH_TRY(call.tables["in"], Table::read(folder.write("data.csv", files.data)));
  ZH_TRY(call.tables["measurement"], Table::read(folder.write("blocks.csv", files.blocks)));
  ZH_TRY(call.tables["structural"], Table::read(folder.write("arrows.csv", files.arrows)));
  return method->run(call);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Pls, AnswersInOneLongTableOrInWideOnes) {
  const auto all = ask("pls", {});
  ASSERT_TRUE(all) << describe(all.error());
  EXPECT_EQ(all->cell(0, 0), "index");
  EXPECT_EQ(all->cell(0, 1), "quality");
  const auto latents = ask("pls", {{"show", "latents"}});
  ASSERT_TRUE(latents);
  EXPECT_EQ(latents->rows(), 2U);
  EXPECT_EQ(latents->cell(0, 3), all->cell(0, 3));
  EXPECT_EQ(ask("pls", {{"show", "items"}})->rows(), 4U);
  EXPECT_EQ(ask("pls", {{"show", "paths"}})->rows(), 1U);
  EXPECT_EQ(ask("pls", {{"quantity", "loading"}})->rows(), 4U);
  EXPECT_EQ(ask("pls", {{"quantity", "loadings"}}).error().failure, &setting_wrong);
  EXPECT_EQ(ask("pls", {{"quantity", "loading"}, {"show", "items"}}).error().where, "--show");
}

TEST(Pls, StatesWhatItDidWithMissingAnswers) {
  Files files;
  files.data = replaced(answers, "7,8,7,6", "7,,7,6");
  const auto left_out = ask("pls", {{"quantity", "index"}}, files);
  ASSERT_TRUE(left_out) << describe(left_out.error());
  EXPECT_EQ(left_out->remarks.at(0), "7 rows");
  EXPECT_TRUE(left_out->remarks.at(1).starts_with("1 rows left out"));
  Files without;
  without.data = replaced(answers, "1,N,1,7,8,7,6\n", "");
  EXPECT_EQ(left_out->cell(0, 3), ask("pls", {{"quantity", "index"}}, without)->cell(0, 3));

  const auto filled = ask("pls", {{"quantity", "index"}, {"missing", "mean"}}, files);
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->remarks.at(0), "8 rows");
  EXPECT_TRUE(filled->remarks.at(1).starts_with("1 missing answers"));
  const auto refused = ask("pls", {{"missing", "refuse"}}, files);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().where.ends_with("line 2, column q2")) << refused.error().where;

  files.data = replaced(answers, "7,8,7,6", "7,99,7,6");
  EXPECT_EQ(ask("pls", {}, files).error().failure->id, "stat.value_out_of_range");
  const auto coded = ask("pls", {{"quantity", "index"}, {"no-answer", "NA, 99"}}, files);
  ASSERT_TRUE(coded) << describe(coded.error());
  EXPECT_EQ(coded->cell(0, 3), left_out->cell(0, 3));
}

TEST(Pls, TakesSurveyWeightsAndScalesOfTheirOwn) {
  const auto plain = ask("pls", {{"quantity", "index"}});
  const auto weighted = ask("pls", {{"quantity", "index"}, {"weight", "w"}});
  ASSERT_TRUE(plain && weighted);
  EXPECT_NE(plain->cell(0, 3), weighted->cell(0, 3));
  Files files;
  files.blocks = "latent,indicator,low,high\nquality,q1,0,20\nquality,q2,,\nsat,s1,,\nsat,s2,,\n";
  const auto wide = ask("pls", {{"quantity", "index"}}, files);
  ASSERT_TRUE(wide) << describe(wide.error());
  EXPECT_LT(std::stod(wide->cell(0, 3)), std::stod(plain->cell(0, 3)));
  files.data = replaced(answers, "2,N,2,", "2,N,-2,");
  EXPECT_EQ(ask("pls", {{"weight", "w"}}, files).error().failure->id, "stat.value_negative");
}

TEST(Pls, RefusesTablesThatDoNotFit) {
  Files files;
  files.blocks = replaced(measurement, "quality,q2,A", "quality,q2,C");
  EXPECT_EQ(ask("pls", {}, files).error().failure, &cell_wrong);
  files.blocks = replaced(measurement, "quality,q2,A", "quality,q2,B");
  EXPECT_EQ(ask("pls", {}, files).error().failure, &cell_wrong);
  files.blocks = replaced(measurement, "quality,q2,A", "quality,q9,A");
  EXPECT_EQ(ask("pls", {}, files).error().failure, &column_missing);
  files.blocks = "latent,indicator,low,high\nquality,q1,1,10\nsat,q1,1,5\nsat,s1,1,10\n";
  EXPECT_EQ(ask("pls", {}, files).error().failure, &cell_wrong);
  files = {};
  files.arrows = "source,target\nquality,loyalty\n";
  const auto unknown = ask("pls", {}, files);
  EXPECT_EQ(unknown.error().failure, &cell_wrong);
  EXPECT_EQ(unknown.error().wanted, "quality, sat");
  files.arrows = "source,target\nquality,sat\nsat,quality\n";
  EXPECT_EQ(ask("pls", {}, files).error().failure->id, "stat.path_model_malformed");
  files = {};
  files.data = replaced(answers, "7,8,7,6", "7,eight,7,6");
  EXPECT_EQ(ask("pls", {}, files).error().failure, &not_a_number);
  const Method* pls = *find_method("pls");
  Call call;
  call.settings = *settings_of(*pls, {});
  EXPECT_EQ(pls->run(call).error().where, "--measurement");
}

TEST(PlsScores, LeaveRowsEmptyThatWereLeftOut) {
  Files files;
  files.data = replaced(answers, "7,8,7,6", "7,,7,6");
  const auto scores = ask("pls-scores", {}, files);
  ASSERT_TRUE(scores) << describe(scores.error());
  EXPECT_EQ(scores->rows(), 8U);
  EXPECT_EQ(scores->cell(0, 1), "");
  EXPECT_NE(scores->cell(1, 1), "");
}

TEST(PlsBootstrap, GivesIntervalsAndCountsResamplesWithoutASolution) {
  const auto found = ask("pls-bootstrap", {{"resamples", "200"}, {"quantity", "index"}});
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->rows(), 2U);
  EXPECT_NE(found->remarks.at(1).find("resamples used"), std::string::npos);
  const auto regions =
      ask("pls-bootstrap", {{"resamples", "200"}, {"cluster", "region"}, {"quantity", "index"}});
  ASSERT_TRUE(regions) << describe(regions.error());
  EXPECT_NE(found->cell(0, 5), regions->cell(0, 5));
  EXPECT_FALSE(ask("pls-bootstrap", {{"resamples", "0"}}));
}

/// Forty respondents of three regions, the third without an answer to q2.
std::string regions() {
  std::string table = "region,q1,q2,s1,s2\n";
  for (int row = 0; row < 40; ++row) {
    const int level = row * 7 % 5;
    const std::string second = row == 39 ? "" : std::to_string(3 + level + row % 2);
    table += std::string(row == 39      ? "W"
                         : row % 2 == 0 ? "N"
                                        : "S") +
             "," + std::to_string(3 + level) + "," + second + "," +
             std::to_string(2 + level + row % 4) + "," + std::to_string(4 + level - row % 3) + "\n";
  }
  return table;
}

TEST(SatisfactionIndexByGroup, ListsEveryGroupThatTakesPart) {
  Files files;
  files.data = regions();
  const auto found = ask("satisfaction-index", {{"group", "region"}, {"resamples", "50"}}, files);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->rows(), 4U);
  EXPECT_EQ(found->cell(0, 0), "N");
  EXPECT_EQ(found->cell(0, 2), "20");
  EXPECT_EQ(found->cell(2, 2), "19");
  const auto all = ask("satisfaction-index", {{"resamples", "50"}}, files);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->rows(), 2U);
  EXPECT_EQ(all->find("group"), nullptr);
}

TEST(PlsGroups, ComparePairsAndRefuseWhatIsNotThere) {
  Files files;
  files.data = regions();
  const std::map<std::string, std::string> given = {{"group", "region"}, {"resamples", "50"}};
  const auto found = ask("pls-groups", given, files);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->cell(0, 3), "N");
  EXPECT_EQ(found->cell(0, 4), "S");
  auto more = given;
  more["show"] = "invariance";
  EXPECT_EQ(ask("pls-groups", more, files)->rows(), 2U);
  more["show"] = "spreads";
  EXPECT_EQ(ask("pls-groups", more, files).error().failure, &setting_wrong);
  EXPECT_EQ(ask("pls-groups", {}, files).error().where, "--group");
}

}  // namespace
}  // namespace zhiheng::analysis
