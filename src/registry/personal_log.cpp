#include "registry/personal_log.h"

#include <algorithm>

#include "registry/personal_access.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t most_ids = 100;

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
  if (records_ == 0 || inside_.store->table(personal_access_log) == nullptr) return {};
  std::string fields;
  for (const auto position : personal_) {
    fields.append(fields.empty() ? "" : "|").append(of_.fields[position].name);
  }
  return write_down(*inside_.store,
                    {.account = person_.user,
                     .register_name = of_.name,
                     .action = action_,
                     .records = records_,
                     .record = ids_,
                     .fields = fields,
                     .filter = filter_},
                    now());
}

}  // namespace zhiheng::registry
