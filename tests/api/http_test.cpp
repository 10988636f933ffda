#include "api/http.h"

#include "api/compress.h"
#include "api/failures.h"

namespace zhiheng::api {
namespace {

TEST(PercentDecoding, TurnsEscapesIntoBytes) {
  EXPECT_EQ(percent_decoded("%E7%94%98%E8%82%83", false), "甘肃");
  EXPECT_EQ(percent_decoded("a+b%20c", true), "a b c");
  EXPECT_EQ(percent_decoded("a+b", false), "a+b");
}

TEST(PercentDecoding, RefusesWhatIsNoText) {
  for (const char* bad : {"%", "%4", "%zz", "%00", "%ff%fe", "%E7%94"}) {
    SCOPED_TRACE(bad);
    const auto decoded = percent_decoded(bad, false);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().failure, &malformed_url);
  }
}

TEST(Query, KeepsOrderAndRepeatedNames) {
  const auto query = parse_query("by=region%3Aprovince&by=motive&&each=&x");
  ASSERT_TRUE(query);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"by", "region:province"}, {"by", "motive"}, {"each", ""}, {"x", ""}};
  EXPECT_EQ(*query, expected);
}

TEST(RoutePattern, MatchesPartByPart) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(match("/api/registers/{r}/records/{id}", "/api/registers/alert/records/7"),
            (Parts{"alert", "7"}));
  EXPECT_EQ(match("/api/registers/{r}/records", "/api/registers/alert/records"), (Parts{"alert"}));
  EXPECT_EQ(match("/healthz", "/healthz"), Parts{});
  // Keys of records that a step opened hold a stroke: they were in no route.
  EXPECT_EQ(
      match("/api/registers/{r}/lookup/{key}", "/api/registers/case_file/lookup/A%2F1%7C%E7%94%B2"),
      (Parts{"case_file", "A/1|甲"}));
  EXPECT_FALSE(match("/healthz", "/healthz%ff"));
  EXPECT_FALSE(match("/api/registers/{r}/records", "/api/registers/alert"));
  EXPECT_FALSE(match("/api/registers/{r}", "/api/registers/"));
  EXPECT_FALSE(match("/api/registers/{r}", "/api/registers/alert/records"));
  EXPECT_FALSE(match("/healthz", "/healthz/"));
}

TEST(Cookies, AreFoundByTheirWholeName) {
  EXPECT_EQ(cookie("a=1; zhiheng_session=xyz; b=2", "zhiheng_session"), "xyz");
  EXPECT_EQ(cookie("not_zhiheng_session=1", "zhiheng_session"), "");
  EXPECT_EQ(cookie("zhiheng_session", "zhiheng_session"), "");
}

TEST(Statuses, FollowTheKindOfRefusal) {
  EXPECT_EQ(http_status(Kind::usage), 400);
  EXPECT_EQ(http_status(Kind::invalid), 422);
  EXPECT_EQ(http_status(Kind::not_found), 404);
  EXPECT_EQ(http_status(Kind::conflict), 409);
  EXPECT_EQ(http_status(Kind::internal), 500);
}

TEST(Compression, LeavesSmallPackedAndBinaryBodiesAlone) {
  Response small;
  small.body = "short";
  compress(small);
  EXPECT_EQ(small.body, "short");

  Response picture;
  picture.type = "image/png";
  picture.body = std::string(5000, 'a');
  compress(picture);
  EXPECT_EQ(picture.body.size(), 5000U);

  Response text;
  text.body = std::string(5000, 'a');
  compress(text);
  EXPECT_LT(text.body.size(), 200U);
  ASSERT_FALSE(text.headers.empty());
  EXPECT_EQ(text.headers.front().second, "gzip");
  const std::string once = text.body;
  compress(text);
  EXPECT_EQ(text.body, once);
}

}  // namespace
}  // namespace zhiheng::api
