// The threads that send while a server runs.

#include <chrono>
#include <random>

#include "base/duration.h"
#include "base/log.h"
#include "deliver/deliver.h"

namespace zhiheng::deliver {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 1000ms;
constexpr int webhook_threads = 3;  ///< a target that is slow holds up one of them
constexpr auto between_sweeps = std::chrono::hours(1);
using duration::day;

/// Sleeps, but not past the end.
void rest(std::chrono::milliseconds time, const std::atomic<bool>& stop) {
  for (auto left = time; left > 0ms && !stop; left -= 50ms) std::this_thread::sleep_for(50ms);
}

}  // namespace

Courier::Courier(Outbox& outbox, const catalog::Catalog& catalog, const Settings& settings,
                 std::vector<Producer> producers)
    : outbox_(outbox) {
  channels_.emplace("webhook", webhook_channel(outbox, settings, &stop_));
  if (settings.mail) {
    channels_.emplace("mail", mail_channel(outbox, catalog, settings, &stop_));
  }
  for (const auto& [name, channel] : channels_) {
    const int threads = name == "webhook" ? webhook_threads : 1;
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this, &name = name, &channel = channel] { send(name, channel); });
    }
  }
  threads_.emplace_back([this, all = std::move(producers)] { produce(all); });
}

Courier::~Courier() {
  stop_ = true;
  for (auto& thread : threads_) thread.join();
}

void Courier::produce(const std::vector<Producer>& producers) {
  auto swept = std::chrono::steady_clock::now() - between_sweeps;
  while (!stop_) {
    for (const auto& producer : producers) {
      if (stop_) return;
      const auto done = producer(now());
      if (!done) log(Level::error, "deliver.not_produced", {{"error", describe(done.error())}});
    }
    if (std::chrono::steady_clock::now() - swept >= between_sweeps) {
      swept = std::chrono::steady_clock::now();
      const auto gone = outbox_.messages().forget(
          Timestamp{now().microseconds - outbox_.rules().kept_days * day});
      if (!gone) log(Level::error, "deliver.not_swept", {{"error", describe(gone.error())}});
    }
    rest(pause, stop_);
  }
}

void Courier::send(const std::string& name, const Channel& channel) {
  std::minstd_rand random(std::random_device{}());
  std::uniform_real_distribution<double> chance(0, 1);
  while (!stop_) {
    const auto sent = send_next(outbox_, name, channel, now(), chance(random));
    if (!sent && !stop_) log(Level::error, "deliver.stuck", {{"error", describe(sent.error())}});
    if (!sent || *sent == Sent::none) rest(pause, stop_);
  }
}

}  // namespace zhiheng::deliver
