#include "cube/duck_cube.h"

#include <filesystem>

#include "base/log.h"
#include "base/sha256.h"
#include "cube/failures.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

using namespace std::chrono_literals;

std::string hash_text(const std::optional<Digest>& hash) { return hash ? to_hex(*hash) : ""; }

template <class T>
T cell(const Table& table, std::size_t column) {
  if (table.rows.empty()) return {};
  const auto* value = std::get_if<T>(&table.rows.front()[column]);
  return value == nullptr ? T{} : *value;
}

}  // namespace

DuckCube::DuckCube(store::Store& store, std::vector<Relation> relations,
                   std::vector<SummaryTable> summaries, Slot slot)
    : store_(store),
      relations_(std::move(relations)),
      tables_(std::move(summaries)),
      layout_(layout(relations_)),
      slot_(std::move(slot)),
      lines_(tables_.size(), 0) {}

DuckCube::~DuckCube() = default;

Result<std::unique_ptr<Cube>> DuckCube::open(const catalog::Catalog& catalog, store::Store& store,
                                             const std::string& folder) {
  ZH_TRY(auto slot, Slot::take(folder + "/cube"));
  auto relations = cube::relations(catalog, store);
  auto summaries = summary_tables(catalog, relations);
  auto cube = std::unique_ptr<DuckCube>(
      new DuckCube(store, std::move(relations), std::move(summaries), std::move(slot)));
  const std::lock_guard lock(cube->writer_);
  ZH_DO(cube->start(false));
  return cube;
}

/// Opens the file, or makes a new one when it is missing, damaged, or of another layout or store.
Result<void> DuckCube::start(bool discard) {
  const std::unique_lock lock(open_);
  ++generation_;
  {
    const std::lock_guard pool(pool_mutex_);
    pool_.clear();
  }
  writing_.reset();
  file_.reset();
  if (!discard && !slot_.marked() && std::filesystem::exists(slot_.file())) {
    const auto usable = attach();
    if (usable && *usable) return {};
    log(Level::warning, "cube.discarded",
        {{"file", slot_.file()},
         {"why", usable ? "other layout or other store" : describe(usable.error())}});
    writing_.reset();
    file_.reset();
  }
  slot_.discard();
  return create();
}

/// False: it can be read, but is not the cube of this store and catalog.
Result<bool> DuckCube::attach() {
  slot_.mark_opening();
  ZH_TRY(file_, DuckFile::open(slot_.file()));
  ZH_TRY(writing_, file_->connect());
  ZH_TRY(const auto row,
         writing_->query({"SELECT layout, commit_number, complete FROM own.position", {}}));
  if (cell<std::string>(row, 0) != layout_) return false;
  for (const auto& relation : relations_) {
    ZH_TRY(const auto counts,
           writing_->query({"SELECT (SELECT count(*) FROM " + expr::quoted(relation.name) +
                                ") - (SELECT records FROM own.records WHERE name = ?)",
                            {relation.name}}));
    if (counts.rows.empty() || !std::holds_alternative<std::int64_t>(counts.rows[0][0]) ||
        cell<std::int64_t>(counts, 0) != 0) {
      return fail(damaged, relation.name, "other number of records than noted");
    }
  }
  ZH_DO(check_summaries());
  position_ = cell<std::int64_t>(row, 1);
  complete_ = cell<bool>(row, 2);
  ZH_TRY(const bool fitting, fits_store());
  slot_.clear_mark();
  return fitting;
}

Result<void> DuckCube::create() {
  slot_.clear_mark();
  position_ = 0;
  complete_ = false;
  newest_at_ = {};
  {
    const std::lock_guard lock(lines_mutex_);
    counted_.clear();
  }
  ZH_TRY(file_, DuckFile::open(slot_.file()));
  ZH_TRY(writing_, file_->connect());
  ZH_DO(writing_->run("BEGIN"));
  ZH_DO(writing_->run("CREATE SCHEMA own"));
  ZH_DO(
      writing_->run("CREATE TABLE own.position (layout VARCHAR, commit_number BIGINT, "
                    "commit_hash VARCHAR, complete BOOLEAN)"));
  ZH_DO(writing_->run("CREATE TABLE own.records (name VARCHAR, records BIGINT, counted BIGINT)"));
  for (const auto& relation : relations_) {
    ZH_DO(writing_->run(create_table(relation, relation.name)));
    ZH_TRY(const auto done,
           writing_->query({"INSERT INTO own.records VALUES (?, 0, 0)", {relation.name}}));
  }
  ZH_DO(
      writing_->run("CREATE TABLE own.summaries (name VARCHAR, definition VARCHAR, "
                    "compact BIGINT)"));
  ZH_DO(create_summaries());
  ZH_TRY(const auto done,
         writing_->query({"INSERT INTO own.position VALUES (?, 0, '', false)", {layout_}}));
  return writing_->run("COMMIT");
}

/// Whether the store still has the commit that we stopped at, with the same history before it.
Result<bool> DuckCube::fits_store() {
  if (position_ == 0) return true;
  ZH_TRY(const auto hash, store_.commit_hash(position_));
  ZH_TRY(const auto row, writing_->query({"SELECT commit_hash FROM own.position", {}}));
  return hash && hash_text(hash) == cell<std::string>(row, 0);
}

Result<Table> DuckCube::query_once(const Sql& sql, const std::atomic<bool>* stop) {
  const std::shared_lock lock(open_);
  if (file_ == nullptr) return fail(damaged, slot_.file());
  std::unique_ptr<DuckConnection> connection;
  {
    const std::lock_guard pool(pool_mutex_);
    if (!pool_.empty()) {
      connection = std::move(pool_.back());
      pool_.pop_back();
    }
  }
  if (connection == nullptr) {
    ZH_TRY(connection, file_->connect());
  }
  auto table = connection->query(sql, stop);
  const std::lock_guard pool(pool_mutex_);
  pool_.push_back(std::move(connection));
  return table;
}

Result<Table> DuckCube::query(const Sql& sql, const std::atomic<bool>* stop) {
  for (int attempt = 0;; ++attempt) {
    if (!complete_) {
      ZH_DO(refresh(stop));
    }
    const auto seen = generation_.load();
    auto table = query_once(sql, stop);
    if (table || table.error().failure != &damaged || attempt == 2) return table;
    log(Level::warning, "cube.damaged", {{"error", describe(table.error())}});
    ZH_DO(heal(seen, attempt > 0));
  }
}

/// Opens the file again; a file that failed even so is thrown away.
Result<void> DuckCube::heal(std::uint64_t seen, bool discard) {
  const std::lock_guard lock(writer_);
  if (generation_ != seen) return {};  // somebody else was faster
  return start(discard);
}

Result<std::int64_t> DuckCube::refresh(const std::atomic<bool>* stop) {
  std::unique_lock lock(writer_, std::defer_lock);
  while (!lock.try_lock_for(50ms)) {
    if (stop != nullptr && stop->load()) return fail(interrupted, "refresh");
  }
  for (int attempt = 0;; ++attempt) {
    auto reached = catch_up(stop);
    if (reached || reached.error().failure != &damaged || attempt == 2) return reached;
    log(Level::warning, "cube.damaged", {{"error", describe(reached.error())}});
    ZH_DO(start(attempt > 0));
  }
}

Result<void> DuckCube::rebuild(const std::atomic<bool>* stop) {
  {
    const std::lock_guard lock(writer_);
    ZH_DO(start(true));
  }
  ZH_DO(refresh(stop));
  return {};
}

}  // namespace zhiheng::cube
