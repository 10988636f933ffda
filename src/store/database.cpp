#include "store/database.h"

#include <filesystem>

#include "base/log.h"
#include "store/failures.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

constexpr std::size_t kept_connections = 8;
constexpr std::string_view file_name = "records.sqlite";

class UnitOfWork final : public Transaction, public KeepsFiles {
 public:
  UnitOfWork(Database& database, Connection& connection, Head head, const Author& author)
      : database_(database),
        connection_(connection),
        head_(std::move(head)),
        change_(std::in_place, connection, database.worker(), head_, database.load(),
                database.cipher(), author, std::max(now(), head_.recorded_at)) {}

  ~UnitOfWork() override { end(false); }

  Result<std::vector<Written>> append(std::string_view table, std::span<const std::string> columns,
                                      std::span<const Draft> drafts) override {
    if (!change_) return fail(transaction_over);
    ZH_TRY(const Layout* const layout, database_.layout(table));
    return change_->append(*layout, columns, drafts);
  }

  Result<std::vector<Standing>> compare(std::string_view table,
                                        std::span<const std::string> columns,
                                        std::span<const Draft> drafts) override {
    if (!change_) return fail(transaction_over);
    ZH_TRY(const Layout* const layout, database_.layout(table));
    ZH_TRY(const Lease reader, database_.lease());
    return change_->compare(*reader, *layout, columns, drafts);
  }

  Result<KeptFile> keep(const NewFile& file) override {
    if (!change_) return fail(transaction_over);
    ZH_DO(change_->settle());
    return keep_file(connection_, database_.cipher().get(), file, now());
  }

  Result<void> commit() override {
    if (!change_) return fail(transaction_over);
    auto finished = change_->finish();
    Result<void> done;
    if (!finished) {
      done = std::unexpected(std::move(finished).error());
    } else {
      done = connection_.commit();
    }
    end(done.has_value());
    return done;
  }

 private:
  void end(bool committed) {
    if (!change_) return;
    const bool put_off = change_->put_off_indexes();
    change_.reset();  // waits for the writing thread
    if (!committed) {
      connection_.rollback();
      database_.load() = {};
    }
    database_.leave_writer();
    if (committed) database_.announce(head_.number, put_off);
  }

  Database& database_;
  Connection& connection_;
  Head head_;
  std::optional<Change> change_;
};

}  // namespace

Lease::~Lease() {
  if (connection_) database_->give_back(std::move(connection_));
}

Database::~Database() {
  housekeeping_.reset();
  // It has broken off what the writer might have been doing. Until the next statement that keeps
  // SQLite from folding the log and removing it, which the last connection does when it closes.
  if (writer_ && dialect() == Dialect::sqlite && !location_.read_only) {
    (void)writer_->run("SELECT 1");
  }
}

Result<std::unique_ptr<Connection>> Database::connect(Use use) {
  if (!location_.database.empty()) return connect_postgres(location_);
  return connect_sqlite((std::filesystem::path(location_.folder) / file_name).string(),
                        location_.read_only ? Use::look : use, location_.patience_ms, &log_pages_);
}

Dialect Database::dialect() const {
  return location_.database.empty() ? Dialect::sqlite : Dialect::postgresql;
}

Result<Lease> Database::lease() {
  {
    const std::lock_guard lock(pool_mutex_);
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->usable()) return Lease(*this, std::move(connection));
    }
  }
  ZH_TRY(auto connection, connect(Use::read));
  return Lease(*this, std::move(connection));
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  connection->rollback();  // a snapshot ends here
  const std::lock_guard lock(pool_mutex_);
  if (connection->usable() && idle_.size() < kept_connections) {
    idle_.push_back(std::move(connection));
  }
}

Result<const Layout*> Database::layout(std::string_view table) const {
  const std::lock_guard lock(schema_mutex_);
  const Layout* const found = schemas_.back()->find(table);
  if (found == nullptr) return fail(unknown_table, std::string(table), {}, "a declared table");
  return found;
}

const Table* Database::table(std::string_view name) const {
  const auto found = layout(name);
  return found ? &(*found)->table : nullptr;
}

std::vector<std::string> Database::tables() const {
  const std::lock_guard lock(schema_mutex_);
  std::vector<std::string> names;
  for (const auto& [name, layout] : schemas_.back()->tables) names.push_back(name);
  return names;
}

std::shared_ptr<const Cipher> Database::cipher() const {
  const std::lock_guard lock(schema_mutex_);
  return cipher_;
}

void Database::announce(std::int64_t commit, bool put_off_indexes) {
  {
    const std::lock_guard lock(commit_mutex_);
    newest_ = std::max(newest_, commit);
  }
  finished_ = commit;
  committed_.notify_all();
  if (!housekeeping_) return;
  housekeeping_->note_activity();
  if (put_off_indexes) housekeeping_->note_debt();
}

Result<Connection*> Database::take_writer() {
  if (location_.read_only) return fail(read_only);
  std::unique_lock lock(writer_mutex_);
  writer_free_.wait(lock, [&] { return !writing_ && !(group_first_ && !queue_.empty()); });
  writing_ = true;
  lock.unlock();
  if (writer_ && writer_->usable()) return writer_.get();
  auto connection = connect(Use::write);
  if (!connection) {
    leave_writer();
    return std::unexpected(std::move(connection).error());
  }
  writer_ = *std::move(connection);
  finished_ = -1;
  return writer_.get();
}

bool Database::take_place_within(std::chrono::milliseconds patience) {
  std::unique_lock lock(writer_mutex_);
  const bool free = writer_free_.wait_for(lock, patience, [&] { return !writing_; });
  writing_ = writing_ || free;
  return free;
}

void Database::leave_writer() {
  {
    const std::lock_guard lock(writer_mutex_);
    writing_ = false;
    group_first_ = true;
  }
  writer_free_.notify_all();
}

Result<void> Database::as_writer(const std::function<Result<void>(Connection&)>& work) {
  ZH_TRY(Connection* const connection, take_writer());
  auto done = connection->begin_write();
  if (done) {
    done = work(*connection);
    if (done) done = connection->commit();
    if (!done) connection->rollback();
  }
  leave_writer();
  return done;
}

Result<std::unique_ptr<Transaction>> Database::begin(const Author& author) {
  ZH_TRY(Connection* const connection, take_writer());
  if (housekeeping_) housekeeping_->note_activity();
  auto started = connection->begin_write();
  if (!started) {
    leave_writer();
    return std::unexpected(std::move(started).error());
  }
  auto head = head_of(*connection);
  if (!head) {
    connection->rollback();
    leave_writer();
    return std::unexpected(std::move(head).error());
  }
  return std::make_unique<UnitOfWork>(*this, *connection, *std::move(head), author);
}

Result<std::unique_ptr<Store>> open(const Location& location) {
  if (location.database.empty() && !location.read_only) {
    std::error_code trouble;
    std::filesystem::create_directories(location.folder, trouble);
    if (trouble) return fail(cannot_open, location.folder, trouble.message());
  }
  auto database = std::make_unique<Database>(location);
  ZH_DO(database->start());
  return database;
}

}  // namespace zhiheng::store
