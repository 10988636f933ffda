// Reading records and the feed.

#include <algorithm>

#include "store/database.h"
#include "store/failures.h"
#include "store/select.h"

namespace zhiheng::store {
namespace {

// How long another process's commit may go unseen.
constexpr int poll_milliseconds = 25;

Result<void> each_version(Connection& connection, const Layout& layout, const Cipher* cipher,
                          const Query& query, const std::function<bool(const Version&)>& row) {
  return connection.query(query.sql, query.values, [&](const Cursor& cursor) -> Result<bool> {
    Version version = read_version(cursor, layout, false);
    ZH_DO(decrypt_values(layout, cipher, version));
    return row(version);
  });
}

}  // namespace

Result<void> Database::read(const Select& select, const std::function<bool(const Version&)>& row) {
  ZH_TRY(const Layout* const layout, this->layout(select.table));
  ZH_TRY(auto keys, key_entries(*layout, cipher().get(), select.keys));
  ZH_TRY(const Lease connection, lease());
  Select wanted = select;
  const bool spread = distribution()->present.contains(select.table);
  if (keys.size() > 1 || (spread && !keys.empty() && !select.id)) {
    // Whoever asks for many keys at once is about to write them: as a rule none is there.
    const std::vector<std::string_view> asked(keys.begin(), keys.end());
    ZH_TRY(const auto entries, connection->find_current(*layout, asked));
    if (std::ranges::all_of(entries, [](const Current& one) { return one.seq == 0; })) return {};
    // The id says on which worker a record lies, a question within the question does not.
    if (spread && keys.size() == 1) {
      wanted.id = entries.front().id;
      keys.clear();
    }
  }
  ZH_TRY(std::vector<Query> queries, select_queries(*layout, wanted, keys, dialect()));
  if (queries.size() > 1) ZH_DO(connection->begin_read());
  std::int64_t given = 0;
  bool more = true;
  for (const Query& query : queries) {
    ZH_DO(each_version(*connection, *layout, cipher().get(), query, [&](const Version& version) {
      more = row(version);
      ++given;
      if (select.limit > 0 && given >= select.limit) more = false;
      return more;
    }));
    if (!more) break;
  }
  return {};
}

Result<std::int64_t> Database::count(const Select& select) {
  ZH_TRY(const Layout* const layout, this->layout(select.table));
  ZH_TRY(const auto keys, key_entries(*layout, cipher().get(), select.keys));
  ZH_TRY(const Lease connection, lease());
  const Query query = count_query(*layout, select, keys);
  std::int64_t number = 0;
  ZH_DO(connection->query(query.sql, query.values, [&](const Cursor& row) -> Result<bool> {
    number = row.integer(0);
    return false;
  }));
  return number;
}

Result<std::vector<Segment>> Database::feed(std::int64_t after, std::size_t limit) {
  ZH_TRY(const Lease connection, lease());
  std::vector<Segment> segments;
  // Commit numbers have no gaps, so `limit` commits are enough; whole commits only, for the reader
  // goes on from the last commit it has seen.
  const auto size = static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000'000));
  std::int64_t last = after + size;
  if (last > visible_ && !distribution()->present.empty()) {
    ZH_TRY(const std::int64_t newest, visible_commit(*connection));
    last = std::min(last, newest);
  }
  const Parameter values[] = {Value(after), Value(last)};
  ZH_DO(connection->query(
      "SELECT r.number, r.table_name, r.first_seq, r.last_seq, c.recorded_at FROM commit_ranges r "
      "JOIN commits c ON c.number = r.number WHERE r.number > ? AND r.number <= ? "
      "ORDER BY r.number, r.table_name",
      values, [&](const Cursor& row) -> Result<bool> {
        const std::int64_t number = row.integer(0);
        if (segments.size() >= limit && segments.back().commit != number) return false;
        segments.push_back(
            {number, std::string(row.bytes(1)), row.integer(2), row.integer(3), row.timestamp(4)});
        return true;
      }));
  return segments;
}

Result<void> Database::read_segment(const Segment& segment,
                                    const std::function<bool(const Version&)>& row) {
  ZH_TRY(const Layout* const layout, this->layout(segment.table));
  ZH_TRY(const Lease connection, lease());
  const Query query{"SELECT " + select_list(*layout, false) + " FROM " +
                        quoted_name(layout->relation) + " WHERE seq BETWEEN ? AND ? ORDER BY seq",
                    {Value(segment.first), Value(segment.last)}};
  return each_version(*connection, *layout, cipher().get(), query, row);
}

Result<std::int64_t> Database::newest_commit() {
  ZH_TRY(const Lease connection, lease());
  return visible_commit(*connection);
}

Result<std::optional<Digest>> Database::commit_hash(std::int64_t commit) {
  ZH_TRY(const Lease connection, lease());
  std::optional<Digest> digest;
  const Parameter values[] = {Value(commit)};
  ZH_DO(connection->query("SELECT chain FROM commits WHERE number = ?", values,
                          [&](const Cursor& row) -> Result<bool> {
                            digest = read_digest(row.bytes(0));
                            return false;
                          }));
  return digest;
}

Result<std::int64_t> Database::wait_for_commit(std::int64_t after, int timeout_ms) {
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;
  const auto end = steady_clock::now() + milliseconds(timeout_ms);
  for (;;) {
    ZH_TRY(const std::int64_t newest, newest_commit());
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    note_commits(newest);
    if (newest > after || left <= milliseconds(0)) return newest;
    // Our own commits wake us; those of other processes are looked for.
    std::unique_lock lock(commit_mutex_);
    committed_.wait_for(lock, std::min(left + milliseconds(1), milliseconds(poll_milliseconds)),
                        [&] { return newest_ > after; });
  }
}

std::string Database::current_relation(const Table& table) const {
  std::string columns = "id, state, recorded_at";
  for (const Column& column : table.columns) {
    if (!column.encrypted) columns += ", " + quoted_name(column.name);
  }
  return "SELECT " + columns + " FROM " + quoted_name("r_" + table.name) +
         " WHERE superseded IS NULL AND NOT deleted";
}

}  // namespace zhiheng::store
