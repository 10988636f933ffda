// How the feed gets into the DuckDB file.

#include "cube/duck_cube.h"
#include "cube/failures.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

constexpr std::size_t segments_at_once = 1024;
/// In one transaction, unless a commit is larger: few when we are nearly there, so that a single
/// record is not kept waiting by the import after it; many when there is a lot to read.
constexpr std::int64_t versions_at_once = 10'000;
constexpr std::int64_t versions_of_a_backlog = 500'000;

constexpr const char* superseded = "id IN (SELECT id FROM _superseded)";

/// The rows that the summaries know.
std::string counted_before(const Relation& relation) {
  return "_commit <= (SELECT counted FROM own.records WHERE name = '" + relation.name + "')";
}

std::int64_t versions(const store::Segment& segment) { return segment.last - segment.first + 1; }

/// How many of the segments are whole commits with about as many versions as one transaction takes.
std::size_t whole_commits(const std::vector<store::Segment>& segments, bool cut) {
  std::int64_t all = 0;
  for (const auto& segment : segments) all += versions(segment);
  const auto limit = all < versions_of_a_backlog ? versions_at_once : versions_of_a_backlog;
  std::size_t whole = 0;  // up to the beginning of the commit that we are in
  std::int64_t taken = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (i > 0 && segments[i].commit != segments[i - 1].commit) whole = i;
    taken += versions(segments[i]);
    if (taken > limit && whole > 0) return whole;
  }
  return cut ? whole : segments.size();
}

/// The feed after `position` up to a commit's end.
Result<std::vector<store::Segment>> next_segments(store::Store& store, std::int64_t position) {
  std::size_t limit = segments_at_once;
  while (true) {
    ZH_TRY(auto segments, store.feed(position, limit));
    const bool cut = segments.size() == limit;
    if (cut && segments.front().commit == segments.back().commit) {
      limit *= 2;  // one commit with very many segments: it must come whole
      continue;
    }
    segments.resize(whole_commits(segments, cut));
    return segments;
  }
}

}  // namespace

Result<std::int64_t> DuckCube::catch_up(const std::atomic<bool>* stop) {
  if (file_ == nullptr || writing_ == nullptr) return fail(damaged, slot_.file());
  ZH_TRY(const bool fitting, fits_store());
  if (!fitting) {
    ZH_DO(start(true));
  }
  while (true) {
    if (stop != nullptr && stop->load()) return fail(interrupted, "refresh");
    ZH_TRY(const auto segments, next_segments(store_, position_));
    if (segments.empty()) break;
    newest_at_ = segments.back().recorded_at;
    ZH_DO(in_transaction([&]() -> Result<void> {
      ZH_DO(take_in(segments));
      return remember(segments.back().commit, complete_);
    }));
    position_ = segments.back().commit;
  }
  ZH_DO(count_when_quiet());
  if (!complete_) {
    ZH_DO(writing_->run("UPDATE own.position SET complete = true"));
    complete_ = true;
  }
  return position_.load();
}

Result<void> DuckCube::in_transaction(const std::function<Result<void>()>& work) {
  staged_.clear();
  ZH_DO(writing_->run("BEGIN"));
  auto done = work();
  if (done) done = writing_->run("COMMIT");
  if (!done) {
    // After some failures DuckDB has already rolled back; then this has nothing left to do.
    if (const auto undone = writing_->run("ROLLBACK"); !undone) writing_.reset();
    return done;
  }
  // Not before: whoever asks meanwhile must still get the waiting records beside the summaries.
  const std::lock_guard lock(lines_mutex_);
  for (const auto& [name, of] : staged_) counted_[name] = of;
  return {};
}

Result<void> DuckCube::take_in(const std::vector<store::Segment>& segments) {
  for (const auto& relation : relations_) {
    std::vector<const store::Segment*> own;
    for (const auto& segment : segments) {
      if (segment.table == relation.name) own.push_back(&segment);
    }
    if (own.empty()) continue;
    ZH_DO(take_in_table(relation, own));
  }
  return {};
}

/// New records are appended as they come and wait to be counted in the summaries.
Result<void> DuckCube::take_in_table(const Relation& relation,
                                     const std::vector<const store::Segment*>& segments) {
  Latest changed;
  std::int64_t added = 0;
  {
    ZH_TRY(auto appender, DuckAppender::open(*writing_, relation, relation.name));
    for (const auto* segment : segments) {
      Result<void> appended;
      ZH_DO(store_.read_segment(*segment, [&](const store::Version& version) {
        if (version.version > 1) {
          changed.insert_or_assign(version.id, version);
        } else if (!version.deleted) {
          appended = appender.append(version, segment->commit);
          ++added;
        }
        return appended.has_value();
      }));
      ZH_DO(std::move(appended));
    }
    ZH_DO(appender.finish());
  }
  if (!changed.empty()) ZH_DO(supersede(relation, changed));
  ZH_DO(keep_summaries(relation, added, !changed.empty(), segments.back()->commit));
  ZH_TRY(const auto counted,
         writing_->query({"UPDATE own.records SET records = (SELECT count(*) FROM " +
                              expr::quoted(relation.name) + ") WHERE name = ?",
                          {relation.name}}));
  return {};
}

/// Of changed records only the newest version counts: the old row is deleted by id, then the new
/// one appended, and the summaries follow at once.
Result<void> DuckCube::supersede(const Relation& relation, const Latest& changed) {
  const Relation ids{"_superseded", {}};  // no register can have this name
  ZH_DO(
      writing_->run("CREATE OR REPLACE TEMPORARY TABLE _superseded "
                    "(id UUID, state VARCHAR, recorded_at TIMESTAMP, _commit BIGINT)"));
  ZH_TRY(auto old, DuckAppender::open(*writing_, ids, ids.name));
  for (const auto& [id, version] : changed) ZH_DO(old.append(version, 0));
  ZH_DO(old.finish());
  ZH_DO(summarise(relation, counted_before(relation) + " AND " + superseded, true));
  ZH_DO(writing_->run("DELETE FROM " + expr::quoted(relation.name) + " WHERE " + superseded));
  ZH_TRY(auto appender, DuckAppender::open(*writing_, relation, relation.name));
  for (const auto& [id, version] : changed) {
    if (!version.deleted) ZH_DO(appender.append(version, 0));
  }
  ZH_DO(appender.finish());
  return summarise(relation, std::string(uncommitted) + " AND _commit = 0", false);
}

Result<void> DuckCube::remember(std::int64_t commit, bool complete) {
  ZH_TRY(const auto hash, store_.commit_hash(commit));
  ZH_TRY(
      const auto done,
      writing_->query({"UPDATE own.position SET commit_number = ?, commit_hash = ?, complete = ?",
                       {commit, hash ? to_hex(*hash) : std::string(), complete}}));
  return {};
}

}  // namespace zhiheng::cube
