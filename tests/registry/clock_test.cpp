// Terms of the shipped registers, counted by hand: facts 7 to 13 and 21.

#include <gtest/gtest.h>

#include <optional>

#include "registry/lifecycle.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

Timestamp noon(const char* day) { return *parse_timestamp(std::string(day) + "T12:00:00+08:00"); }

/// A record of a shipped register, made of a few values and a past.
class Told {
 public:
  explicit Told(const std::string& name)
      : of_(*support::shipped_catalog()->find_register(name)), values_(of_.fields.size()) {}

  Told& with(const std::string& field, Value value) {
    values_[*of_.position(field)] = std::move(value);
    return *this;
  }
  Told& came_to(const std::string& state, const char* day, const std::string& step = {}) {
    past_.push_back({.state = state, .step = step, .at = noon(day), .by = "li.na"});
    return *this;
  }
  [[nodiscard]] ClockReading read(const std::string& clock, const char* now) const {
    // A clock whose term depends on the record stands there once for each term; one of them runs.
    std::optional<ClockReading> found;
    for (const auto& one : of_.clocks) {
      if (one.name != clock || (found && found->standing != Standing::idle)) continue;
      found = read_clock(*support::shipped_catalog(), of_, one, past_, values_, noon(now));
    }
    EXPECT_TRUE(found) << clock;
    return found.value_or(ClockReading{});
  }
  [[nodiscard]] std::string due(const std::string& clock, const char* now) const {
    const auto reading = read(clock, now);
    return reading.due ? to_text(reading.count.last) : "";
  }

 private:
  const catalog::Register& of_;
  std::vector<Value> values_;
  std::vector<Past> past_;
};

Value day(const char* text) { return *parse_date(text); }

Told complaint_told() {
  return Told("complaint")
      .with("kind", std::string("complaint"))
      .with("received_on", day("2025-09-26"))
      .came_to("received", "2025-09-26");
}

TEST(Clock, SevenWorkingDaysToAcceptCrossNationalDay) {
  // 28 (Sunday, worked), 29, 30 September; 9, 10, 11 (Saturday, worked), 13 October 2025.
  const auto reading = complaint_told().read("acceptance", "2025-10-13");
  EXPECT_EQ(reading.standing, Standing::running);
  EXPECT_EQ(to_text(reading.count.last), "2025-10-13");
  EXPECT_EQ(reading.count.counted, 7);
  EXPECT_EQ(reading.count.off.size(), 10U);
  EXPECT_EQ(complaint_told().read("acceptance", "2025-10-14").standing, Standing::overdue);
}

TEST(Clock, TheTermMayDependOnTheRecord) {
  const auto failed = [] {
    return Told("spot_check")
        .with("result", std::string("fail"))
        .with("notified_on", day("2025-09-26"))
        .came_to("recorded", "2025-09-26");
  };
  // Fifteen days end on Saturday, October 11, at work; of food seven working days: 28 to 30
  // September, 9, 10, 11, 13 October.
  EXPECT_EQ(failed().due("objection", "2025-09-27"), "2025-10-11");
  EXPECT_EQ(failed().with("industry", std::string("2929")).due("objection", "2025-09-27"),
            "2025-10-11");
  EXPECT_EQ(failed().with("industry", std::string("1441")).due("objection", "2025-09-27"),
            "2025-10-13");
  EXPECT_EQ(failed()
                .with("industry", std::string("1441"))
                .with("result", std::string("pass"))
                .read("objection", "2025-09-27")
                .standing,
            Standing::idle);
}

TEST(Clock, TheLastDayIsOverAtMidnightInChina) {
  const auto reading = complaint_told().read("acceptance", "2025-10-01");
  ASSERT_TRUE(reading.due);
  EXPECT_EQ(to_china_text(*reading.due), "2025-10-14T00:00:00+08:00");
}

TEST(Clock, FillingInTheDayOfTheDecisionEndsTheTerm) {
  auto told = complaint_told().with("decided_on", day("2025-10-13"));
  EXPECT_EQ(told.read("acceptance", "2025-12-01").standing, Standing::met);
  told.with("decided_on", day("2025-10-14"));
  EXPECT_EQ(told.read("acceptance", "2025-12-01").standing, Standing::met_late);
}

