#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace zhiheng {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> make_logger() {
  auto logger = std::make_shared<spdlog::logger>("zhiheng",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::info);
  return logger;
}

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> one = make_logger();
  return *one;
}

bool needs_quotes(std::string_view value) {
  return value.empty() || std::any_of(value.begin(), value.end(), [](unsigned char sign) {
           return sign <= ' ' || sign == '"' || sign == '=' || sign == '\\' || sign == 0x7F;
         });
}

/// logfmt: one fact never breaks the line or imitates another fact.
void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line.append(value);
    return;
  }
  line.push_back('"');
  for (const char sign : value) {
    const auto byte = static_cast<unsigned char>(sign);
    if (sign == '"' || sign == '\\') {
      line.push_back('\\');
      line.push_back(sign);
    } else if (sign == '\n') {
      line.append("\\n");
    } else if (byte < ' ' || byte == 0x7F) {
      line.push_back(' ');
    } else {
      line.push_back(sign);
    }
  }
  line.push_back('"');
}

}  // namespace

void log(Level level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> facts) {
  const auto wanted = to_spdlog(level);
  if (!logger().should_log(wanted)) return;
  std::string line = "event=";
  append_value(line, event);
  for (const auto& [key, value] : facts) {
    line.append(" ").append(key).append("=");
    append_value(line, value);
  }
  logger().log(wanted, spdlog::string_view_t(line.data(), line.size()));
}

void set_log_level(Level level) { logger().set_level(to_spdlog(level)); }

}  // namespace zhiheng
