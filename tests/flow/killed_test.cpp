// kill -9 at random moments: what was committed stays, in whole batches; nothing half-written is
// seen; the same import again completes the rest; the cube heals itself.
#include <signal.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "flow/program.h"

namespace zhiheng::flow {
namespace {

using namespace std::chrono_literals;

constexpr int rows = 14'000;
constexpr int rows_per_commit = 4096;
constexpr int rows_read_at_once = 1024;  // what a slow machine does in a second is a batch as well

std::string numbered_alerts() {
  std::string csv = "network,reference,publication,notified_on,classification,subject,origin\n";
  for (int i = 1; i <= rows; ++i) {
    csv += "domestic,R-" + std::to_string(i) + "," + std::to_string(1 + i % 1000) + ",2024-0" +
           std::to_string(1 + i % 9) + "-11,alert,主题 " + std::to_string(i) + ",France;Peru\n";
  }
  return csv;
}

/// Whole batches from the file's beginning are there and nothing else: the newest record is the
/// last row of the last batch. Gives how many.
std::int64_t expect_whole_batches(const Place& place, std::int64_t before) {
  const auto answer = place.ask({"list", "alert", "--count", "--limit", "1"});
  if (!answer.contains("count")) return 0;
  const auto there = answer.at("count").to_number<std::int64_t>();
  EXPECT_GE(there, before) << "a committed batch is gone";
  if (there != rows) {
    EXPECT_EQ(there % rows_read_at_once, 0) << there;
  }
  if (there > 0) {
    const auto& newest = answer.at("records").at(0).as_object();
    EXPECT_EQ(newest.at("row"), there + 1);
    EXPECT_EQ(newest.at("values").at("reference").as_string(), "R-" + std::to_string(there));
  }
  return there;
}

std::string numbers(const Place& place) {
  return place
      .run({"indicator", "alert_count", "--by", "origin", "--each", "--grain", "month", "--json"})
      .out;
}

void expect_cube_as_rebuilt(const Place& place) {
  const std::string healed = numbers(place);
  EXPECT_THAT(healed, testing::HasSubstr("\"points\""));
  EXPECT_EQ(place.run({"cube", "rebuild"}).code, 0);
  EXPECT_EQ(numbers(place), healed);
}

class Killed : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
    file_ = place_.write("alerts.csv", numbered_alerts());
  }
  [[nodiscard]] std::vector<std::string> import_words() const {
    return {"import", "alert", file_, "--rows-per-commit", std::to_string(rows_per_commit)};
  }
  void complete_and_compare() {
    const auto before = place_.count("alert");
    auto words = import_words();
    const auto report = place_.ask(std::move(words));
    EXPECT_EQ(report.at("unchanged"), before);
    EXPECT_EQ(report.at("added"), rows - before);
    EXPECT_TRUE(place_.verifies());
    expect_cube_as_rebuilt(place_);
  }
  Place place_{GetParam()};
  std::string file_;
};

