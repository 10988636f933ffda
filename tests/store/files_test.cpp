#include "store/files.h"

#include <fstream>

#include "base/text.h"
#include "store/failures.h"
#include "store_fixture.h"
#include "support/postgres.h"

namespace zhiheng::store {
namespace {

// Larger than one part, and not a multiple of it.
std::string some_bytes(std::size_t size, char seed = 'a') {
  std::string bytes(size, '\0');
  std::uint32_t state = static_cast<unsigned char>(seed);
  for (char& byte : bytes) {
    state = state * 1'664'525u + 1'013'904'223u;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

Table cases() {
  return {
      .name = "case_file",
      .columns = {{.name = "number"}, {.name = "phone", .encrypted = true}, {.name = "evidence"}},
      .key = {"number"},
      .indexes = {}};
}

class StoredFiles : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (IsSkipped()) return;
    const Table table = cases();
    ASSERT_TRUE(store_->declare({&table, 1}));
    const FileColumns columns{.table = "case_file", .columns = {"evidence"}};
    ASSERT_TRUE(declare_files(*store_, {&columns, 1}));
  }

  NewFile new_file(const std::string& bytes, bool sealed = false) {
    auto given = std::make_shared<std::size_t>(0);
    return {.next = [bytes = std::make_shared<std::string>(bytes),
                     given]() -> Result<std::string_view> {
              const std::string_view next = std::string_view(*bytes).substr(*given, 100'000);
              *given += next.size();
              return next;
            },
            .type = "pdf",
            .sealed = sealed};
  }

  KeptFile keep(const std::string& bytes, bool sealed = false, bool commits = true) {
    auto transaction = store_->begin(author_);
    EXPECT_TRUE(transaction);
    auto kept = store::keep(**transaction, new_file(bytes, sealed));
    EXPECT_TRUE(kept) << describe(kept.error());
    if (!kept || !commits) return kept.value_or(KeptFile());
    const std::string element = to_hex(kept->digest) + "/检验报告.pdf";
    const std::vector<std::string> columns = {"number", "evidence"};
    const std::vector<Draft> drafts = {
        {.values = {std::string("T-") + std::to_string(++cases_), element}}};
    EXPECT_TRUE((*transaction)->append("case_file", columns, drafts));
    EXPECT_TRUE((*transaction)->commit());
    return *kept;
  }

  std::string read(const KeptFile& file, std::int64_t from = 0, std::int64_t length = 1 << 30,
                   Store* store = nullptr) {
    std::string bytes;
    last_ = Files::of(store != nullptr ? *store : *store_)
                .read(file, from, length, [&](std::string_view piece) {
                  bytes.append(piece);
                  return true;
                });
    return bytes;
  }

  static int count(Store& store) {
    int files = 0;
    EXPECT_TRUE(Files::of(store).each([&](const KeptFile&) { return ++files > 0; }));
    return files;
  }

  std::string bytes_now(const std::string& sql_literal) const {
    return GetParam() == Dialect::sqlite ? "X'" + sql_literal + "'"
                                         : "decode('" + sql_literal + "', 'hex')";
  }

  std::vector<std::string> breaks() {
    std::vector<std::string> all;
    const auto audit = store_->verify();
    EXPECT_TRUE(audit);
    if (!audit) return all;
    for (const Broken& one : audit->broken) all.push_back(one.table + ": " + one.what);
    return all;
  }

  int cases_ = 0;
  Result<void> last_;
};

TEST_P(StoredFiles, GiveBackWhatWasKeptWholeAndInPart) {
  const std::string bytes = some_bytes(700'001);
  for (const bool sealed : {false, true}) {
    const KeptFile file = keep(bytes, sealed);
    EXPECT_EQ(file.size, 700'001);
    EXPECT_EQ(file.digest == sha256(bytes), !sealed);
    EXPECT_EQ(read(file), bytes);
    EXPECT_EQ(read(file, 262'140, 10), bytes.substr(262'140, 10));
    EXPECT_EQ(read(file, 700'000, 99), bytes.substr(700'000));
    const auto found = Files::of(*store_).find(file.digest);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->type, "pdf");
    EXPECT_EQ((*found)->sealed, sealed);
  }
  EXPECT_TRUE(breaks().empty());
}

TEST_P(StoredFiles, AreKeptOnceForTheSameBytes) {
  const std::string bytes = some_bytes(300'000);
  EXPECT_EQ(keep(bytes).digest, keep(bytes).digest);
  EXPECT_EQ(count(*store_), 1);
  // Ciphertext differs each time: nobody learns from the store that two people sent the same.
  EXPECT_NE(keep(bytes, true).digest, keep(bytes, true).digest);
  EXPECT_EQ(count(*store_), 3);
}

TEST_P(StoredFiles, OfATransactionThatDidNotCommitAreNotThere) {
  const KeptFile lost = keep(some_bytes(300'000), false, false);
  const auto found = Files::of(*store_).find(lost.digest);
  EXPECT_TRUE(found && !*found);
  const KeptFile kept = keep(some_bytes(10));
  EXPECT_EQ(read(kept), some_bytes(10));
  EXPECT_TRUE(breaks().empty());
}

TEST_P(StoredFiles, ThatWereAlteredAreRefusedAndFoundByTheAudit) {
  const KeptFile file = keep(some_bytes(300'000));
  tamper("UPDATE file_parts SET bytes = " + bytes_now("0011") + " WHERE part = 1");
  (void)read(file);
  ASSERT_FALSE(last_);
  EXPECT_EQ(last_.error().failure, &damaged);
  EXPECT_EQ(breaks(), std::vector<std::string>{"case_file: file " + to_hex(file.digest) +
                                               " differs from its digest"});
}

TEST_P(StoredFiles, ThatAreMissingAreFoundByTheAudit) {
  const KeptFile file = keep(some_bytes(300'000));
  tamper("DELETE FROM file_parts WHERE part = 1");
  EXPECT_EQ(breaks(),
            std::vector<std::string>{"case_file: file " + to_hex(file.digest) + " is cut short"});
  tamper("DELETE FROM files");
  // Without the catalog's declaration, as `audit verify` opens it.
  open_store(true);
  EXPECT_EQ(breaks(),
            std::vector<std::string>{"case_file: file " + to_hex(file.digest) + " is missing"});
}

TEST_P(StoredFiles, ThatNoRecordNamesAreFoundByTheAudit) {
  (void)keep(some_bytes(10));
  tamper("INSERT INTO files (number, digest, size, type, seal, added_at) SELECT 77, " +
         bytes_now("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") +
         ", 0, 'pdf', '', added_at FROM files");
  const auto found = breaks();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found.front().find("is named by no record"), std::string::npos);
}

TEST_P(StoredFiles, SealedOnesHideTheirBytesAndNeedTheKey) {
  const std::string bytes = "the informer's letter";
  const KeptFile file = keep(bytes, true);
  ASSERT_TRUE(store_->backup(folder_.path("sealed")));
  std::ifstream in(folder_.path("sealed"), std::ios::binary);
  const std::string backup{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(backup.find(bytes), std::string::npos);
  EXPECT_EQ(read(file), bytes);
  const Table open{.name = "plain", .columns = {{.name = "file"}}, .key = {}, .indexes = {}};
  const Location elsewhere = another_location();
  auto without_key = store::open(elsewhere);
  ASSERT_TRUE(without_key);
  ASSERT_TRUE((*without_key)->declare({&open, 1}));
  auto transaction = (*without_key)->begin(author_);
  ASSERT_TRUE(transaction);
  const auto refused = store::keep(**transaction, new_file(bytes, true));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &key_missing);
}

TEST_P(StoredFiles, MoveWithABackupBetweenTheEngines) {
  const std::string bytes = some_bytes(600'000);
  const KeptFile file = keep(bytes);
  (void)keep(some_bytes(5, 'x'));
  ASSERT_TRUE(store_->backup(folder_.path("backup")));
  for (const Dialect dialect : {Dialect::sqlite, Dialect::postgresql}) {
    if (support::PostgresServer::shared() == nullptr && dialect == Dialect::postgresql) continue;
    Location location = another_location(dialect);
    std::filesystem::create_directories(location.folder);
    std::filesystem::copy_file(location_.folder + "/store.key", location.folder + "/store.key",
                               std::filesystem::copy_options::skip_existing);
    const auto done = restore(folder_.path("backup"), location);
    ASSERT_TRUE(done) << describe(done.error());
    auto restored = store::open(location);
    ASSERT_TRUE(restored);
    EXPECT_EQ(read(file, 0, 1 << 30, restored->get()), bytes);
    const auto audit = (*restored)->verify();
    ASSERT_TRUE(audit);
    EXPECT_TRUE(audit->broken.empty());
    EXPECT_EQ(count(**restored), 2);
    EXPECT_EQ(audit->head, store_->verify()->head);
  }
}

TEST_P(StoredFiles, AreNamedByTheirDigestAndAName) {
  const std::string digest(64, 'a');
  EXPECT_TRUE(file_of_element(digest + "/a.pdf"));
  for (const std::string& wrong :
       {digest, digest + "/", digest + "a.pdf", "/" + digest, std::string(64, 'g') + "/a.pdf"}) {
    EXPECT_FALSE(file_of_element(wrong)) << wrong;
  }
}

ZH_EVERY_ENGINE(StoredFiles);

}  // namespace
}  // namespace zhiheng::store
