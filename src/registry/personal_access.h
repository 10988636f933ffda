#pragma once
// The log of who read personal data, or looked for it: one register, `personal_access`.

#include <cstdint>
#include <string>

#include "store/store.h"

namespace zhiheng::registry {

inline constexpr std::string_view personal_access_log = "personal_access";

/// One line of the log.
struct PersonalAccess {
  std::string account = {};
  std::string register_name = {};
  std::string action = {};  ///< show, list, export, history, open, searched, refused
  std::int64_t records = 0;
  std::string record = {};  ///< ids, joined by "|"
  std::string fields = {};  ///< names, joined by "|"
  std::string filter = {};  ///< a condition or words; what is too long for the log is cut
};

/// Written before anything is handed over; when this fails, nothing may be.
[[nodiscard]] Result<void> write_down(store::Store& store, const PersonalAccess& access,
                                      Timestamp at);

}  // namespace zhiheng::registry
