#pragma once
// Whom to tell: notices from the steps that people take and from terms that run out.

#include <string>
#include <vector>

#include "deliver/contacts.h"
#include "deliver/deliver.h"
#include "deliver/notice.h"
#include "deliver/outbox.h"
#include "registry/people.h"
#include "registry/registry.h"

namespace zhiheng::deliver {

/// Accounts that a notice could go to, as they are at one moment.
class Audience {
 public:
  static Result<Audience> gather(registry::Registry& registry);

  /// Whom a step tells: accounts of the holder's firm, the handler, everybody with one of the
  /// roles; of these who may see the record, and not the one who took the step.
  Result<std::vector<const registry::Person*>> told(const catalog::Register& of,
                                                    const catalog::Step& step,
                                                    const store::Version& version) const;
  /// Whose turn it is: the handler, else everybody who may take a step from this state.
  Result<std::vector<const registry::Person*>> due(const catalog::Register& of,
                                                   const store::Appointment& appointment) const;
  [[nodiscard]] const std::vector<registry::Person>& everybody() const { return people_; }

 private:
  explicit Audience(registry::Registry& registry) : registry_(&registry) {}
  Result<bool> sees(const registry::Person& person, const catalog::Register& of,
                    const Uuid& id) const;
  Result<std::vector<const registry::Person*>> those_who_see(
      const catalog::Register& of, const Uuid& id,
      const std::function<bool(const registry::Person&)>& wanted) const;

  registry::Registry* registry_;
  std::vector<registry::Person> people_;
};

/// Makes notices: into everybody's inbox, and by mail to those who want each of them.
class Telling {
 public:
  /// @param by_mail  whether there is a server for mail
  Telling(Outbox& outbox, registry::Registry& registry, bool by_mail)
      : outbox_(outbox), registry_(registry), contacts_(outbox.store()), by_mail_(by_mail) {}

  /// Of the steps since the last time, from the feed. @return  false: there was nothing new
  Result<bool> of_steps();
  /// Of the terms that came within a declared distance of `at` since the last time; the first time
  /// only remembers the moment.
  Result<void> of_terms(Timestamp at);
  /// On the morning of a working day, once, to those who want one mail a day and have something to
  /// do or to read.
  Result<void> of_the_day(Timestamp at);
  /// All three; terms and days once a minute.
  Result<void> run(Timestamp at);

 private:
  Result<void> address(const Notice& notice, const std::string& about,
                       const std::vector<const registry::Person*>& people,
                       std::vector<Message>& messages);
  Result<std::vector<Message>> messages_of(std::span<const store::Segment> segments);
  Result<void> remind(const Audience& audience, const store::Appointment& one, std::int64_t hours,
                      std::vector<Message>& messages);

  Outbox& outbox_;
  registry::Registry& registry_;
  Contacts contacts_;
  bool by_mail_;
  Timestamp last_run_{};
};

class RegisterFeed;
/// Everything of this room that makes messages; both must outlive what is given.
[[nodiscard]] std::vector<Producer> producers(Telling& telling, RegisterFeed& feed);

}  // namespace zhiheng::deliver
