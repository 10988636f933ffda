#include "reporter/thread.h"

#include "base/text.h"
#include "registry/adding.h"
#include "reporter/claim_code.h"
#include "reporter/custody.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

constexpr std::size_t longest_text = 15'000;

}  // namespace

Result<void> each_about(
    registry::Registry& registry, const char* register_name, std::string_view field,
    const std::string& number, const std::string& sort,
    const std::function<void(const std::vector<std::string>&, const registry::Record&)>& row) {
  ZH_TRY(const auto* of, registry.find_register(register_name));
  std::vector<std::string> columns;
  registry::ListQuery query{.filter = std::string(field) + " = '" + number + "'"};
  if (!sort.empty()) query.sort = {sort};
  return registry.each(the_program(), *of, query, columns, [&](const registry::Record& record) {
    row(columns, record);
    return true;
  });
}

Result<std::vector<Message>> messages_of(registry::Registry& registry, const Thread& thread,
                                         const std::string& number) {
  std::vector<Message> messages;
  ZH_DO(each_about(registry, thread.register_name, thread.about, number, "at",
                   [&](const auto& names, const auto& one) {
                     messages.push_back(
                         {.at = moment(value_at(names, one, "at")),
                          .by_reporter = to_text(value_at(names, one, "author")) == thread.author,
                          .text = to_text(value_at(names, one, "content"))});
                   }));
  return messages;
}

Result<void> write_message(registry::Registry& registry, const Thread& thread,
                           const Subject& subject, const std::string& text, Timestamp now) {
  if (trim(text).empty() || text.size() > longest_text) {
    return fail(text_wrong, "text", std::to_string(text.size()),
                "1.." + std::to_string(longest_text));
  }
  ZH_TRY(const auto* of, registry.find_register(thread.register_name));
  const std::vector<std::string> columns = {"number", thread.about, "region", "author",
                                            "at",     "content",    "handler"};
  registry::Entry entry;
  entry.values = {subject.number + "/" + random_signs(8),
                  subject.number,
                  subject.region,
                  std::string(thread.author),
                  now,
                  text,
                  subject.handler};
  ZH_TRY(const auto written,
         registry::add_and_step(registry, the_program(), *of, columns, std::move(entry), "arrive"));
  if (!written.errors.empty()) return std::unexpected(written.errors.front());
  return {};
}

}  // namespace zhiheng::reporter
