#include "deliver/alarm.h"

#include <algorithm>

#include "base/duration.h"
#include "deliver/notice.h"
#include "registry/people.h"
#include "registry/personal_access.h"

namespace zhiheng::deliver {
Result<void> alarm(Outbox& outbox, registry::Registry& registry, const Search& search,
                   Timestamp at) {
  const Notice notice{
      .kind = search.how, .register_name = search.register_name, .key = search.account};
  const auto how = name_of(search.how);
  ZH_DO(registry::write_down(registry.store(),
                             {.account = search.account,
                              .register_name = search.register_name,
                              .action = std::string(how)},
                             at));
  registry::People accounts(registry.store(), registry.catalog().security);
  ZH_TRY(const auto people, accounts.all());
  std::vector<Message> messages;
  for (const auto& person : people) {
    const bool told = std::ranges::any_of(person.roles, [&](const std::string& role) {
      return std::ranges::find(outbox.rules().alarm_roles, role) !=
             outbox.rules().alarm_roles.end();
    });
    if (!told || person.user == search.account) continue;
    messages.push_back(
        {.key = "inbox/alarm/" + search.register_name + "/" + search.account + "/" +
                std::string(how) + "/" +
                std::to_string(at.microseconds / (outbox.rules().alarm_hours * duration::hour)) +
                "/" + person.user,
         .channel = "inbox",
         .target = person.user,
         .subject = std::string(how),
         .type = "application/json",
         .body = to_body(notice)});
  }
  ZH_TRY([[maybe_unused]] const auto added, outbox.enqueue(messages, at));
  return {};
}

}  // namespace zhiheng::deliver
