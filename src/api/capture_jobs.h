#pragma once
// What became of documents that were sent to /epcis/capture.

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "store/store.h"

namespace zhiheng::api {

struct CaptureJob {
  std::string id = {};
  std::string user = {};
  Timestamp created = {}, finished = {};
  bool success = true;
  bool rollback = true;  ///< or proceed
  struct Refusal {
    std::string type, title, detail;
  };
  std::vector<Refusal> errors = {};
};

/// The newest jobs in memory; those that failed are on record too, so that a restart does not lose
/// why. What a job captured says itself which job it was. From many threads.
class CaptureJobs {
 public:
  explicit CaptureJobs(store::Store& store) : store_(store) {}

  Result<void> keep(CaptureJob job);
  /// none: not of this user, or older than what is kept.
  Result<std::optional<CaptureJob>> find(const std::string& id, const std::string& user);
  /// Newest first.
  [[nodiscard]] std::vector<CaptureJob> of(const std::string& user) const;

 private:
  store::Store& store_;
  mutable std::mutex mutex_;
  std::deque<CaptureJob> jobs_;  ///< newest first
};

/// As the standard shows a job.
[[nodiscard]] std::string capture_job_json(const CaptureJob& job);

}  // namespace zhiheng::api
