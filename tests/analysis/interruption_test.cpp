// Ctrl-C during long work: it ends soon, says so, and leaves nothing half-written.

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "analysis/failures.h"
#include "analysis/method.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

using namespace std::chrono_literals;

/// `rows` lines of cells that differ from line to line, the same each time.
std::string lines(const std::string& names, std::size_t rows,
                  const std::function<std::string(std::size_t)>& line) {
  std::string text = names + "\n";
  for (std::size_t row = 0; row < rows; ++row) text += line(row) + "\n";
  return text;
}

std::string mixed(std::size_t row, std::size_t most) {
  return std::to_string((row * 2654435761U >> 7U) % most);
}

/// A call that would take minutes.
struct Long {
  std::string method;
  std::map<std::string, std::string> settings;
  std::string in;
  std::map<std::string, std::string> tables = {};
};

std::vector<Long> long_calls() {
  const auto series = [](std::size_t units, std::size_t weeks) {
    return lines("unit,t,observed", units * weeks, [&](std::size_t row) {
      return "u" + std::to_string(row / weeks) + "," + std::to_string(row % weeks + 1) + "," +
             mixed(row, 20);
    });
  };
  const auto places = [](std::size_t count) {
    return lines("location,cases,population,x,y", count, [](std::size_t row) {
      return "l" + std::to_string(row) + "," + mixed(row, 9) + "," + std::to_string(1000 + row) +
             "," + mixed(row, 1000) + "," + mixed(row + 7, 1000);
    });
  };
  const auto answers = lines("q1,q2,q3,q4", 2000, [](std::size_t row) {
    return std::to_string(1 + (row * 7 + row / 3) % 10) + "," +
           std::to_string(1 + (row * 7 + row / 5) % 10) + "," +
           std::to_string(1 + (row * 7 + row / 7) % 10) + "," +
           std::to_string(1 + (row * 7 + row / 2) % 10);
  });
  const std::map<std::string, std::string> model = {
      {"measurement", "latent,indicator,mode\nA,q1,A\nA,q2,A\nB,q3,A\nB,q4,A\n"},
      {"structural", "source,target\nA,B\n"}};
  return {
      {"farrington-flexible", {{"years", "5"}, {"threads", "2"}}, series(400, 520)},
      {"scan", {{"replicates", "999999"}, {"threads", "2"}}, places(400)},
      {"tango", {{"replicates", "999999"}}, places(300)},
      {"pls-bootstrap", {{"resamples", "1000000"}}, answers, model},
      {"change-points", {}, lines("value", 400'000, [](auto row) { return mixed(row, 100); })},
      {"rank",
       {{"draws", "100000"}},
       lines("x,n", 900, [](auto row) { return mixed(row, 50) + ",60"; })},
      {"krippendorff-alpha",
       {{"replicates", "1000000"}},
       lines("unit,rating", 3000,
             [](auto row) { return std::to_string(row / 3) + "," + mixed(row, 5); })},
      {"uncertainty-simulation",
       {{"model", "a * b"}, {"digits", "4"}, {"trials", "50000000"}},
       "name,estimate,u\na,2,0.1\nb,3,0.2\n"},
      {"link",
       {{"threads", "2"}, {"block", "town"}},
       lines("name,born,town", 8000,
             [](auto row) {
               return "n" + mixed(row, 4000) + "," + mixed(row, 90) + "," + mixed(row / 3, 3);
             })},
      {"composite",
       {{"uncertainty", "true"}, {"draws", "100000"}, {"unit", "unit"}},
       lines("unit,a,b,c", 500,
             [](auto row) {
               return std::to_string(row) + "," + mixed(row, 90) + "," + mixed(row + 5, 80) + "," +
                      mixed(row + 9, 70);
             })},
      {"survey-mean",
       {{"variables", "y"}, {"units", "p"}, {"variance", "jk1"}},
       lines("weight,y,p", 200'000,
             [](auto row) { return "3," + mixed(row, 90) + "," + std::to_string(row % 600); })},
  };
}

TEST(Interruption, EndsEveryLongMethodSoonAndSaysSo) {
  const Folder folder;
  for (const Long& each : long_calls()) {
    SCOPED_TRACE(each.method);
    const Method* method = *find_method(each.method);
    Call call;
    auto settings = settings_of(*method, each.settings);
    ASSERT_TRUE(settings) << describe(settings.error());
    call.settings = *std::move(settings);
    call.catalog = support::source_path("/catalog");
    call.tables["in"] = *Table::read(folder.write("in.csv", each.in));
    for (const auto& [name, text] : each.tables) {
      call.tables[name] = *Table::read(folder.write(name + ".csv", text));
    }
    std::atomic<bool> interrupted = false;
    std::chrono::steady_clock::time_point asked = std::chrono::steady_clock::time_point::max();
    call.interrupted = &interrupted;
    std::jthread impatient([&] {
      std::this_thread::sleep_for(300ms);
      asked = std::chrono::steady_clock::now();
      interrupted = true;
    });
    const auto found = method->run(call);
    const auto ended = std::chrono::steady_clock::now();
    impatient.join();
    ASSERT_FALSE(found) << "ended by itself: too small a call for this test";
    EXPECT_EQ(found.error().failure->kind, Kind::interrupted) << describe(found.error());
    // A second or so; more only where the tests share the machine with others.
    EXPECT_LT(ended - asked, 30s);
  }
}

TEST(Interruption, EndsTheReadingOfAFile) {
  const Folder folder;
  const std::atomic<bool> interrupted = true;
  const auto table = Table::read(folder.write("in.csv", "x\n1\n2\n"), &interrupted);
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().failure, &analysis::interrupted);
}

TEST(Interruption, OfALoopOverRowsNamesTheTable) {
  const std::atomic<bool> interrupted = true;
  Call call;
  call.tables["in"] = Table("in.csv", {"x", "n"});
  call.tables["in"].append(std::vector<std::string_view>{"1", "2"}, 2);
  call.settings = *settings_of(**find_method("share"), {});
  call.interrupted = &interrupted;
  const auto found = (*find_method("share"))->run(call);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().failure, &analysis::interrupted);
  EXPECT_EQ(found.error().where, "in.csv");
}

