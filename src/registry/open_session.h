#pragma once
// A session for somebody who has been recognised, by whatever means.

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "catalog/security.h"
#include "store/store.h"

namespace zhiheng::registry {

/// The token of a new session, as People::session takes it. Nothing is checked here: that there is
/// such an account, and that this is its owner, is known already.
Result<std::string> open_session(store::Store& store, const catalog::Security& rules,
                                 std::string_view user, Timestamp now);

}  // namespace zhiheng::registry
