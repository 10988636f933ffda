#include "plan/tracking.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "plan/conference.h"
#include "plan/failures.h"
#include "support/place.h"

namespace zhiheng::plan {
namespace {

const catalog::Catalog& declared() { return *support::shipped_catalog(); }

Rules rules() {
  auto loaded = Rules::load(declared().folder);
  EXPECT_TRUE(loaded) << describe(loaded.error());
  return *std::move(loaded);
}

Task task() {
  Task made;
  made.state = "in_progress";
  made.year = 2026;
  made.cycle = "quarterly";
  made.lead = {"省质监局"};
  made.deadline = make_date(2026, 12, 31);
  made.progress = 50;
  return made;
}

Report report(const std::string& period, int progress, Date on) {
  return {.period = period,
          .reporter = "省质监局",
          .state = "submitted",
          .on = on,
          .progress = progress};
}

std::string light(Task made, Date today) {
  judge(made, rules(), declared(), today);
  return made.light.rule;
}

TEST(TaskLight, FollowsFromStateDeadlineReportsAndProgress) {
  const Date may = make_date(2026, 5, 20);
  Task made = task();
  made.reports = {report("2026-Q1", 50, make_date(2026, 4, 8))};
  EXPECT_EQ(light(made, may), "task.on_track");
  made.reports.clear();
  EXPECT_EQ(light(made, may), "task.reports_missing");
  made = task();
  made.deadline = make_date(2026, 4, 30);
  EXPECT_EQ(light(made, may), "task.overdue");
  made.state = "reported";
  EXPECT_EQ(light(made, may), "task.overdue_unverified");
  made.state = "done";
  made.done_on = make_date(2026, 4, 30);
  EXPECT_EQ(light(made, may), "task.done");
  made.done_on = make_date(2026, 5, 1);
  EXPECT_EQ(light(made, may), "task.done_late");
  made.state = "cancelled";
  EXPECT_EQ(light(made, may), "task.cancelled");
  made = task();
  made.lead.clear();
  EXPECT_EQ(light(made, may), "task.nobody_answers");
}

TEST(TaskLight, WorkingDaysCountHolidaysOut) {
  Task made = task();
  made.cycle = "none";
  made.deadline = make_date(2026, 10, 30);
  made.progress = 75;
  // After 24 September: 25 to 27 September and 1 to 7 October are off, 10 October is worked.
  judge(made, rules(), declared(), make_date(2026, 9, 24));
  EXPECT_EQ(made.light.rule, "task.on_track");
  judge(made, rules(), declared(), make_date(2026, 9, 28));
  EXPECT_EQ(made.light.rule, "task.near_deadline");
  EXPECT_EQ(made.light.reason.en, "20 working days left at 75 %");
}

TEST(TaskLight, TheNewestAcceptedReportSaysHowFarItIs) {
  Task made = task();
  made.progress = 0;
  Report returned = report("2026-Q2", 90, make_date(2026, 7, 9));
  returned.state = "returned";
  made.reports = {report("2026-Q1", 30, make_date(2026, 4, 8)), returned};
  judge(made, rules(), declared(), make_date(2026, 7, 10));
  EXPECT_EQ(made.progress, 30);
  // A report that was sent back is still to come.
  EXPECT_EQ(made.next_report, make_date(2026, 7, 14));
  EXPECT_TRUE(made.missing.empty());
}

TEST(TaskLight, LongSilenceAndLongDelayGoToTheConference) {
  Task made = task();
  judge(made, rules(), declared(), make_date(2026, 8, 20));
  ASSERT_TRUE(made.escalation);
  EXPECT_EQ(made.escalation->rule, "escalate.silent");
  made = task();
  made.deadline = make_date(2026, 4, 30);
  judge(made, rules(), declared(), make_date(2026, 5, 8));
  EXPECT_FALSE(made.escalation);
  judge(made, rules(), declared(), make_date(2026, 6, 1));
  ASSERT_TRUE(made.escalation);
  EXPECT_EQ(made.escalation->rule, "escalate.long_overdue");
}

TEST(ReportPeriods, EndBeforeTheDeadline) {
  const auto names = [](const std::string& cycle, Date deadline) {
    std::string all;
    for (const auto& [name, end] : report_periods(cycle, 2026, deadline)) {
      all += name + ":" + to_text(end) + " ";
    }
    return all;
  };
  EXPECT_EQ(names("quarterly", make_date(2026, 9, 30)), "2026-Q1:2026-03-31 2026-Q2:2026-06-30 ");
  EXPECT_EQ(names("half_yearly", make_date(2027, 3, 1)), "2026-H1:2026-06-30 2026-H2:2026-12-31 ");
  EXPECT_EQ(names("yearly", make_date(2026, 12, 31)), "");
  EXPECT_EQ(names("none", make_date(2026, 12, 31)), "");
  EXPECT_EQ(report_periods("monthly", 2026, make_date(2026, 12, 31)).size(), 11U);
  EXPECT_EQ(report_periods("monthly", 2026, make_date(2026, 12, 31)).at(1).first, "2026-02");
}

Meeting meeting() {
  Meeting made;
  made.state = "minuted";
  made.body = "joint_conference";
  made.notice_on = make_date(2026, 4, 2);
  made.held_on = make_date(2026, 4, 16);
  made.minutes_on = make_date(2026, 4, 24);
  made.members = 18;
  made.attended = 12;
  made.agenda = {"通报"};
  return made;
}

std::string broken(Meeting made, const MeetingFacts& more = {}) {
  judge(made, more, rules(), declared(), make_date(2026, 6, 1));
  std::string all = made.verdict;
  for (const auto& finding : made.findings) {
    if (finding.verdict == "broken") all += " " + finding.rule;
  }
  return all;
}

TEST(RulesOfProcedure, AreToldOneByOne) {
  EXPECT_EQ(broken(meeting()), "valid");
  Meeting made = meeting();
  made.attended = 11;
  EXPECT_EQ(broken(made), "invalid procedure.quorum");
  made = meeting();
  made.notice_on = make_date(2026, 4, 14);
  EXPECT_EQ(broken(made), "invalid procedure.notice");
  made = meeting();
  made.minutes_on.reset();
  EXPECT_EQ(broken(made), "invalid procedure.minutes");
  EXPECT_EQ(broken(meeting(), {.decision = "vote", .votes_for = 6}), "invalid procedure.majority");
  EXPECT_EQ(broken(meeting(), {.decision = "vote", .votes_for = 7}), "valid");
}

TEST(RulesOfProcedure, AskForAMajorityOnlyWhereAVoteWasHeld) {
  const auto majority = [](const MeetingFacts& more) {
    Meeting made = meeting();
    judge(made, more, rules(), declared(), make_date(2026, 6, 1));
    const auto found = std::ranges::find(made.findings, "procedure.majority", &Finding::rule);
    return found == made.findings.end() ? "none" : found->verdict;
  };
  EXPECT_EQ(majority({}), "not_applicable");
  EXPECT_EQ(majority({.decision = "consensus"}), "not_applicable");
  EXPECT_EQ(majority({.decision = "vote", .votes_for = 7}), "kept");
  EXPECT_EQ(majority({.decision = "vote"}), "open");
}

TEST(RulesOfProcedure, AreOpenBeforeTheMeeting) {
  Meeting made = meeting();
  made.state = "planned";
  made.held_on = make_date(2026, 6, 20);
  made.attended.reset();
  made.minutes_on.reset();
  EXPECT_EQ(broken(made), "open");
}

TEST(RulesOfTasks, RefuseAConditionThatCannotBeRead) {
  const support::Folder folder;
  std::filesystem::create_directories(folder.file("plan"));
  std::ofstream(folder.file("plan/lights.toml"))
      << "[[rule]]\nid = \"a\"\non = \"task\"\nlight = \"overdue\"\ncondition = \"days_lost > 1\"\n"
         "reason = { zh = \"甲\", en = \"a\" }\nsource = \"test\"\nvalid_from = 2020-01-01\n"
         "status = \"verified\"\n";
  const auto refused = Rules::load(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &rules_wrong);
  EXPECT_NE(refused.error().where.find("lights.toml"), std::string::npos);
}

TEST(RulesOfTasks, HoldFromTheirFirstDayToTheirLast) {
  const auto loaded = rules();
  EXPECT_TRUE(loaded.in_force("task", make_date(2011, 12, 31)).empty());
  EXPECT_FALSE(loaded.in_force("task", make_date(2012, 1, 1)).empty());
}

TEST(RulesOfTasks, OutsideTheCalendarNaturalDaysStand) {
  EXPECT_FALSE(working_days(declared(), make_date(2040, 1, 1), make_date(2040, 2, 1)));
  EXPECT_EQ(after_working_days(declared(), make_date(2040, 1, 2), 10), make_date(2040, 1, 16));
}

}  // namespace
}  // namespace zhiheng::plan