std::string contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Waits until a process catches a signal, as the kernel tells it; false: it never did.
bool catches(pid_t process, int signal) {
  const std::string file = "/proc/" + std::to_string(process) + "/status";
  const std::string field = "\nSigCgt:\t";
  const auto patience = std::chrono::steady_clock::now() + 30s;
  for (; std::chrono::steady_clock::now() < patience; std::this_thread::sleep_for(10ms)) {
    const std::string status = contents(file);
    const auto at = status.find(field);
    if (at == std::string::npos) continue;
    const auto caught = std::stoull(status.substr(at + field.size(), 16), nullptr, 16);
    if ((caught >> (signal - 1) & 1) != 0) return true;
  }
  return false;
}

TEST(Interruption, OfTheProgramEndsItWithARefusalAndNoAnswer) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const Folder folder;
    const std::string in = folder.write("in.csv", "name,estimate,u\na,2,0.1\nb,3,0.2\n");
    const std::string out = folder.path() + "/out", messages = folder.path() + "/messages";
    const std::string program = support::program_path();
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      if (freopen(out.c_str(), "w", stdout) == nullptr) _exit(99);
      if (freopen(messages.c_str(), "w", stderr) == nullptr) _exit(99);
      execl(program.c_str(), program.c_str(), "stat", "uncertainty-simulation", "--in", in.c_str(),
            "--model", "a * b", "--digits", "4", "--trials", "50000000", "--csv", "--lang", "en",
            nullptr);
      _exit(99);
    }
    ASSERT_TRUE(catches(child, signal));
    ASSERT_EQ(kill(child, signal), 0);
    const auto asked = std::chrono::steady_clock::now();
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 10s);
    ASSERT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 1) << contents(messages);
    EXPECT_EQ(contents(out), "");
    EXPECT_NE(contents(messages).find("stopped as asked"), std::string::npos) << contents(messages);
  }
}

}  // namespace
}  // namespace zhiheng::analysis
