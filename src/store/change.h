#pragma once
// From drafts to versions: who is meant, what changes, what the new version hashes to.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "store/chunk.h"
#include "store/cipher.h"
#include "store/connection.h"
#include "store/digest.h"
#include "store/known_keys.h"
#include "store/worker.h"

namespace zhiheng::store {

/// Where the log ends, read after the writer's place was taken.
struct Head {
  std::int64_t number = 0;  ///< newest commit
  Digest chain{};
  Timestamp recorded_at;
  std::map<std::string, std::int64_t, std::less<>> last_seq;  ///< of the tables asked for so far
};

[[nodiscard]] Result<Head> read_head(Connection& connection);

/// The import that writes at present: its commits count together, since a slow machine makes
/// many small ones of the same file.
struct Load {
  /// Of one table.
  struct Part {
    std::int64_t first = 0;          ///< its first seq
    std::int64_t next = 0;           ///< the seq behind its last one; -1: `keys` may miss some
    const Layout* layout = nullptr;  ///< what makes its keys
    KnownKeys keys;                  ///< its keys, as long as they are all that the table has
  };
  std::string batch;
  std::map<std::string, Part, std::less<>> parts;
};

/// What one commit took of one table.
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  Hasher hasher;  ///< over seq and hash of every version
  bool put_off = false;
};

/// A part of a commit, closed: what its root is computed over.
struct ClosedRange {
  std::string table;
  std::int64_t first = 0;
  std::int64_t last = 0;
  Digest digest{};  ///< sha256 over seq (8 bytes) and hash of every version, in order
};

/// sha256 over the ranges in order of table name: name, first, last, digest.
[[nodiscard]] Digest commit_root(std::span<const ClosedRange> ranges);
/// sha256 over the chain so far and everything that `commits` says of this commit.
[[nodiscard]] Digest commit_chain(const Digest& before, std::int64_t number, Timestamp recorded_at,
                                  std::string_view author, std::string_view batch,
                                  const Digest& root);

/// How entries of `current` are made; with an encrypted column they tell nothing without the key.
[[nodiscard]] Fingerprint fingerprint_of(const Layout& layout, const Cipher* cipher,
                                         std::string_view plain, const Digest& digest_of_plain);
void append_current_key(std::string& bytes, const Layout& layout, const Cipher* cipher,
                        const Uuid& id, std::string_view plain);

/// The image with encrypted columns as ciphertext.
[[nodiscard]] std::string encrypted_image(const Layout& layout, const Cipher& cipher,
                                          const Uuid& id, std::string_view plain);
/// Decrypts in place the encrypted columns of a version read from the database.
[[nodiscard]] Result<void> decrypt_values(const Layout& layout, const Cipher* cipher,
                                          Version& version);

class Plan;

/// Drafts with their images, keys and digests: what needs neither the database nor the writer's
/// place, and so is done before somebody waits for it.
struct PreparedDrafts {
  /// @param author, columns, drafts  must stay until the commit that they are for is over
  PreparedDrafts(const Layout& of, std::shared_ptr<const Cipher> with, const Author& author,
                 std::span<const std::string> columns, std::span<const Draft> drafts);
  ~PreparedDrafts();
  PreparedDrafts(const PreparedDrafts&) = delete;
  PreparedDrafts& operator=(const PreparedDrafts&) = delete;

  /// So many at once at the most.
  static constexpr std::size_t most = most_all_or_none;

  const Layout& layout;
  std::shared_ptr<const Cipher> cipher;
  Chunk chunk;
  std::unique_ptr<Plan> plan;
  Result<void> done;         ///< store.unknown_column
  bool all_or_none = false;  ///< when one is refused, none is written
};

/// One commit in the making, on a connection that holds the writer's place. While a big batch is
/// written by another thread, the caller prepares the next.
class Change {
 public:
  Change(Connection& connection, Worker& worker, Head& head, Load& load,
         std::shared_ptr<const Cipher> cipher, Author author, Timestamp at);
  ~Change();
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;

  Result<std::vector<Written>> append(const Layout& layout, std::span<const std::string> columns,
                                      std::span<const Draft> drafts);
  /// The same for drafts that were prepared; they must stay until the end of this commit.
  Result<std::vector<Written>> append(PreparedDrafts& prepared);
  /// As Transaction::compare.
  /// @param reader  another connection: this one may be busy with what was given before
  Result<std::vector<Standing>> compare(Connection& reader, const Layout& layout,
                                        std::span<const std::string> columns,
                                        std::span<const Draft> drafts);
  /// Writes the rows of `commits`; false when nothing had changed and no commit was made.
  Result<bool> finish();
  /// Indexes were dropped because so much is written; they are built when it is quiet again.
  [[nodiscard]] bool put_off_indexes() const { return put_off_indexes_; }
  /// Waits for the writing thread; its error, if it had one.
  Result<void> settle();

 private:
  Result<Range*> range_of(const Layout& layout);
  Load::Part* part_of(const Layout& layout, const Range& range);
  Result<void> put_off_indexes(const Layout& layout, Range& range, std::int64_t first);
  Result<void> append_part(const Layout& layout, std::span<const std::string> columns,
                           std::span<const Draft> drafts, std::vector<Written>& written);
  Result<void> take(const Layout& layout, Plan& plan, Chunk& chunk, bool all_or_none,
                    std::vector<Written>& written);
  Result<std::vector<Written>> given_up(Error error);

  Connection& connection_;
  Worker& worker_;
  Head& head_;
  Load& load_;
  std::shared_ptr<const Cipher> cipher_;
  Author author_;
  Timestamp at_;
  std::map<std::string, Range, std::less<>> ranges_;
  Chunk chunks_[2];
  int filling_ = 0;
  bool put_off_indexes_ = false;
  bool compares_ = false;        ///< then `touched_` is kept
  bool keys_uncertain_ = false;  ///< records were named by id, or too many keys touched
  KnownKeys touched_;            ///< keys that this commit writes to
  std::optional<Error> broken_;  ///< after a failure nothing more is accepted
};

}  // namespace zhiheng::store
