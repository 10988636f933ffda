#include "reporter/reports.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>

#include "base/text.h"
#include "registry/packing.h"
#include "registry/password.h"
#include "reporter/claim_code.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

namespace json = boost::json;

constexpr std::string_view code_space = "report_code";
constexpr std::int64_t minute = 60'000'000;
constexpr std::size_t longest_detail = 900;  // bytes
constexpr std::size_t longest_text = 15'000;

std::string digest_of(const ClaimCode& code) {
  return registry::token_digest(code.locator + code.secret);
}

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

Timestamp moment(const Value& value) {
  const auto* found = std::get_if<Timestamp>(&value);
  return found == nullptr ? Timestamp{} : *found;
}

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

/// Calls `row` for the records of a register about a report.
Result<void> about(
    registry::Registry& registry, const char* name, const std::string& report,
    const std::string& sort,
    const std::function<void(const std::vector<std::string>&, const registry::Record&)>& row) {
  ZH_TRY(const auto* of, registry.find_register(name));
  std::vector<std::string> columns;
  registry::ListQuery query{.filter = "report = '" + report + "'"};
  if (!sort.empty()) query.sort = {sort};
  return registry.each(the_program(), *of, query, columns, [&](const registry::Record& record) {
    row(columns, record);
    return true;
  });
}

}  // namespace

Reports::Reports(registry::Registry& registry)
    : registry_(registry),
      custody_(registry),
      limits_(catalog::limits_of(registry.catalog().folder)),
      attempts_(registry.store(), registry.catalog().security, "report_attempt") {}

Result<void> Reports::admit(Timestamp now) {
  const std::scoped_lock lock(admitting_);
  if (now.microseconds / minute != minute_) filed_ = 0;
  minute_ = now.microseconds / minute;
  if (filed_ >= limits_.reports_per_minute) return fail(too_many);
  ++filed_;
  return {};
}

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

Result<Filed> Reports::file(const Filing& filing, Timestamp now) {
  ZH_DO(admit(now));
  if (filing.identity) ZH_DO(check_identity(filing));
  const std::string number = "JB" + random_signs(12);
  ZH_TRY(const auto* report, registry_.find_register("violation_report"));
  auto errors = registry_.check(*report, report_columns, {report_entry(filing, number, now)});
  if (!errors.front().empty()) return Filed{{}, std::move(errors.front())};
  // Before the record: one that nobody could follow, or without its identity, must not be.
  ClaimCode code = make_claim_code();
  store::Store& store = registry_.store();
  while (true) {
    ZH_TRY(const auto taken, store.get(code_space, code.locator));
    if (!taken) break;
    code = make_claim_code();
  }
  if (filing.identity) ZH_DO(custody_.keep(number, "identity", sealed_text(*filing.identity)));
  ZH_DO(store.put(code_space, code.locator, registry::pack({digest_of(code), number})));
  auto filed = write(filing, number, now);
  if (!filed || !filed->errors.empty()) {
    ZH_TRY([[maybe_unused]] const bool kept, custody_.forget(number));
    ZH_TRY([[maybe_unused]] const bool coded, store.erase(code_space, code.locator));
    return filed;
  }
  filed->code = code.text();
  return filed;
}

Result<std::string> Reports::report_of(std::string_view text, Timestamp now) {
  const auto code = read_claim_code(text);
  if (!code) return fail(code_wrong, "code");
  ZH_DO(attempts_.charge(code->locator, now));
  ZH_TRY(const auto kept, registry_.store().get(code_space, code->locator));
  const auto parts = kept ? registry::unpack(*kept) : std::nullopt;
  if (!parts || parts->size() != 2 || parts->front() != digest_of(*code)) {
    return fail(code_wrong, "code");
  }
  ZH_DO(attempts_.forgive(code->locator));
  return parts->back();
}

Result<Standing> Reports::follow(std::string_view code, Timestamp now) {
  ZH_TRY(const std::string number, report_of(code, now));
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
  ZH_DO(about(registry_, "report_message", number, "at", [&](const auto& names, const auto& one) {
    standing.messages.push_back(
        {.at = moment(value_at(names, one, "at")),
         .by_reporter = to_text(value_at(names, one, "author")) == "reporter",
         .text = to_text(value_at(names, one, "content"))});
  }));
  ZH_DO(about(registry_, "report_reward", number, "", [&](const auto& names, const auto& one) {
    if (one.state == "proposed") return;  // not decided
    standing.rewards.push_back({.state = one.state,
                                .amount = to_text(value_at(names, one, "amount")),
                                .told_on = to_text(value_at(names, one, "told_on")),
                                .claimed_on = to_text(value_at(names, one, "claimed_on")),
                                .paid_on = to_text(value_at(names, one, "paid_on"))});
  }));
  ZH_DO(about(registry_, "identity_opening", number, "", [&](const auto& names, const auto& one) {
    if (one.state != "opened") return;
    standing.openings.push_back({.at = moment(value_at(names, one, "opened_at")),
                                 .ground = to_text(value_at(names, one, "ground"))});
  }));
  return standing;
}

Result<void> Reports::answer(std::string_view code, const std::string& text, Timestamp now) {
  ZH_TRY(const std::string number, report_of(code, now));
  if (trim(text).empty() || text.size() > longest_text) {
    return fail(text_wrong, "text", std::to_string(text.size()),
                "1.." + std::to_string(longest_text));
  }
  ZH_TRY(const auto* reports, registry_.find_register("violation_report"));
  std::vector<std::string> shown;
  ZH_TRY(const auto report, registry_.find(the_program(), *reports, number, shown));
  ZH_TRY(const auto* of, registry_.find_register("report_message"));
  static const std::vector<std::string> columns = {"number", "report", "region",
                                                   "author", "at",     "content"};
  std::vector<registry::Entry> entries(1);
  entries[0].values = {number + "/" + random_signs(8), number, value_at(shown, report, "region"),
                       std::string("reporter"),        now,    text};
  ZH_TRY(const auto answers, registry_.put(the_program(), *of, columns, std::move(entries)));
  if (!answers.front().errors.empty()) return std::unexpected(answers.front().errors.front());
  return {};
}

Result<void> Reports::claim(std::string_view code, const std::string& account, Timestamp now) {
  ZH_TRY(const std::string number, report_of(code, now));
  if (account.size() > longest_detail || !is_utf8(account)) {
    return fail(identity_wrong, "account", {}, "<= 300");
  }
  std::string id;
  Value region;
  ZH_DO(about(registry_, "report_reward", number, "", [&](const auto& names, const auto& one) {
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
