#pragma once
// Somebody looks for an identity: written down, and told at once to those who keep identities.

#include <string>

#include "deliver/notice.h"
#include "deliver/outbox.h"
#include "registry/registry.h"

namespace zhiheng::deliver {

/// What somebody with an account did in a register that is watched (delivery.toml, [alarm]).
struct Search {
  std::string account = {};
  std::string register_name = {};
  /// `searched`: by words, a condition or a key; `refused`: asked for what they may not see.
  Notice::Kind how = Notice::Kind::searched;
};

/// A line in `personal_access`, without what was looked for: that may be the name. And a notice to
/// everybody with one of the roles of [alarm] but the one who did it; of the same account, register
/// and way once in the hours that [alarm] says.
Result<void> alarm(Outbox& outbox, registry::Registry& registry, const Search& search,
                   Timestamp at);

}  // namespace zhiheng::deliver
