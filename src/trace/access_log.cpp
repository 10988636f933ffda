#include "trace/access_log.h"

#include "base/text.h"
#include "base/uuid.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view log_register = "epcis_access";
/// What the register takes.
constexpr std::size_t longest_list = 20'000, longest_question = 1'000;

Value text_or_null(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

/// "ID=(01)… depth=3"
std::string words_of(const Invocation& call) {
  std::string words;
  for (const auto* named : {&call.arguments, &call.options}) {
    for (const auto& [name, values] : *named) {
      for (const std::string& value : values) {
        words.append(words.empty() ? "" : " ").append(name).append("=").append(value);
      }
    }
  }
  return shorten(words, longest_question);
}

}  // namespace

Result<void> log_question(registry::Registry& registry, const registry::Person& person,
                          const AskedQuestion& asked) {
  if (registry.store().table(log_register) == nullptr) return {};
  std::string ids;
  for (const std::string& id : asked.ids) {
    if (ids.size() + id.size() >= longest_list) break;
    ids.append(ids.empty() ? "" : "|").append(id);
  }
  static const std::vector<std::string> columns = {"number", "at",     "account", "company",
                                                   "action", "events", "event",   "filter"};
  store::Draft draft;
  draft.values = {to_text(make_uuid()),
                  now(),
                  person.user,
                  text_or_null(person.company),
                  "trace/" + std::string(asked.name),
                  static_cast<std::int64_t>(asked.events),
                  text_or_null(std::move(ids)),
                  text_or_null(words_of(asked.call))};
  std::vector<store::Draft> drafts;
  drafts.push_back(std::move(draft));
  ZH_DO(registry.store().write({.user = person.user}, log_register, columns, std::move(drafts)));
  return {};
}

}  // namespace zhiheng::trace
