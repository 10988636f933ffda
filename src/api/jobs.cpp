#include "api/jobs.h"

#include <filesystem>

#include "api/failures.h"
#include "base/log.h"
#include "base/uuid.h"

namespace zhiheng::api {

namespace {

constexpr std::int64_t a_day = 24LL * 3600 * 1'000'000;

}  // namespace

Jobs::Jobs(registry::Registry& registry) : registry_(registry), thread_([this] { run(); }) {}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
  std::error_code ignored;
  for (const auto& [id, upload] : uploads_) std::filesystem::remove(upload.path, ignored);
}

std::string Jobs::keep(Upload upload) {
  upload.id = to_text(make_uuid());
  upload.received = now();
  // Under its first name it would go when the request is over.
  const std::string kept = upload.path + ".kept";
  std::error_code trouble;
  std::filesystem::rename(upload.path, kept, trouble);
  if (!trouble) upload.path = kept;
  const std::lock_guard lock(mutex_);
  std::string id = upload.id;
  uploads_[id] = std::move(upload);
  return id;
}

Result<Upload> Jobs::upload(const std::string& id, const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto found = uploads_.find(id);
  if (found == uploads_.end() || found->second.user != user) return fail(no_such_upload, "", id);
  return found->second;
}

std::string Jobs::start(const registry::Person& person, const Upload& upload,
                        const std::string& register_name, exchange::ImportOptions options) {
  const std::lock_guard lock(mutex_);
  Job job;
  job.id = to_text(make_uuid());
  job.user = person.user;
  job.started = now();
  options.file_name = upload.name;
  waiting_.push_back({job.id, person, upload, register_name, std::move(options)});
  std::string id = job.id;
  jobs_[id] = std::move(job);
  wake_.notify_one();
  return id;
}

Result<Job> Jobs::job(const std::string& id, const std::string& user) {
  const std::lock_guard lock(mutex_);
  const auto found = jobs_.find(id);
  if (found == jobs_.end() || found->second.user != user) return fail(no_such_job, "", id);
  return found->second;
}

void Jobs::tidy(Timestamp time) {
  const std::lock_guard lock(mutex_);
  std::error_code ignored;
  std::erase_if(uploads_, [&](const auto& entry) {
    const bool old = time.microseconds - entry.second.received.microseconds > a_day;
    if (old) std::filesystem::remove(entry.second.path, ignored);
    return old;
  });
  std::erase_if(jobs_, [&](const auto& entry) {
    const bool ended =
        entry.second.state == Job::State::done || entry.second.state == Job::State::failed;
    return ended && time.microseconds - entry.second.started.microseconds > a_day;
  });
}

void Jobs::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    jobs_[work.job].state = Job::State::running;
    lock.unlock();
    import(work);
  }
}

void Jobs::import(Work& work) {
  work.options.reading.interrupted = &stop_;
  work.options.progress = [&](double done, std::int64_t rows) {
    const std::lock_guard lock(mutex_);
    Job& job = jobs_[work.job];
    job.done = done;
    job.rows = rows;
  };
  Result<exchange::ImportReport> report = fail(unexpected);
  try {
    report = exchange::import_file(registry_, work.person, work.register_name, work.upload.path,
                                   work.options);
  } catch (const std::exception& error) {
    log(Level::error, "api.import_failed", {{"job", work.job}, {"what", error.what()}});
  }
  const std::lock_guard lock(mutex_);
  Job& job = jobs_[work.job];
  if (report) {
    job.state = Job::State::done;
    job.done = 1;
    job.rows = report->rows_read;
    job.report = *std::move(report);
  } else {
    job.state = Job::State::failed;
    job.error = report.error();
  }
}

}  // namespace zhiheng::api
