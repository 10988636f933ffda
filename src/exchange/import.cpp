#include <chrono>
#include <filesystem>
#include <future>
#include <thread>

#include "base/log.h"
#include "base/uuid.h"
#include "exchange/batch.h"
#include "exchange/batch_writer.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "exchange/file_digest.h"
#include "exchange/queue.h"
#include "registry/failures.h"

namespace zhiheng::exchange {
namespace {

constexpr std::size_t chunks_ahead = 3;

/// The reading half: runs in a thread of its own and fills a queue.
class Reader {
 public:
  Reader(const catalog::Catalog& catalog, const std::string& register_name, const std::string& file,
         const intake::Options& options)
      : queue_(chunks_ahead) {
    thread_ = std::thread([this, &catalog, register_name, file, options] {
      auto read = intake::read_file(
          catalog, register_name, file, options,
          [this](const intake::Reading& reading) -> Result<void> {
            begun_.set_value(reading);
            has_begun_ = true;
            return {};
          },
          [this](intake::Chunk&& chunk) -> Result<bool> { return queue_.push(std::move(chunk)); });
      if (!read) error_ = std::move(read).error();
      if (!has_begun_) begun_.set_value(std::nullopt);
      queue_.close();
    });
  }
  ~Reader() { stop(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// How the file was understood; none when it was not.
  std::optional<intake::Reading> reading() { return begun_.get_future().get(); }
  std::optional<intake::Chunk> next() { return queue_.pop(); }
  /// After the last chunk: what went wrong, if anything.
  std::optional<Error> stop() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
    return error_;
  }

 private:
  BoundedQueue<intake::Chunk> queue_;
  std::promise<std::optional<intake::Reading>> begun_;
  bool has_begun_ = false;
  std::optional<Error> error_;
  std::thread thread_;
};

bool is_interrupted(const ImportOptions& options) {
  const auto* flag = options.reading.interrupted;
  return flag != nullptr && flag->load(std::memory_order_relaxed);
}

Result<void> pump(Reader& reader, BatchWriter& writer, const ImportOptions& options,
                  const ImportReport& report) {
  const auto reading = reader.reading();
  if (!reading) return std::unexpected(*reader.stop());
  ZH_DO(writer.begin(*reading));
  while (auto chunk = reader.next()) {
    if (is_interrupted(options)) break;
    const double done = chunk->done;
    const auto taken = writer.take(*std::move(chunk));
    if (is_interrupted(options)) break;
    ZH_DO(taken);
    if (options.progress) options.progress(done, report.rows_read);
  }
  const auto broken = reader.stop();
  if (is_interrupted(options)) {
    return fail(interrupted, report.file, std::to_string(writer.durable_rows()), {});
  }
  if (broken) return std::unexpected(*broken);
  return writer.finish();
}

BatchState state_of(const Result<void>& outcome, const ImportReport& report) {
  if (!outcome) {
    return outcome.error().failure == &interrupted ? BatchState::interrupted : BatchState::failed;
  }
  return report.committed ? BatchState::done : BatchState::nothing;
}

void fill(Batch& batch, const ImportReport& report) {
  batch.mapping = report.mapping;
  batch.digest = report.digest;
  batch.rows_read = report.rows_read;
  batch.added = report.added + report.other_added;
  batch.changed = report.changed + report.other_changed;
  batch.unchanged = report.unchanged + report.other_unchanged;
  batch.refused = report.refused;
  batch.deleted_earlier = report.deleted_earlier;
}

}  // namespace

Result<ImportReport> import_file(registry::Registry& registry, const registry::Person& person,
                                 const std::string& register_name, const std::string& file,
                                 const ImportOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  ZH_TRY(const auto* of, registry.find_register(register_name));
  if (!registry.access(person, *of).import) {
    return fail(registry::not_allowed, of->name, person.user);
  }
  ImportReport report;
  report.batch = to_text(make_uuid());
  report.file = options.file_name.empty() ? std::filesystem::path(file).filename().string()
                                          : options.file_name;
  report.register_name = register_name;
  Batch batch{.id = report.batch,
              .state = BatchState::running,
              .user = person.user,
              .began = now(),
              .file = report.file,
              .digest = {},
              .register_name = register_name,
              .mapping = options.reading.mapping};
  ZH_DO(keep_batch(registry.store(), batch));

  auto digest = std::async(std::launch::async, [&] { return file_digest(file); });
  Result<void> outcome;
  {
    Forerunner forerunner(registry.catalog(), register_name, file, options.reading);
    Reader reader(registry.catalog(), register_name, file, options.reading);
    BatchWriter writer(registry, person, report.batch, options, forerunner, report);
    outcome = pump(reader, writer, options, report);
  }
  auto digested = digest.get();
  if (digested) report.digest = *digested;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  batch.state = state_of(outcome, report);
  fill(batch, report);
  const auto kept = keep_batch(registry.store(), batch);
  log(Level::info, "import.finished",
      {{"batch", report.batch},
       {"register", register_name},
       {"state", std::string(name_of(batch.state))},
       {"rows", std::to_string(report.rows_read)},
       {"refused", std::to_string(report.refused)}});
  if (!outcome) return std::unexpected(std::move(outcome).error());
  if (!digested) return std::unexpected(std::move(digested).error());
  ZH_DO(kept);
  return report;
}

}  // namespace zhiheng::exchange
