#include "registry/verbs.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "records.h"
#include "registry/failures.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::registry {
namespace {

class Verbs : public support::OnBothEngines {
 protected:
  /// Runs a verb as the command line would, with --json.
  Result<boost::json::value> say(const std::string& path,
                                 std::map<std::string, std::vector<std::string>> arguments,
                                 std::map<std::string, std::vector<std::string>> options = {}) {
    std::ostringstream out;
    std::ostringstream messages;
    Invocation call;
    call.arguments = std::move(arguments);
    call.options = std::move(options);
    call.json = true;
    call.data = location_.folder;
    call.database = location_.database;
    call.catalog = support::source_path("/catalog");
    call.out = &out;
    call.messages = &messages;
    for (const auto& verb : verbs()) {
      if (verb.path != path) continue;
      ZH_TRY(const int code, verb.run(call));
      EXPECT_EQ(code, 0);
      return boost::json::parse(out.str());
    }
    return fail(register_unknown, path);
  }
};
ZH_ON_BOTH_ENGINES(Verbs);

TEST_P(Verbs, ListAndShowGiveRecordsByFilterKeyAndHistory) {
  ASSERT_TRUE(registry_->put(local_operator(), named("spot_check"), spot_check_columns,
                             {spot_check("S1"), spot_check("S2", "620102", "fail")}));
  const auto list = say("list", {{"REGISTER", {"spot_check"}}},
                        {{"filter", {"result = 'fail'"}}, {"count", {""}}});
  ASSERT_TRUE(list) << describe(list.error());
  EXPECT_EQ(list->at("count"), 1);
  EXPECT_EQ(list->at("records").at(0).at("values").at("sample_number"), "S2");
  EXPECT_EQ(list->at("records").at(0).at("values").at("sampled_on"), "2024-03-01");
  const auto shown = say("show", {{"REGISTER", {"spot_check"}}, {"RECORD", {"S1"}}});
  ASSERT_TRUE(shown) << describe(shown.error());
  EXPECT_EQ(shown->at("version"), 1);
  const auto history =
      say("show", {{"REGISTER", {"spot_check"}}, {"RECORD", {"S1"}}}, {{"history", {""}}});
  ASSERT_TRUE(history) << describe(history.error());
  EXPECT_EQ(history->at("versions").as_array().size(), 1U);
}

TEST_P(Verbs, RefuseAnUnknownRegisterRecordOrLimit) {
  EXPECT_EQ(say("list", {{"REGISTER", {"nothing"}}}).error().failure, &register_unknown);
  EXPECT_EQ(say("show", {{"REGISTER", {"spot_check"}}, {"RECORD", {"S9"}}}).error().failure,
            &not_found);
  EXPECT_EQ(say("list", {{"REGISTER", {"spot_check"}}}, {{"limit", {"many"}}}).error().failure,
            &limit_wrong);
}

TEST_P(Verbs, AccountsAreMadeListedAndGivenNewPasswords) {
  const auto made =
      say("user add", {{"USER", {"li.na"}}}, {{"role", {"officer"}}, {"region", {"620100"}}});
  ASSERT_TRUE(made) << describe(made.error());
  const std::string password(made->at("password").as_string());
  EXPECT_TRUE(People(*store_, support::shipped_catalog()->security)
                  .log_in("li.na", password, Timestamp{0}));
  const auto listed = say("user list", {});
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->at("users").at(0).at("region"), "620100");
  const std::string file = folder_.file("password");
  std::ofstream(file) << "another long password\n";
  ASSERT_TRUE(say("user password", {{"USER", {"li.na"}}}, {{"password-file", {file}}}));
  EXPECT_TRUE(People(*store_, support::shipped_catalog()->security)
                  .log_in("li.na", "another long password", Timestamp{0}));
  EXPECT_EQ(say("user add", {{"USER", {"x.y"}}}, {{"role", {"king"}}}).error().failure,
            &role_unknown);
  EXPECT_EQ(say("user add", {{"USER", {"x.y"}}}, {{"role", {"officer"}}, {"region", {"62"}}})
                .error()
                .failure,
            &region_unknown);
  EXPECT_EQ(say("user password", {{"USER", {"li.na"}}}, {{"password-file", {"/no/such/file"}}})
                .error()
                .failure,
            &password_unreadable);
}

}  // namespace
}  // namespace zhiheng::registry
