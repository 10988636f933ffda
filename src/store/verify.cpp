// Is the record still what was written? Every hash, every number, every pointer anew.

#include "store/database.h"
#include "store/failures.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

constexpr std::size_t compared_at_once = 1000;
// A store that was truncated has millions of breaks that all say the same.
constexpr std::size_t most_breaks = 1000;

struct StoredCommit {
  std::int64_t number = 0;
  Timestamp recorded_at;
  std::string author, batch;
  Digest root{}, chain{};
};

struct StoredRange {
  std::int64_t commit = 0, first = 0, last = 0;
};

Digest content_digest(const Layout& layout, const Version& raw) {
  std::string image;
  append_image(image, layout, raw.values);
  return sha256(image);
}

/// Goes through one table by seq, range by range.
class TableCheck {
 public:
  TableCheck(const Layout& layout, const Cipher* cipher, std::vector<StoredRange> ranges,
             Audit& audit, std::vector<std::size_t> file_columns, FileUses& uses)
      : layout_(layout),
        cipher_(cipher),
        ranges_(std::move(ranges)),
        audit_(audit),
        file_columns_(std::move(file_columns)),
        uses_(uses) {}

  Result<void> run(Connection& connection, const std::atomic<bool>* interrupted);
  /// What the ranges of each commit hash to.
  std::map<std::int64_t, ClosedRange> closed;

 private:
  void report(std::int64_t seq, std::string what) {
    if (audit_.broken.size() < most_breaks) {
      audit_.broken.push_back({layout_.table.name, seq, std::move(what)});
    }
  }
  void take(const Cursor& row, Connection& connection);
  void close_ranges_before(std::int64_t seq);
  void missing(std::int64_t first, std::int64_t last);
  void check_links(const Version& raw, const Cursor& row);
  Result<void> compare_current(Connection& connection);

  const Layout& layout_;
  const Cipher* cipher_;
  std::vector<StoredRange> ranges_;
  Audit& audit_;
  std::vector<std::size_t> file_columns_;
  FileUses& uses_;
  std::size_t range_ = 0;
  std::int64_t expected_ = 1;
  Hasher hasher_;
  std::vector<Current> newest_;  ///< waiting to be compared
  std::int64_t newest_count_ = 0;
};

void TableCheck::missing(std::int64_t first, std::int64_t last) {
  if (first > last) return;
  report(first,
         first == last ? "version missing" : "versions missing up to " + std::to_string(last));
}

void TableCheck::close_ranges_before(std::int64_t seq) {
  while (range_ < ranges_.size() && ranges_[range_].last < seq) {
    const StoredRange& range = ranges_[range_++];
    closed[range.commit] = {layout_.table.name, range.first, range.last, hasher_.finish()};
  }
}

// Columns of the query: those of select_list, then superseded, and of the versions before and
// after: hash, seq.
void TableCheck::check_links(const Version& raw, const Cursor& row) {
  const int extra = select_width(layout_, true);
  const bool first = raw.version == 1;
  if (!first && row.null(extra + 1)) {
    report(raw.seq, "the version before is missing");
  } else if (!first && read_digest(row.bytes(extra + 1)) != raw.previous_hash) {
    report(raw.seq, "does not follow from the version before");
  }
  const std::int64_t superseded = row.null(extra) ? 0 : row.integer(extra);
  const std::int64_t next = row.null(extra + 2) ? 0 : row.integer(extra + 2);
  if (superseded != next) report(raw.seq, "marked as superseded by the wrong version");
}

void TableCheck::take(const Cursor& row, Connection&) {
  Version raw = read_version(row, layout_, true);
  ++audit_.versions;
  missing(expected_, raw.seq - 1);
  close_ranges_before(raw.seq);
  if (range_ == ranges_.size() || raw.seq < ranges_[range_].first) {
    report(raw.seq, "version belongs to no commit");
  }
  expected_ = raw.seq + 1;
  const Stamp stamp{layout_.table.name, raw.id,          raw.version,     raw.state, raw.deleted,
                    raw.reason,         raw.recorded_at, raw.recorded_by, raw.batch, raw.row};
  if (version_hash(stamp, content_digest(layout_, raw), raw.previous_hash) != raw.hash) {
    report(raw.seq, "hash differs");
  }
  std::string bytes;
  append_number(bytes, static_cast<std::uint64_t>(raw.seq), 8);
  hasher_.add(bytes);
  hasher_.add(as_bytes(raw.hash));
  check_links(raw, row);
  note_files(layout_, file_columns_, cipher_, raw, uses_);
  if (!row.null(select_width(layout_, true) + 2)) return;  // a newer version follows
  ++newest_count_;
  const bool readable = decrypt_values(layout_, cipher_, raw).has_value();
  if (!readable && cipher_ != nullptr) report(raw.seq, "encrypted value cannot be read");
  if (!readable) return;  // without the key there is nothing to compare its entry with
  std::string plain;
  append_image(plain, layout_, raw.values);
  Current entry{{}, raw.id, raw.seq, raw.version, raw.state, raw.deleted, {}};
  entry.fingerprint = fingerprint_of(layout_, cipher_, plain, sha256(plain));
  append_current_key(entry.key, layout_, cipher_, raw.id, plain);
  newest_.push_back(std::move(entry));
}

