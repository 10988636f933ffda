#pragma once
// Systems outside that follow a register: told of every change that the public may know of.

#include <memory>
#include <string>
#include <vector>

#include "deliver/outbox.h"
#include "deliver/target.h"
#include "registry/registry.h"

namespace zhiheng::deliver {

struct Subscription {
  Target target;
  std::string register_name;
  std::string filter;  ///< condition over public fields; empty: every record
};

/// Events: `record.changed` with the record as the public sees it, `record.withdrawn` with its id
/// and key when it no longer may be seen or no longer fits the filter. Changes that follow each
/// other quickly may come as one; the version tells which is newer.
class RegisterFeed {
 public:
  RegisterFeed(Outbox& outbox, registry::Registry& registry)
      : outbox_(outbox), registry_(registry), targets_(outbox.store()) {}

  /// The answer has the secret; it is not told again.
  /// @fails  registry.register_unknown, registry.not_allowed: the public sees nothing of it; the
  ///         refusals of the filter and of Targets::add
  Result<Subscription> subscribe(const std::string& register_name, const std::string& filter,
                                 Target target, Timestamp at);
  Result<std::vector<Subscription>> all();
  /// @fails  deliver.target_unknown
  Result<void> unsubscribe(const std::string& id);

  /// Messages for the next stretch of the feed. @return  false: there was nothing new
  Result<bool> follow();

 private:
  struct Touched;
  Result<std::vector<Message>> messages_of(std::span<const store::Segment> segments);
  Result<void> tell(const Subscription& subscription, const Touched& touched,
                    std::vector<Message>& messages);

  Outbox& outbox_;
  registry::Registry& registry_;
  Targets targets_;
};

}  // namespace zhiheng::deliver
