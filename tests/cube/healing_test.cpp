// The cube may be killed, cut off, overwritten, or find another store under it. It must never show
// anything but what the store has.

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "cube/refresher.h"
#include "cube/samples.h"
#include "support/place.h"

namespace zhiheng::cube {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* folder_variable = "ZHIHENG_CUBE_TEST_FOLDER";

store::Location at(const std::string& folder) {
  store::Location location;
  location.folder = folder;
  return location;
}

struct Opened {
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Cube> cube;
};

std::vector<store::Table> tables_of(const catalog::Catalog& catalog) {
  std::vector<store::Table> tables;
  for (const auto& of : catalog.registers) {
    store::Table table{.name = of.name, .columns = {}, .key = of.key, .indexes = {}};
    for (const auto& field : of.fields) {
      table.columns.push_back({field.name, field.storage(), field.scale, field.personal});
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

Opened open_in(const std::string& folder) {
  Opened opened;
  const auto location = at(folder);
  auto store = store::open(location);
  EXPECT_TRUE(store) << describe(store.error());
  if (!store) return opened;
  opened.store = *std::move(store);
  const auto declared = opened.store->declare(tables_of(*support::shipped_catalog()));
  EXPECT_TRUE(declared) << describe(declared.error());
  auto cube = cube::open(support::shipped_catalog(), *opened.store, location);
  EXPECT_TRUE(cube) << describe(cube.error());
  if (cube) opened.cube = *std::move(cube);
  return opened;
}

void expect_same(Opened& opened) {
  const auto reached = opened.cube->refresh();
  ASSERT_TRUE(reached) << describe(reached.error());
  EXPECT_EQ(rows_of_cube(*opened.cube), rows_of_store(*opened.store));
  expect_summaries_in_step(*opened.cube, *opened.store);
}

/// A store with a few commits and a cube that has them all.
void fill(const std::string& folder) {
  auto opened = open_in(folder);
  std::mt19937 random(5);
  int numbers = 0;
  for (int i = 0; i < 5; ++i) write_at_random(*opened.store, random, numbers);
  ASSERT_TRUE(opened.cube->refresh());
}

void overwrite(const std::string& file, std::uintmax_t from, std::size_t bytes) {
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(static_cast<std::streamoff>(from));
  for (std::size_t i = 0; i < bytes; ++i) out.put(static_cast<char>(i * 31 + 7));
}

TEST(DamagedCube, HealsItselfWhateverHappenedToItsFile) {
  using Damage = std::function<void(const std::string&)>;
  const std::pair<const char*, Damage> damages[] = {
      {"garbage", [](const std::string& file) { std::ofstream(file) << "not a database at all"; }},
      {"empty", [](const std::string& file) { fs::resize_file(file, 0); }},
      {"cut in half",
       [](const std::string& file) { fs::resize_file(file, fs::file_size(file) / 2); }},
      {"header only", [](const std::string& file) { fs::resize_file(file, 4096); }},
      {"first block", [](const std::string& file) { overwrite(file, 12'288, 4096); }},
      {"blocks",
       [](const std::string& file) { overwrite(file, 13'000, fs::file_size(file) - 14'000); }},
      {"garbage log",
       [](const std::string& file) { std::ofstream(file + ".wal") << "no log either"; }},
      {"gone", [](const std::string& file) { fs::remove(file); }},
      {"a folder", [](const std::string& file) {
         fs::remove(file);
         fs::create_directory(file);
       }}};
  for (const auto& [name, damage] : damages) {
    SCOPED_TRACE(name);
    const support::Folder folder;
    fill(folder.path());
    damage(folder.file("cube/cube-0.duckdb"));
    auto opened = open_in(folder.path());
    ASSERT_TRUE(opened.cube);
    expect_same(opened);
  }
}

TEST(DamagedCube, IsNotTriedAgainWhenAProcessDiedOpeningIt) {
  const support::Folder folder;
  fill(folder.path());
  std::ofstream(folder.file("cube/cube-0.duckdb.opening")) << "1\n";
  auto opened = open_in(folder.path());
  EXPECT_EQ(opened.cube->position(), 0);
  expect_same(opened);
}

TEST(DamagedCube, FollowsAnOlderBackupThatWasPutBack) {
  const support::Folder folder;
  const support::Folder later;
  std::string cube_file;
  {
    auto opened = open_in(folder.path());
    write(*opened.store, {sample(1), sample(2)});
    ASSERT_TRUE(opened.store->backup(folder.file("backup")));
    write(*opened.store, {sample(3), sample(4)});
    ASSERT_TRUE(opened.cube->refresh());
  }
  // Another history after the same beginning, and as long: only the chain of commits tells.
  fs::copy(folder.file("store.key"), later.file("store.key"));  // a restore wants it to be there
  ASSERT_TRUE(store::restore(folder.file("backup"), at(later.path())));
  {
    auto opened = open_in(later.path());
    write(*opened.store, {sample(5), sample(6)});
  }
  fs::remove_all(later.file("cube"));  // what the writing made; the one that counts is the old one
  fs::copy(folder.file("cube"), later.file("cube"));
  auto opened = open_in(later.path());
  expect_same(opened);
  EXPECT_TRUE(rows_of_cube(*opened.cube).contains("S5"));
  EXPECT_FALSE(rows_of_cube(*opened.cube).contains("S3"));
}

TEST(DamagedCube, IsBuiltAgainWhenADeclarationChanges) {
  const support::Folder folder;
  fill(folder.path());
  auto other = std::make_shared<catalog::Catalog>(*support::shipped_catalog());
  for (auto& of : other->registers) {
    for (auto& field : of.fields) field.personal = field.personal || field.name == "region";
  }
  auto store = store::open(at(folder.path()));
  ASSERT_TRUE(store);
  const auto cube = cube::open(other, **store, at(folder.path()));
  ASSERT_TRUE(cube) << describe(cube.error());
  const auto table = (*cube)->query({"SELECT * FROM spot_check", {}});
  ASSERT_TRUE(table);
  EXPECT_EQ(std::ranges::find(table->columns, "region"), table->columns.end());
  EXPECT_EQ(table->rows.size(), rows_of_store(**store).size());
}

// Run in a process of its own by the test below: writes and refreshes until it is killed.
TEST(KilledCube, DISABLED_Child) {
  const char* folder = std::getenv(folder_variable);
  if (folder == nullptr) GTEST_SKIP();
  auto opened = open_in(folder);
  std::mt19937 random(static_cast<unsigned>(::getpid()));
  int numbers = static_cast<int>(rows_of_store(*opened.store).size()) + 1000;
  while (true) {
    write_at_random(*opened.store, random, numbers);
    ASSERT_TRUE(opened.cube->refresh());
    if (random() % 3 == 0) {
      ASSERT_TRUE(opened.cube->query({"CHECKPOINT", {}}));
    }
    if (random() % 20 == 0) {
      ASSERT_TRUE(opened.cube->rebuild());
    }
  }
}

pid_t start_child(const std::string& folder) {
  std::string program = fs::read_symlink("/proc/self/exe").string();
  std::string filter = "--gtest_filter=KilledCube.DISABLED_Child";
  std::string all = "--gtest_also_run_disabled_tests";
  std::vector<char*> words{program.data(), filter.data(), all.data(), nullptr};
  ::setenv(folder_variable, folder.c_str(), 1);
  const pid_t child = ::fork();
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, 1);
    ::dup2(nowhere, 2);
    ::execv(program.c_str(), words.data());
    ::_exit(127);
  }
  ::unsetenv(folder_variable);
  return child;
}

TEST(KilledCube, ShowsWhatTheStoreHasAfterEveryKill) {
  const support::Folder folder;
  fill(folder.path());
  std::mt19937 random(1);
  for (int round = 0; round < 12; ++round) {
    SCOPED_TRACE(round);
    const pid_t child = start_child(folder.path());
    ASSERT_GT(child, 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + random() % 700));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    auto opened = open_in(folder.path());
    ASSERT_TRUE(opened.cube);
    expect_same(opened);
  }
}

TEST(Refresher, BringsEveryCommitIntoTheCubeWhileAnImportGoesOn) {
  const support::Folder folder;
  auto opened = open_in(folder.path());
  const Refresher refresher(*opened.cube, *opened.store);
  std::atomic<bool> stop{false};
  std::jthread importing([&] {
    int numbers = 0;
    while (!stop) {
      std::vector<store::Draft> drafts;
      for (int i = 0; i < 2000; ++i) drafts.push_back(sample(numbers++));
      write(*opened.store, drafts);
    }
  });
  // How long it takes is measured by benchmarks/whole/freshness.py; here only that it comes.
  for (int i = 0; i < 6; ++i) {
    std::this_thread::sleep_for(300ms);
    const auto newest = opened.store->newest_commit();
    ASSERT_TRUE(newest);
    const auto begun = std::chrono::steady_clock::now();
    while (opened.cube->position() < *newest && std::chrono::steady_clock::now() - begun < 60s) {
      std::this_thread::sleep_for(5ms);
    }
    EXPECT_GE(opened.cube->position(), *newest);
  }
  stop = true;
}

}  // namespace
}  // namespace zhiheng::cube
