#pragma once
// The system of record: append-only versions of records in SQLite or PostgreSQL, one change feed.
//
// Every table has its declared columns and, beside them, id, version, seq, state, deleted, reason,
// recorded_at, recorded_by, batch, row, prev_hash, hash. A correction is a new version, a deletion
// a version with a reason. `<table>_current` points from a natural key to the newest version; it
// is derived and can be rebuilt. Every commit is a row of `commits` with the range of seq it took
// in each table and a hash chained to the commit before.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "base/sql.h"
#include "base/uuid.h"
#include "base/value.h"

namespace zhiheng::store {

struct Column {
  std::string name;
  Storage storage = Storage::text;
  int scale = 0;           ///< for decimals
  bool encrypted = false;  ///< text kept encrypted at rest (personal data)
};

/// What the store must know of a register.
struct Table {
  std::string name;  ///< [a-z][a-z0-9_]*
  std::vector<Column> columns;
  std::vector<std::string> key;                   ///< natural key; empty: the id alone
  std::vector<std::vector<std::string>> indexes;  ///< columns that lists filter or sort by
  std::string initial_state = {};                 ///< of a new record whose draft names no state
};

/// A version that someone wants to add.
struct Draft {
  std::optional<Uuid> id = {};  ///< of the record to change; none: found by natural key, or new
  /// Refuse with store.stale_version unless this is the newest version. 0: there must be no such
  /// record (with an id: a new record of that id).
  std::optional<int> expected = {};
  std::string state = {};          ///< lifecycle state; empty keeps the present one
  std::vector<Value> values = {};  ///< one per name of `columns`; a deletion may have none
  std::int64_t row = 0;            ///< row in the source file, 1 = first line; 0: not from a file
  bool deleted = false;
  /// Found by its natural key, a record that was deleted stays so: store.deleted_earlier.
  /// Otherwise the draft brings it back.
  bool keep_deleted = false;
  std::string reason = {};  ///< why corrected or deleted
};

/// How a draft stands to the newest version of its natural key.
enum class Standing {
  absent,     ///< there is no such record
  unchanged,  ///< writing it would write nothing
  differs     ///< or cannot be said without reading the record
};

enum class Outcome { added, changed, unchanged, refused };

struct Written {
  Outcome outcome = Outcome::added;
  Uuid id;
  int version = 0;
  /// When refused: store.stale_version, no_such_record, duplicate_key, key_incomplete, wrong_type,
  /// deleted_earlier.
  std::optional<Error> error = {};
};

/// Who writes, and from what.
struct Author {
  std::string user;
  std::string batch = {};  ///< import batch id; empty for single changes
};

struct Version {
  Uuid id;
  int version = 0;
  std::int64_t seq = 0;
  std::string state;
  bool deleted = false;
  std::string reason;
  Timestamp recorded_at;
  std::string recorded_by;
  std::string batch;
  std::int64_t row = 0;
  Digest previous_hash{};
  Digest hash{};
  std::vector<Value> values;  ///< in the order of Table::columns
};

/// One atomic unit of work; all or nothing. Dropped without commit: nothing happened.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Writes drafts whose `values` belong to `columns` (a subset of the table's; the others keep
  /// their present value, or are null in a new record). A draft equal to the newest version writes
  /// nothing. One answer per draft, in order.
  virtual Result<std::vector<Written>> append(std::string_view table,
                                              std::span<const std::string> columns,
                                              std::span<const Draft> drafts) = 0;
  /// Where the same drafts stand, by their fingerprints: reads no record and writes nothing. Of
  /// keys that this transaction has written to it only says `differs`.
  virtual Result<std::vector<Standing>> compare(std::string_view table,
                                                std::span<const std::string> columns,
                                                std::span<const Draft> drafts) = 0;
  /// Durable when it returns.
  virtual Result<void> commit() = 0;
};

/// Drafts that Store::write_all_or_none takes.
inline constexpr std::size_t most_all_or_none = 4096;

