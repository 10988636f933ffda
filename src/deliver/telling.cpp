#include "deliver/telling.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/calendar.h"
#include "base/duration.h"
#include "deliver/register_feed.h"
#include "registry/inside.h"
#include "registry/lifecycle.h"

namespace zhiheng::deliver {
namespace {

constexpr std::string_view notice_reader = "notices", notice_space = "delivery";
using duration::hour, duration::minute, duration::second;
constexpr std::int64_t china_ahead = 8 * hour, day = 24 * hour;
constexpr std::int64_t most_appointments = 100'000;
constexpr std::string_view json_type = "application/json";

/// None where no notice of the year's holidays is on record: then by plain weeks.
bool is_working(const catalog::Catalog& catalog, Date date) {
  const auto calendar = catalog.calendars.find("cn");
  if (calendar != catalog.calendars.end()) {
    if (const auto known = is_working_day(calendar->second, date)) return *known;
  }
  return (date.days + 3) % 7 < 5;  // 1970-01-01 was a Thursday
}

Result<std::optional<Timestamp>> remembered(store::Store& store, std::string_view key) {
  ZH_TRY(const auto kept, store.get(notice_space, key));
  std::optional<Timestamp> time;
  if (!kept) return time;
  std::int64_t number = 0;
  std::from_chars(kept->data(), kept->data() + kept->size(), number);
  time = Timestamp{number};
  return time;
}

}  // namespace

Result<void> Telling::address(const Notice& notice, const std::string& about,
                              const std::vector<const registry::Person*>& people,
                              std::vector<Message>& messages) {
  Message message{.subject = std::string(name_of(notice.kind)),
                  .type = std::string(json_type),
                  .body = to_body(notice)};
  for (const auto* person : people) {
    message.channel = "inbox";
    message.target = person->user;
    message.key = "inbox/" + about + "/" + person->user;
    messages.push_back(message);
    if (!by_mail_) continue;
    ZH_TRY(const Contact contact, contacts_.find(person->user));
    if (contact.wish != MailWish::each) continue;
    message.channel = "mail";
    message.key = "mail/" + about + "/" + person->user;
    messages.push_back(message);
  }
  return {};
}

Result<std::vector<Message>> Telling::messages_of(std::span<const store::Segment> segments) {
  std::vector<Message> messages;
  std::optional<Audience> audience;
  for (const auto& segment : segments) {
    const auto* of = registry_.catalog().find_register(segment.table);
    const bool tells = of != nullptr && std::ranges::any_of(of->steps, [](const auto& step) {
                         return !step.notify.empty();
                       });
    if (!tells) continue;
    // Of a large import not a row is read: nobody took a step there.
    store::Select select{.table = segment.table};
    select.where = {
        "seq >= ? AND seq <= ? AND " + std::string(registry::taken_step) + " IS NOT NULL",
        {segment.first, segment.last}};
    select.history = true;
    std::vector<store::Version> taken;
    ZH_DO(registry_.store().read(select, [&](const store::Version& version) {
      taken.push_back(version);
      return true;
    }));
    for (const auto& version : taken) {
      const auto past = registry::past_of(*of, {&version, 1});
      const auto* step = past.empty() ? nullptr : of->find_step(past.front().step);
      if (step == nullptr || step->notify.empty()) continue;
      if (!audience) {
        ZH_TRY(audience, Audience::gather(registry_));
      }
      const std::string id = to_text(version.id);
      const Notice notice{.kind = Notice::Kind::step,
                          .register_name = of->name,
                          .id = id,
                          .key = open_key(*of, version.values),
                          .what = step->name,
                          .state = version.state};
      ZH_TRY(const auto people, audience->told(*of, *step, version));
      ZH_DO(address(notice, "step/" + of->name + "/" + id + "/" + std::to_string(version.version),
                    people, messages));
    }
  }
  return messages;
}

Result<bool> Telling::of_steps() {
  return outbox_.follow(notice_reader, [this](std::span<const store::Segment> segments) {
    return messages_of(segments);
  });
}

Result<void> Telling::remind(const Audience& audience, const store::Appointment& one,
                             std::int64_t hours, std::vector<Message>& messages) {
  const auto* of = registry_.catalog().find_register(one.table);
  if (of == nullptr) return {};
  store::Select select{.table = of->name};
  select.id = one.id;
  std::optional<store::Version> record;
  ZH_DO(registry_.store().read(select, [&](const store::Version& version) {
    record = version;
    return false;
  }));
  if (!record) return {};
  ZH_TRY(const auto people, audience.due(*of, one));
  const Notice notice{.kind = hours > 0 ? Notice::Kind::reminder : Notice::Kind::overdue,
                      .register_name = of->name,
                      .id = to_text(one.id),
                      .key = open_key(*of, record->values),
                      .what = one.clock,
                      .state = one.state,
                      .due = one.due};
  return address(notice,
                 "term/" + of->name + "/" + notice.id + "/" + one.clock + "/" +
                     std::to_string(one.due->microseconds) + "/" + std::to_string(hours),
                 people, messages);
}

Result<void> Telling::of_terms(Timestamp at) {
  auto& store = registry_.store();
  ZH_TRY(const auto last, remembered(store, "reminded"));
  if (last) {
    ZH_DO(registry_.follow_clocks());
    ZH_TRY(const Audience audience, Audience::gather(registry_));
    std::vector<Message> messages;
    std::set<std::tuple<std::string, Uuid, std::string>> told;
    // Most urgent first: after an interruption one reminder of a term is enough.
    const Rules& rules = outbox_.rules();
    for (const int hours : rules.distances_h()) {
      std::vector<store::Appointment> due;
      ZH_DO(store.read_agenda({"due > ? AND due <= ?",
                               {last->microseconds + hours * hour, at.microseconds + hours * hour}},
                              most_appointments, [&](const store::Appointment& one) {
                                if (!rules.reminds(one.table, one.clock, hours)) return true;
                                if (told.emplace(one.table, one.id, one.clock).second)
                                  due.push_back(one);
                                return true;
                              }));
      for (const auto& one : due) ZH_DO(remind(audience, one, hours, messages));
    }
    ZH_TRY([[maybe_unused]] const auto added, outbox_.enqueue(messages, at));
  }
  return store.put(notice_space, "reminded", std::to_string(at.microseconds));
}

Result<void> Telling::of_the_day(Timestamp at) {
  const std::int64_t local = at.microseconds + china_ahead;
  const Date today = china_date(at);
  if (!by_mail_ || local % day < outbox_.rules().digest_hour * hour) return {};
  if (!is_working(registry_.catalog(), today)) return {};
  auto& store = registry_.store();
  ZH_TRY(const auto done, store.get(notice_space, "digested"));
  if (done == to_text(today)) return {};
  ZH_TRY(const Audience audience, Audience::gather(registry_));
  std::vector<Message> messages;
  for (const auto& person : audience.everybody()) {
    ZH_TRY(const Contact contact, contacts_.find(person.user));
    if (contact.wish != MailWish::digest) continue;
    ZH_TRY(const auto work, registry_.work(person, at, 1));
    Notice notice{.kind = Notice::Kind::digest,
                  .overdue = work.overdue_in_all,
                  .today = work.today_in_all,
                  .later = work.later_in_all};
    ZH_TRY(notice.unread,
           outbox_.messages().count(
               {"channel = 'inbox' AND state = 'unread' AND target = ?", {person.user}}));
    if (notice.overdue + notice.today + notice.unread == 0) continue;
    messages.push_back({.key = "mail/digest/" + to_text(today) + "/" + person.user,
                        .channel = "mail",
                        .target = person.user,
                        .subject = std::string(name_of(notice.kind)),
                        .type = std::string(json_type),
                        .body = to_body(notice)});
  }
  ZH_TRY([[maybe_unused]] const auto added, outbox_.enqueue(messages, at));
  return store.put(notice_space, "digested", to_text(today));
}

Result<void> Telling::run(Timestamp at) {
  for (bool more = true; more;) {
    ZH_TRY(more, of_steps());
  }
  if (at.microseconds - last_run_.microseconds < minute) return {};
  last_run_ = at;
  ZH_DO(of_terms(at));
  return of_the_day(at);
}

std::vector<Producer> producers(Telling& telling, RegisterFeed& feed) {
  return {[&telling](Timestamp at) { return telling.run(at); },
          [&feed](Timestamp) -> Result<void> {
            // A stretch at a time until nothing is new: imports bring many.
            for (bool more = true; more;) {
              ZH_TRY(more, feed.follow());
            }
            return {};
          }};
}

}  // namespace zhiheng::deliver
