// What is about no register by itself: numbers, first pages, feeds, notices, jobs and files of
// others. Nothing hidden may turn up there either.

#include "api/access_matrix.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

const std::vector<std::pair<const char*, const char*>> elsewhere = {
    {"/api/work", "limit=1000"},
    {"/api/home", "region=620000"},
    {"/api/plans", ""},
    {"/api/tasks", ""},
    {"/api/tasks/calendar", ""},
    {"/metrics", ""},
    {"/api/notices", ""},
    {"/api/contact", ""},
    {"/api/deliveries", ""},
    {"/api/subscriptions", ""},
    {"/api/catalog", ""},
    {"/api/users", ""},
    {"/api/openapi.json", ""},
    {"/api/assessments", ""},
    {"/api/products/06901234567892", ""},
    {"/epcis/events", ""},
    {"/epcis/queries", ""}};

class AccessElsewhere : public AccessMatrix {};

// Numbers lead to records, and the conditions that they are asked with to fields: for each
// indicator, one role of every kind that its register tells apart.
TEST_P(AccessElsewhere, NoIndicatorLeadsToWhatIsHidden) {
  ASSERT_TRUE(application_.cube->refresh());
  int asked = 0;
  for (const auto& indicator : application_.catalog->indicators) {
    const auto& of = *application_.catalog->find_register(indicator.register_name);
    for (const auto* who : one_of_each(of)) {
      SCOPED_TRACE(indicator.name + " as " + who->role->name);
      const std::string path = "/api/indicators/" + indicator.name;
      for (const auto& [rest, query] :
           std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                            {"/records", "limit=1000"},
                                                            {"/funnel", ""},
                                                            {"/export", "format=csv"},
                                                            {"/export", "format=xlsx"}}) {
        std::string text = said(get(*who, path + rest, query));
        if (text.starts_with("PK")) text = unpacked(text);
        ASSERT_EQ(leaks(*who, text), std::vector<std::string>()) << rest << query;
      }
      ++asked;
    }
  }
  EXPECT_GT(asked, 200);
}

TEST_P(AccessElsewhere, NoIndicatorIsAskedAboutHiddenFields) {
  ASSERT_TRUE(application_.cube->refresh());
  int asked = 0;
  for (const auto& indicator : application_.catalog->indicators) {
    const auto& of = *application_.catalog->find_register(indicator.register_name);
    for (const auto* who : one_of_each(of)) {
      const auto widest = support::widest_access(*application_.catalog, *who->role, of);
      const auto hidden = std::ranges::find_if(
          of.fields, [&](const catalog::Field& field) { return !widest.shows(field, *who->role); });
      if (hidden == of.fields.end()) continue;
      for (const char* rest : {"", "/records"}) {
        ASSERT_NE(get(*who, "/api/indicators/" + indicator.name + rest,
                      "filter=" + hidden->name + "%20is%20null")
                      .status,
                  200)
            << indicator.name << rest << " by " << hidden->name << " as " << who->role->name;
      }
      ++asked;
    }
  }
  EXPECT_GT(asked, 100);
}

TEST_P(AccessElsewhere, NothingHiddenTurnsUpOnPagesOfNoRegister) {
  for (const auto& who : people_) {
    for (const auto& [path, query] : elsewhere) {
      ASSERT_EQ(leaks(who, said(get(who, path, query))), std::vector<std::string>())
          << path << " as " << who.role->name;
    }
  }
}

// What stands at an address under a name or a number: hidden ones are like those that never were.
TEST_P(AccessElsewhere, PlansAndAssessmentsOfOthersAreLikeThoseThatNeverWere) {
  const auto& plans = *application_.catalog->find_register("plan_document");
  int compared = 0;
  for (const auto& who : people_) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (sees(who, plans, i)) continue;
      const std::string& key = rows_.at(&plans).keys[i];
      for (const char* rest : {"", "/matrix", "/targets"}) {
        ASSERT_EQ(looks(get(who, "/api/plans/" + key + rest), key),
                  looks(get(who, "/api/plans/" + never(key) + rest), never(key)))
            << rest << " as " << who.role->name;
        ++compared;
      }
      ASSERT_EQ(
          looks(get(who, "/api/plans/crosswalk", "upper=" + key + "&lower=" + key), key),
          looks(get(who, "/api/plans/crosswalk", "upper=" + never(key) + "&lower=" + never(key)),
                never(key)));
    }
  }
  EXPECT_GT(compared, 10);
}

