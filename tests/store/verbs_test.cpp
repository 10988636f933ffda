#include "store/verbs.h"

#include <algorithm>
#include <sstream>

#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Verbs : public EveryEngine {
 protected:
  /// Exit code and what was printed.
  std::pair<int, std::string> call(const std::string& path, const std::string& file = {},
                                   bool json = true) {
    std::ostringstream out;
    Invocation invocation;
    invocation.json = json;
    invocation.data = location_.folder;
    invocation.database = location_.database;
    invocation.language = Language::en;
    invocation.out = &out;
    invocation.messages = &out;
    if (!file.empty()) invocation.arguments["file"] = {file};
    invocation.arguments["table"] = {"spot_check"};
    const auto all = verbs();
    const auto verb =
        std::find_if(all.begin(), all.end(), [&](const Verb& one) { return one.path == path; });
    EXPECT_NE(verb, all.end()) << path;
    const auto code = verb->run(invocation);
    if (!code) return {-1, describe(code.error())};
    return {*code, out.str()};
  }
};

TEST_P(Verbs, TellWhetherTheRecordIsSound) {
  declare_with_rows(3);
  auto [code, text] = call("audit verify");
  EXPECT_EQ(code, 0);
  EXPECT_NE(text.find("\"versions\":3,\"files\":0,\"commits\":1"), std::string::npos) << text;
  EXPECT_NE(text.find("\"sound\":true,\"broken\":[]"), std::string::npos) << text;
  tamper("UPDATE r_spot_check SET product = 'x' WHERE seq = 2");
  std::tie(code, text) = call("audit verify");
  EXPECT_EQ(code, 1);
  EXPECT_NE(text.find(R"({"table":"spot_check","seq":2,"what":"hash differs"})"), std::string::npos)
      << text;
  EXPECT_NE(call("audit verify", {}, false).second.find("spot_check\t2\thash differs"),
            std::string::npos);
}

TEST_P(Verbs, BackUpAndRestore) {
  declare_with_rows(3);
  store_.reset();
  EXPECT_EQ(call("backup", folder_.path("file")).first, 0);
  EXPECT_NE(call("restore", folder_.path("file")).second.find("store.not_empty"),
            std::string::npos);
  location_ = another_location();
  const auto [code, text] = call("restore", folder_.path("file"));
  EXPECT_EQ(code, 0) << text;
  const auto status = call("store status").second;
  EXPECT_NE(status.find(R"("commits":1)"), std::string::npos) << status;
  EXPECT_NE(status.find(R"("records":{"spot_check":3})"), std::string::npos) << status;
  EXPECT_EQ(call("store rebuild").first, 0);
  EXPECT_EQ(call("audit verify").first, 0);
}

TEST_P(Verbs, MoveNoTablesToWorkersThatAreNotThere) {
  if (GetParam() == Dialect::postgresql) GTEST_SKIP() << "it may be a cluster: see Cluster";
  declare_with_rows(3);
  const auto [code, text] = call("store distribute");
  EXPECT_EQ(code, -1);
  EXPECT_NE(text.find("store.cannot_open"), std::string::npos) << text;
}

ZH_EVERY_ENGINE(Verbs);

}  // namespace
}  // namespace zhiheng::store
