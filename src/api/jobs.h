#pragma once
// Imports that run behind a request: one at a time, each seen only by whoever started it.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "exchange/exchange.h"
#include "registry/registry.h"

namespace zhiheng::api {

/// A file that was sent and waits for its import.
struct Upload {
  std::string id = {};
  std::string name;  ///< as the user knows it
  std::string path;
  std::uint64_t size = 0;
  std::string user;
  Timestamp received = {};
};

struct Job {
  std::string id;
  std::string user;
  enum class State { waiting, running, done, failed } state = State::waiting;
  double done = 0;
  std::int64_t rows = 0;
  std::optional<exchange::ImportReport> report;
  std::optional<Error> error;
  Timestamp started;
};

class Jobs {
 public:
  explicit Jobs(registry::Registry& registry);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  std::string keep(Upload upload);
  /// @fails  api.no_such_upload: also when somebody else sent it
  Result<Upload> upload(const std::string& id, const std::string& user);
  /// Gives the job's id.
  std::string start(const registry::Person& person, const Upload& upload,
                    const std::string& register_name, exchange::ImportOptions options);
  /// @fails  api.no_such_job
  Result<Job> job(const std::string& id, const std::string& user);
  /// Uploads and reports older than a day go.
  void tidy(Timestamp now);

 private:
  struct Work {
    std::string job;
    registry::Person person;
    Upload upload;
    std::string register_name;
    exchange::ImportOptions options;
  };
  void run();
  void import(Work& work);

  registry::Registry& registry_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Upload> uploads_;
  std::map<std::string, Job> jobs_;
  std::deque<Work> waiting_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace zhiheng::api
