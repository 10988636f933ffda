#pragma once
// What happened inside, for the people who run the server. Never a secret, never personal data.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace zhiheng {

enum class Level { debug, info, warning, error };

/// One line on standard error: time, level, event, key=value. `event` is a constant:
/// "import.finished".
void log(Level level, std::string_view event,
         std::initializer_list<std::pair<std::string_view, std::string>> facts = {});

/// Nothing below this level is written; `info` to begin with.
void set_log_level(Level level);

}  // namespace zhiheng
