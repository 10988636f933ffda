// kill -9 while files are being kept and while a backup is written: a file is there with the
// version that names it or not at all, and under the name of a backup stands a whole one or none.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "flow/program.h"
#include "support/sample_files.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

constexpr int checks = 400;

/// A document of some hundred kilobytes, like no other.
std::string report(int number) {
  std::mt19937 random(static_cast<unsigned>(number));
  std::string lines;
  while (lines.size() < 300'000) lines += "% " + std::to_string(random()) + "\n";
  return support::pdf("report " + std::to_string(number), lines);
}

std::string name_of(int number) { return "CC-" + std::to_string(number); }

std::string spot_checks() {
  std::string csv = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论\n";
  for (int i = 0; i < checks; ++i) csv += name_of(i) + ",2024-03-20,随机抽查,乳粉,371202,合格\n";
  return csv;
}

class KilledFiles : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
    place_.ask({"import", "spot_check", place_.write("s.csv", spot_checks())});
    const auto all = place_.ask({"list", "spot_check", "--limit", "1000"});
    for (const auto& record : all.at("records").as_array()) {
      ids_[std::string(record.at("values").at("sample_number").as_string())] =
          record.at("id").as_string();
    }
    ASSERT_EQ(ids_.size(), std::size_t{checks});
  }
  [[nodiscard]] std::string files_of(int number) const {
    return "/api/registers/spot_check/records/" + ids_.at(name_of(number)) + "/attachments";
  }
  /// Bodies of uploads that lie on the disk.
  [[nodiscard]] std::ptrdiff_t bodies_left() const {
    const fs::path uploads =
        place_.database.empty()
            ? fs::path(place_.data) / "uploads"
            : fs::path(place_.file("tmp")) / ("zhiheng-" + std::to_string(::getuid())) / "uploads";
    std::error_code none;
    const auto all = fs::recursive_directory_iterator(uploads, none);
    return std::count_if(begin(all), end(all),
                         [](const fs::directory_entry& one) { return one.is_regular_file(); });
  }

  Place place_{GetParam()};
  std::map<std::string, std::string> ids_;
};

TEST_P(KilledFiles, AServerLosesNoFileThatItAcknowledgedAndKeepsNoneThatNobodyNames) {
  const int rounds = GetParam() == "sqlite" ? 6 : 4;
  std::mt19937 random(17);
  std::string password;
  std::atomic<int> next = 0;
  std::mutex noting;
  std::vector<int> acknowledged;
  int cut = 0;  // uploads that a kill broke off
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("kill " + std::to_string(round));
    Served served(place_);
    ASSERT_NE(served.port(), 0);
    EXPECT_EQ(bodies_left(), 0) << "of the server that was killed";
    if (password.empty()) password = served.first_password();
    const Caller admin = served.log_in("admin", password);
    std::vector<std::thread> people;
    for (int person = 0; person < 2; ++person) {
      people.emplace_back([&] {
        try {
          while (next < checks) {
            const int number = next++;
            const auto answer =
                admin.send_bytes("POST", files_of(number) + "?field=report&name=a.pdf",
                                 report(number), {"content-type: application/pdf"});
            const std::scoped_lock lock(noting);
            if (answer.status == 201) acknowledged.push_back(number);
            if (answer.status == 0) ++cut;
          }
        } catch (const std::exception&) {
          const std::scoped_lock lock(noting);
          ++cut;  // the server is gone
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 1200));
    EXPECT_EQ(served.stop(SIGKILL).signal, SIGKILL);
    for (auto& person : people) person.join();
    // Compares every file with its digest and finds what is missing, and what no record names.
    EXPECT_TRUE(place_.verifies());
  }
  EXPECT_GT(cut, 0);
  EXPECT_GT(acknowledged.size(), 3U);
  const Served served(place_);
  const Caller admin = served.log_in("admin", password);
  for (const int number : acknowledged) {
    const auto listed = parsed(admin.get(files_of(number)).body);
    const auto& files = listed.at("attachments").as_array();
    ASSERT_EQ(files.size(), 1U) << number;
    const std::string digest(files.front().at("digest").as_string());
    EXPECT_TRUE(admin.get(files_of(number) + "/" + digest).body == report(number)) << number;
  }
}

TEST_P(KilledFiles, TheCommandThatAddsAFileAddsAllOfItOrNothing) {
  const std::string file = place_.write("report.pdf", report(1));
  const auto add = [&](int number) {
    return std::vector<std::string>{"file", "add",     "spot_check", name_of(number),
                                    file,   "--field", "report"};
  };
  const double whole = place_.run(add(0)).seconds;
  const int kills = GetParam() == "sqlite" ? 8 : 4;
  std::mt19937 random(23);
  int there = 0;
  for (int number = 1; number <= kills; ++number) {
    const std::string output = place_.file("killed");
    const pid_t child = place_.start(add(number), output);
    // The file is written at the end: most signals come then.
    std::this_thread::sleep_for(std::chrono::duration<double>(
        std::uniform_real_distribution<double>(whole * 0.6, whole)(random)));
    kill(child, SIGKILL);
    (void)Place::wait(child, output);
    const auto listed = place_.ask({"file", "list", "spot_check", name_of(number)});
    there += static_cast<int>(listed.at("attachments").as_array().size());
    if (number % 4 == 0) {
      EXPECT_TRUE(place_.verifies()) << number;
    }
  }
  EXPECT_LE(there, kills);
  for (int number = 1; number <= kills; ++number) {
    EXPECT_EQ(place_.run(add(number)).code, 0) << "the same again completes it";
  }
  EXPECT_TRUE(place_.verifies());
}

TEST_P(KilledFiles, UnderTheNameOfABackupStandsAWholeOneOrNone) {
  for (int number = 0; number < 8; ++number) {
    place_.run({"file", "add", "spot_check", name_of(number),
                place_.write("report.pdf", report(number)), "--field", "report"});
  }
  const std::string file = place_.file("zhiheng.backup");
  const Ran first = place_.run({"backup", file});
  ASSERT_EQ(first.code, 0);
  const std::string bytes = contents(file);
  std::mt19937 random(29);
  int caught = 0;
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE("kill " + std::to_string(round));
    // Every other one has no older one to replace.
    if (round % 2 == 0) fs::remove(file);
    const std::string output = place_.file("killed");
    const pid_t child = place_.start({"backup", file}, output);
    std::this_thread::sleep_for(std::chrono::duration<double>(
        std::uniform_real_distribution<double>(first.seconds * 0.4, first.seconds)(random)));
    kill(child, SIGKILL);
    if (Place::wait(child, output).signal == SIGKILL) ++caught;
    // The same history gives the same bytes, so whole is what is equal.
    if (round % 2 != 0) {
      EXPECT_TRUE(fs::exists(file));
    }
    if (fs::exists(file)) {
      EXPECT_TRUE(contents(file) == bytes);
    } else {
      place_.write("zhiheng.backup", bytes);
    }
  }
  EXPECT_GT(caught, 0);
  ASSERT_EQ(place_.run({"backup", file}).code, 0);
  EXPECT_FALSE(fs::exists(file + ".part")) << "what a kill left is taken up by the next";
  const Place into;
  const bool embedded = place_.database.empty();
  into.write("data/store.key",
             contents(embedded ? place_.data + "/store.key" : place_.file("store.key")));
  ASSERT_EQ(into.run({"restore", file}).code, 0);
  EXPECT_TRUE(into.verifies());
}

INSTANTIATE_TEST_SUITE_P(Engines, KilledFiles, testing::Values("sqlite", "postgresql"),
                         engine_name);

}  // namespace
}  // namespace zhiheng::flow
