// kill -9 in the middle of an import: what was committed stays, nothing half-written shows, and the
// same import again completes it.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "exchange/exchange.h"
#include "exchange/random.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

constexpr int rows = 60'000;
constexpr int rounds = 8;

void write_checks(const std::string& file) {
  std::ofstream stream(file, std::ios::binary);
  stream << "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论\n";
  for (int i = 0; i < rows; ++i) {
    stream << "S" << i << ",2024-03-01,随机抽查,小麦粉,620102,合格\n";
  }
}

/// Opens, imports and leaves; only _exit, so that nothing of the parent is torn down twice.
[[noreturn]] void import_in_child(const store::Location& location, const std::string& file) {
  auto store = store::open(location);
  if (!store) _exit(2);
  auto registry = registry::Registry::open(support::shipped_catalog(), *std::move(store));
  if (!registry) _exit(3);
  ImportOptions options;
  const auto report =
      import_file(**registry, registry::local_operator(), "spot_check", file, options);
  _exit(report ? 0 : 4);
}

class Kill : public support::OnBothEngines {};
ZH_ON_BOTH_ENGINES(Kill);

TEST_P(Kill, LeavesWholeBatchesOnlyAndTheNextImportCompletesThem) {
  const std::string file = folder_.file("checks.csv");
  write_checks(file);
  registry_.reset();
  store_.reset();
  Random random(static_cast<std::uint64_t>(GetParam().size()));
  std::int64_t before = 0;
  for (int round = 0; round < rounds; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) import_in_child(location_, file);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random.below(900)));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    open();
    const auto audit = store_->verify();
    ASSERT_TRUE(audit) << describe(audit.error());
    EXPECT_TRUE(audit->broken.empty());
    const auto count = registry_->count(registry::local_operator(), named("spot_check"), {});
    ASSERT_TRUE(count);
    EXPECT_GE(*count, before);  // nothing committed is lost
    before = *count;
    registry_.reset();
    store_.reset();
  }
  open();
  const auto report = import_file(*registry_, registry::local_operator(), "spot_check", file, {});
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->added + report->unchanged, rows);
  EXPECT_EQ(report->unchanged, before);
  EXPECT_EQ(registry_->count(registry::local_operator(), named("spot_check"), {}), rows);
}

}  // namespace
}  // namespace zhiheng::exchange
