#include "trace/event_index.h"

#include <algorithm>
#include <filesystem>

#include "base/log.h"
#include "base/sha256.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/index_file.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

constexpr int generation = 3;  ///< raised when terms are made in another way
constexpr std::size_t segments_at_once = 64;
constexpr std::size_t rows_at_once = 400'000;

/// Where in a version stands what the index reads.
struct Columns {
  std::size_t body, event, region, owner;

  explicit Columns(const store::Table& table)
      : body(of(table, "body")),
        event(of(table, "event")),
        region(of(table, "region")),
        owner(of(table, "owner")) {}
  static std::size_t of(const store::Table& table, const char* name) {
    return static_cast<std::size_t>(std::ranges::find(table.columns, name, &store::Column::name) -
                                    table.columns.begin());
  }
};

std::string text_of(const store::Version& version, std::size_t column) {
  const auto* text = std::get_if<std::string>(&version.values[column]);
  return text == nullptr ? std::string() : *text;
}

void take(const store::Version& version, const Columns& columns, IndexBatch& batch) {
  if (version.deleted) return;
  const auto event = stored_event(text_of(version, columns.body));
  if (!event) {
    // Entered by hand and no event: found by its record alone.
    log(Level::warning, "trace.event_not_indexed", {{"seq", std::to_string(version.seq)}});
    return;
  }
  batch.add(*event, text_of(version, columns.event), version.seq, text_of(version, columns.region),
            text_of(version, columns.owner));
}

}  // namespace

Result<std::int64_t> EventIndex::File::position() {
  Statement read(database, "SELECT number, chain FROM position WHERE generation = " +
                               std::to_string(generation));
  if (read.step() != Step::row) return 0;
  const std::int64_t number = read.integer(0);
  ZH_TRY(const auto chain, store.commit_hash(number));
  return chain && to_hex(*chain) == read.text(1) ? number : 0;
}

Result<void> EventIndex::File::write_postings(std::vector<Posting>& postings) {
  std::ranges::sort(postings);
  Statement insert(database, "INSERT OR IGNORE INTO postings (term, seq) VALUES (?, ?)");
  for (const Posting& posting : postings) {
    insert.bind(1, posting.term);
    insert.bind(2, posting.seq);
    if (insert.step() != Step::done) return broken();
    insert.reset();
  }
  return {};
}

Result<void> EventIndex::File::keep(IndexBatch& batch, std::int64_t commit) {
  ZH_DO(write_postings(batch.postings));
  ZH_DO(write_values(batch));
  ZH_TRY(const auto chain, store.commit_hash(commit));
  const std::string sql = "INSERT OR REPLACE INTO position VALUES (" + std::to_string(generation) +
                          ", " + std::to_string(commit) + ", '" +
                          (chain ? to_hex(*chain) : std::string()) + "')";
  return run(sql.c_str());
}

Result<bool> EventIndex::File::advance(const std::atomic<bool>* stop) {
  ZH_TRY(std::int64_t at, position());
  if (at == 0) ZH_DO(clear());
  const std::int64_t began = at;
  const Columns columns(*store.table(event_register));
  IndexBatch batch;
  bool more = true;
  while (more && batch.postings.size() + batch.sightings.size() < rows_at_once) {
    ZH_TRY(const auto segments, store.feed(at, segments_at_once));
    more = !segments.empty();
    for (const store::Segment& segment : segments) {
      at = segment.commit;
      if (segment.table != event_register) continue;
      if (stop != nullptr && *stop) return fail(interrupted, path);
      ZH_DO(store.read_segment(segment, [&](const store::Version& version) {
        take(version, columns, batch);
        return true;
      }));
    }
  }
  if (at != began) ZH_DO(keep(batch, at));
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
    if (count.step() != Step::row) return file_->broken();
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
  Step step = read.step();
  for (; step == Step::row; step = read.step()) found.push_back(read.integer(0));
  if (step == Step::broken) return file_->broken();
  return found;
}

}  // namespace zhiheng::trace
