#include "exchange/batch_writer.h"

#include <algorithm>

#include "registry/failures.h"
#include "store/failures.h"

namespace zhiheng::exchange {
namespace {

// Behind a slow reader the rows still become durable every second.
constexpr std::chrono::milliseconds longest_open{1000};

bool holds_nothing(store::Store& store, const std::string& table) {
  store::Select select{.table = table};
  select.deleted = true;
  select.limit = 1;
  bool empty = true;
  const auto read = store.read(select, [&](const store::Version&) { return empty = false; });
  return read && empty;
}

}  // namespace

BatchWriter::BatchWriter(registry::Registry& registry, const registry::Person& person,
                         std::string batch, const ImportOptions& options, Forerunner& forerunner,
                         ImportReport& report)
    : registry_(registry),
      person_(person),
      batch_(std::move(batch)),
      all_or_nothing_(options.all_or_nothing),
      revive_(options.revive),
      rows_per_commit_(options.rows_per_commit),
      forerunner_(forerunner),
      report_(report) {}

Result<void> BatchWriter::begin(const intake::Reading& reading) {
  report_.mapping = reading.mapping;
  report_.encoding = reading.encoding;
  report_.columns = reading.columns;
  for (const auto& target : reading.targets) {
    ZH_TRY(const auto* of, registry_.find_register(target.register_name));
    if (!registry_.access(person_, *of).import) {
      return fail(registry::not_allowed, of->name, person_.user);
    }
    Goal goal{.of = of,
              .columns = target.columns,
              .was_empty = holds_nothing(registry_.store(), of->name),
              .headers = {}};
    for (const auto& column : reading.columns) {
      if (column.register_name == of->name) goal.headers.emplace(column.field, column.header);
    }
    goals_.push_back(std::move(goal));
  }
  return {};
}

registry::Writing BatchWriter::writing(std::size_t goal) {
  return {.batch = batch_,
          .transaction = transaction_.get(),
          .known_target = goal > 0 ? std::string_view(goals_.front().of->name) : "",
          .written_keys = &written_keys_,
          .register_was_empty = goals_[goal].was_empty,
          .keep_deleted = !revive_};
}

void BatchWriter::refuse(std::int64_t line, const Goal& goal, const Error& error) {
  if (report_.refusals.size() >= listed_refusals) return;
  const auto header = goal.headers.find(error.where);
  report_.refusals.push_back({.line = line,
                              .column = header == goal.headers.end() ? error.where : header->second,
                              .value = error.found,
                              .register_name = goal.of->name,
                              .error = error});
}

Result<void> BatchWriter::list_refusals(const intake::Chunk& chunk) {
  std::int64_t last = -1;
  for (const auto& refusal : chunk.refusals) {
    if (refusal.line != last) ++report_.refused;
    last = refusal.line;
    if (report_.refusals.size() >= listed_refusals) continue;
    report_.refusals.push_back({.line = refusal.line,
                                .column = refusal.error.where,
                                .value = refusal.error.found,
                                .register_name = goals_.front().of->name,
                                .error = refusal.error});
  }
  report_.rows_read = chunk.lines_read;
  return {};
}

void BatchWriter::drop_lines(std::vector<Share>& shares,
                             const std::set<std::int64_t>& lines) const {
  if (lines.empty()) return;
  for (auto& share : shares) {
    std::erase_if(share.entries, [&](const auto& entry) { return lines.contains(entry.line); });
  }
}

/// Where a row becomes several records, all are judged before any is written.
Result<void> BatchWriter::judge_together(std::vector<Share>& shares) {
  std::set<std::int64_t> refused;
  for (std::size_t goal = 0; goal < shares.size(); ++goal) {
    if (shares[goal].entries.empty()) continue;
    auto writing_dry = writing(goal);
    writing_dry.only_judge = true;
    ZH_TRY(const auto answers, registry_.put(person_, *goals_[goal].of, goals_[goal].columns,
                                             shares[goal].entries, writing_dry));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const auto line = shares[goal].entries[i].line;
      for (const auto& error : answers[i].errors) refuse(line, goals_[goal], error);
      if (!answers[i].errors.empty() && refused.insert(line).second) ++report_.refused;
    }
  }
  drop_lines(shares, refused);
  return {};
}

