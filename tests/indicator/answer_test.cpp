// What answers say beyond the counting: weights, suppression, funnels, targets, files.

#include <cmath>
#include <set>
#include <sstream>

#include "indicator/asking.h"
#include "indicator/failures.h"
#include "indicator/print.h"
#include "indicator/suppression.h"

namespace zhiheng::indicator {
namespace {

class Answers : public Asking {
 protected:
  /// `trials` random spot checks of a division, of which `hits` passed.
  void add_stratum(const std::string& industry, int trials, int hits,
                   const std::string& level = "national", const std::string& region = "620102") {
    std::vector<Check> checks;
    for (int i = 0; i < trials; ++i) {
      Check c;
      c.number = "T" + std::to_string(next_++);
      c.on = make_date(2014, 6, 1);
      c.motive = "random";
      c.level = level;
      c.region = region;
      c.industry = industry;
      c.result = i < hits ? "pass" : "fail";
      checks.push_back(std::move(c));
    }
    add(checks);
  }
  int next_ = 0;
};
ZH_ON_BOTH_ENGINES(Answers);

TEST_P(Answers, WeightedShareAndItsStandardErrorAreThePublishedOnes) {
  // 970/1000 w .30, 88/100 w .20, 180/200 w .50 give 91.70 %, pooled 95.23 %, SE 1.2544 points.
  add_stratum("13", 1000, 970);
  add_stratum("1411", 100, 88);
  add_stratum("15", 200, 180);
  for (const auto& cube : cubes()) {
    const auto point = asked(*cube, about("test_three_strata")).points.at(0);
    EXPECT_NEAR(*point.value, 0.9170, 5e-7);
    EXPECT_NEAR(*point.standard_error, 0.012544, 5e-7);
    EXPECT_EQ(point.records, 1300);
    EXPECT_EQ(point.hits, 1238);
    EXPECT_LT(*point.low, 0.9170);
    EXPECT_GT(*point.high, 0.9170);
    // Within one stratum its own share counts, whatever its weight.
    const auto one = asked(*cube, about("test_three_strata", {"industry:division"}));
    EXPECT_NEAR(*find(one, {"14"})->value, 0.88, 1e-12);
  }
}

TEST_P(Answers, AStratumWithoutRecordsIsRefusedOrItsWeightIsShared) {
  add_stratum("13", 1000, 970);
  add_stratum("15", 200, 180);
  add_stratum("37", 50, 10);  // has no weight
  for (const auto& cube : cubes()) {
    const auto refused = asked(*cube, about("test_three_strata"));
    EXPECT_EQ(refused.points.at(0).note, "missing_stratum");
    EXPECT_FALSE(refused.points.at(0).value);
    const auto stretched = asked(*cube, about("test_stretched"));
    EXPECT_EQ(stretched.points.at(0).note, "renormalised");
    EXPECT_NEAR(*stretched.points.at(0).value, (0.3 * 0.97 + 0.5 * 0.9) / 0.8, 1e-12);
    ASSERT_FALSE(stretched.remarks.empty());
    EXPECT_TRUE(
        stretched.remarks.front().en.starts_with("50 records lie in strata without a weight"));
  }
}

TEST_P(Answers, ASuppressedCountCannotBeHadFromTheTotal) {
  add_stratum("13", 3, 3, "national", "620102");
  add_stratum("13", 40, 40, "national", "620103");
  add_stratum("13", 25, 25, "national", "620104");
  add_stratum("13", 60, 60, "national", "620302");
  for (const auto& cube : cubes()) {
    auto question = about("test_count", {"region:county"});
    EXPECT_EQ(find(asked(*cube, question), {"620102"})->records, 3);
    question.for_public = true;
    const auto answer = asked(*cube, question);
    EXPECT_EQ(find(answer, {"620102"})->note, "suppressed");
    EXPECT_EQ(find(answer, {"620104"})->note, "suppressed");  // the smallest other one of 6201
    EXPECT_EQ(find(answer, {"620103"})->records, 40);
    EXPECT_EQ(find(answer, {"620302"})->records, 60);
    const auto json = to_json(answer, false);
    EXPECT_TRUE(json.contains(R"("group":["620102"],"period":"","records":null,"hits":null)"))
        << json;
  }
}

TEST(Suppression, NoLineOfAnyRandomTableHasOneHiddenCell) {
  std::mt19937 random(9);
  for (int round = 0; round < 200; ++round) {
    Question question = about("test_count", {"level", "motive"});
    question.grain = Grain::month;
    question.today = make_date(2026, 1, 1);
    Plan plan = *make_plan(*test_catalog(), question);
    std::vector<Point> points;
    for (const char* level : {"a", "b", "c"}) {
      for (const char* motive : {"x", "y", "z"}) {
        for (const char* period : {"2024-01", "2024-02", "2024-03", "2024-04"}) {
          Point point;
          point.group = {level, motive};
          point.period = period;
          point.records = static_cast<std::int64_t>(random() % (round % 2 == 0 ? 30 : 8));
          points.push_back(std::move(point));
        }
      }
    }
    const auto before = points;
    suppress(plan, points);
    const auto hidden_alone = [&](auto same_line) {
      for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].note != "suppressed") continue;
        int hidden = 0, open = 0;
        for (std::size_t j = 0; j < points.size(); ++j) {
          if (!same_line(before[i], before[j]) || before[j].records == 0) continue;
          (points[j].note == "suppressed" ? hidden : open) += 1;
        }
        if (hidden == 1 && open > 0) return true;
      }
      return false;
    };
    EXPECT_FALSE(hidden_alone([](const Point& a, const Point& b) {
      return a.group[1] == b.group[1] && a.period == b.period;
    }));
    EXPECT_FALSE(hidden_alone([](const Point& a, const Point& b) {
      return a.group[0] == b.group[0] && a.period == b.period;
    }));
    EXPECT_FALSE(hidden_alone([](const Point& a, const Point& b) { return a.group == b.group; }));
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (before[i].records > 0 && before[i].records < 5) {
        EXPECT_EQ(points[i].note, "suppressed");
      }
    }
  }
}

