#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "store/cipher.h"
#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

Table complaints() {
  Table table;
  table.name = "complaint";
  table.columns = {{"phone", Storage::text, 0, true}, {"matter", Storage::text}};
  table.key = {"phone"};
  return table;
}

class Encryption : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (IsSkipped()) return;
    const Table table = complaints();
    ASSERT_TRUE(store_->declare({&table, 1}));
    first_ = write_one("complaint", names_of(table), complaint("13800138000", "noise"));
  }

  static Draft complaint(const std::string& phone, const std::string& matter) {
    return Draft{.values = {phone, matter}};
  }

  /// Whether these bytes stand anywhere in a backup, which holds all that the database holds.
  bool stands_in_database(const std::string& bytes) {
    EXPECT_TRUE(store_->backup(folder_.path("all")));
    std::ifstream in(folder_.path("all"), std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    return all.find(bytes) != std::string::npos;
  }

  Written first_;
};

TEST_P(Encryption, KeepsPersonalDataOutOfTheDatabase) {
  EXPECT_EQ(first_.outcome, Outcome::added);
  const auto rows = rows_of({.table = "complaint"});
  EXPECT_EQ(rows.at(0).values[0], Value(std::string("13800138000")));
  EXPECT_TRUE(stands_in_database("noise"));
  EXPECT_FALSE(stands_in_database("13800138000"));
  EXPECT_FALSE(stands_in_database("0138001380"));
  EXPECT_EQ(store_->current_relation(complaints()).find("phone"), std::string::npos);
}

TEST_P(Encryption, StillFindsTheRecordAndWhatIsUnchanged) {
  const auto names = names_of(complaints());
  EXPECT_EQ(write_one("complaint", names, complaint("13800138000", "noise")).outcome,
            Outcome::unchanged);
  const auto changed = write_one("complaint", names, complaint("13800138000", "smell"));
  EXPECT_EQ(changed.outcome, Outcome::changed);
  EXPECT_EQ(changed.id, first_.id);
  EXPECT_EQ(write_one("complaint", names, complaint("13800138001", "noise")).outcome,
            Outcome::added);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Encryption, KeepsTheKeyInAFileOfItsOwner) {
  const std::string file = location_.folder + "/store.key";
  struct stat found {};
  ASSERT_EQ(::stat(file.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
  open_store();
  EXPECT_EQ(rows_of({.table = "complaint"}).at(0).values[0], Value(std::string("13800138000")));
}

TEST_P(Encryption, WithoutTheKeyRefusesToReadAndToMakeANewOne) {
  store_.reset();
  std::filesystem::rename(location_.folder + "/store.key", folder_.path("away"));
  open_store();
  const auto refused = store_->read({.table = "complaint"}, [](const Version&) { return true; });
  EXPECT_EQ(refused.error().failure, &key_missing);
  const Table table = complaints();
  EXPECT_EQ(store_->declare({&table, 1}).error().failure, &key_missing);
  const auto audit = store_->verify();
  ASSERT_TRUE(audit);  // hashes are over ciphertext: they need no key
  EXPECT_TRUE(audit->broken.empty());
}

TEST_P(Encryption, RefusesTheKeyOfAnotherStore) {
  store_.reset();
  std::ofstream(location_.folder + "/store.key") << std::string(64, 'a') << '\n';
  const auto refused = open(location_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &key_wrong);
}

// A store restored without its key used to be left behind without its current records.
TEST_P(Encryption, RestoresWithItsKeyOnlyAndElseLeavesTheStoreEmpty) {
  const std::string backup = folder_.path("backup");
  ASSERT_TRUE(store_->backup(backup));
  const Location elsewhere = another_location(Dialect::sqlite);
  const auto refused = restore(backup, elsewhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &key_missing);

  std::filesystem::copy_file(location_.folder + "/store.key", elsewhere.folder + "/store.key");
  const auto done = restore(backup, elsewhere);
  ASSERT_TRUE(done) << describe(done.error());
  auto restored = open(elsewhere);
  ASSERT_TRUE(restored);
  EXPECT_TRUE((*restored)->verify()->broken.empty());
}

TEST_P(Encryption, NoticesAValueMovedToAnotherRecord) {
  const auto names = names_of(complaints());
  (void)write_one("complaint", names, complaint("13900139000", "noise"));
  tamper(
      "UPDATE r_complaint SET phone = (SELECT phone FROM r_complaint o WHERE o.seq = 1 LIMIT 1) "
      "WHERE seq = 2");
  const auto refused = store_->read({.table = "complaint"}, [](const Version&) { return true; });
  EXPECT_EQ(refused.error().failure, &cannot_decrypt);
  EXPECT_FALSE(store_->verify()->broken.empty());
}

TEST(TheCipher, GivesBackWhatItTookAndRefusesWhatWasTouched) {
  const Cipher cipher({1, 2, 3});
  for (const std::string& text : {std::string(), std::string("张三"), std::string(5000, 'x')}) {
    const std::string stored = cipher.encrypt(text, "here");
    EXPECT_EQ(stored.substr(0, 5), "enc1:");
    EXPECT_EQ(cipher.decrypt(stored, "here"), text);
    EXPECT_FALSE(cipher.decrypt(stored, "there"));
    EXPECT_NE(stored, cipher.encrypt(text, "here"));  // a fresh nonce every time
    std::string touched = stored;
    touched[8] = touched[8] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(cipher.decrypt(touched, "here"));
  }
  EXPECT_FALSE(cipher.decrypt("plain", "here"));
  EXPECT_FALSE(cipher.decrypt("enc1:AAAA", "here"));
  EXPECT_NE(cipher.keyed_digest("a"), Cipher({4}).keyed_digest("a"));
}

ZH_EVERY_ENGINE(Encryption);

}  // namespace
}  // namespace zhiheng::store