void BatchWriter::count(std::size_t goal, store::Outcome outcome) {
  const bool main = goal == 0;
  switch (outcome) {
    case store::Outcome::added:
      ++(main ? open_.added : open_.other_added);
      break;
    case store::Outcome::changed:
      ++(main ? open_.changed : open_.other_changed);
      break;
    case store::Outcome::unchanged:
      ++(main ? open_.unchanged : open_.other_unchanged);
      break;
    case store::Outcome::refused:
      break;
  }
}

Result<std::set<std::int64_t>> BatchWriter::write(std::size_t goal,
                                                  std::vector<registry::Entry> entries,
                                                  bool only_judge) {
  std::set<std::int64_t> deleted;
  if (entries.empty()) return deleted;
  std::vector<std::int64_t> lines;
  lines.reserve(entries.size());
  for (const auto& entry : entries) lines.push_back(entry.line);
  auto how = writing(goal);
  how.only_judge = only_judge;
  ZH_TRY(const auto answers,
         registry_.put(person_, *goals_[goal].of, goals_[goal].columns, std::move(entries), how));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (const auto& error : answers[i].errors) refuse(lines[i], goals_[goal], error);
    if (answers[i].errors.empty()) {
      if (!only_judge) count(goal, answers[i].outcome);
    } else if (answers[i].errors.front().failure == &store::deleted_earlier) {
      if (deleted.insert(lines[i]).second) ++report_.deleted_earlier;
    } else {
      ++report_.refused;
    }
  }
  return deleted;
}

Result<void> BatchWriter::open_transaction() {
  if (transaction_) return {};
  // Not only at the first commit: of a big file others would wait for the writer's place so long.
  ZH_DO(forerunner_.arrive());
  ZH_TRY(transaction_, registry_.store().begin({.user = person_.user, .batch = batch_}));
  opened_ = std::chrono::steady_clock::now();
  return {};
}

Result<void> BatchWriter::take(intake::Chunk chunk) {
  ZH_DO(list_refusals(chunk));
  std::vector<Share> shares(goals_.size());
  shares.front().entries.reserve(chunk.rows.size());
  for (auto& row : chunk.rows) {
    shares[row.target].entries.push_back({.values = std::move(row.values), .line = row.line});
  }
  // Once something was refused nothing will be written, but the user wants to hear of the rest.
  const bool lost = all_or_nothing_ && report_.refused > 0;
  if (!lost) ZH_DO(open_transaction());
  if (goals_.size() > 1) ZH_DO(judge_together(shares));
  if (lost && goals_.size() > 1) return {};
  for (std::size_t goal = 0; goal < shares.size(); ++goal) {
    ZH_TRY(const auto deleted, write(goal, std::move(shares[goal].entries), lost));
    drop_lines(shares, deleted);  // the rest of the row was about a record that is no more
  }
  open_rows_ += static_cast<std::int64_t>(chunk.rows.size());
  const bool full =
      open_rows_ >= rows_per_commit_ || std::chrono::steady_clock::now() - opened_ >= longest_open;
  if (full && !all_or_nothing_) ZH_DO(commit());
  return {};
}

Result<void> BatchWriter::commit() {
  if (!transaction_) return {};
  ZH_DO(transaction_->commit());
  transaction_.reset();
  durable_rows_ = report_.rows_read;
  open_rows_ = 0;
  report_.added += open_.added;
  report_.changed += open_.changed;
  report_.unchanged += open_.unchanged;
  report_.other_added += open_.other_added;
  report_.other_changed += open_.other_changed;
  report_.other_unchanged += open_.other_unchanged;
  open_ = {};
  return {};
}

Result<void> BatchWriter::finish() {
  if (all_or_nothing_ && report_.refused > 0) {
    transaction_.reset();
    report_.committed = false;
    return {};
  }
  return commit();
}

}  // namespace zhiheng::exchange
