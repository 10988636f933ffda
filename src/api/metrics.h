#pragma once
// Counts and times for whoever watches the server.

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace zhiheng::api {

class Metrics {
 public:
  /// @param route  the pattern, not the path, so that the number of series stays small
  void count(const std::string& method, const std::string& route, int status, double seconds);

  /// Prometheus text format 0.0.4.
  [[nodiscard]] std::string text() const;

 private:
  static constexpr std::array<double, 10> bounds = {0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,  0.1,    0.25,  1,    5};
  struct Series {
    std::array<std::uint64_t, bounds.size()> below{};
    std::uint64_t count = 0;
    double seconds = 0;
    std::map<int, std::uint64_t> by_status;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Series> series_;
};

}  // namespace zhiheng::api
