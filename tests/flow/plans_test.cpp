// A plan from its text to its tasks, reports, meetings and targets, as users run the program.
#include "flow/program.h"
#include "support/source.h"

namespace zhiheng::flow {
namespace {

const std::string examples = support::source_path("/examples/plans/2026");

const json::object* task_named(const json::object& status, std::string_view code) {
  for (const auto& task : status.at("tasks").as_array()) {
    if (task.at("code").as_string() == code) return &task.as_object();
  }
  return nullptr;
}

std::string light(const json::object& status, std::string_view code) {
  const auto* task = task_named(status, code);
  return task == nullptr ? "none" : std::string(task->at("light").as_string());
}

class Plans : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
  }
  [[nodiscard]] json::object status(const std::string& today) const {
    return place_.ask({"plan", "status", "620000-2026", "--today", today});
  }
  Place place_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, Plans, testing::Values("sqlite", "postgresql"), engine_name);

TEST_P(Plans, AreLoadedOnceAndFollowedThroughTheYear) {
  const std::vector<std::string> load = {
      "plan", "load", examples + "/yunhai.txt", "--region", "620000", "--year", "2026"};
  const auto first = place_.ask(load);
  EXPECT_EQ(first.at("items").as_int64(), 14);
  EXPECT_GT(first.at("added").as_int64(), 40);
  const auto again = place_.ask(load);
  EXPECT_EQ(again.at("added").as_int64() + again.at("changed").as_int64(), 0);

  EXPECT_EQ(light(status("2026-02-01"), "620000-2026#13/0"), "on_track");
  EXPECT_EQ(light(status("2026-07-15"), "620000-2026#13/0"), "overdue");
  EXPECT_EQ(light(status("2026-05-20"), "620000-2026#2/0"), "at_risk") << "no report for Q1";
  const std::string reports =
      place_.write("reports.csv",
                   "任务,报告期,报送单位,地区,报送日期,进度,进展\n"
                   "620000-2026#2/0,2026-Q1,省农业农村厅,620000,2026-04-09,45,已部署\n");
  EXPECT_EQ(place_.ask({"import", "task_report", reports}).at("added").as_int64(), 1);
  EXPECT_EQ(light(status("2026-05-20"), "620000-2026#2/0"), "on_track");

  const auto in_june = status("2026-06-10");
  const auto& due = in_june.at("due").as_array();
  EXPECT_TRUE(std::ranges::any_of(due, [](const json::value& entry) {
    return entry.at("code").as_string() == "620000-2026#13/0" &&
           entry.at("on").as_string() == "2026-06-30";
  }));
  EXPECT_TRUE(place_.verifies());
}

TEST_P(Plans, TheExampleYearHasMeetingsMatricesAndTargetsWithVerdicts) {
  place_.ask({"example", "--rows", "3000", "--seed", "7", "--load"});
  place_.ask({"plan", "example", examples});
  EXPECT_EQ(place_.ask({"plan", "example", examples}).at("records").as_int64(), 0);
  const auto found = place_.ask({"plan", "status", "620000-2026"});
  EXPECT_EQ(found.at("today").as_string(), "2026-10-15");
  int invalid = 0;
  for (const auto& meeting : found.at("meetings").as_array()) {
    invalid += meeting.at("verdict").as_string() == "invalid" ? 1 : 0;
  }
  EXPECT_EQ(invalid, 1);
  int judged = 0;
  int projected = 0;
  for (const auto& target : found.at("targets").as_array()) {
    judged += target.at("verdict").as_string() != "no_data" ? 1 : 0;
    projected += target.at("outlook").is_object() ? 1 : 0;
  }
  EXPECT_GE(judged, 10);
  EXPECT_GE(projected, 4);
  const Ran home =
      place_.run({"target", "status", "--region", "620000", "--today", "2026-10-15", "--json"});
  int with_data = 0;
  const json::value standings = json::parse(home.out);
  for (const auto& target : standings.as_array()) {
    with_data += target.at("verdict").as_string() != "no_data" ? 1 : 0;
  }
  EXPECT_GE(with_data, 13) << "of T1 to T15";
  const auto matrix = place_.ask({"plan", "matrix", "620000-2026", "--by", "region"});
  EXPECT_EQ(matrix.at("rows").as_array().size(), 14U);
  EXPECT_GE(place_.ask({"plan", "escalate", "620000-2026"}).at("proposed").as_int64(), 1);
  EXPECT_EQ(place_.ask({"plan", "escalate", "620000-2026"}).at("proposed").as_int64(), 0);
}