TEST_P(Answers, AFunnelHasItsLimitsAroundTheOverallShare) {
  add_stratum("13", 1000, 930, "national", "620102");
  add_stratum("13", 50, 40, "national", "110105");
  const auto made = cube(cube::Engine::duckdb);
  const auto answer = asked(*made, about("spot_check_pass_rate", {"region:province"}));
  const auto drawn = funnel(answer);
  ASSERT_TRUE(drawn) << describe(drawn.error());
  EXPECT_NEAR(drawn->centre, 970.0 / 1050.0, 1e-12);
  EXPECT_EQ(drawn->limits.front().trials, 1);
  EXPECT_EQ(drawn->limits.back().trials, 1000);
  for (const auto& limit : drawn->limits) {
    EXPECT_LE(limit.low998, limit.low95);
    EXPECT_LE(limit.low95, drawn->centre);
    EXPECT_GE(limit.high95, drawn->centre);
    EXPECT_GE(limit.high998, limit.high95);
  }
  const auto refused = funnel(asked(*made, about("spot_check_count")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &no_funnel);
}

TEST_P(Answers, ATargetIsMetOrMissedOnlyWhenTheIntervalSaysSo) {
  const auto standing = [&](const std::string& id) {
    const auto all =
        standings(*test_catalog(), *cube(cube::Engine::duckdb), "", make_date(2026, 1, 1));
    EXPECT_TRUE(all) << describe(all.error());
    for (const auto& one : *all) {
      if (one.target->id == id) return one;
    }
    return Standing{};
  };
  EXPECT_EQ(standing("T3").verdict, "no_data");
  EXPECT_EQ(standing("T1").reason.en, "no records");
  add_stratum("13", 100, 92);  // 92 %, Wilson 85.0 to 95.9: not sure of 90
  auto t3 = standing("T3");
  EXPECT_EQ(t3.verdict, "likely_met");
  EXPECT_TRUE(t3.reason.zh.contains("n = 100")) << t3.reason.zh;
  EXPECT_TRUE(t3.reason.en.contains("92.00 %")) << t3.reason.en;
  EXPECT_TRUE(t3.reason.en.contains(">= 90.00 %")) << t3.reason.en;
  add_stratum("13", 2000, 1900);
  EXPECT_EQ(standing("T3").verdict, "met");
  add_stratum("13", 2000, 1000, "provincial");  // T3 counts national checks only
  EXPECT_EQ(standing("T3").verdict, "met");
  add_stratum("13", 2000, 1000);
  EXPECT_EQ(standing("T3").verdict, "missed");
  EXPECT_EQ(standing("T11").verdict, "missed");
}

TEST(Funnel, SaysWhatItWantsInNumbersThatCanBe) {
  catalog::Indicator rate;
  rate.kind = catalog::IndicatorKind::proportion;
  Answer answer;
  answer.indicator = &rate;
  answer.points.resize(1);
  const auto wanted = [&](std::int64_t records, std::int64_t hits) {
    answer.points[0].records = records;
    answer.points[0].hits = hits;
    return funnel(answer).error().wanted;
  };
  EXPECT_EQ(wanted(0, 0), ">= 2");
  EXPECT_EQ(wanted(1, 1), ">= 2");  // "1..0" is no range
  EXPECT_EQ(wanted(2, 2), "1..1");
  EXPECT_EQ(wanted(40, 0), "1..39");
}

TEST(Standings, ArePrintedInWordsOfTheReader) {
  catalog::Target target;
  target.id = "T3";
  std::vector<Standing> all;
  for (const char* verdict : {"met", "likely_missed"}) {
    all.push_back({.target = &target, .point = {}, .verdict = verdict, .reason = {"依据", "why"}});
  }
  std::ostringstream zh, en;
  print(zh, all, Language::zh);
  print(en, all, Language::en);
  EXPECT_TRUE(zh.str().contains("可能未达到")) << zh.str();
  EXPECT_FALSE(zh.str().contains("met")) << zh.str();
  EXPECT_TRUE(en.str().contains("likely missed")) << en.str();
}

TEST(Targets, AreFifteenAndThoseWithoutAMeasureSaySo) {
  std::set<std::string> ids;
  for (const auto& target : test_catalog()->targets) {
    ids.insert(target.id);
    EXPECT_TRUE(!target.indicator.empty() || !target.note.zh.empty()) << target.id;
  }
  for (int i = 1; i <= 15; ++i) EXPECT_TRUE(ids.contains("T" + std::to_string(i))) << i;
}

TEST_P(Answers, FilesRunNoFormulaAndKeepCodesAsText) {
  add(random_checks(200, 3));
  const auto answer = asked(*cube(cube::Engine::duckdb), about("test_count", {"product_category"}));
  const auto csv = to_csv(answer, Language::zh);
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF"));
  EXPECT_TRUE(csv.contains("'=SUM(A1)")) << csv;
  EXPECT_FALSE(csv.contains("\n=")) << csv;
  const auto xlsx = to_xlsx(answer, Language::en);
  ASSERT_TRUE(xlsx) << describe(xlsx.error());
  EXPECT_TRUE(xlsx->starts_with("PK"));
}

TEST(RealText, RoundsToTwelveDigitsAndWritesNoExponentForRates) {
  Answer answer;
  answer.indicator = test_catalog()->find_indicator("spot_check_pass_rate");
  Point point;
  point.value = 0.1 + 0.2;
  point.low = 0.917;
  answer.points.push_back(point);
  const auto json = to_json(answer);
  EXPECT_TRUE(json.contains(R"("value":0.3,)")) << json;
  EXPECT_TRUE(json.contains(R"("low":0.917,)")) << json;
}

}  // namespace
}  // namespace zhiheng::indicator
