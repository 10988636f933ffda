// What the housekeeping of a SQLite store does when its turn comes.

#include <algorithm>
#include <set>

#include "base/log.h"
#include "store/database.h"

namespace zhiheng::store {
namespace {

// Pages of the log that are worth folding: 16 MB.
constexpr std::uint32_t folded_from = 2'048;
// A log of 128 MB is folded to its end, so that the next commit writes at its beginning again. Over
// what is there already a commit waits for one write of the disk; behind the end for two, because
// the file system writes down how long the file has become.
constexpr std::uint32_t begun_anew_from = 16'384;
// How long writers wait for questions that still read in the log, and the housekeeping for writers.
constexpr int readers_ms = 20;
constexpr std::chrono::milliseconds writers{100};

struct LogPages {
  std::uint32_t written = 0, folded = 0;
};

/// Folds what nobody reads in the log any more, and gives how far the log and its folding are.
Result<LogPages> fold(Connection& connection) {
  LogPages pages;
  ZH_DO(connection.query(
      "PRAGMA wal_checkpoint(PASSIVE)", {}, [&](const Cursor& row) -> Result<bool> {
        const auto count = [&](int column) {  // -1: there is no log
          return static_cast<std::uint32_t>(std::max<std::int64_t>(0, row.integer(column)));
        };
        pages = {.written = count(1), .folded = count(2)};
        return true;
      }));
  return pages;
}

Result<std::optional<std::string>> missing_index_sql(Connection& connection, const Schema& schema) {
  std::set<std::string> there;
  ZH_DO(connection.query("SELECT name FROM sqlite_master WHERE type = 'index'", {},
                         [&](const Cursor& row) -> Result<bool> {
                           there.emplace(row.bytes(0));
                           return true;
                         }));
  for (const auto& [name, layout] : schema.tables) {
    for (const auto& index : layout->table.indexes) {
      if (there.contains(index_name(*layout, index))) continue;
      return create_index_sql(*layout, index, Dialect::sqlite);
    }
  }
  return std::nullopt;
}

}  // namespace

void Database::start_housekeeping() {
  if (dialect() != Dialect::sqlite || location_.read_only) return;
  housekeeping_ = std::make_unique<Housekeeping>(Housekeeping::Work{
      [this] { fold_log(); }, [this] { return build_index(); }, [this] { interrupt_upkeep(); }});
}

// How long the log is, SQLite tells the writer after each commit. It also stands in the file with
// the log's index, which is not for reading: a process that opens and closes that file gives up all
// its locks on it, and the next process to close the store takes itself for the last and truncates
// what this one works in.
// @source  sqlite.org/howtocorrupt.html, 2.2
void Database::fold_log() {
  const std::uint32_t written = log_pages_;
  if (written < folded_pages_) folded_pages_ = 0;  // it has begun anew
  const bool long_enough = written >= begun_anew_from;
  if (!long_enough && written < folded_pages_ + folded_from) return;
  // To open a connection is to read the schema of hundreds of tables: as much work as folding. The
  // thread of the housekeeping serves one store, and ends before it.
  thread_local std::unique_ptr<Connection> kept;
  if (!kept) {
    auto connection = connect(Use::fold);
    if (!connection) return;
    kept = *std::move(connection);
  }
  auto folded = fold(*kept);
  Result<void> done;
  if (folded) {
    folded_pages_ = folded->folded;
    if (long_enough) done = begin_log_anew(*kept);
  } else {
    done = std::unexpected(std::move(folded).error());
  }
  if (!done) {
    zhiheng::log(Level::warning, "store.checkpoint_failed", {{"error", describe(done.error())}});
  }
}

/// What was written while the rest was folded is folded twice: the second time, when it is little,
/// with the writer's place held.
Result<void> Database::begin_log_anew(Connection& folding) {
  ZH_DO(fold(folding));
  if (!take_place_within(writers)) return {};
  const auto done = folding.run("PRAGMA busy_timeout=" + std::to_string(readers_ms) +
                                "; PRAGMA wal_checkpoint(RESTART)");
  leave_writer();
  return done;
}

Housekeeping::Built Database::build_index() {
  using Built = Housekeeping::Built;
  if (stopping_) return Built::none_missing;
  {
    const std::lock_guard lock(writer_mutex_);
    if (writing_) return Built::busy;
  }
  bool built = false;
  const auto began = std::chrono::steady_clock::now();
  const auto done = as_writer([&](Connection& connection) -> Result<void> {
    if (stopping_) return {};
    load_ = {};  // the import is over; its keys need not stay in memory
    ZH_TRY(const Schema schema, read_schema(connection));
    ZH_TRY(const auto sql, missing_index_sql(connection, schema));
    built = sql.has_value();
    return built ? connection.run(*sql) : Result<void>();
  });
  if (done && built) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    zhiheng::log(Level::info, "store.index_built", {{"seconds", std::to_string(took.count())}});
  }
  if (done || stopping_) return built && !stopping_ ? Built::one : Built::none_missing;
  // The next start tries again; until then lists are slower, nothing else.
  zhiheng::log(Level::warning, "store.index_not_built", {{"error", describe(done.error())}});
  return Built::none_missing;
}

void Database::interrupt_upkeep() {
  stopping_ = true;
  if (writer_) writer_->interrupt();
}

Result<void> Database::note_missing_indexes() {
  if (!housekeeping_) return {};
  ZH_TRY(const Lease connection, lease());
  ZH_TRY(const Schema schema, read_schema(*connection));
  ZH_TRY(const auto sql, missing_index_sql(*connection, schema));
  if (sql) housekeeping_->note_debt();
  return {};
}

/// Commits of other processes: a bulk load among them leaves indexes to be built by whoever stays.
void Database::note_commits(std::int64_t newest) {
  {
    const std::lock_guard lock(commit_mutex_);
    if (newest <= newest_) return;
    newest_ = newest;
  }
  if (!housekeeping_) return;
  housekeeping_->note_activity();
  housekeeping_->note_debt();
}

void Database::settle(const std::atomic<bool>* interrupted) {
  if (housekeeping_) housekeeping_->settle(interrupted);
}

}  // namespace zhiheng::store