TEST(Clock, MediationTakesFortyFiveWorkingDaysFromAcceptance) {
  // Accepted on Monday 8 September 2025: 17 working days to the end of the month, 3 to 11 October,
  // then five full weeks.
  auto told =
      complaint_told().with("decided_on", day("2025-09-08")).came_to("accepted", "2025-09-08");
  EXPECT_EQ(told.due("mediation", "2025-09-09"), "2025-11-14");
}

TEST(Clock, TestingSuspendsTheMediation) {
  auto told =
      complaint_told().with("decided_on", day("2025-09-08")).came_to("accepted", "2025-09-08");
  told.came_to("suspended", "2025-10-15");
  const auto still = told.read("mediation", "2026-03-01");
  EXPECT_EQ(still.standing, Standing::suspended);
  EXPECT_FALSE(still.due);
  // Back on Monday 20 October: 16, 17 and 20 October are lost, so 17, 18, 19 November are needed.
  told.came_to("accepted", "2025-10-20");
  EXPECT_EQ(told.due("mediation", "2025-10-21"), "2025-11-19");
  EXPECT_EQ(told.read("mediation", "2025-10-21").count.suspended, 5);
}

TEST(Clock, ASuspensionAfterTheTermRanOutDoesNotHealIt) {
  auto told =
      complaint_told().with("decided_on", day("2025-09-08")).came_to("accepted", "2025-09-08");
  told.came_to("suspended", "2025-11-20");
  EXPECT_EQ(told.read("mediation", "2025-12-01").standing, Standing::overdue);
}

TEST(Clock, AReportIsCheckedWithinFifteenWorkingDaysAndOnceFifteenMore) {
  auto told =
      complaint_told().with("kind", std::string("report")).with("received_on", day("2025-09-22"));
  EXPECT_EQ(told.read("acceptance", "2025-09-23").standing, Standing::idle);
  EXPECT_EQ(told.due("check", "2025-09-23"), "2025-10-17");
  told.came_to("received", "2025-10-16", "extend_check");
  // 20 to 24, 27 to 31 October, 3 to 7 November.
  EXPECT_EQ(told.due("check", "2025-10-20"), "2025-11-07");
  told.came_to("received", "2025-10-17", "extend_check");
  EXPECT_EQ(told.due("check", "2025-10-20"), "2025-11-07") << "extended twice";
}

TEST(Clock, ANamedReporterIsToldWithinFiveWorkingDays) {
  auto told = complaint_told()
                  .with("kind", std::string("report"))
                  .with("complainant_name", std::string("王小明"))
                  .with("decided_on", day("2025-09-29"))
                  .came_to("accepted", "2025-09-29");
  // 30 September, 9, 10, 11, 13 October.
  EXPECT_EQ(told.due("reply", "2025-09-30"), "2025-10-13");
  told.with("complainant_name", Value());
  EXPECT_EQ(told.read("reply", "2025-09-30").standing, Standing::idle);
}

TEST(Clock, PartiesAreToldWithinSevenWorkingDaysThatMediationEnded) {
  auto told = complaint_told()
                  .with("decided_on", day("2025-09-01"))
                  .with("terminated_on", day("2025-09-25"))
                  .came_to("accepted", "2025-09-01")
                  .came_to("terminated", "2025-09-25");
  // 26, 28, 29, 30 September, 9, 10, 11 October.
  EXPECT_EQ(told.due("termination_notice", "2025-09-26"), "2025-10-11");
}

TEST(Clock, TermsOfSpotChecksAreNaturalDaysThatMoveToAWorkingDay) {
  auto told = Told("spot_check")
                  .with("result", std::string("fail"))
                  .with("notified_on", day("2025-09-17"))
                  .with("correction_ordered_on", day("2025-08-02"))
                  .came_to("recorded", "2025-09-17");
  // 15 days end on Thursday 2 October, a day off, and move to Thursday 9 October.
  EXPECT_EQ(told.due("objection", "2025-09-18"), "2025-10-09");
  // 60 days end on 1 October and move; 75 days end on Thursday 16 October.
  EXPECT_EQ(told.due("correction", "2025-09-18"), "2025-10-09");
  EXPECT_EQ(told.due("recheck", "2025-09-18"), "2025-10-16");
  told.came_to("objected", "2025-09-24");
  // 7 days from 24 September end on 1 October.
  EXPECT_EQ(told.due("objection_decision", "2025-09-25"), "2025-10-09");
  EXPECT_EQ(told.read("objection", "2025-10-20").standing, Standing::met);
}