// The calendar needs no login, only its address: it tells what its owner would be told.
TEST_P(AccessElsewhere, ACalendarTellsItsOwnerNothingMore) {
  int read = 0;
  for (const auto& who : people_) {
    const Response made = ask({"POST", "/api/work/calendar", "", "{}", who.headers});
    if (made.status != 201) {
      EXPECT_EQ(who.role->name, "public");
      continue;
    }
    const std::string address(json::parse(made.body).at("address").as_string());
    const auto token = address.find("token=");
    ASSERT_NE(token, std::string::npos) << address;
    const Response calendar = ask({"GET", "/api/work/calendar.ics", address.substr(token), "", {}});
    ASSERT_EQ(calendar.status, 200);
    ASSERT_EQ(leaks(who, said(calendar)), std::vector<std::string>()) << who.role->name;
    ++read;
    const std::string other = never(address.substr(token));
    EXPECT_NE(ask({"GET", "/api/work/calendar.ics", other, "", {}}).status, 200);
  }
  EXPECT_GT(read, 10);
}

TEST_P(AccessElsewhere, FilesAndJobsOfOthersAreLikeThoseThatNeverWere) {
  const auto& who = somebody("administrator");
  const Response kept = send(who, "/api/uploads", {{"name", "a.csv"}},
                             "network,reference,publication\ndomestic,S-1,1\n");
  ASSERT_EQ(kept.status, 201) << kept.body;
  const std::string upload(json::parse(kept.body).at("upload").as_string());
  const std::string body = R"({"register":"alert"})";
  const Response started =
      ask({"POST", "/api/uploads/" + upload + "/import", "", body, who.headers});
  ASSERT_EQ(started.status, 202) << started.body;
  const std::string job(json::parse(started.body).at("job").as_string());
  for (const auto& other : people_) {
    if (&other == &who) continue;
    SCOPED_TRACE(other.role->name);
    const auto asked = [&](const std::string& file, const std::string& work) {
      std::string text;
      for (const char* rest : {"/preview", "/import"}) {
        text += looks(ask({"POST", "/api/uploads/" + file + rest, "", body, other.headers}), file);
      }
      text += looks(get(other, "/api/jobs/" + work), work);
      for (const char* format : {"format=csv", "format=xlsx"}) {
        text += looks(get(other, "/api/jobs/" + work + "/refusals", format), work);
      }
      return text;
    };
    const std::string theirs = asked(upload, job);
    ASSERT_EQ(theirs, asked(never(upload), never(job)));
    EXPECT_EQ(theirs.find("\"state\":\"done\""), std::string::npos);
  }
}

// Saved lists are for oneself or one's unit; what others saved is neither seen, changed nor
// removed.
TEST_P(AccessElsewhere, ListsThatOthersSavedAreLikeThoseThatNeverWere) {
  const std::string body = R"({"register":"alert","name":"mine alone"})";
  const Response kept = post(somebody("administrator"), "/api/views", body);
  ASSERT_EQ(kept.status, 201) << kept.body;
  const std::string id(json::parse(kept.body).at("id").as_string());
  for (const auto& other : people_) {
    if (other.role->name == "administrator") continue;
    SCOPED_TRACE(other.role->name);
    EXPECT_EQ(said(get(other, "/api/views", "register=alert")).find("mine alone"),
              std::string::npos);
    const auto asked = [&](const std::string& view) {
      return looks(ask({"PUT", "/api/views/" + view, "", body, other.headers}), view) +
             looks(ask({"DELETE", "/api/views/" + view, "", "", other.headers}), view);
    };
    ASSERT_EQ(asked(id), asked(never(id)));
  }
}

// Messages to the outside and who takes them: for those who run the server.
TEST_P(AccessElsewhere, MessagesAndSubscriptionsTellOthersNothing) {
  const deliver::Message message[] = {{.key = "k",
                                       .channel = "inbox",
                                       .target = "administrator",
                                       .subject = "step",
                                       .type = "application/json",
                                       .body = R"({"kind":"step","key":"secret"})"}};
  ASSERT_TRUE(application_.outbox->enqueue(message, now()));
  std::string id;
  ASSERT_TRUE(application_.outbox->messages().list({}, 1, [&](const store::KeptMessage& one) {
    id = one.id;
    return false;
  }));
  int refused = 0;
  for (const auto& other : people_) {
    SCOPED_TRACE(other.role->name);
    if (other.role->name == "administrator") continue;
    EXPECT_EQ(said(get(other, "/api/notices")).find("secret"), std::string::npos);
    const auto asked = [&](const std::string& one) {
      return looks(post(other, "/api/deliveries/" + one + "/retry", "{}"), one) +
             looks(ask({"DELETE", "/api/subscriptions/" + one, "", "", other.headers}), one);
    };
    if (get(other, "/api/deliveries").status == 200) continue;
    ASSERT_EQ(asked(id), asked(never(id)));
    ++refused;
  }
  EXPECT_GT(refused, 30);
}

ZH_ON_BOTH_ENGINES(AccessElsewhere);

}  // namespace
}  // namespace zhiheng::api
