#include "api/capture_jobs.h"

#include <algorithm>

#include "api/json.h"

namespace zhiheng::api {
namespace {

constexpr std::size_t most_jobs = 10'000;
constexpr std::string_view job_space = "epcis_job";

json::object job_object(const CaptureJob& job) {
  json::array errors;
  for (const auto& error : job.errors) {
    errors.push_back({{"type", error.type}, {"title", error.title}, {"detail", error.detail}});
  }
  return {{"captureID", job.id},
          {"createdAt", to_text(job.created)},
          {"finishedAt", to_text(job.finished)},
          {"running", false},
          {"success", job.success},
          {"captureErrorBehaviour", job.rollback ? "rollback" : "proceed"},
          {"errors", std::move(errors)}};
}

std::optional<CaptureJob> job_of(const std::string& text) {
  boost::system::error_code failed;
  const json::value value = json::parse(text, failed);
  if (failed || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  CaptureJob job{.id = text_of(object, "captureID"),
                 .user = text_of(object, "user"),
                 .success = flag_of(object, "success"),
                 .rollback = text_of(object, "captureErrorBehaviour") == "rollback"};
  if (const auto time = parse_timestamp(text_of(object, "createdAt"))) job.created = *time;
  if (const auto time = parse_timestamp(text_of(object, "finishedAt"))) job.finished = *time;
  if (const json::value* errors = object.if_contains("errors"); errors && errors->is_array()) {
    for (const json::value& error : errors->get_array()) {
      if (!error.is_object()) continue;
      const json::object& told = error.get_object();
      job.errors.push_back(
          {text_of(told, "type"), text_of(told, "title"), text_of(told, "detail")});
    }
  }
  return job;
}

}  // namespace

std::string capture_job_json(const CaptureJob& job) { return json::serialize(job_object(job)); }

Result<void> CaptureJobs::keep(CaptureJob job) {
  if (!job.success || !job.errors.empty()) {
    json::object kept = job_object(job);
    kept["user"] = job.user;
    ZH_DO(store_.put(job_space, job.id, json::serialize(kept)));
  }
  const std::lock_guard lock(mutex_);
  jobs_.push_front(std::move(job));
  if (jobs_.size() > most_jobs) jobs_.pop_back();
  return {};
}

Result<std::optional<CaptureJob>> CaptureJobs::find(const std::string& id,
                                                    const std::string& user) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(jobs_, id, &CaptureJob::id);
    if (found != jobs_.end()) {
      return found->user == user ? std::optional<CaptureJob>(*found) : std::nullopt;
    }
  }
  ZH_TRY(const auto text, store_.get(job_space, id));
  if (!text) return std::optional<CaptureJob>();
  auto job = job_of(*text);
  if (job && job->user != user) job.reset();
  return job;
}

std::vector<CaptureJob> CaptureJobs::of(const std::string& user) const {
  const std::lock_guard lock(mutex_);
  std::vector<CaptureJob> found;
  for (const CaptureJob& job : jobs_) {
    if (job.user == user) found.push_back(job);
  }
  return found;
}

}  // namespace zhiheng::api
