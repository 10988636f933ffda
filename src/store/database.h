#pragma once
// The store over one database, whichever engine: connections, the writer's place, reading.

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "store/change.h"
#include "store/distribution.h"
#include "store/housekeeping.h"

namespace zhiheng::store {

/// Versions that a backup, a restoration or a rebuilding holds in memory at a time.
inline constexpr std::size_t rows_held = 2000;

class Database;

/// So many commits of the log are at most one commit of the database.
inline constexpr int largest_group = 256;

/// A connection of the pool, given back when the lease ends.
class Lease {
 public:
  Lease(Database& database, std::unique_ptr<Connection> connection)
      : database_(&database), connection_(std::move(connection)) {}
  Lease(Lease&& other) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Connection* operator->() const { return connection_.get(); }
  Connection& operator*() const { return *connection_; }

 private:
  Database* database_;
  std::unique_ptr<Connection> connection_;
};

class Database final : public Store {
 public:
  explicit Database(Location location) : location_(std::move(location)) {}
  ~Database() override;

  /// Connects, makes the system tables when they are missing, reads the schema.
  Result<void> start();

  Result<void> declare(std::span<const Table> tables) override;
  [[nodiscard]] const Table* table(std::string_view name) const override;
  [[nodiscard]] std::vector<std::string> tables() const override;
  Result<std::unique_ptr<Transaction>> begin(const Author& author) override;
  Result<std::vector<Written>> write(const Author& author, std::string_view table,
                                     std::span<const std::string> columns,
                                     std::vector<Draft> drafts) override;
  Result<std::vector<Written>> write_all_or_none(const Author& author, std::string_view table,
                                                 std::span<const std::string> columns,
                                                 std::vector<Draft> drafts) override;
  Result<void> read(const Select& select, const std::function<bool(const Version&)>& row) override;
  Result<std::int64_t> count(const Select& select) override;
  Result<std::vector<Segment>> feed(std::int64_t after, std::size_t limit) override;
  Result<void> read_segment(const Segment& segment,
                            const std::function<bool(const Version&)>& row) override;
  Result<std::int64_t> newest_commit() override;
  Result<std::optional<Digest>> commit_hash(std::int64_t commit) override;
  Result<std::int64_t> wait_for_commit(std::int64_t after, int timeout_ms) override;
  Result<Audit> verify(const std::atomic<bool>* interrupted) override;
  Result<void> rebuild(std::string_view table) override;
  void settle(const std::atomic<bool>* interrupted) override;
  Result<void> backup(const std::string& file) override;
  Result<std::optional<std::string>> get(std::string_view space, std::string_view key) override;
  Result<void> put(std::string_view space, std::string_view key, std::string_view value) override;
  Result<bool> erase(std::string_view space, std::string_view key) override;
  Result<std::vector<std::pair<std::string, std::string>>> list(std::string_view space) override;
  Result<std::optional<AgendaPosition>> agenda_position() override;
  Result<bool> write_agenda(const std::optional<AgendaPosition>& from, const AgendaPosition& to,
                            std::span<const std::pair<std::string, Uuid>> records,
                            std::span<const Appointment> appointments) override;
  Result<void> read_agenda(const Sql& where, std::int64_t limit,
                           const std::function<bool(const Appointment&)>& row) override;
  Result<std::int64_t> count_agenda(const Sql& where) override;
  [[nodiscard]] Dialect dialect() const override;
  [[nodiscard]] std::string current_relation(const Table& table) const override;

  /// Everything of a backup file into this store, which must be empty.
  Result<void> load_backup(const std::string& file);

  Result<Lease> lease();
  void give_back(std::unique_ptr<Connection> connection);
  Result<const Layout*> layout(std::string_view table) const;
  [[nodiscard]] std::shared_ptr<const Cipher> cipher() const;

  /// The one place of the writer within this process; waits until it is free.
  Result<Connection*> take_writer();
  /// For the housekeeping, which rather comes again than waits for an import; false: not got.
  bool take_place_within(std::chrono::milliseconds patience);
  void leave_writer();
  /// Of whoever has the writer's place.
  [[nodiscard]] Worker& worker() { return worker_; }
  /// For whoever holds the writer's place.
  [[nodiscard]] Load& load() { return load_; }
  /// Takes the writer's place and its transaction around `work`, which may not use another.
  Result<void> as_writer(const std::function<Result<void>(Connection&)>& work);
  void announce(std::int64_t commit, bool put_off_indexes = false);
  /// What lies on workers, looked up anew.
  Result<void> note_distribution();
  [[nodiscard]] std::shared_ptr<const Distribution> distribution() const;

 private:
  struct Request;

  Result<std::unique_ptr<Connection>> connect(Use use);
  Result<void> make_system_tables(Connection& connection);
  Result<bool> has_system_tables(Connection& connection) const;
  Result<Schema> read_schema(Connection& connection) const;
  void adopt(Schema schema);
  Result<void> migrate(Connection& connection, const Table& table, const Schema& schema);
  /// For whoever has the writer's place: the newest commit, and all of it on the workers.
  Result<Head> head_of(Connection& connection);
  Result<std::int64_t> visible_commit(Connection& connection);
  Result<void> wait_for(Connection& connection, const Stretch& part);
  Result<Audit> verify_once(const std::atomic<bool>* interrupted);
  Result<void> load_key(Connection& connection, bool make);
  Result<void> rebuild_current(Connection& connection, const Layout& layout);
  void start_housekeeping();
  Result<void> note_missing_indexes();
  void note_commits(std::int64_t newest);
  void fold_log();
  Result<void> begin_log_anew(Connection& folding);
  Housekeeping::Built build_index();
  void interrupt_upkeep();
  Result<std::vector<Written>> wait_in_line(Request& request);
  void write_group(std::span<Request* const> group);
  Result<void> write_group_on(Connection& connection, std::span<Request* const> group);

  Location location_;
  std::atomic<std::uint32_t> log_pages_ = 0;  ///< of SQLite's log, after the writer's last commit
  std::uint32_t folded_pages_ = 0;            ///< of those, in the database; of the housekeeping
  std::unique_ptr<Connection> writer_;
  Worker worker_;
  Load load_;

  mutable std::mutex schema_mutex_;
  std::vector<std::shared_ptr<const Schema>> schemas_;  ///< the last one counts; the others may
                                                        ///< still be in use by a caller
  std::shared_ptr<const Cipher> cipher_;
  std::shared_ptr<const Distribution> distribution_ = std::make_shared<const Distribution>();
  std::atomic<std::int64_t> visible_ = 0;    ///< newest commit that was seen on all workers
  std::atomic<std::int64_t> finished_ = -1;  ///< newest commit, if it was ours and went well

  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;

  std::mutex writer_mutex_;
  std::condition_variable writer_free_;
  bool writing_ = false;
  bool group_first_ = false;  ///< a bulk transaction has ended: small writes that wait come next
  std::deque<Request*> queue_;

  std::mutex commit_mutex_;
  std::condition_variable committed_;
  std::int64_t newest_ = 0;

  std::atomic<bool> stopping_ = false;
  std::unique_ptr<Housekeeping> housekeeping_;  ///< the last member: it uses the others
};

}  // namespace zhiheng::store
