// Files of records over HTTP: what goes in, what comes out, and under which headers.

#include <gtest/gtest.h>

#include "api/routes_fixture.h"
#include "support/sample_files.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class AttachmentRoutes : public Routes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    headers_ = as("officer");
    const registry::Person officer{.user = "officer", .roles = {"officer"}, .region = "620100"};
    const auto& of = *application_.catalog->find_register("spot_check");
    const std::vector<std::string> columns = {"sample_number", "sampled_on", "motive",
                                              "product_name",  "region",     "result"};
    std::vector<registry::Entry> entries = {
        {.values = {std::string("S-1"), make_date(2025, 3, 1), std::string("random"),
                    std::string("小麦粉"), std::string("620102"), std::string("pass")}}};
    const auto answers = application_.registry->put(officer, of, columns, std::move(entries));
    ASSERT_TRUE(answers);
    for (const auto& error : answers->front().errors) FAIL() << describe(error);
    path_ = "/api/registers/spot_check/records/" + answers->front().id + "/attachments";
  }

  Response send(const std::string& bytes, const std::string& query,
                std::map<std::string, std::string> more = {}) {
    Request request;
    request.method = "POST";
    request.path = request.raw_path = path_;
    request.query = *parse_query(query);
    request.headers = headers_;
    request.headers.merge(more);
    request.body_file = folder_.path() + "/upload";
    std::ofstream(request.body_file, std::ios::binary) << bytes;
    return answer(application_, routes_, find_route(routes_, request), request);
  }
  Response get(const std::string& path, std::map<std::string, std::string> more = {}) {
    more.merge(std::map(headers_));
    return ask({"GET", path, "", "", more});
  }
  static std::string bytes_of(Response& response) {
    std::string bytes = response.body;
    if (response.stream) {
      EXPECT_TRUE(response.stream([&](std::string_view piece) {
        bytes += piece;
        return true;
      }));
    }
    return bytes;
  }
  json::array listed() { return json::parse(get(path_).body).at("attachments").as_array(); }

  std::string path_;
  std::map<std::string, std::string> headers_;
};

TEST_F(AttachmentRoutes, AFileIsSentListedFetchedAndTakenOut) {
  const Response sent = send(support::pdf(), "field=report&name=%E6%8A%A5%E5%91%8A.pdf");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(header_of(sent, "ETag"), "\"2\"");
  const auto files = listed();
  ASSERT_EQ(files.size(), 1u);
  EXPECT_EQ(files[0].at("name").as_string(), "报告.pdf");
  EXPECT_EQ(files[0].at("added_by").as_string(), "officer");
  const std::string one = path_ + "/" + std::string(files[0].at("digest").as_string());
  Response fetched = get(one);
  EXPECT_EQ(fetched.status, 200);
  EXPECT_EQ(bytes_of(fetched), support::pdf());
  EXPECT_EQ(fetched.type, "application/pdf");
  EXPECT_EQ(header_of(fetched, "Content-Disposition"),
            "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf");
  EXPECT_EQ(header_of(fetched, "Content-Security-Policy"), "default-src 'none'; sandbox");
  auto headers = headers_;
  EXPECT_EQ(ask({"DELETE", one, "", R"({"reason":""})", headers}).status, 422);
  EXPECT_EQ(ask({"DELETE", one, "", R"({"reason":"传错了"})", headers}).status, 200);
  EXPECT_EQ(listed()[0].at("removed_for").as_string(), "传错了");
}

TEST_F(AttachmentRoutes, APartOfAFileIsFetched) {
  const std::string bytes = support::pdf(std::string(300'000, 'x'));
  ASSERT_EQ(send(bytes, "field=report&name=a.pdf").status, 201);
  const std::string one = path_ + "/" + std::string(listed()[0].at("digest").as_string());
  const std::string size = std::to_string(bytes.size());
  Response middle = get(one, {{"range", "bytes=262140-262149"}});
  EXPECT_EQ(middle.status, 206);
  EXPECT_EQ(bytes_of(middle), bytes.substr(262'140, 10));
  EXPECT_EQ(header_of(middle, "Content-Range"), "bytes 262140-262149/" + size);
  Response last = get(one, {{"range", "bytes=-6"}});
  EXPECT_EQ(bytes_of(last), "%%EOF\n");
  Response rest = get(one, {{"range", "bytes=300000-"}});
  EXPECT_EQ(bytes_of(rest), bytes.substr(300'000));
  EXPECT_EQ(get(one, {{"range", "bytes=" + size + "-"}}).status, 416);
  for (const char* ignored : {"bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=5-2x"}) {
    EXPECT_EQ(get(one, {{"range", ignored}}).status, 200) << ignored;
  }
  EXPECT_EQ(get(one, {{"range", "bytes=0-1"}, {"if-range", "\"other\""}}).status, 200);
  EXPECT_EQ(get(one, {{"if-none-match", header_of(get(one), "ETag")}}).status, 304);
}

TEST_F(AttachmentRoutes, WhatIsRefusedLeavesNothingBehind) {
  const auto refused = [&](const std::string& bytes, const std::string& query, int status) {
    const Response response = send(bytes, query);
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/upload"));
  };
  refused("<svg onload=alert(1)>", "field=report&name=a.pdf", 422);
  refused(support::pdf() + support::zip({{"a", "b"}}), "field=report&name=a.pdf", 422);
  refused(support::docx({{"word/vbaProject.bin", "x"}}), "field=report&name=a.docx", 422);
  refused("", "field=report&name=a.pdf", 422);
  refused(support::pdf(), "field=remark&name=a.pdf", 422);
  refused(std::string(60'000'000, 'a'), "field=report&name=a.txt", 413);
  EXPECT_EQ(send(support::pdf(), "field=report&name=a.pdf", {{"if-match", "\"7\""}}).status, 412);
  headers_.clear();
  refused(support::pdf(), "field=report&name=a.pdf", 401);
}

TEST_F(AttachmentRoutes, ANameCannotBreakOutOfItsHeader) {
  ASSERT_EQ(send(support::pdf(), "field=report&name=a%22%0D%0AX-Evil%3A%201%0D%0A.pdf").status,
            201);
  const auto file = listed()[0];
  EXPECT_EQ(file.at("name").as_string(), "a_X-Evil_ 1.pdf");
  const Response fetched = get(path_ + "/" + std::string(file.at("digest").as_string()));
  EXPECT_EQ(header_of(fetched, "Content-Disposition"),
            "attachment; filename=\"file.pdf\"; filename*=UTF-8''a_X-Evil_%201.pdf");
}

}  // namespace
}  // namespace zhiheng::api
