#include "reporter/reports.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_detail = 900;  // bytes
constexpr Thread questions{"report_message", "report", "reporter"};

/// What must not be found in a report: short pieces would be found everywhere.
std::vector<std::string> telling(const Identity& identity) {
  std::vector<std::string> pieces;
  constexpr std::size_t shortest = 4;  // a Chinese name of two signs has six bytes
  for (const auto& detail : {identity.name, identity.phone, identity.address, identity.account}) {
    std::string piece = to_matching_form(detail);
    if (piece.size() >= shortest) pieces.push_back(std::move(piece));
  }
  return pieces;
}

Result<void> check_identity(const Filing& filing) {
  const Identity& identity = *filing.identity;
  for (const auto& [field, detail] :
       {std::pair("name", &identity.name), std::pair("phone", &identity.phone),
        std::pair("address", &identity.address), std::pair("account", &identity.account)}) {
    if (detail->size() > longest_detail || !is_utf8(*detail)) {
      return fail(identity_wrong, field, {}, "<= 300");
    }
  }
  if (trim(identity.name).empty() && trim(identity.phone).empty()) {
    return fail(identity_wrong, "name", {}, "name | phone");
  }
  for (const auto& [field, text] :
       {std::pair("content", &filing.content), std::pair("place", &filing.place),
        std::pair("suspect_name", &filing.suspect_name)}) {
    const std::string said = to_matching_form(*text);
    for (const auto& piece : telling(identity)) {
      if (said.find(piece) != std::string::npos) return fail(names_itself, field);
    }
  }
  return {};
}

std::string sealed_text(const Identity& identity) {
  return json::serialize(json::object{{"name", identity.name},
                                      {"phone", identity.phone},
                                      {"address", identity.address},
                                      {"account", identity.account}});
}

Value text_or_null(const std::string& text) { return trim(text).empty() ? Value() : Value(text); }

const std::vector<std::string> report_columns = {"number", "received_on", "region",  "source",
                                                 "named",  "matter",      "suspect", "suspect_name",
                                                 "place",  "content"};

registry::Entry report_entry(const Filing& filing, const std::string& number, Timestamp now) {
  registry::Entry entry;
  entry.values = {number,
                  china_date(now),
                  text_or_null(filing.region),
                  std::string(filing.insider ? "insider" : "citizen"),
                  filing.identity.has_value(),
                  text_or_null(filing.matter),
                  text_or_null(filing.suspect),
                  text_or_null(filing.suspect_name),
                  text_or_null(filing.place),
                  text_or_null(filing.content)};
  return entry;
}

}  // namespace

Reports::Reports(registry::Registry& registry)
    : registry_(registry),
      custody_(registry),
      limits_(catalog::limits_of(registry.catalog().folder)),
      claims_(registry, {.codes = "report_code", .attempts = "report_attempt"}, code_wrong),
      turnstile_({.together = limits_.reports_per_minute, .each = limits_.reports_per_minute_each},
                 too_many) {}

Result<std::vector<Error>> Reports::note_kept(const std::string& number, const Value& region,
                                              Timestamp now, store::Transaction* transaction) {
  ZH_TRY(const auto* of, registry_.find_register("reporter_identity"));
  const Date erased{china_date(now).days + limits_.report_identity_days};
  static const std::vector<std::string> columns = {"report", "region", "consent", "erase_on"};
  std::vector<registry::Entry> entries(1);
  entries[0].values = {number, region, true, erased};
  ZH_TRY(auto answers, registry_.put(the_program(), *of, columns, std::move(entries),
                                     {.transaction = transaction,
                                      .known_target = transaction == nullptr
                                                          ? std::string_view()
                                                          : std::string_view("violation_report")}));
  return std::move(answers.front().errors);
}

Result<Filed> Reports::write(const Filing& filing, const std::string& number, Timestamp now) {
  ZH_TRY(const auto* report, registry_.find_register("violation_report"));
  ZH_TRY(auto transaction, registry_.store().begin({.user = "system"}));
  std::vector<registry::Entry> entries = {report_entry(filing, number, now)};
  ZH_TRY(auto answers, registry_.put(the_program(), *report, report_columns, std::move(entries),
                                     {.transaction = transaction.get()}));
  if (!answers.front().errors.empty()) return Filed{{}, std::move(answers.front().errors)};
  if (filing.identity) {
    ZH_TRY(auto errors, note_kept(number, filing.region, now, transaction.get()));
    if (!errors.empty()) return Filed{{}, std::move(errors)};
  }
  ZH_DO(transaction->commit());
  return Filed{};
}

