#pragma once
// One's own terms in the calendar that one already has: iCalendar, fetched with a token.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "deliver/rules.h"
#include "registry/lifecycle.h"
#include "store/store.h"

namespace zhiheng::deliver {

/// A calendar with an event for each running term: a whole day where a term ends with a day, a
/// moment in UTC where it is counted in hours. No titles and nothing personal: register, key, term.
/// UIDs stay the same as long as the term does.
/// @param address  of the pages, for links; may be empty
/// @source  RFC 5545
[[nodiscard]] std::string icalendar(const registry::Work& work, const catalog::Catalog& catalog,
                                    const Rules& rules, const std::string& address,
                                    Language language, Timestamp at);

/// Text as a value of a property: \, ; , and line ends escaped; other control characters left out.
/// @source  RFC 5545, 3.3.11
[[nodiscard]] std::string escape_text(std::string_view text);

/// A content line in pieces of at most 75 bytes, between characters, each ended with CR LF.
/// @source  RFC 5545, 3.1
[[nodiscard]] std::string fold(std::string_view line);

/// A new token for the feed of an account; the one before is no longer good. Only its digest is
/// kept.
Result<std::string> issue_feed_token(store::Store& store, std::string_view user);
/// Whose feed it is; none: nobody's.
Result<std::optional<std::string>> feed_owner(store::Store& store, std::string_view token);
/// @return  false: there was none
Result<bool> revoke_feed_token(store::Store& store, std::string_view user);

}  // namespace zhiheng::deliver
