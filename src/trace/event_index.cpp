#include "trace/event_index.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "base/sha256.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

constexpr int generation = 2;  ///< raised when terms are made in another way
constexpr std::size_t segments_at_once = 64;
constexpr std::size_t postings_at_once = 400'000;
constexpr int patience_ms = 60'000;

struct Posting {
  Term term;
  std::int64_t seq;
  auto operator<=>(const Posting&) const = default;
};

class Statement {
 public:
  Statement(sqlite3* database, const std::string& sql) {
    sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &handle_, nullptr);
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_, index, value); }
  int step() { return handle_ == nullptr ? SQLITE_ERROR : sqlite3_step(handle_); }
  void reset() { sqlite3_reset(handle_); }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(handle_, column);
  }
  [[nodiscard]] std::string text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return bytes == nullptr ? "" : bytes;
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace

struct EventIndex::File {
  store::Store& store;
  std::string path;
  sqlite3* database = nullptr;
  std::mutex mutex;

  File(store::Store& of, std::string file) : store(of), path(std::move(file)) {}
  ~File() { sqlite3_close_v2(database); }

  [[nodiscard]] std::unexpected<Error> broken() const {
    return fail(index_unusable, path, database == nullptr ? "" : sqlite3_errmsg(database));
  }
  Result<void> run(const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return broken();
    return {};
  }
  Result<void> open();
  /// The commit up to which the file goes; 0 when it does not belong to this store any more.
  Result<std::int64_t> position();
  Result<void> clear();
  Result<void> keep(std::vector<Posting>& postings, std::int64_t commit);
  Result<bool> advance(const std::atomic<bool>* stop);
};

Result<void> EventIndex::File::open() {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) return broken();
  sqlite3_busy_timeout(database, patience_ms);
  const std::string layout =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
      "CREATE TABLE IF NOT EXISTS postings (term INTEGER NOT NULL, seq INTEGER NOT NULL,"
      " PRIMARY KEY (term, seq)) WITHOUT ROWID, STRICT;"
      "CREATE TABLE IF NOT EXISTS position (generation INTEGER PRIMARY KEY, number INTEGER NOT "
      "NULL,"
      " chain TEXT NOT NULL) STRICT;";
  return run(layout.c_str());
}

Result<std::int64_t> EventIndex::File::position() {
  Statement read(database, "SELECT number, chain FROM position WHERE generation = " +
                               std::to_string(generation));
  if (read.step() != SQLITE_ROW) return 0;
  const std::int64_t number = read.integer(0);
  ZH_TRY(const auto chain, store.commit_hash(number));
  return chain && to_hex(*chain) == read.text(1) ? number : 0;
}

Result<void> EventIndex::File::clear() {
  return run("DELETE FROM postings; DELETE FROM position;");
}

Result<void> EventIndex::File::keep(std::vector<Posting>& postings, std::int64_t commit) {
  std::ranges::sort(postings);
  Statement insert(database, "INSERT OR IGNORE INTO postings (term, seq) VALUES (?, ?)");
  for (const Posting& posting : postings) {
    insert.bind(1, posting.term);
    insert.bind(2, posting.seq);
    if (insert.step() != SQLITE_DONE) return broken();
    insert.reset();
  }
  postings.clear();
  ZH_TRY(const auto chain, store.commit_hash(commit));
  const std::string sql = "INSERT OR REPLACE INTO position VALUES (" + std::to_string(generation) +
                          ", " + std::to_string(commit) + ", '" +
                          (chain ? to_hex(*chain) : std::string()) + "')";
  return run(sql.c_str());
}

