#pragma once
// A notice: what happened to a record, or what is about to be late. Nothing personal is in it: the
// record is named by its register and key, and whoever follows the link sees what he may.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "deliver/rules.h"

namespace zhiheng::deliver {

struct Notice {
  enum class Kind {
    step,      ///< somebody took a step
    reminder,  ///< a term ends soon
    overdue,   ///< a term has ended
    digest,    ///< how much there is to do
    searched,  ///< somebody searched where identities are kept; `key` is the account
    refused    ///< somebody was refused there
  };
  Kind kind = Kind::step;
  std::string register_name = {}, id = {}, key = {};
  std::string what = {};   ///< the step, or the clock
  std::string state = {};  ///< of the record
  std::optional<Timestamp> due = {};
  std::int64_t overdue = 0, today = 0, later = 0, unread = 0;  ///< of a digest
};

[[nodiscard]] std::string_view name_of(Notice::Kind kind);

/// As the body of a message keeps it, JSON.
[[nodiscard]] std::string to_body(const Notice& notice);
/// @fails  deliver.notice_malformed
[[nodiscard]] Result<Notice> parse_notice(std::string_view body);

/// One line, in both languages, by the wording of delivery.toml.
[[nodiscard]] Words said(const Notice& notice, const catalog::Catalog& catalog, const Rules& rules);

/// Whether the key of a record may stand in a notice: no part of it is personal, or for some roles
/// only.
[[nodiscard]] bool key_is_open(const catalog::Register& of);
/// The natural key where it may be told, else empty.
[[nodiscard]] std::string open_key(const catalog::Register& of, std::span<const Value> values);

/// A text with {names} filled in; a name that nobody gave stays as it is.
[[nodiscard]] std::string filled(std::string_view text,
                                 const std::map<std::string, std::string, std::less<>>& names);

}  // namespace zhiheng::deliver