Result<Filed> Reports::file(const Filing& filing, Timestamp now, std::string_view from) {
  ZH_DO(turnstile_.admit(from, now));
  if (filing.identity) ZH_DO(check_identity(filing));
  const std::string number = "JB" + random_signs(12);
  ZH_TRY(const auto* report, registry_.find_register("violation_report"));
  auto errors = registry_.check(*report, report_columns, {report_entry(filing, number, now)});
  if (!errors.front().empty()) return Filed{{}, std::move(errors.front())};
  // Before the record: one that nobody could follow, or without its identity, must not be.
  ZH_TRY(const ClaimCode code, claims_.give(number));
  if (filing.identity) {
    auto kept = custody_.keep(number, "identity", sealed_text(*filing.identity));
    if (!kept) {
      ZH_DO(claims_.take_back(code));
      return std::unexpected(kept.error());
    }
  }
  auto filed = write(filing, number, now);
  if (!filed || !filed->errors.empty()) {
    ZH_TRY([[maybe_unused]] const bool kept, custody_.forget(number));
    ZH_DO(claims_.take_back(code));
    return filed;
  }
  filed->code = code.text();
  return filed;
}

Result<Standing> Reports::follow(std::string_view code, Timestamp now) {
  ZH_TRY(const std::string number, claims_.number_of(code, now));
  ZH_TRY(const auto* of, registry_.find_register("violation_report"));
  std::vector<std::string> columns;
  const auto record = registry_.find(the_program(), *of, number, columns);
  if (!record) return fail(code_wrong, "code");
  Standing standing{.state = record->state,
                    .received_on = to_text(value_at(columns, *record, "received_on")),
                    .decided_on = to_text(value_at(columns, *record, "decided_on")),
                    .informed_on = to_text(value_at(columns, *record, "informed_on")),
                    .identity_kept = false,
                    .messages = {},
                    .rewards = {},
                    .openings = {}};
  ZH_TRY(standing.identity_kept, custody_.keeps(number, "identity"));
  ZH_TRY(standing.messages, messages_of(registry_, questions, number));
  ZH_DO(each_about(
      registry_, "report_reward", "report", number, "", [&](const auto& names, const auto& one) {
        if (one.state == "proposed") return;  // not decided
        standing.rewards.push_back({.state = one.state,
                                    .amount = to_text(value_at(names, one, "amount")),
                                    .told_on = to_text(value_at(names, one, "told_on")),
                                    .claimed_on = to_text(value_at(names, one, "claimed_on")),
                                    .paid_on = to_text(value_at(names, one, "paid_on"))});
      }));
  ZH_DO(each_about(
      registry_, "identity_opening", "report", number, "", [&](const auto& names, const auto& one) {
        if (one.state != "opened") return;
        standing.openings.push_back({.at = moment(value_at(names, one, "opened_at")),
                                     .ground = to_text(value_at(names, one, "ground"))});
      }));
  return standing;
}

Result<void> Reports::answer(std::string_view code, const std::string& text, Timestamp now) {
  ZH_TRY(const std::string number, claims_.number_of(code, now));
  ZH_TRY(const auto* of, registry_.find_register("violation_report"));
  std::vector<std::string> columns;
  ZH_TRY(const auto report, registry_.find(the_program(), *of, number, columns));
  return write_message(
      registry_, questions,
      {number, value_at(columns, report, "region"), value_at(columns, report, "handler")}, text,
      now);
}

Result<void> Reports::claim(std::string_view code, const std::string& account, Timestamp now) {
  ZH_TRY(const std::string number, claims_.number_of(code, now));
  if (account.size() > longest_detail || !is_utf8(account)) {
    return fail(identity_wrong, "account", {}, "<= 300");
  }
  std::string id;
  Value region;
  ZH_DO(each_about(registry_, "report_reward", "report", number, "",
                   [&](const auto& names, const auto& one) {
                     if (one.state != "awarded" || !id.empty()) return;
                     id = one.id;
                     region = value_at(names, one, "region");
                   }));
  if (id.empty()) return fail(no_reward);
  if (!trim(account).empty()) {
    ZH_DO(custody_.keep(number, "payout", json::serialize(json::object{{"account", account}})));
    ZH_TRY(const auto errors, note_kept(number, region, now, nullptr));
    if (!errors.empty()) return std::unexpected(errors.front());
  }
  ZH_TRY(const auto* of, registry_.find_register("report_reward"));
  static const std::vector<std::string> columns = {"claimed_on", "payout"};
  registry::Entry entry;
  entry.values = {china_date(now), std::string(trim(account).empty() ? "cash" : "account")};
  ZH_TRY(const auto taken, registry_.step(the_program(), *of, id, {}, "claim", std::string(),
                                          columns, std::move(entry)));
  if (!taken.errors.empty()) return std::unexpected(taken.errors.front());
  return {};
}

}  // namespace zhiheng::reporter
