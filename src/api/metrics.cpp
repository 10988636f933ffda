#include "api/metrics.h"

#include <fmt/format.h>

namespace zhiheng::api {

void Metrics::count(const std::string& method, const std::string& route, int status,
                    double seconds) {
  const std::lock_guard lock(mutex_);
  Series& series = series_[{method, route}];
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (seconds <= bounds[i]) ++series.below[i];
  }
  ++series.count;
  series.seconds += seconds;
  ++series.by_status[status];
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string text =
      "# HELP zhiheng_http_requests_total Requests answered.\n"
      "# TYPE zhiheng_http_requests_total counter\n";
  for (const auto& [key, series] : series_) {
    for (const auto& [status, count] : series.by_status) {
      text += fmt::format(
          "zhiheng_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", key.first,
          key.second, status, count);
    }
  }
  text +=
      "# HELP zhiheng_http_request_seconds Time from the whole request to the ready answer.\n"
      "# TYPE zhiheng_http_request_seconds histogram\n";
  for (const auto& [key, series] : series_) {
    const std::string labels = fmt::format("method=\"{}\",route=\"{}\"", key.first, key.second);
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      text += fmt::format("zhiheng_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                          bounds[i], series.below[i]);
    }
    text += fmt::format("zhiheng_http_request_seconds_bucket{{{},le=\"+Inf\"}} {}\n", labels,
                        series.count);
    text += fmt::format("zhiheng_http_request_seconds_sum{{{}}} {}\n", labels, series.seconds);
    text += fmt::format("zhiheng_http_request_seconds_count{{{}}} {}\n", labels, series.count);
  }
  return text;
}

}  // namespace zhiheng::api
