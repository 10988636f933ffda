// A disk that is full: a clear error, nothing broken, and work goes on once there is room.
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "flow/program.h"

namespace zhiheng::flow {
namespace {

/// A small disk in memory below a place.
class SmallDisk {
 public:
  explicit SmallDisk(Place& place) : folder_(place.data) {
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=64m") == 0;
    if (!mounted_) why_ = std::strerror(errno);
  }
  ~SmallDisk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  std::string folder_;
  std::string why_;
  bool mounted_ = false;
};

std::string alert_rows(int from, int to) {
  std::string csv = "network,reference,publication,notified_on,subject\n";
  for (int i = from; i < to; ++i) {
    csv += "domestic,R-" + std::to_string(i) + ",1,2024-05-06," + std::string(200, 'x') + "\n";
  }
  return csv;
}

TEST(DiskFull, IsSaidClearlyBreaksNothingAndIsOverOnceThereIsRoom) {
  Place place;
  const SmallDisk disk(place);
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here: " << disk.why();
  place.ask({"import", "alert", place.write("first.csv", alert_rows(0, 1000))});
  {
    // Something else takes nearly all the room that is left.
    const auto left = std::filesystem::space(place.data).available;
    std::ofstream ballast(place.data + "/ballast", std::ios::binary);
    const std::string block(1 << 16, 'b');
    for (std::uintmax_t used = 0; used + (3U << 20) < left; used += block.size()) ballast << block;
  }
  const std::string file = place.write("many.csv", alert_rows(0, 40'000));
  const Ran full = place.run({"import", "alert", file, "--json"});
  EXPECT_EQ(full.code, 1);
  EXPECT_EQ(full.signal, 0);
  EXPECT_THAT(full.out, testing::HasSubstr("store.disk_full"));
  EXPECT_THAT(full.messages, testing::HasSubstr("disk"));
  EXPECT_TRUE(place.verifies()) << "while the disk is full";
  const auto kept = place.count("alert");
  EXPECT_GE(kept, 1000);
  EXPECT_LT(kept, 40'000);

  std::filesystem::remove(place.data + "/ballast");
  const std::string less = place.write("less.csv", alert_rows(0, 8000));
  const auto report = place.ask({"import", "alert", less});
  EXPECT_EQ(report.at("added").to_number<std::int64_t>() +
                report.at("unchanged").to_number<std::int64_t>(),
            8000);
  EXPECT_EQ(place.count("alert"), std::max<std::int64_t>(kept, 8000));
  EXPECT_TRUE(place.verifies());
}

TEST(DiskFull, StopsNoServerAndLosesNoAcknowledgedRecord) {
  Place place;
  const SmallDisk disk(place);
  if (!disk.mounted()) GTEST_SKIP() << "no tmpfs can be mounted here: " << disk.why();
  const Served served(place);
  const Caller admin = served.log_in("admin", served.first_password());
  const auto put = [&](const std::string& reference) {
    return admin.send("POST", "/api/registers/alert/records",
                      {{"values",
                        {{"network", "domestic"},
                         {"reference", reference},
                         {"publication", 1},
                         {"subject", std::string(3000, 'x')}}}});
  };
  EXPECT_EQ(put("before").status, 201);
  {
    std::ofstream ballast(place.data + "/ballast", std::ios::binary);
    const std::string block(1 << 12, 'b');
    while (ballast << block << std::flush) {
    }
  }
  int acknowledged = 1, refused = 0;
  for (int i = 0; i < 20; ++i) {
    const auto answer = put("during-" + std::to_string(i));
    if (answer.status == 201) ++acknowledged;
    if (answer.status == 503 || answer.status == 507) ++refused;
  }
  EXPECT_GT(refused, 0);
  EXPECT_EQ(acknowledged + refused, 21);
  EXPECT_EQ(served.anyone().get("/api/registers/alert/records").status, 200);
  std::filesystem::remove(place.data + "/ballast");
  EXPECT_EQ(put("after").status, 201);
  const auto listed = parsed(admin.get("/api/registers/alert/records?count=1").body);
  EXPECT_EQ(listed.at("count"), acknowledged + 1);
}

}  // namespace
}  // namespace zhiheng::flow
