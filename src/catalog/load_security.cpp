#include "catalog/complaint_limits.h"
#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/limits.h"
#include "catalog/security.h"
#include "catalog/whole_number.h"

namespace zhiheng::catalog {
namespace {

void load_lock(Declaration& at, Security& made) {
  made.failures_before_lock = whole_number(at, "failures", 1, 100);
  made.first_lock_seconds = whole_number(at, "first_seconds", 1, 86'400);
  made.longest_lock_seconds = whole_number(at, "longest_seconds", 1, 86'400);
  made.failures_forgotten_hours = whole_number(at, "forgotten_hours", 1, 8'760);
  if (made.longest_lock_seconds < made.first_lock_seconds) {
    at.complain(wrong_value, "longest_seconds", std::to_string(made.longest_lock_seconds),
                ">= first_seconds");
  }
  // Whoever forgets sooner than a lock ends would lift the lock.
  if (made.failures_forgotten_hours * 3600 < made.longest_lock_seconds) {
    at.complain(wrong_value, "forgotten_hours", std::to_string(made.failures_forgotten_hours),
                ">= longest_seconds / 3600");
  }
  at.finish();
}

/// The tables beside the password's.
Limits read_limits(Declaration& file) {
  Limits made;
  if (auto at = file.table("second_factor")) {
    made.wrong_codes_before_pause = whole_number(*at, "wrong_codes", 1, 20);
    made.code_pause_seconds = whole_number(*at, "pause_seconds", 30, 86'400);
    at->finish();
  }
  if (auto at = file.table("token")) {
    made.longest_token_days = whole_number(*at, "longest_days", 1, 3'660);
    at->finish();
  }
  if (auto at = file.table("openid")) {
    made.clock_skew_seconds = whole_number(*at, "clock_skew_seconds", 0, 300);
    made.outside_login_seconds = whole_number(*at, "login_seconds", 60, 3'600);
    made.key_refresh_seconds = whole_number(*at, "key_refresh_seconds", 1, 3'600);
    at->finish();
  }
  if (auto at = file.table("report")) {
    made.reports_per_minute = whole_number(*at, "per_minute", 1, 100'000);
    made.reports_per_minute_each =
        whole_number(*at, "per_minute_each_address", 1, made.reports_per_minute);
    made.report_identity_days = whole_number(*at, "identity_days", 1, 3'660);
    at->finish();
  }
  return made;
}

ComplaintLimits read_complaint_limits(Declaration& file) {
  ComplaintLimits made;
  if (auto at = file.table("complaint")) {
    made.per_minute = whole_number(*at, "per_minute", 1, 100'000);
    made.per_minute_each = whole_number(*at, "per_minute_each_address", 1, made.per_minute);
    made.twice_hours = whole_number(*at, "twice_hours", 1, 720);
    at->finish();
  }
  return made;
}

/// The whole file again, of which somebody wants one part.
template <typename Part>
Part part_of(const std::string& folder, Part (*read)(Declaration&)) {
  std::vector<Error> told_when_it_was_loaded;
  auto file =
      Declaration::read(folder + "/security.toml", "security.toml", told_when_it_was_loaded);
  return file ? read(*file) : Part();
}

}  // namespace

int whole_number(Declaration& at, std::string_view key, int least, int most) {
  if (!at.has(key)) {
    at.complain(key_missing, key, "", std::to_string(least) + ".." + std::to_string(most));
    return least;
  }
  const int number = at.integer_or(key, least);
  if (number < least || number > most) {
    at.complain(wrong_value, key, std::to_string(number),
                std::to_string(least) + ".." + std::to_string(most));
  }
  return number;
}

Limits limits_of(const std::string& folder) { return part_of(folder, read_limits); }

ComplaintLimits complaint_limits_of(const std::string& folder) {
  return part_of(folder, read_complaint_limits);
}

Security load_security(const std::string& path, std::vector<Error>& errors) {
  Security made;
  auto file = Declaration::read(path, "security.toml", errors);
  if (!file) return made;
  made.source = file->text("source");
  for (const auto* part :
       {"lock", "session", "password", "second_factor", "token", "openid", "report", "complaint"}) {
    if (!file->has(part))
      file->complain(key_missing, part, "", "a table [" + std::string(part) + "]");
  }
  if (auto at = file->table("lock")) load_lock(*at, made);
  if (auto at = file->table("session")) {
    made.session_hours = whole_number(*at, "hours", 1, 720);
    at->finish();
  }
  if (auto at = file->table("password")) {
    made.shortest_password =
        static_cast<std::size_t>(whole_number(*at, "shortest_characters", 8, 64));
    made.longest_password = static_cast<std::size_t>(whole_number(*at, "longest_bytes", 64, 4096));
    at->finish();
  }
  (void)read_limits(*file);
  (void)read_complaint_limits(*file);
  file->finish();
  return made;
}

}  // namespace zhiheng::catalog
