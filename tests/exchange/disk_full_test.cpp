// A disk that is too small: the import says so, keeps the batches that were durable, and the store
// is sound.

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>

#include "exchange/exchange.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

/// A file system of a few megabytes in memory, as long as the object lives.
class SmallDisk {
 public:
  SmallDisk(std::string path, const std::string& size) : path_(std::move(path)) {
    mounted_ = mount("tmpfs", path_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::string path_;
  bool mounted_ = false;
};

TEST(DiskFull, EndsTheImportWithAReasonAndLeavesWholeBatches) {
  const support::Folder files;
  const support::Folder folder;
  const SmallDisk disk(folder.path(), "24m");
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small disk takes root";
  const std::string file = files.file("checks.csv");
  {
    std::ofstream stream(file);
    stream << "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注\n";
    for (int i = 0; i < 150'000; ++i) {
      stream << "S" << i << ",2024-03-01,随机抽查,小麦粉,620102,合格,合成数据合成数据\n";
    }
  }
  const store::Location location{.folder = folder.path(), .database = {}};
  std::int64_t left = 0;
  {
    std::shared_ptr<store::Store> store = *store::open(location);
    const auto registry = *registry::Registry::open(support::shipped_catalog(), store);
    const auto report = import_file(*registry, registry::local_operator(), "spot_check", file, {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().failure->id, "store.disk_full") << describe(report.error());
    const auto count = registry->count(registry::local_operator(),
                                       *registry->catalog().find_register("spot_check"), {});
    ASSERT_TRUE(count) << describe(count.error());
    left = *count;
    EXPECT_LT(left, 150'000);
    const auto audit = store->verify();
    ASSERT_TRUE(audit) << describe(audit.error());
    EXPECT_TRUE(audit->broken.empty());
    EXPECT_EQ(audit->versions, left);
  }
  const auto reopened = store::open(location);
  ASSERT_TRUE(reopened) << describe(reopened.error());
}

}  // namespace
}  // namespace zhiheng::exchange
