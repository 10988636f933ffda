// Questions on random records against counting by hand; the same answer from every engine.

#include <cmath>
#include <map>

#include "indicator/asking.h"
#include "indicator/failures.h"
#include "indicator/period.h"
#include "stat/stat.h"

namespace zhiheng::indicator {
namespace {

class Ask : public Asking {
 protected:
  void SetUp() override {
    Asking::SetUp();
    if (store_ == nullptr) return;
    checks_ = random_checks(3000, 42);
    add(checks_);
    cubes_ = cubes();
  }
  /// The answer of the first engine; all others must give the same JSON.
  Answer same(const Question& question) {
    auto first = asked(*cubes_.front(), question);
    for (const auto& other : cubes_) {
      EXPECT_EQ(to_json(asked(*other, question), false), to_json(first, false));
    }
    return first;
  }
  std::vector<Check> checks_;
  std::vector<std::unique_ptr<cube::Cube>> cubes_;
};
ZH_ON_BOTH_ENGINES(Ask);

struct Tally {
  std::int64_t trials = 0, hits = 0;
  double sum = 0;
  std::vector<double> values;
};
using Tallies = std::map<std::pair<std::vector<std::string>, std::string>, Tally>;

std::string final_result(const Check& c) { return c.retest.empty() ? c.result : c.retest; }

std::string region_at(const std::string& code, std::size_t digits) {
  return code.empty() ? "" : code.substr(0, digits) + std::string(6 - digits, '0');
}

TEST_P(Ask, PassRatesByProvinceAndMonthAreThoseCountedByHand) {
  auto question = about("spot_check_pass_rate", {"region:province"});
  question.grain = Grain::month;
  const auto answer = same(question);
  Tallies wanted;
  for (const auto& c : checks_) {
    if (c.motive != "random" || !c.on) continue;
    auto& tally = wanted[{{region_at(c.region, 2)},
                          period_text(Grain::month, period_start(Grain::month, *c.on))}];
    if (final_result(c) == "pending") continue;
    ++tally.trials;
    tally.hits += final_result(c) == "pass" ? 1 : 0;
  }
  ASSERT_EQ(answer.points.size(), wanted.size());
  for (const auto& [place, tally] : wanted) {
    const auto* point = find(answer, place.first, place.second);
    ASSERT_TRUE(point) << place.first[0] << place.second;
    EXPECT_EQ(point->records, tally.trials);
    EXPECT_EQ(point->hits, tally.hits);
    if (tally.trials < 30) {
      EXPECT_EQ(point->note, tally.trials == 0 ? "undefined" : "too_few");
      EXPECT_FALSE(point->value);
    } else {
      const auto interval = stat::wilson_interval(tally.hits, tally.trials, 0.95);
      EXPECT_DOUBLE_EQ(*point->value,
                       static_cast<double>(tally.hits) / static_cast<double>(tally.trials));
      EXPECT_DOUBLE_EQ(*point->low, interval->low);
      EXPECT_DOUBLE_EQ(*point->high, interval->high);
    }
  }
}

TEST_P(Ask, TargetedSamplesCountOnlyWhenAskedFor) {
  std::map<std::string, std::int64_t> wanted;
  for (const auto& c : checks_) wanted[c.motive] += final_result(c) == "pending" ? 0 : 1;
  EXPECT_EQ(same(about("spot_check_pass_rate")).points.at(0).records, wanted["random"]);
  const auto by = same(about("spot_check_pass_rate", {"motive"}));
  ASSERT_EQ(by.points.size(), 3U);
  for (const auto& point : by.points) EXPECT_EQ(point.records, wanted[point.group[0]]);
  auto filtered = about("spot_check_pass_rate");
  filtered.filter = "motive in ('targeted', 'monitoring')";
  EXPECT_EQ(same(filtered).points.at(0).records, wanted["targeted"] + wanted["monitoring"]);
}

TEST_P(Ask, SumsMeansAndRatiosAreThoseCountedByHand) {
  std::map<std::string, Tally> wanted;
  double passed = 0, all = 0;
  for (const auto& c : checks_) {
    if (!c.cents) continue;
    const double value = static_cast<double>(*c.cents) / 100;
    auto& tally = wanted[c.trade];
    tally.sum += value;
    tally.values.push_back(value);
    all += value;
    passed += c.result == "pass" ? value : 0;
  }
  const auto total = same(about("test_value_total", {"trade"}));
  const auto mean = same(about("test_value_mean", {"trade"}));
  for (const auto& [trade, tally] : wanted) {
    EXPECT_NEAR(*find(total, {trade})->value, tally.sum, 1e-6 * tally.sum);
    const auto moments = stat::moments_of(tally.values);
    const auto estimate = stat::mean_interval(*moments, 0.95);
    const auto* point = find(mean, {trade});
    EXPECT_EQ(point->records, moments->count);
    EXPECT_NEAR(*point->value, estimate->mean, 1e-9 * estimate->mean);
    EXPECT_NEAR(*point->low, estimate->interval.low, 1e-6);
    EXPECT_NEAR(*point->high, estimate->interval.high, 1e-6);
  }
  const auto ratio = same(about("test_value_ratio"));
  EXPECT_NEAR(*ratio.points.at(0).value, passed / all, 1e-12);
  EXPECT_LT(*ratio.points.at(0).low, *ratio.points.at(0).value);
}

TEST_P(Ask, RollUpsAtEveryLevelAddUpToTheSame) {
  const auto count = static_cast<std::int64_t>(checks_.size());
  for (const char* level :
       {"region:province", "region:prefecture", "region:county", "region", "industry:section",
        "industry:division", "industry:group", "motive", "product_category"}) {
    SCOPED_TRACE(level);
    std::int64_t sum = 0;
    const auto answer = same(about("test_count", {level}));
    for (const auto& point : answer.points) sum += point.records;
    EXPECT_EQ(sum, count);
    EXPECT_GT(answer.points.size(), 1U);
  }
  std::int64_t dated = 0;
  for (const auto& c : checks_) dated += c.on ? 1 : 0;
  for (const auto grain : {Grain::year, Grain::quarter, Grain::month, Grain::week, Grain::day}) {
    auto question = about("test_count");
    question.grain = grain;
    std::map<std::string, std::int64_t> wanted;
    for (const auto& c : checks_) {
      if (c.on) ++wanted[period_text(grain, period_start(grain, *c.on))];
    }
    std::int64_t sum = 0;
    for (const auto& point : same(question).points) {
      sum += point.records;
      EXPECT_EQ(point.records, wanted[point.period]) << point.period;
    }
    EXPECT_EQ(sum, dated);
  }
}

TEST_P(Ask, RegionsOfThePastAreToldInTheDivisionOfAnotherDay) {
  auto question = about("test_count", {"region:county"});
  std::int64_t juchao = 0, chaohu = 0;
  for (const auto& c : checks_) {
    juchao += c.region == "341402" ? 1 : 0;
    chaohu += c.region == "340181" ? 1 : 0;
  }
  EXPECT_EQ(find(same(question), {"341402"})->records, juchao);
  question.regions_on = make_date(2020, 1, 1);
  const auto converted = same(question);
  EXPECT_EQ(find(converted, {"341402"}), nullptr);
  EXPECT_EQ(find(converted, {"340181"})->records, juchao + chaohu);
  question.by = {"region:prefecture"};
  EXPECT_EQ(find(same(question), {"340100"})->records, juchao + chaohu);
  question.by = {};
  question.region = "340100";
  EXPECT_EQ(same(question).points.at(0).records, juchao + chaohu);
}

TEST_P(Ask, APeriodIsComparedWithTheOneBeforeAndTheYearBefore) {
  auto question = about("spot_check_pass_rate");
  question.grain = Grain::quarter;
  const auto answer = same(question);
  const auto* q1 = find(answer, {}, "2024-Q1");
  const auto* q4 = find(answer, {}, "2023-Q4");
  const auto* year = find(answer, {}, "2023-Q1");
  ASSERT_TRUE(q1 && q4 && year && q1->on_previous && q1->on_year);
  EXPECT_DOUBLE_EQ(q1->on_previous->difference, *q1->value - *q4->value);
  EXPECT_DOUBLE_EQ(q1->on_year->difference, *q1->value - *year->value);
  const auto tested =
      stat::compare_proportions({q1->hits, q1->records}, {q4->hits, q4->records}, 0.95);
  EXPECT_DOUBLE_EQ(*q1->on_previous->p, tested->p_value);
  EXPECT_FALSE(find(answer, {}, "2023-Q1")->on_previous);
  // Asked from 2024 on, the comparison with 2023 is still there, its own points are not.
  question.from = make_date(2024, 1, 1);
  const auto later = same(question);
  EXPECT_EQ(later.points.front().period, "2024-Q1");
  EXPECT_DOUBLE_EQ(later.points.front().on_year->difference, q1->on_year->difference);
  // A cut quarter is compared with nothing.
  question.from = make_date(2024, 1, 15);
  EXPECT_FALSE(same(question).points.front().on_year);
}

TEST_P(Ask, FromAndToAreBothIncluded) {
  auto question = about("test_count");
  question.from = make_date(2023, 5, 10);
  question.to = make_date(2023, 5, 12);
  std::int64_t wanted = 0;
  for (const auto& c : checks_) wanted += c.on && *c.on >= *question.from && *c.on <= *question.to;
  EXPECT_EQ(same(question).points.at(0).records, wanted);
}

TEST_P(Ask, TimesOfDayBelongToTheirDayInChina) {
  const store::Table table{
      .name = "test_event",
      .columns = {{"name", Storage::text}, {"happened_at", Storage::timestamp}},
      .key = {"name"},
      .indexes = {}};
  ASSERT_TRUE(store_->declare(std::span(&table, 1)));
  std::vector<store::Draft> drafts;
  for (const char* time : {"2023-12-31T15:59:59Z", "2023-12-31T16:00:00Z", "2024-01-01T15:59:59Z",
                           "2024-01-01T16:00:00Z"}) {
    store::Draft draft;
    draft.values = {std::string(time), *parse_timestamp(time)};
    drafts.push_back(std::move(draft));
  }
  write("test_event", {"name", "happened_at"}, drafts);
  cubes_.clear();
  cubes_ = cubes();
  auto question = about("test_event_count");
  question.grain = Grain::day;
  const auto daily = same(question);
  EXPECT_EQ(find(daily, {}, "2023-12-31")->records, 1);
  EXPECT_EQ(find(daily, {}, "2024-01-01")->records, 2);
  EXPECT_EQ(find(daily, {}, "2024-01-02")->records, 1);
  question.grain = Grain::year;
  EXPECT_EQ(find(same(question), {}, "2024")->records, 3);
  question.grain = Grain::none;
  question.from = question.to = make_date(2024, 1, 1);
  EXPECT_EQ(same(question).points.at(0).records, 2);
}

TEST_P(Ask, TheRecordsBehindAPointAreAsManyAsItSays) {
  const auto& of = *test_catalog()->find_register("spot_check");
  const auto behind = [&](const Question& question, const Point& point) -> std::int64_t {
    const auto text = records_behind(*test_catalog(), question, point);
    EXPECT_TRUE(text) << describe(text.error());
    if (!text) return -1;
    const auto parsed = expr::Expression::parse(*text, of.expression_fields());
    EXPECT_TRUE(parsed) << describe(parsed.error());
    if (!parsed) return -1;
    const auto where = parsed->emit(store_->dialect(), {make_date(2026, 1, 1)});
    const auto count = store_->count({.table = "spot_check", .where = where});
    EXPECT_TRUE(count) << describe(count.error());
    return count.value_or(-1);
  };
  for (const char* by : {"region:province", "region:prefecture", "region:county",
                         "industry:section", "industry:division", "level", "motive"}) {
    for (const bool converted : {false, true}) {
      auto question = about("spot_check_pass_rate", {by});
      question.grain = Grain::quarter;
      question.filter = "trade = 'import'";
      question.today = make_date(2026, 1, 1);
      if (converted) question.regions_on = make_date(2020, 1, 1);
      const auto answer = asked(*cubes_.front(), question);
      for (std::size_t i = 0; i < answer.points.size(); i += 7) {
        const auto& point = answer.points[i];
        SCOPED_TRACE(std::string(by) + " " + point.group[0] + " " + point.period);
        EXPECT_EQ(behind(question, point), point.records);
      }
    }
  }
}

TEST_P(Ask, OnlyRowsThatTheAskerMaySeeAreCounted) {
  auto question = about("test_count");
  question.visible = {"region = ?", {std::string("620102")}};
  std::int64_t wanted = 0;
  for (const auto& c : checks_) wanted += c.region == "620102" ? 1 : 0;
  EXPECT_EQ(same(question).points.at(0).records, wanted);
}

TEST_P(Ask, RefusesWhatItCannotAnswerWell) {
  const auto refused = [&](const Question& question) {
    const auto answer = ask(*test_catalog(), *cubes_.front(), question);
    return answer ? nullptr : answer.error().failure;
  };
  EXPECT_EQ(refused(about("no_such")), &unknown);
  EXPECT_EQ(refused(about("test_count", {"remark"})), &unknown_dimension);
  EXPECT_EQ(refused(about("test_count", {"region:village"})), &unknown_dimension);
  EXPECT_EQ(refused(about("complaint_count", {"complainant_name"})), &unknown_dimension);
  auto question = about("test_count");
  question.region = "999999";
  EXPECT_EQ(refused(question), &unknown_region);
  question = about("test_count");
  question.from = make_date(2024, 2, 1);
  question.to = make_date(2024, 1, 1);
  EXPECT_EQ(refused(question), &range_reversed);
  question = about("test_count");
  question.confidence = 1;
  EXPECT_EQ(refused(question), &confidence_out_of_range);
  question = about("test_count");
  question.filter = "level";
  EXPECT_EQ(refused(question), &filter_not_a_condition);
  question = about("complaint_count");
  question.filter = "complainant_name = 'x'";
  EXPECT_NE(refused(question), nullptr);
}

TEST_P(Ask, ListsAreCountedWholeOrByEachOfTheirValues) {
  const std::vector<std::string> columns = {"network", "reference", "publication", "origin"};
  std::vector<store::Draft> drafts;
  const auto alert = [&](const std::string& reference, int publication, const std::string& origin) {
    store::Draft draft;
    draft.values = {std::string("rasff"), reference, std::int64_t{publication},
                    text_or_null(origin)};
    drafts.push_back(std::move(draft));
  };
  alert("2024.0001", 1, "China");
  alert("2024.0001", 2, "China");
  alert("2024.0002", 1, "China|India");
  alert("2024.0003", 1, "India|China|India");
  alert("2024.0004", 1, "");
  write("alert", columns, drafts);
  cubes_.clear();
  cubes_ = cubes();
  const auto whole = same(about("test_lists", {"origin"}));
  EXPECT_EQ(find(whole, {"China"})->records, 2);
  EXPECT_EQ(find(whole, {"China"})->distinct, 1);
  EXPECT_EQ(find(whole, {"China|India"})->records, 1);
  auto question = about("test_lists", {"origin"});
  question.each = true;
  const auto each = same(question);
  EXPECT_EQ(find(each, {"China"})->records, 4);
  EXPECT_EQ(find(each, {"China"})->distinct, 3);
  EXPECT_EQ(find(each, {"India"})->records, 2);
  EXPECT_EQ(find(each, {""})->records, 1);
  EXPECT_EQ(*records_behind(*test_catalog(), question, *find(each, {"India"})),
            "origin has 'India'");
}

}  // namespace
}  // namespace zhiheng::indicator