TEST_P(Plans, WhatCannotBeLoadedSaysWhy) {
  const auto refused = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"plan", "load"});
    const Ran ran = place_.run(std::move(words));
    EXPECT_EQ(ran.code, 1);
    return ran.messages;
  };
  const std::string text = examples + "/yunhai.txt";
  EXPECT_NE(refused({text, "--region", "62", "--year", "2026"}).find("six-digit"),
            std::string::npos);
  EXPECT_NE(refused({text, "--region", "620000", "--year", "then"}).find("year"),
            std::string::npos);
  EXPECT_NE(refused({"/nowhere", "--region", "620000", "--year", "2026"}).find("read"),
            std::string::npos);
  EXPECT_EQ(place_.count("plan_document"), 0);
}

TEST_P(Plans, AreServedToThoseEntitled) {
  place_.ask({"plan", "example", examples});
  const Served served(place_);
  const auto anyone = served.anyone();
  const auto plans = parsed(anyone.get("/api/plans").body);
  EXPECT_EQ(plans.at("plans").as_array().size(), 2U);
  const auto page = parsed(anyone.get("/api/plans/620000-2026").body);
  const std::string text(page.at("text").as_string());
  const auto& item = page.at("parse").at("items").as_array().at(2);
  EXPECT_EQ(text.substr(item.at("offset").to_number<std::size_t>(),
                        item.at("length").to_number<std::size_t>()),
            item.at("text").as_string());
  EXPECT_EQ(anyone.get("/api/tasks").status, 401);
  EXPECT_EQ(anyone.get("/api/plans/620000-1999").status, 404);
  EXPECT_EQ(anyone.get("/api/plans/620000-2026/matrix?by=moon").status, 400);
  const auto crosswalk =
      parsed(anyone.get("/api/plans/crosswalk?upper=620000-2026&lower=620100-2026").body);
  EXPECT_EQ(crosswalk.at("pairs").as_array().size(), 14U);

  const auto director = served.log_in("admin", served.first_password());
  const auto board = parsed(director.get("/api/tasks?plan=620000-2026").body);
  EXPECT_EQ(light(board, "620000-2026#13/0"), "overdue");
  const auto calendar =
      parsed(director.get("/api/tasks/calendar?from=2026-10-01&to=2026-10-31").body);
  EXPECT_GT(calendar.at("entries").as_array().size(), 5U);
  const auto targets = parsed(director.get("/api/plans/620000-2026/targets").body);
  EXPECT_EQ(targets.at("targets").as_array().at(0).at("place").at("document").as_string(),
            "620000-2026");
  json::object user = {{"user", "city"}, {"password", "a long password"}, {"region", "620100"}};
  user["roles"] = json::array{"department"};
  EXPECT_EQ(director.send("POST", "/api/users", user).status, 201);
  const auto city = served.log_in("city", "a long password");
  const auto own = parsed(city.get("/api/tasks").body);
  for (const auto& task : own.at("tasks").as_array()) {
    EXPECT_EQ(task.at("region").as_string(), "620100");
  }
  EXPECT_EQ(own.at("tasks").as_array().size(), 8U);
  const json::object again = {{"region", "620100"}, {"year", 2026}, {"text", text}};
  EXPECT_EQ(city.send("POST", "/api/plans", again).status, 403);
  const auto loaded =
      director.send("POST", "/api/plans", {{"region", "610000"}, {"year", 2026}, {"text", text}});
  EXPECT_EQ(loaded.status, 201);
}

}  // namespace
}  // namespace zhiheng::flow
