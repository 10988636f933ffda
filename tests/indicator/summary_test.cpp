// Whatever is asked, the counts kept beside the records and the records themselves give the same
// answer, to the letter; and so does PostgreSQL.

#include <algorithm>

#include "indicator/asking.h"
#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

class AskedOfSummaries : public Asking {
 protected:
  /// New records, and changes, deletions and restorations of old ones, in batches.
  void change(std::mt19937& random) {
    const int batches = 1 + static_cast<int>(random() % 3);
    for (int batch = 0; batch < batches; ++batch) {
      std::vector<store::Draft> drafts;
      auto checks = random_checks(60 + random() % 200, static_cast<unsigned>(random()));
      std::vector<int> numbers;
      for (std::size_t i = 0; i < checks.size(); ++i) {
        const bool old = next_ > 300 && random() % 3 == 0;
        const int number =
            old ? static_cast<int>(random() % static_cast<unsigned>(next_)) : next_++;
        if (std::ranges::find(numbers, number) != numbers.end()) continue;
        numbers.push_back(number);
        checks[i].number = "N" + std::to_string(number);
        auto draft = draft_of(checks[i]);
        // Of a deleted one another version may come later: it is there again.
        draft.deleted = old && random() % 4 == 0;
        draft.reason = "test";
        drafts.push_back(std::move(draft));
      }
      write("spot_check", check_columns, drafts);
    }
  }

  static std::string text(const Answer& answer) { return to_json(answer, false); }

  static bool from_summary(const Answer& answer) {
    return answer.sql.contains("own.\"spot_check.");
  }

  /// The answer, after it was compared with that of the records and of PostgreSQL.
  Answer same_everywhere(const std::vector<std::unique_ptr<cube::Cube>>& cubes, Question question) {
    const auto answer = asked(*cubes.front(), question);
    question.from_records = true;
    for (const auto& cube : cubes) {
      const auto counted = asked(*cube, question);
      EXPECT_FALSE(from_summary(counted));
      EXPECT_EQ(text(answer), text(counted)) << answer.sql << "\n" << counted.sql;
    }
    return answer;
  }

  int next_ = 0;
};
ZH_ON_BOTH_ENGINES(AskedOfSummaries);