/// One transaction's worth; false when there is nothing more.
Result<bool> EventIndex::File::advance(const std::atomic<bool>* stop) {
  ZH_TRY(std::int64_t at, position());
  if (at == 0) ZH_DO(clear());
  const std::int64_t began = at;
  const store::Table* table = store.table(event_register);
  const auto column = std::ranges::find(table->columns, "body", &store::Column::name);
  const auto body = static_cast<std::size_t>(column - table->columns.begin());
  std::vector<Posting> postings;
  bool more = true;
  while (more && postings.size() < postings_at_once) {
    ZH_TRY(const auto segments, store.feed(at, segments_at_once));
    more = !segments.empty();
    for (const store::Segment& segment : segments) {
      at = segment.commit;
      if (segment.table != event_register) continue;
      if (stop != nullptr && *stop) return fail(interrupted, path);
      Result<void> read;
      ZH_DO(store.read_segment(segment, [&](const store::Version& version) {
        if (version.deleted) return true;
        const auto event = stored_event(std::get<std::string>(version.values[body]));
        if (!event) {
          read = std::unexpected(event.error());
          return false;
        }
        for (const Term term : terms_of(*event)) postings.push_back({term, version.seq});
        return true;
      }));
      ZH_DO(read);
    }
  }
  if (at != began) ZH_DO(keep(postings, at));
  return more;
}

EventIndex::EventIndex(std::unique_ptr<File> file) : file_(std::move(file)) {}
EventIndex::~EventIndex() = default;

Result<std::unique_ptr<EventIndex>> EventIndex::open(const std::string& folder,
                                                     store::Store& store) {
  auto file = std::make_unique<File>(
      store, (std::filesystem::path(folder) / "epcis_index.sqlite").string());
  ZH_DO(file->open());
  return std::unique_ptr<EventIndex>(new EventIndex(std::move(file)));
}

Result<void> EventIndex::refresh(const std::atomic<bool>* stop) {
  const std::lock_guard lock(file_->mutex);
  for (;;) {
    ZH_TRY(const std::int64_t newest, file_->store.newest_commit());
    ZH_TRY(const std::int64_t at, file_->position());
    if (at == newest && newest > 0) return {};
    // Whoever writes reads the position again: another process may have been faster.
    ZH_DO(file_->run("BEGIN IMMEDIATE"));
    const auto more = file_->advance(stop);
    ZH_DO(file_->run(more ? "COMMIT" : "ROLLBACK"));
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
  }
}

Result<std::vector<std::int64_t>> EventIndex::find(const std::vector<std::vector<Term>>& groups,
                                                   std::int64_t after, std::size_t limit) {
  const std::lock_guard lock(file_->mutex);
  const auto in = [](const std::vector<Term>& terms) {
    std::string list = "(";
    for (const Term term : terms) list += (list.size() > 1 ? ", " : "") + std::to_string(term);
    return list + ")";
  };
  // The rarest group leads; the others are asked for each of its events.
  std::size_t lead = 0;
  std::int64_t fewest = -1;
  for (std::size_t i = 0; groups.size() > 1 && i < groups.size(); ++i) {
    Statement count(file_->database, "SELECT count(*) FROM (SELECT 1 FROM postings WHERE term IN " +
                                         in(groups[i]) + " LIMIT 20000)");
    if (count.step() != SQLITE_ROW) return file_->broken();
    if (fewest < 0 || count.integer(0) < fewest) {
      fewest = count.integer(0);
      lead = i;
    }
  }
  std::string sql =
      "SELECT DISTINCT seq FROM postings p WHERE term IN " + in(groups[lead]) + " AND seq > ?";
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == lead) continue;
    sql += " AND EXISTS (SELECT 1 FROM postings o WHERE o.term IN " + in(groups[i]) +
           " AND o.seq = p.seq)";
  }
  sql += " ORDER BY seq LIMIT ?";
  Statement read(file_->database, sql);
  read.bind(1, after);
  read.bind(2, static_cast<std::int64_t>(limit));
  std::vector<std::int64_t> found;
  int step = read.step();
  for (; step == SQLITE_ROW; step = read.step()) found.push_back(read.integer(0));
  if (step != SQLITE_DONE) return file_->broken();
  return found;
}

}  // namespace zhiheng::trace
