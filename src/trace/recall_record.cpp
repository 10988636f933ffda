// The record of a recall and its notices, in the registers.

#include "trace/recall_record.h"

#include <optional>

#include "trace/recall_notice.h"

namespace zhiheng::trace {
namespace {

Result<std::string> put_one(registry::Registry& registry, const registry::Person& person,
                            std::string_view into, std::vector<std::string> columns,
                            std::vector<Value> values) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(into));
  registry::Entry entry;
  entry.values = std::move(values);
  ZH_TRY(const auto answers, registry.put(person, *of, columns, {std::move(entry)}));
  if (!answers.front().errors.empty()) return std::unexpected(answers.front().errors.front());
  return answers.front().id;
}

/// A notice that was issued says what it said.
Result<std::optional<std::string>> issued_before(registry::Registry& registry,
                                                 const registry::Person& person,
                                                 const std::string& number) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(notice_register));
  std::vector<std::string> columns;
  const auto found = registry.find(person, *of, std::string_view(number), columns);
  if (!found || found->state == of->initial_state()) return std::optional<std::string>();
  return std::optional(found->id);
}

}  // namespace

Result<RecallWritten> write_recall(registry::Registry& registry, const registry::Person& person,
                                   const RecallDraft& draft) {
  const RecallOrder& order = draft.order;
  const std::string region = order.region.empty() ? person.region : order.region;
  std::vector<std::string> columns{"source", "recall_number", "product_codes", "units",
                                   "distribution"};
  std::vector<Value> values{order.source, order.number, draft.product_codes, draft.pieces,
                            draft.distribution};
  for (const auto& [column, text] : {std::pair{"title", order.title}, {"region", region}}) {
    if (text.empty()) continue;
    columns.emplace_back(column);
    values.emplace_back(text);
  }
  RecallWritten written;
  ZH_TRY(written.record, put_one(registry, person, recall_register, columns, values));
  for (const RecallDraft::Notice& notice : draft.notices) {
    RecallWritten::Notice made{.id = {}, .number = notice.number, .receiver = notice.receiver};
    ZH_TRY(const auto issued, issued_before(registry, person, notice.number));
    if (issued) {
      made.id = *issued;
      made.kept = true;
    } else {
      ZH_TRY(made.id, put_one(registry, person, notice_register,
                              {"number", "recall", "receiver", "title", "text", "contact", "region",
                               "issued_on", "addressed", "channels"},
                              {notice.number, order.source + "|" + order.number, notice.receiver,
                               notice.title, notice.text,
                               order.hotline.empty() ? Value() : Value(order.hotline),
                               region.empty() ? Value() : Value(region), china_date(now()),
                               std::int64_t{1}, std::string("direct")}));
    }
    written.notices.push_back(std::move(made));
  }
  return written;
}

}  // namespace zhiheng::trace
