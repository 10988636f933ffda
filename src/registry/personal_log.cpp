#include "registry/personal_log.h"

#include <algorithm>

#include "base/text.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view log_name = "personal_access";
constexpr std::int64_t most_ids = 100;
constexpr std::size_t longest_filter = 1000;

}  // namespace

PersonalRead::PersonalRead(const Registry::Inside& inside, const Person& person,
                           const catalog::Register& of, const std::vector<std::size_t>& shown,
                           std::string action, std::string filter)
    : inside_(inside),
      person_(person),
      of_(of),
      action_(std::move(action)),
      filter_(std::move(filter)) {
  if (person.system) return;  // the program shows it to nobody
  for (const auto position : shown) {
    if (of.fields[position].personal) personal_.push_back(position);
  }
}

void PersonalRead::saw(const store::Version& version) {
  const bool any = std::ranges::any_of(
      personal_, [&](std::size_t position) { return !is_null(version.values[position]); });
  if (!any) return;
  if (records_++ >= most_ids) return;
  ids_.append(ids_.empty() ? "" : "|").append(to_text(version.id));
}

Result<void> PersonalRead::write() const {
  if (records_ == 0 || inside_.store->table(log_name) == nullptr) return {};
  std::string fields;
  for (const auto position : personal_) {
    fields.append(fields.empty() ? "" : "|").append(of_.fields[position].name);
  }
  static const std::vector<std::string> columns = {
      "number", "at", "account", "register", "action", "records", "record", "fields", "filter"};
  store::Draft draft;
  draft.values = {to_text(make_uuid()),
                  now(),
                  person_.user,
                  of_.name,
                  action_,
                  records_,
                  ids_,
                  fields,
                  filter_.empty() ? Value() : Value(shorten(filter_, longest_filter))};
  std::vector<store::Draft> drafts;
  drafts.push_back(std::move(draft));
  ZH_DO(inside_.store->write({.user = person_.user}, log_name, columns, std::move(drafts)));
  return {};
}

}  // namespace zhiheng::registry
