// What the housekeeping of a SQLite store does when its turn comes.

#include <filesystem>
#include <set>

#include "base/log.h"
#include "store/database.h"

namespace zhiheng::store {
namespace {

constexpr std::uintmax_t folded_from = 16 << 20;  // bytes of log

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

void Database::fold_log() {
  std::error_code trouble;
  const auto log = std::filesystem::file_size(location_.folder + "/records.sqlite-wal", trouble);
  if (trouble || log < folded_from) return;
  // To open a connection is to read the schema of hundreds of tables: as much work as folding. The
  // thread of the housekeeping serves one store, and ends before it.
  thread_local std::unique_ptr<Connection> kept;
  if (!kept) {
    auto connection = connect(Use::fold);
    if (!connection) return;
    kept = *std::move(connection);
  }
  if (auto done = kept->run("PRAGMA wal_checkpoint(PASSIVE)"); !done) {
    zhiheng::log(Level::warning, "store.checkpoint_failed", {{"error", describe(done.error())}});
  }
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