/// Which records to read.
struct Select {
  std::string table;
  /// Over the declared columns and id, state, seq, version, recorded_at, recorded_by, batch; empty:
  /// all. An id is compared as `id = uuid(?)`, with its text as the value.
  Sql where = {};
  struct Order {
    std::string column;
    bool descending = false;
  };
  /// Nulls are smaller than any value, text sorts by its bytes. The id is always the last, in the
  /// direction of the column before it.
  std::vector<Order> order = {};
  std::vector<Value> after = {};  ///< keyset: the order columns and id (text) of the last row seen
  std::int64_t limit = 0;         ///< 0: no limit
  bool history = false;           ///< all versions, deletions too; ties sort by version
  bool deleted = false;           ///< deleted records too
  std::optional<Uuid> id = {};    ///< only this record
  /// Only the records with these natural keys, found by `<table>_current`; each in the order of
  /// Table::key. At most some hundred at once.
  std::vector<std::vector<Value>> keys = {};
};

/// A stretch of the feed: versions of one table with consecutive seq from one commit.
struct Segment {
  std::int64_t commit = 0;
  std::string table;
  std::int64_t first = 0, last = 0;  ///< seq, both inclusive
  Timestamp recorded_at;
};

struct Broken {
  std::string table;
  std::int64_t seq = 0;
  std::string what;  ///< "hash differs", "version missing", "commit chain broken"
};

struct Audit {
  std::int64_t versions = 0;
  std::int64_t commits = 0;
  Digest head{};  ///< hash of the newest commit: kept elsewhere, it proves everything up to here
  std::vector<Broken> broken;
};

/// A term that runs on a record, for lists of what is due. Derived from the versions: a reader of
/// the feed writes it, and can throw it away and make it anew.
struct Appointment {
  std::string table;
  Uuid id;
  std::string clock;
  std::optional<Timestamp> due = {};  ///< the first instant that is late; none: it stands still
  std::string state, region, holder, handler;
};

/// How far the agenda has been written, and by which rules.
struct AgendaPosition {
  std::int64_t commit = 0;
  Digest hash{};      ///< of that commit, so that a restored backup is noticed
  std::string rules;  ///< digest of what the terms were computed by

  bool operator==(const AgendaPosition&) const = default;
};

struct Location {
  std::string folder;    ///< of the embedded store, made when missing
  std::string database;  ///< postgres://…; wins over folder
  bool read_only = false;
  int patience_ms = 15'000;  ///< how long to wait while another program writes: store.busy
};

/// All functions may be called from many threads.
class Store {
 public:
  virtual ~Store() = default;

  /// Makes or migrates the tables. Only forward: new tables, new columns, new indexes; a column
  /// that vanished from the declaration stays in the database, a changed type is refused.
  /// @fails  store.migration_refused
  virtual Result<void> declare(std::span<const Table> tables) = 0;
  /// As declared; before that, as the database has it. Null: no such table.
  [[nodiscard]] virtual const Table* table(std::string_view name) const = 0;
  [[nodiscard]] virtual std::vector<std::string> tables() const = 0;

  /// Waits for the one writer's place and holds it until commit or destruction. The same thread
  /// must not call write, put, erase or begin meanwhile. For bulk: some 100,000 drafts a commit.
  virtual Result<std::unique_ptr<Transaction>> begin(const Author& author) = 0;

  /// Small writes of many callers share one durable commit (group commit).
  virtual Result<std::vector<Written>> write(const Author& author, std::string_view table,
                                             std::span<const std::string> columns,
                                             std::vector<Draft> drafts) = 0;

  /// The same for at most `most_all_or_none` drafts; when one is refused, nothing of them is
  /// written.
  virtual Result<std::vector<Written>> write_all_or_none(const Author& author,
                                                         std::string_view table,
                                                         std::span<const std::string> columns,
                                                         std::vector<Draft> drafts) = 0;

