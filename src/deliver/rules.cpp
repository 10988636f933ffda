#include "deliver/rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "deliver/failures.h"

namespace zhiheng::deliver {
namespace {

constexpr std::string_view file_name = "delivery.toml";
/// What is said somewhere.
constexpr const char* wordings[] = {"step",     "reminder", "overdue", "digest",
                                    "searched", "refused",  "sender",  "subject",
                                    "footer",   "calendar", "due"};
constexpr int longest_wait_s = 7 * 86'400;

int whole(catalog::Declaration& at, std::string_view key, int least, int most) {
  const int number = at.integer_or(key, least - 1);
  if (number < least || number > most) {
    at.complain(catalog::wrong_value, key, std::to_string(number),
                std::to_string(least) + ".." + std::to_string(most));
  }
  return number;
}

ChannelRules read_channel(catalog::Declaration& at) {
  ChannelRules made;
  for (auto& step : at.tables("wait")) {
    made.waits_s.push_back(whole(step, "seconds", 1, longest_wait_s));
    step.finish();
  }
  if (made.waits_s.empty()) at.complain(catalog::key_missing, "wait", "", "[[…wait]]");
  made.jitter_percent = whole(at, "jitter_percent", 0, 100);
  made.connect_timeout_s = whole(at, "connect_timeout_seconds", 1, 120);
  made.timeout_s = whole(at, "timeout_seconds", 1, 600);
  made.largest_body = static_cast<std::size_t>(whole(at, "largest_kilobytes", 1, 65'536)) * 1024;
  at.finish();
  return made;
}

/// One clock of a register that reminds at its own times.
void read_lead(catalog::Declaration& at, Rules& rules) {
  constexpr int hours_of_a_day = 24, longest_days = 3650;
  auto& leads = rules.own_reminders_h[{at.text("register"), at.text("clock")}];
  (void)at.text_or("source", "");
  for (auto& one : at.tables("before")) {
    leads.push_back(one.has("days") ? whole(one, "days", 1, longest_days) * hours_of_a_day
                                    : whole(one, "hours", 1, longest_days));
    one.finish();
  }
  if (leads.empty()) at.complain(catalog::key_missing, "before", "", "[{ days = 30 }]");
  at.finish();
}

}  // namespace

std::optional<std::int64_t> ChannelRules::wait_s(int attempts, double chance) const {
  const auto index = static_cast<std::size_t>(attempts - 1);
  if (attempts < 1 || index >= waits_s.size()) return std::nullopt;
  const auto wait = static_cast<double>(waits_s[index]);
  return std::llround(std::ceil(wait * (1 + chance * jitter_percent / 100)));
}

std::int64_t ChannelRules::longest_s() const {
  const auto sum = std::accumulate(waits_s.begin(), waits_s.end(), std::int64_t{0});
  return sum + sum * jitter_percent / 100;
}

bool Rules::reminds(const std::string& of, const std::string& clock, int hours) const {
  const auto own = own_reminders_h.find({of, clock});
  const auto& leads = hours > 0 && own != own_reminders_h.end() ? own->second : reminders_h;
  return std::ranges::find(leads, hours) != leads.end();
}

std::vector<int> Rules::distances_h() const {
  std::set<int> found(reminders_h.begin(), reminders_h.end());
  for (const auto& [clock, leads] : own_reminders_h) found.insert(leads.begin(), leads.end());
  return {found.begin(), found.end()};
}

Result<const ChannelRules*> Rules::channel(std::string_view name) const {
  const auto found = channels.find(name);
  if (found == channels.end()) return fail(channel_unknown, "channel", std::string(name));
  return &found->second;
}

Result<Rules> load_rules(const std::string& folder) {
  std::vector<Error> errors;
  Rules rules;
  auto file = catalog::Declaration::read(folder + "/" + std::string(file_name),
                                         std::string(file_name), errors);
  if (file) {
    (void)file->text("source");
    rules.kept_days = whole(*file, "kept_days", 1, 3650);
    for (const auto& text : file->texts("refused_networks")) {
      const auto network = parse_network(text);
      if (network) {
        rules.refused.push_back(*network);
      } else {
        file->complain(catalog::wrong_value, "refused_networks", text, network.error().wanted);
      }
    }
    // Nobody may think himself guarded by an empty list.
    if (rules.refused.empty()) {
      file->complain(catalog::key_missing, "refused_networks", "", "127.0.0.0/8 …");
    }
    rules.digest_hour = whole(*file, "digest_hour", 0, 23);
    for (auto& one : file->tables("reminder")) {
      rules.reminders_h.push_back(whole(one, "hours_before", -8760, 8760));
      one.finish();
    }
    for (auto& one : file->tables("clock_reminder")) read_lead(one, rules);
    if (auto alarm = file->table("alarm")) {
      rules.alarm_registers = alarm->texts("registers");
      rules.alarm_roles = alarm->texts("tell");
      rules.alarm_hours = whole(*alarm, "once_in_hours", 1, 24);
      alarm->finish();
    }
    if (auto wording = file->table("wording")) {
      for (const auto& name : wording->keys()) rules.wording[name] = wording->words(name);
      wording->finish();
    }
    for (const auto* name : wordings) {
      if (!rules.wording.contains(name)) {
        file->complain(catalog::key_missing, "wording", name, "{ zh = …, en = … }");
      }
    }
    for (const auto* name : {"webhook", "mail"}) {
      if (auto channel = file->table(name)) {
        rules.channels.emplace(name, read_channel(*channel));
      } else {
        file->complain(catalog::key_missing, name, "", "[" + std::string(name) + "]");
      }
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(rules_malformed, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return rules;
}

}  // namespace zhiheng::deliver
