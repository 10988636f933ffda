#include <fstream>

#include "store/backup_file.h"
#include "store/failures.h"
#include "store/image.h"
#include "store_fixture.h"
#include "support/postgres.h"
#include "support/source.h"

namespace zhiheng::store {
namespace {

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_content(const std::string& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

class Backup : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (IsSkipped()) return;
    declare_with_rows(50);
    const Draft draft{.values = {std::string("0003"), Value()}};
    (void)write_one("spot_check", {"number", "product"}, draft);
    Draft deletion{.id = rows_of({.table = "spot_check", .limit = 1}).at(0).id, .deleted = true};
    (void)write_one("spot_check", {}, deletion);
    ASSERT_TRUE(store_->put("cube", "position", "2"));
    file_ = folder_.path("backup");
    ASSERT_TRUE(store_->backup(file_));
  }

  std::string file_;
};

TEST_P(Backup, RestoredIntoEitherEngineIsTheSameStore) {
  for (const Dialect dialect : {Dialect::sqlite, Dialect::postgresql}) {
    if (support::PostgresServer::shared() == nullptr && dialect == Dialect::postgresql) continue;
    const Location location = another_location(dialect);
    const auto done = restore(file_, location);
    ASSERT_TRUE(done) << describe(done.error());
    auto restored = open(location);
    ASSERT_TRUE(restored);
    const auto audit = (*restored)->verify();
    ASSERT_TRUE(audit);
    EXPECT_TRUE(audit->broken.empty());
    EXPECT_EQ(audit->head, store_->verify()->head);
    EXPECT_EQ(audit->versions, 52);
    EXPECT_EQ(*(*restored)->get("cube", "position"), "2");
    std::vector<Digest> hashes;
    ASSERT_TRUE((*restored)->read({.table = "spot_check"}, [&](const Version& version) {
      hashes.push_back(version.hash);
      return true;
    }));
    std::vector<Digest> ours;
    for (const Version& version : rows_of({.table = "spot_check"})) ours.push_back(version.hash);
    EXPECT_EQ(hashes, ours);
    // It goes on like the original, and backs up to the same bytes.
    const auto again = (*restored)->write(author_, "spot_check", names_of(spot_checks()),
                                          {spot_check("0002", "kettle", 2)});
    EXPECT_EQ(again->at(0).outcome, Outcome::unchanged);
    ASSERT_TRUE((*restored)->backup(folder_.path("second")));
    EXPECT_EQ(content_of(folder_.path("second")), content_of(file_));
  }
}

TEST_P(Backup, IsRefusedByAStoreThatHasSomething) {
  EXPECT_EQ(restore(file_, location_).error().failure, &not_empty);
}

TEST_P(Backup, IsRefusedWhenOneByteDiffersOrTheEndIsMissing) {
  const std::string whole = content_of(file_);
  std::string changed = whole;
  changed[changed.size() / 2] ^= 1;
  for (const std::string& wrong : {changed, whole.substr(0, whole.size() - 10), whole + "x",
                                   std::string("PK something else"), std::string()}) {
    write_content(folder_.path("wrong"), wrong);
    const Location location = another_location();
    const auto refused = restore(folder_.path("wrong"), location);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, &backup_damaged);
    EXPECT_TRUE((*open(location))->tables().empty());
  }
}

TEST_P(Backup, LeavesNoHalfFileBehind) {
  const auto refused = store_->backup(folder_.path("no/such/folder"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &cannot_write_file);
  EXPECT_FALSE(std::filesystem::exists(folder_.path("backup.part")));
}

TEST(BackupFile, OfTheFuzzersCorpusIsReadOrRefused) {
  const TemporaryFolder folder;
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/backup"))) {
    ++files;
    std::string content = "zhiheng backup 1\n" + content_of(entry.path().string());
    write_content(folder.path("raw"), content);
    EXPECT_FALSE(BackupReader::open(folder.path("raw")));  // no end piece
    Hasher hasher;
    hasher.add(content);
    content += static_cast<char>(Piece::end);
    append_sized(content, as_bytes(hasher.finish()));
    write_content(folder.path("sealed"), content);
    const auto read = BackupReader::open(folder.path("sealed"));
    EXPECT_EQ(read.has_value(), entry.path().filename() != "long_claim") << entry.path();
  }
  EXPECT_GE(files, 4);
}

ZH_EVERY_ENGINE(Backup);

}  // namespace
}  // namespace zhiheng::store