Result<void> TableCheck::compare_current(Connection& connection) {
  std::vector<std::string_view> keys;
  keys.reserve(newest_.size());
  for (const Current& entry : newest_) keys.push_back(entry.key);
  ZH_TRY(const std::vector<Current> stored, connection.find_current(layout_, keys));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const Current& is = stored[i];
    const Current& ought = newest_[i];
    const bool same = is.id == ought.id && is.seq == ought.seq && is.version == ought.version &&
                      is.state == ought.state && is.deleted == ought.deleted &&
                      is.fingerprint == ought.fingerprint;
    if (is.seq == 0) {
      report(ought.seq, "no current entry");
    } else if (!same) {
      report(ought.seq, "current entry differs");
    }
  }
  newest_.clear();
  return {};
}

Result<void> TableCheck::run(Connection& connection, const std::atomic<bool>* interrupted) {
  const std::string relation = quoted_name(layout_.relation);
  const std::string sql =
      "SELECT " + select_list(layout_, true, "v") + ", v.superseded, p.hash, n.seq FROM " +
      relation + " v LEFT JOIN " + relation +
      " p ON p.id = v.id AND p.version = v.version - 1 AND v.version > 1 LEFT JOIN " + relation +
      " n ON n.id = v.id AND n.version = v.version + 1 WHERE v.seq > ? ORDER BY v.seq LIMIT " +
      std::to_string(compared_at_once);
  std::int64_t after = -1;
  for (bool more = true; more;) {
    if (interrupted != nullptr && *interrupted) return fail(stopped);
    more = false;
    const Parameter values[] = {Value(after)};
    ZH_DO(connection.query(sql, values, [&](const Cursor& row) -> Result<bool> {
      after = row.integer(0);
      take(row, connection);
      more = true;
      return true;
    }));
    ZH_DO(compare_current(connection));
  }
  const std::int64_t end = ranges_.empty() ? 0 : ranges_.back().last;
  missing(expected_, end);
  close_ranges_before(end + 1);
  std::int64_t entries = 0;
  ZH_DO(connection.query("SELECT count(*) FROM " + quoted_name(layout_.current), {},
                         [&](const Cursor& row) -> Result<bool> {
                           entries = row.integer(0);
                           return false;
                         }));
  if (entries != newest_count_) {
    report(0, "current has " + std::to_string(entries) + " entries for " +
                  std::to_string(newest_count_) + " records");
  }
  return {};
}

Result<std::vector<StoredRange>> read_ranges(Connection& connection, const std::string& table) {
  std::vector<StoredRange> ranges;
  const Parameter values[] = {Value(table)};
  ZH_DO(connection.query(
      "SELECT number, first_seq, last_seq FROM commit_ranges WHERE table_name = ? ORDER BY number",
      values, [&](const Cursor& row) -> Result<bool> {
        ranges.push_back({row.integer(0), row.integer(1), row.integer(2)});
        return true;
      }));
  return ranges;
}

void check_commit(const StoredCommit& commit, std::vector<ClosedRange>& ranges, Audit& audit) {
  const auto report = [&](std::string what) {
    audit.broken.push_back({"commits", commit.number, std::move(what)});
  };
  if (commit.number != audit.commits + 1) report("commit missing before this one");
  std::sort(ranges.begin(), ranges.end(),
            [](const ClosedRange& a, const ClosedRange& b) { return a.table < b.table; });
  if (commit_root(ranges) != commit.root) report("root differs");
  const Digest chain = commit_chain(audit.head, commit.number, commit.recorded_at, commit.author,
                                    commit.batch, commit.root);
  if (chain != commit.chain) report("commit chain broken");
  audit.head = commit.chain;
  audit.commits = commit.number;
}

}  // namespace

Result<Audit> Database::verify(const std::atomic<bool>* interrupted) {
  ZH_TRY(Audit audit, verify_once(interrupted));
  if (audit.broken.empty() || distribution()->present.empty()) return audit;
  // Workers of a cluster show a commit one after the other: what looks broken while others write is
  // looked at again when nobody can.
  ZH_TRY(const Lease writers_place, lease());
  ZH_DO(writers_place->begin_write());
  finished_ = -1;
  ZH_TRY([[maybe_unused]] const Head head, head_of(*writers_place));
  return verify_once(interrupted);
}

Result<Audit> Database::verify_once(const std::atomic<bool>* interrupted) {
  Audit audit;
  ZH_TRY(const Lease connection, lease());
  ZH_DO(connection->begin_read());
  ZH_TRY(const Schema schema, read_schema(*connection));
  ZH_TRY(const FileColumnNames file_columns, read_file_columns(*connection));
  FileUses uses;
  std::map<std::int64_t, std::vector<ClosedRange>> ranges;
  for (const auto& [name, layout] : schema.tables) {
    ZH_TRY(std::vector<StoredRange> stored, read_ranges(*connection, name));
    TableCheck check(*layout, cipher().get(), std::move(stored), audit,
                     file_positions(*layout, file_columns), uses);
    ZH_DO(check.run(*connection, interrupted));
    for (auto& [number, range] : check.closed) ranges[number].push_back(std::move(range));
  }
  ZH_DO(connection->query(
      "SELECT number, recorded_at, author, batch, root, chain FROM commits ORDER BY number", {},
      [&](const Cursor& row) -> Result<bool> {
        const StoredCommit commit{row.integer(0),
                                  row.timestamp(1),
                                  std::string(row.bytes(2)),
                                  std::string(row.bytes(3)),
                                  read_digest(row.bytes(4)),
                                  read_digest(row.bytes(5))};
        check_commit(commit, ranges[commit.number], audit);
        ranges.erase(commit.number);
        return true;
      }));
  for (const auto& [number, lost] : ranges) {
    audit.broken.push_back({"commits", number, "commit missing"});
  }
  ZH_DO(check_files(*connection, cipher().get(), std::move(uses), audit, interrupted));
  return audit;
}

}  // namespace zhiheng::store
