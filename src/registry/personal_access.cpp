#include "registry/personal_access.h"

#include "base/text.h"
#include "base/uuid.h"

namespace zhiheng::registry {
namespace {

constexpr std::size_t longest_filter = 1000;

Value or_null(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

}  // namespace

Result<void> write_down(store::Store& store, const PersonalAccess& access, Timestamp at) {
  static const std::vector<std::string> columns = {
      "number", "at", "account", "register", "action", "records", "record", "fields", "filter"};
  store::Draft draft;
  draft.values = {to_text(make_uuid()),
                  at,
                  access.account,
                  access.register_name,
                  access.action,
                  access.records,
                  or_null(access.record),
                  or_null(access.fields),
                  or_null(shorten(access.filter, longest_filter))};
  std::vector<store::Draft> drafts;
  drafts.push_back(std::move(draft));
  ZH_DO(store.write({.user = access.account}, std::string(personal_access_log), columns,
                    std::move(drafts)));
  return {};
}

}  // namespace zhiheng::registry