  /// Calls `row` for each version until it returns false.
  virtual Result<void> read(const Select& select,
                            const std::function<bool(const Version&)>& row) = 0;
  virtual Result<std::int64_t> count(const Select& select) = 0;

  /// The feed after commit `after`, oldest first: whole commits, at least one if there is any, no
  /// further one once `limit` segments are reached.
  virtual Result<std::vector<Segment>> feed(std::int64_t after, std::size_t limit) = 0;
  /// All versions of a segment, in order of seq.
  virtual Result<void> read_segment(const Segment& segment,
                                    const std::function<bool(const Version&)>& row) = 0;
  /// Number of the newest commit, 0 in an empty store.
  virtual Result<std::int64_t> newest_commit() = 0;
  /// The hash of a commit in the chain of commits; none when the store has no such commit. Readers
  /// keep it beside their position, and so notice that a backup was put back under them.
  virtual Result<std::optional<Digest>> commit_hash(std::int64_t commit) = 0;
  /// Waits until a commit newer than `after` exists, or `timeout_ms` passed.
  virtual Result<std::int64_t> wait_for_commit(std::int64_t after, int timeout_ms) = 0;

  /// Recomputes every hash and the chain of commits, and compares what is derived from them.
  virtual Result<Audit> verify(const std::atomic<bool>* interrupted = nullptr) = 0;
  /// Makes anew what is derived: `<table>_current` and which version supersedes which.
  virtual Result<void> rebuild(std::string_view table) = 0;
  /// Waits until the indexes are built that a bulk load has put off (SQLite only). By itself that
  /// happens when nobody has written for ten seconds, which a program that answers one command and
  /// ends does not live to see: it calls this before it reads through them.
  virtual void settle(const std::atomic<bool>* interrupted = nullptr) = 0;
  /// A consistent copy while others write: one file.
  virtual Result<void> backup(const std::string& file) = 0;

  /// Key and value pairs of the program itself: sessions, users' keys, positions of readers.
  virtual Result<std::optional<std::string>> get(std::string_view space, std::string_view key) = 0;
  virtual Result<void> put(std::string_view space, std::string_view key,
                           std::string_view value) = 0;
  virtual Result<bool> erase(std::string_view space, std::string_view key) = 0;
  virtual Result<std::vector<std::pair<std::string, std::string>>> list(std::string_view space) = 0;

  /// None: nobody has written the agenda.
  virtual Result<std::optional<AgendaPosition>> agenda_position() = 0;
  /// Replaces the appointments of `records` (table and id) and moves the position; `from` none:
  /// everything there was is thrown away first. False and nothing written when somebody else has
  /// moved the position meanwhile.
  virtual Result<bool> write_agenda(const std::optional<AgendaPosition>& from,
                                    const AgendaPosition& to,
                                    std::span<const std::pair<std::string, Uuid>> records,
                                    std::span<const Appointment> appointments) = 0;
  /// In order of their due moments. `where` is over table_name,
  /// clock, due (microseconds since 1970), state, region, holder, handler.
  virtual Result<void> read_agenda(const Sql& where, std::int64_t limit,
                                   const std::function<bool(const Appointment&)>& row) = 0;
  virtual Result<std::int64_t> count_agenda(const Sql& where) = 0;

  [[nodiscard]] virtual Dialect dialect() const = 0;
  /// A SELECT over the newest, not deleted version of every record of a table, for readers that
  /// query the same database (PostgreSQL): id, state, recorded_at and the declared columns that are
  /// not encrypted, under these names.
  [[nodiscard]] virtual std::string current_relation(const Table& table) const = 0;
};

/// @fails  store.cannot_open, store.newer_schema, store.unavailable
[[nodiscard]] Result<std::unique_ptr<Store>> open(const Location& location);

/// Puts a backup file in place of an empty store.
/// @fails  store.not_empty, store.backup_damaged
[[nodiscard]] Result<void> restore(const std::string& file, const Location& location);

}  // namespace zhiheng::store