TEST_P(Killed, AnImportLeavesWholeBatchesAndIsCompletedByTheNext) {
  const double whole = place_.run(import_words()).seconds;
  place_.clear();
  const int kills = GetParam() == "sqlite" ? 50 : 10;
  std::mt19937 random(20'240'506);
  std::int64_t before = 0;
  int caught = 0;
  // What was over before the signal came is no kill and is tried again.
  for (int tries = 0; caught < kills && tries < 3 * kills; ++tries) {
    SCOPED_TRACE("after " + std::to_string(caught) + " kills");
    const std::string output = place_.file("killed");
    const pid_t child = place_.start(import_words(), output);
    std::this_thread::sleep_for(std::chrono::duration<double>(
        std::uniform_real_distribution<double>(0, whole * 0.8)(random)));
    kill(child, SIGKILL);
    if (Place::wait(child, output).signal == SIGKILL) ++caught;
    before = expect_whole_batches(place_, before);
    // Each hash and each chain is compared: the costly look once in five.
    if (tries % 5 == 4) {
      EXPECT_TRUE(place_.verifies());
    }
    if (before == rows || tries % 12 == 11) {
      complete_and_compare();
      place_.clear();
      before = 0;
    }
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_EQ(caught, kills);
  complete_and_compare();
}

INSTANTIATE_TEST_SUITE_P(Engines, Killed, testing::Values("sqlite", "postgresql"), engine_name);

// Several people write while the cube follows; every record that was acknowledged is there after.
TEST(KilledServer, LosesNoAcknowledgedRecordAndItsCubeHealsItself) {
  Place place;
  const std::string file = place.write("alerts.csv", numbered_alerts());
  std::mt19937 random(7);
  std::set<std::string> acknowledged;
  std::string password;
  for (int round = 0; round < 10; ++round) {
    SCOPED_TRACE("kill " + std::to_string(round));
    Served served(place);
    ASSERT_NE(served.port(), 0);
    if (password.empty()) password = served.first_password();
    const Caller admin = served.log_in("admin", password);
    std::atomic<bool> stop = false;
    std::vector<std::vector<std::string>> written(3);
    std::vector<std::thread> people;
    for (std::size_t person = 0; person < written.size(); ++person) {
      people.emplace_back([&, person] {
        for (int i = 0; !stop; ++i) {
          const std::string reference =
              "K-" + std::to_string(round) + "-" + std::to_string(person) + "-" + std::to_string(i);
          try {
            const auto answer = admin.send("POST", "/api/registers/alert/records",
                                           {{"values",
                                             {{"network", "domestic"},
                                              {"reference", reference},
                                              {"publication", 1},
                                              {"origin", json::array{"Chile"}}}}});
            if (answer.status == 201) written[person].push_back(reference);
            if (i % 4 == 0) (void)admin.get("/api/indicators/alert_count?by=origin");
          } catch (const std::exception&) {
            return;  // the server is gone
          }
        }
      });
    }
    // Half the rounds also import, so that the log of the store is checkpointed meanwhile.
    std::thread importer;
    if (round % 2 == 0) {
      importer = std::thread([&] {
        try {
          const auto sent = admin.send_bytes("POST", "/api/uploads?name=a.csv", contents(file));
          const auto upload = parsed(sent.body);
          if (!upload.contains("upload")) return;
          (void)admin.send(
              "POST", "/api/uploads/" + std::string(upload.at("upload").as_string()) + "/import",
              {{"register", "alert"}});
        } catch (const std::exception&) {
        }
      });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 1200));
    EXPECT_EQ(served.stop(SIGKILL).signal, SIGKILL);
    stop = true;
    for (auto& person : people) person.join();
    if (importer.joinable()) importer.join();
    for (const auto& list : written) acknowledged.insert(list.begin(), list.end());
  }
  EXPECT_GT(acknowledged.size(), 50U);
  const Ran all = place.run({"export", "alert", "--format", "ndjson"});
  std::set<std::string> there;
  for (std::size_t from = 0; from < all.out.size();) {
    const auto end = all.out.find('\n', from);
    const auto record = parsed(all.out.substr(from, end - from));
    const auto& values = record.contains("values") ? record.at("values").as_object() : record;
    there.emplace(values.at("reference").as_string());
    from = end + 1;
  }
  for (const auto& reference : acknowledged) EXPECT_TRUE(there.contains(reference)) << reference;
  EXPECT_TRUE(place.verifies());
  expect_cube_as_rebuilt(place);
}

// The cube itself is killed while it is built.
TEST(KilledCube, IsBuiltFromTheFeedAgain) {
  Place place;
  place.ask({"import", "alert", place.write("alerts.csv", numbered_alerts())});
  const std::vector<std::string> question = {"indicator", "alert_count"};
  const std::string output = place.file("killed");
  std::mt19937 random(11);
  const double whole = place.run({"cube", "rebuild"}).seconds;
  for (int round = 0; round < 10; ++round) {
    const pid_t child = place.start(
        round % 2 == 0 ? std::vector<std::string>{"cube", "rebuild"} : question, output);
    std::this_thread::sleep_for(
        std::chrono::duration<double>(std::uniform_real_distribution<double>(0, whole)(random)));
    kill(child, SIGKILL);
    (void)Place::wait(child, output);
    EXPECT_EQ(in_group(place.ask(question), {}), rows) << round;
  }
  expect_cube_as_rebuilt(place);
}

}  // namespace
}  // namespace zhiheng::flow
