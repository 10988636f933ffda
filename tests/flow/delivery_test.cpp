// A system that follows a register: told once everything goes well, told again after kill -9.

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "deliver/listener.h"
#include "flow/program.h"

namespace zhiheng::flow {
namespace {

using namespace std::chrono_literals;
using deliver::test::Receiver;

class Delivered : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
    ASSERT_EQ(setenv("ZHIHENG_DELIVER_ALLOW", "127.0.0.0/8", 1), 0);
  }
  void TearDown() override { unsetenv("ZHIHENG_DELIVER_ALLOW"); }
  void import(const std::string& reference) const {
    const auto file = place_.write(reference + ".csv",
                                   "network,reference,publication,notified_on,classification,"
                                   "subject,origin\ndomestic," +
                                       reference + ",1,2024-01-11,alert,主题,Peru\n");
    ASSERT_EQ(place_.run({"import", "alert", file}).code, 0);
  }
  /// Waits until so many have come, ten seconds at most.
  static std::size_t come(const Receiver& receiver, std::size_t number) {
    for (int i = 0; i < 200 && receiver.received().size() < number; ++i) {
      std::this_thread::sleep_for(50ms);
    }
    return receiver.received().size();
  }

  Place place_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Engines, Delivered, testing::Values("sqlite", "postgresql"), engine_name);

TEST_P(Delivered, BesideTheServerAndByTheCommandAlone) {
  const Receiver receiver;
  const auto made = place_.ask({"deliver", "subscribe", "alert", "--url", receiver.url(),
                                "--filter", "origin = 'Peru'", "--json"});
  EXPECT_TRUE(made.at("secret").as_string().starts_with("whsec_"));
  place_.ask({"deliver", "run", "--json"});
  import("R-1");
  EXPECT_EQ(place_.ask({"deliver", "run", "--json"}).at("sent"), 1);
  {
    const Served served(place_);
    import("R-2");
    EXPECT_EQ(come(receiver, 2), 2U);
  }
  const auto body = parsed(receiver.received().back().body);
  EXPECT_EQ(body.at("type").as_string(), "record.changed");
  EXPECT_EQ(body.at("data").at("record").at("reference").as_string(), "R-2");
  const auto counts = place_.ask({"deliver", "status", "--json"}).at("counts").as_array();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].at("state").as_string(), "sent");
  EXPECT_EQ(counts[0].at("number"), 2);
  const std::string id(made.at("id").as_string());
  EXPECT_EQ(
      place_.ask({"deliver", "subscriptions", "--json"}).at("subscriptions").as_array().size(), 1U);
  EXPECT_EQ(place_.run({"deliver", "unsubscribe", id}).code, 0);
  EXPECT_EQ(place_.run({"deliver", "unsubscribe", id}).code, 1);
}

TEST_P(Delivered, AgainAfterKillNineInTheMiddleOfSending) {
  // An attempt takes four seconds at most here, so that the next one need not be waited for long.
  const std::string catalog = place_.file("catalog");
  std::filesystem::copy(place_.catalog, catalog, std::filesystem::copy_options::recursive);
  std::string rules = contents(catalog + "/delivery.toml");
  const std::string_view usual = "timeout_seconds         = 20";
  ASSERT_NE(rules.find(usual), std::string::npos);
  rules.replace(rules.find(usual), usual.size(), "timeout_seconds = 4");
  std::ofstream(catalog + "/delivery.toml") << rules;
  place_.catalog = catalog;
  Receiver receiver;
  receiver.hang(true);
  place_.ask({"deliver", "subscribe", "alert", "--url", receiver.url(), "--json"});
  place_.ask({"deliver", "run", "--json"});
  import("R-1");
  const std::string output = place_.file("killed");
  const pid_t child = place_.start({"deliver", "run"}, output);
  ASSERT_EQ(come(receiver, 1), 1U);
  kill(child, SIGKILL);
  EXPECT_EQ(Place::wait(child, output).signal, SIGKILL);
  receiver.hang(false);
  // It waits as long as the attempt might still have taken; `retry` is only for what was given up.
  const auto waiting = place_.ask({"deliver", "status", "--json"}).at("counts").as_array();
  EXPECT_EQ(waiting.at(0).at("state").as_string(), "waiting");
  json::object ran;
  for (int i = 0; i < 45 && (ran.empty() || ran.at("sent") != 1); ++i) {
    std::this_thread::sleep_for(1s);
    ran = place_.ask({"deliver", "run", "--json"});
  }
  EXPECT_EQ(ran.at("sent"), 1);
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].headers.at("webhook-id"), received[1].headers.at("webhook-id"));
  EXPECT_EQ(received[0].body, received[1].body);
}

}  // namespace
}  // namespace zhiheng::flow