TEST(Clock, RecallsReportTheirPlanTheirStagesAndTheirEnd) {
  auto told = Told("recall")
                  .with("initiated_on", day("2025-09-26"))
                  .with("stage_reported_on", day("2025-09-26"))
                  .came_to("recorded", "2025-09-26")
                  .came_to("running", "2025-09-26", "start");
  // 28, 29, 30 September; 9, 10, 11, 13, 14, 15, 16 October.
  EXPECT_EQ(told.due("plan", "2025-09-27"), "2025-10-16");
  EXPECT_EQ(told.due("stage_report", "2025-09-27"), "2025-12-26");
  told.with("terminated_on", day("2025-09-19")).came_to("completed", "2025-10-14", "complete");
  // 22 to 26 (5), 28, 29, 30 September (8); 9, 10, 11 (11), 13 to 16 October (15).
  EXPECT_EQ(told.due("final_report", "2025-10-14"), "2025-10-16");
}

TEST(Clock, BeforeItsFirstVersionATermIsUnknown) {
  auto told = complaint_told().with("received_on", day("2015-03-02"));
  EXPECT_EQ(told.read("acceptance", "2025-10-01").standing, Standing::unknown);
}

/// What a law says, by the ids under which the registers name it.
TEST(Terms, SayWhatTheLawSays) {
  struct Row {
    const char* id;
    const char* on;
    int amount;
    Term::Unit unit;
  };
  using enum Term::Unit;
  const Row rows[] = {
      {"penalty.publication", "2025-01-01", 20, working_days},
      {"penalty.push", "2025-01-01", 10, working_days},
      {"penalty.withdrawal", "2025-01-01", 3, working_days},
      {"penalty.publication_term_short", "2025-01-01", 3, months},
      {"penalty.publication_term", "2025-01-01", 3, years},
      {"penalty.limitation", "2025-01-01", 2, years},
      {"penalty.limitation_harm", "2025-01-01", 5, years},
      {"serious_list.term", "2017-01-01", 5, years},
      {"serious_list.term", "2025-01-01", 3, years},
      {"serious_list.listing", "2017-01-01", 10, working_days},
      {"company_information.publication", "2025-01-01", 20, working_days},
      {"complaint.competence", "2025-01-01", 7, working_days},
      {"report.reply", "2025-01-01", 5, working_days},
      {"spot_check.objection", "2025-01-01", 15, natural_days},
      {"spot_check.correction", "2025-01-01", 60, natural_days},
      {"spot_check.recheck", "2025-01-01", 75, natural_days},
      {"spot_check.second_recheck", "2025-01-01", 90, natural_days},
      {"food_sample.to_laboratory", "2025-01-01", 5, working_days},
      {"food_sample.report", "2025-01-01", 20, working_days},
      {"food_sample.keep_passed", "2025-01-01", 3, months},
      {"food_sample.keep_failed", "2025-01-01", 6, months},
      {"food_sample.retest_request", "2025-01-01", 7, working_days},
      {"food_sample.retest_request_rapid", "2025-01-01", 4, hours},
      {"vehicle_recall.objection", "2025-01-01", 15, working_days},
      {"accident.report_unit", "2025-01-01", 1, hours},
      {"accident.report_level", "2025-01-01", 2, hours},
      {"accident.casualties", "2025-01-01", 30, natural_days},
      {"accident.casualties_traffic", "2025-01-01", 7, natural_days},
      {"accident.investigation", "2025-01-01", 60, natural_days},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.id);
    const auto* term = support::shipped_catalog()->find_term(row.id);
    ASSERT_NE(term, nullptr);
    const auto* version = term->in_force(*parse_date(row.on));
    ASSERT_NE(version, nullptr);
    EXPECT_EQ(version->term, (Term{row.amount, row.unit}));
    EXPECT_TRUE(version->verified);
  }
}

}  // namespace
}  // namespace zhiheng::registry
