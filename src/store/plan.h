#pragma once
// The decision for one batch of drafts: nothing here writes, it only looks up and computes.

#include <unordered_map>

#include "store/change.h"

namespace zhiheng::store {

/// Turns drafts into the versions of `chunk`. First `prepare` (no database: may run while another
/// batch is being written), then `plan` (looks up, then decides draft by draft, so that a draft
/// sees what the drafts before it did).
class Plan {
 public:
  Plan(const Layout& layout, const Cipher* cipher, const Author& author, Chunk& chunk);

  /// @fails  store.unknown_column; what is wrong with single drafts shows in their answers
  Result<void> prepare(std::span<const std::string> columns, std::span<const Draft> drafts);
  /// Whether no draft can be in the table, given all keys that it holds; these are now among them.
  /// Then `plan` does not use the database.
  [[nodiscard]] bool all_new(KnownKeys& known);
  /// Some drafts name their record by id: its natural key may become another.
  [[nodiscard]] bool names_records() const { return ids_given_; }
  /// Where each draft stands to what the database holds, unless its key is among `touched`.
  Result<std::vector<Standing>> compare(Connection& connection, const KnownKeys& touched);
  /// Adds the keys of all drafts to `keys`.
  void add_keys(KnownKeys& keys) const;
  /// Versions get the numbers `next_seq`, `next_seq` + 1, …
  Result<void> plan(Connection& connection, std::int64_t next_seq, std::vector<Written>& written);

 private:
  struct Given {  ///< a column that the drafts carry
    int number;
    std::size_t value;
    const Column* column;
  };
  struct Prepared {
    Slice image, key;
    Digest digest{};
    Fingerprint fingerprint{};
    std::optional<Error> error;
  };
  struct Loaded {  ///< a stored version with its values, decrypted
    Version version;
    std::string plain, key;
    Fingerprint fingerprint{};
  };
  struct Present {  ///< the newest version of a record, as the draft at hand sees it
    Uuid id;
    std::int64_t seq = 0;
    int version = 0;
    std::string state;
    bool deleted = false;
    Fingerprint fingerprint{};
    int planned = -1;  ///< where in the chunk, when it is new itself
    std::string stored_key;
  };
  struct SliceHash {
    const Chunk* chunk;
    std::size_t operator()(const Slice& slice) const {
      return std::hash<std::string_view>()(chunk->view(slice));
    }
  };
  struct SliceEqual {
    const Chunk* chunk;
    bool operator()(const Slice& a, const Slice& b) const {
      return chunk->view(a) == chunk->view(b);
    }
  };
  struct UuidHash {
    std::size_t operator()(const Uuid& id) const {
      return std::hash<std::string_view>()(as_bytes(id.bytes));
    }
  };

  Prepared prepare_one(const Draft& draft);
  std::optional<Error> encode(const Draft& draft, std::string& image) const;
  Result<void> look_up(Connection& connection);
  Result<void> load(Connection& connection);
  Result<void> keep_loaded(const Cursor& row);
  Result<Written> decide(Connection& connection, std::size_t i);
  [[nodiscard]] std::optional<Present> present(std::size_t i) const;
  [[nodiscard]] Present planned_present(int index) const;
  [[nodiscard]] bool same(std::size_t i, const Present& now, const Fingerprint& print) const;
  Result<bool> key_taken(Connection& connection, Slice key, const Uuid& id) const;
  Result<Written> add(Connection& connection, std::size_t i);
  Result<Written> change(Connection& connection, std::size_t i, const Present& now);
  void seal(NewVersion& version, const Digest& digest_of_plain);
  void remember(NewVersion version, const Digest& digest_of_plain);

  const Layout& layout_;
  const Cipher* cipher_;
  const Author& author_;
  Chunk& chunk_;
  std::span<const Draft> drafts_;
  std::vector<Given> given_;
  std::vector<int> given_numbers_;
  bool key_given_ = false;
  bool ids_given_ = false;
  bool all_new_ = false;
  std::int64_t next_seq_ = 0;
  std::vector<Prepared> prepared_;
  std::vector<Current> found_;  ///< one per draft without id, seq 0 if none
  std::unordered_map<std::int64_t, Loaded> loaded_;
  std::unordered_map<Uuid, std::int64_t, UuidHash> newest_of_;
  std::unordered_map<Slice, int, SliceHash, SliceEqual> by_key_;  ///< -1: given up in this chunk
  std::unordered_map<Uuid, int, UuidHash> by_id_;
  std::string scratch_, key_scratch_;
};

}  // namespace zhiheng::store
