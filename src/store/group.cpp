// Group commit: whoever finds the writer's place free writes for all who wait.

#include <cassert>

#include "store/database.h"
#include "store/failures.h"

namespace zhiheng::store {

struct Database::Request {
  const Author* author;
  const Layout* layout;
  std::span<const std::string> columns;
  std::span<const Draft> drafts;
  PreparedDrafts* prepared = nullptr;  ///< none: they are too many at once
  bool done = false;
  Result<std::vector<Written>> answer;
};

Result<std::vector<Written>> Database::write(const Author& author, std::string_view table,
                                             std::span<const std::string> columns,
                                             std::vector<Draft> drafts) {
  if (location_.read_only) return fail(read_only);
  ZH_TRY(const Layout* const layout, this->layout(table));
  Request request{&author, layout, columns, drafts, nullptr, false, {}};
  if (drafts.size() > PreparedDrafts::most) return wait_in_line(request);
  PreparedDrafts prepared(*layout, cipher(), author, columns, drafts);
  request.prepared = &prepared;
  return wait_in_line(request);
}

Result<std::vector<Written>> Database::write_all_or_none(const Author& author,
                                                         std::string_view table,
                                                         std::span<const std::string> columns,
                                                         std::vector<Draft> drafts) {
  assert(drafts.size() <= most_all_or_none);
  if (location_.read_only) return fail(read_only);
  ZH_TRY(const Layout* const layout, this->layout(table));
  PreparedDrafts prepared(*layout, cipher(), author, columns, drafts);
  prepared.all_or_none = true;
  Request request{&author, layout, columns, drafts, &prepared, false, {}};
  return wait_in_line(request);
}

/// Until somebody has written it, or it is our turn to write for all.
Result<std::vector<Written>> Database::wait_in_line(Request& request) {
  std::unique_lock lock(writer_mutex_);
  queue_.push_back(&request);
  writer_free_.wait(lock, [&] { return request.done || !writing_; });
  while (!request.done) {
    writing_ = true;
    const std::size_t size = std::min(queue_.size(), std::size_t{largest_group});
    const std::vector<Request*> group(queue_.begin(),
                                      queue_.begin() + static_cast<std::ptrdiff_t>(size));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
    lock.unlock();
    write_group(group);
    lock.lock();
    for (Request* const one : group) one->done = true;
    writing_ = false;
    group_first_ = false;
    writer_free_.notify_all();
  }
  return std::move(request.answer);
}

void Database::write_group(std::span<Request* const> group) {
  const auto refuse_all = [&](const Error& error) {
    for (Request* const one : group) one->answer = std::unexpected(error);
  };
  if (!writer_ || !writer_->usable()) {
    auto connection = connect(Use::write);
    if (!connection) return refuse_all(connection.error());
    writer_ = *std::move(connection);
    finished_ = -1;
  }
  if (auto started = writer_->begin_write(); !started) return refuse_all(started.error());
  if (auto done = write_group_on(*writer_, group); !done) {
    writer_->rollback();
    load_ = {};
    refuse_all(done.error());
  }
}

// Each request is a commit of its own in the log, all of them one commit of the database. What is
// wrong with a single request (an unknown column) is found before anything of it is written.
Result<void> Database::write_group_on(Connection& connection, std::span<Request* const> group) {
  ZH_TRY(Head head, head_of(connection));
  for (Request* const one : group) {
    Change change(connection, worker_, head, load_, cipher(), *one->author,
                  std::max(now(), head.recorded_at));
    one->answer = one->prepared != nullptr ? change.append(*one->prepared)
                                           : change.append(*one->layout, one->columns, one->drafts);
    if (!one->answer && one->answer.error().failure == &unknown_column) continue;
    if (!one->answer) return std::unexpected(one->answer.error());
    ZH_TRY([[maybe_unused]] const bool changed, change.finish());
  }
  ZH_DO(connection.commit());
  announce(head.number);
  return {};
}

}  // namespace zhiheng::store