/// Anything that could be asked of spot checks, often with something that no summary knows.
Question random_question(std::mt19937& random) {
  const auto one_of = [&](const std::vector<std::string>& words) {
    return words[random() % words.size()];
  };
  std::vector<std::string> indicators;
  for (const auto& indicator : test_catalog()->indicators) {
    if (indicator.register_name == "spot_check") indicators.push_back(indicator.name);
  }
  Question question = about(one_of(indicators));
  const auto& indicator = *test_catalog()->find_indicator(question.indicator);
  std::vector<std::string> dimensions = indicator.dimensions;
  dimensions.insert(dimensions.end(),
                    {"region:province", "region:province", "region:prefecture", "region:county"});
  if (!indicator.industry_field.empty()) dimensions.emplace_back("industry:division");
  for (auto n = random() % 3; n > 0; --n) {
    auto name = one_of(dimensions);
    if (std::ranges::find(question.by, name) == question.by.end()) {
      question.by.push_back(std::move(name));
    }
  }
  constexpr Grain grains[] = {Grain::none,    Grain::month, Grain::month, Grain::month,
                              Grain::quarter, Grain::year,  Grain::week};
  question.grain = grains[random() % std::size(grains)];
  const auto day = [&] { return Date{19'358 + static_cast<int>(random() % 800)}; };
  if (random() % 3 == 0) {
    question.from = random() % 3 == 0 ? day() : period_start(Grain::month, day());
  }
  if (random() % 3 == 0) {
    question.to = random() % 3 == 0 ? day() : Date{period_start(Grain::month, day()).days - 1};
    if (question.from && *question.to < *question.from) std::swap(question.from, question.to);
  }
  if (random() % 4 == 0) question.region = one_of({"620000", "110000", "620100", "620102"});
  if (random() % 4 == 0) {
    question.filter = one_of({"level = 'national'", "trade in ('import', 'export')",
                              "place is null or level <> 'county'", "motive = 'targeted'",
                              "product_category = '乳制品'", "result = 'pass'",
                              "motive in ('random', 'monitoring')"});
  }
  question.for_public = random() % 4 == 0;
  return question;
}

TEST_P(AskedOfSummaries, RandomQuestionsHaveTheAnswerOfTheRecords) {
  std::mt19937 random(41);
  auto all = cubes();
  int summarised = 0;
  int questions = 0;
  for (int round = 0; round < 6; ++round) {
    change(random);
    if (round == 3) {
      ASSERT_TRUE(all.front()->rebuild());
    }
    for (const auto& cube : all) {
      const auto reached = cube->refresh();
      ASSERT_TRUE(reached) << describe(reached.error());
    }
    for (int i = 0; i < 50; ++i) {
      const auto question = random_question(random);
      SCOPED_TRACE(question.indicator + " round " + std::to_string(round));
      summarised += from_summary(same_everywhere(all, question)) ? 1 : 0;
      ++questions;
      if (HasFailure()) return;
    }
  }
  // Enough of both kinds, else this proves nothing.
  EXPECT_GT(summarised, questions / 5);
  EXPECT_LT(summarised, questions * 4 / 5);
}

TEST_P(AskedOfSummaries, EveryShippedIndicatorByProvinceAndMonthIsAnsweredFromOne) {
  add(random_checks(3000, 77));
  const auto all = cubes();
  for (const auto& indicator : test_catalog()->indicators) {
    if (indicator.register_name != "spot_check" || indicator.name.starts_with("test_")) continue;
    SCOPED_TRACE(indicator.name);
    auto question = about(indicator.name, {"region:province"});
    question.grain = Grain::month;
    EXPECT_TRUE(from_summary(same_everywhere(all, question)));
    question.region = "620000";
    question.from = make_date(2024, 1, 1);
    question.to = make_date(2024, 6, 30);
    EXPECT_TRUE(from_summary(same_everywhere(all, question)));
  }
}

TEST_P(AskedOfSummaries, TheShortestThatKnowsEnoughIsTaken) {
  add(random_checks(3000, 78));
  const auto all = cubes();
  const auto table = [&](const Question& question) {
    const auto answer = same_everywhere(all, question);
    const auto at = answer.sql.find("own.\"spot_check.");
    return at == std::string::npos ? std::string("records") : answer.sql.substr(at + 16, 1);
  };
  const std::string rate = "spot_check_pass_rate";
  EXPECT_EQ(table(about(rate, {"region:province"})), "1");
  EXPECT_EQ(table(about(rate, {"region:prefecture"})), "2");
  EXPECT_EQ(table(about(rate, {"level", "motive"})), "3");
  EXPECT_EQ(table(about(rate, {"industry:division"})), "4");
  EXPECT_EQ(table(about(rate, {"region:county"})), "records");
  EXPECT_EQ(table(about(rate, {"product_category"})), "records");
  auto question = about(rate);
  question.grain = Grain::week;
  EXPECT_EQ(table(question), "records");
  question.grain = Grain::year;
  EXPECT_EQ(table(question), "1");
  question.to = make_date(2024, 5, 30);  // not the end of the month
  EXPECT_EQ(table(question), "records");
  question.to = make_date(2024, 5, 31);
  EXPECT_EQ(table(question), "1");
  question.filter = "trade = 'import'";
  EXPECT_EQ(table(question), "3");
  question.filter = "seller_name is null";
  EXPECT_EQ(table(question), "records");
  question.filter.clear();
  question.visible = {"r.\"region\" = ?", {std::string("620102")}};
  EXPECT_EQ(table(question), "records");
  question.visible = {"r.\"region\" LIKE '62%'", {}};
  question.visible_region = "620000";
  EXPECT_EQ(table(question), "1");
  question.visible = {"r.\"region\" LIKE '6201%'", {}};
  question.visible_region = "620100";
  EXPECT_EQ(table(question), "2");
  question.visible = {"r.\"region\" = '620102'", {}};
  question.visible_region = "620102";
  EXPECT_EQ(table(question), "records");
  question.visible = {"1 = 0", {}};
  question.visible_region = "000000";  // no region at all, not every one
  EXPECT_EQ(table(question), "records");
  question.visible = {};
  question.visible_region.clear();
  question.regions_on = make_date(2020, 1, 1);
  question.by = {"region:province"};
  EXPECT_EQ(table(question), "records");  // some regions have become others
}

TEST_P(AskedOfSummaries, NumbersTooLargeToMultiplyAreReadFromTheRecords) {
  auto checks = random_checks(400, 79);
  for (auto& check : checks) {
    check.motive = "random";
    check.trade = "import";
    check.result = check.result == "pending" ? "pass" : check.result;
  }
  add(checks);
  auto all = cubes();
  auto question = about("import_conformity_value", {"region:province"});
  EXPECT_TRUE(from_summary(same_everywhere(all, question)));
  // One value of 900 trillion: its square fits into an exact sum, not into that of a summary.
  checks[0].number = "L0";
  checks[0].region = "110105";
  checks[0].cents = 90'000'000'000'000'000;
  add({checks[0]});
  for (const auto& cube : all) ASSERT_TRUE(cube->refresh());
  EXPECT_FALSE(from_summary(same_everywhere(all, question)));
  // Three hundred of them overflow that as well; doubles are near enough.
  std::vector<Check> large(300, checks[0]);
  for (std::size_t i = 0; i < large.size(); ++i) large[i].number = "M" + std::to_string(i);
  add(large);
  for (const auto& cube : all) ASSERT_TRUE(cube->refresh());
  for (const auto& cube : all) {
    const auto answer = asked(*cube, question);
    const auto* point = find(answer, {"110000"});
    ASSERT_NE(point, nullptr);
    EXPECT_TRUE(point->value);
  }
}

}  // namespace
}  // namespace zhiheng::indicator
