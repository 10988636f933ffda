#include "deliver/calendar_feed.h"

#include <algorithm>

#include "base/duration.h"
#include "deliver/notice.h"
#include "registry/lifecycle_json.h"
#include "registry/password.h"

namespace zhiheng::deliver {
namespace {

constexpr std::size_t longest_line = 75;
using duration::day;
constexpr std::int64_t china_ahead = 8 * duration::hour;
constexpr std::string_view token_space = "calendar_token", owners = "calendar_owner",
                           prefix = "zhc_";

/// "20261123T080000Z"
std::string moment(Timestamp at) {
  std::string made;
  for (const char c : to_text(at)) {
    if (c == '.' || c == 'Z') break;
    if (c != '-' && c != ':') made += c;
  }
  return made + "Z";
}

std::string day_text(Date date) {
  std::string made;
  for (const char c : to_text(date)) {
    if (c != '-') made += c;
  }
  return made;
}

class Writer {
 public:
  void line(std::string_view name, std::string_view value) {
    text_ += fold(std::string(name).append(":").append(value));
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

void add_event(Writer& out, const registry::WorkItem& item, const catalog::Catalog& catalog,
               const Rules& rules, const std::string& address, Language language, Timestamp at) {
  const auto* of = catalog.find_register(item.register_name);
  if (of == nullptr || !item.due) return;
  const auto* clock = registry::find_clock(*of, item.clock);
  out.line("BEGIN", "VEVENT");
  out.line("UID", item.id + "-" + item.clock + "@" + item.register_name + ".zhiheng");
  out.line("DTSTAMP", moment(at));
  if ((item.due->microseconds + china_ahead) % day == 0) {
    const Date last = china_date(Timestamp{item.due->microseconds - 1});
    out.line("DTSTART;VALUE=DATE", day_text(last));
    out.line("DTEND;VALUE=DATE", day_text(Date{last.days + 1}));
  } else {
    out.line("DTSTART", moment(*item.due));
    out.line("DURATION", "PT0S");
  }
  const std::string line =
      filled(rules.wording.find("due")->second.in(language),
             {{"register", of->title.in(language)},
              {"key", key_is_open(*of) ? item.key : std::string()},
              {"what", clock == nullptr ? item.clock : clock->title.in(language)}});
  out.line("SUMMARY", escape_text(line));
  if (!address.empty()) {
    out.line("URL", address + (address.ends_with('/') ? "" : "/") + "registers/" +
                        item.register_name + "/" + item.id);
  }
  out.line("TRANSP", "TRANSPARENT");
  out.line("END", "VEVENT");
}

}  // namespace

std::string escape_text(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\n') {
      made += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      made.append("\\").push_back(c);
    } else if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') {
      made += c;
    }
  }
  return made;
}

std::string fold(std::string_view line) {
  std::string made;
  std::size_t room = longest_line;
  while (line.size() > room) {
    std::size_t end = room;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
    if (end == 0) end = room;
    made.append(line.substr(0, end)).append("\r\n ");
    line.remove_prefix(end);
    room = longest_line - 1;  // the space counts
  }
  return made.append(line).append("\r\n");
}

std::string icalendar(const registry::Work& work, const catalog::Catalog& catalog,
                      const Rules& rules, const std::string& address, Language language,
                      Timestamp at) {
  Writer out;
  out.line("BEGIN", "VCALENDAR");
  out.line("VERSION", "2.0");
  out.line("PRODID", "-//Zhiheng//Work list//ZH");
  out.line("CALSCALE", "GREGORIAN");
  out.line("METHOD", "PUBLISH");
  out.line("X-WR-CALNAME", escape_text(rules.wording.find("calendar")->second.in(language)));
  for (const auto* part : {&work.overdue, &work.today, &work.later}) {
    for (const auto& item : *part) add_event(out, item, catalog, rules, address, language, at);
  }
  out.line("END", "VCALENDAR");
  return std::move(out).text();
}

Result<std::string> issue_feed_token(store::Store& store, std::string_view user) {
  ZH_TRY([[maybe_unused]] const bool had, revoke_feed_token(store, user));
  std::string token = std::string(prefix) + registry::random_token();
  const std::string digest = registry::token_digest(token);
  ZH_DO(store.put(token_space, digest, user));
  ZH_DO(store.put(owners, user, digest));
  return token;
}

Result<std::optional<std::string>> feed_owner(store::Store& store, std::string_view token) {
  if (!token.starts_with(prefix)) return std::optional<std::string>();
  return store.get(token_space, registry::token_digest(token));
}

Result<bool> revoke_feed_token(store::Store& store, std::string_view user) {
  ZH_TRY(const auto digest, store.get(owners, user));
  if (!digest) return false;
  ZH_DO(store.erase(token_space, *digest));
  return store.erase(owners, user);
}

}  // namespace zhiheng::deliver
