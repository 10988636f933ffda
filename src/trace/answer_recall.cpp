// zhiheng trace recall: the scope of a recall, as an answer and as a list.

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "exchange/exchange.h"
#include "registry/opened.h"
#include "trace/breach.h"
#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/recall_record.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Lines that stand in the answer itself; the list has all.
constexpr std::size_t most_lines = 1000;

class RecallAnswer {
 public:
  RecallAnswer(const Invocation& call, const LoadedChain& loaded, const WalkOptions& options)
      : call_(call), loaded_(loaded), chain_(loaded.chain), options_(options) {}

  Result<int> run();

 private:
  Result<std::vector<Start>> starts();
  Result<void> add_range(std::vector<Start>& starts, const std::string& range);
  Result<void> add_place(std::vector<Start>& starts);
  Result<void> write_list(const RecallScope& scope);
  Result<void> record(const RecallScope& scope);
  [[nodiscard]] std::string text_of(Id id) const { return id == nothing ? "" : chain_.text(id); }
  [[nodiscard]] json::object line_json(const RecallScope& scope, const ScopeLine& line) const;
  [[nodiscard]] json::object stock_json(const StockLine& stock) const;
  [[nodiscard]] json::object receiver_json(const Receiver& receiver) const;
  void print(const RecallScope& scope, std::size_t asked) const;
  void print_json(const RecallScope& scope, std::size_t asked) const;

  const Invocation& call_;
  const LoadedChain& loaded_;
  const Chain& chain_;
  const WalkOptions& options_;
  std::string record_;  ///< id of the record in the register of recalls; empty: none
};

Result<void> RecallAnswer::add_range(std::vector<Start>& starts, const std::string& range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) return fail(range_malformed, "--range", range, "FIRST..LAST");
  ZH_TRY(const auto tables, code::load_gs1_tables(call_.catalog, china_date(now())));
  const std::string first = asked_identifier(tables, range.substr(0, dots));
  const std::string last = asked_identifier(tables, range.substr(dots + 2));
  const auto found = starts_in_range(chain_, first, last);
  if (found.empty()) return fail(identifier_unknown, "--range", range);
  starts.insert(starts.end(), found.begin(), found.end());
  return {};
}

Result<void> RecallAnswer::add_place(std::vector<Start>& starts) {
  ZH_TRY(const Id place, find_asked(call_, chain_, call_.option("place")));
  Timestamp from = always, until = forever;
  if (call_.has("from")) {
    ZH_TRY(from, parse_timestamp(call_.option("from")));
  }
  if (call_.has("to")) {
    ZH_TRY(until, parse_timestamp(call_.option("to")));
  }
  const auto found = starts_at_place(History(chain_, options_.known_at), place, from, until);
  starts.insert(starts.end(), found.begin(), found.end());
  return {};
}

Result<std::vector<Start>> RecallAnswer::starts() {
  std::vector<Start> starts;
  if (const auto lots = call_.options.find("lot"); lots != call_.options.end()) {
    for (const std::string& lot : lots->second) {
      ZH_TRY(const Id id, find_asked(call_, chain_, lot));
      starts.push_back({.id = id});
    }
  }
  if (const auto ranges = call_.options.find("range"); ranges != call_.options.end()) {
    for (const std::string& range : ranges->second) ZH_DO(add_range(starts, range));
  }
  if (call_.has("place")) ZH_DO(add_place(starts));
  if (call_.has("breach")) {
    ZH_TRY(const BreachRule rule, find_breach_rule(call_.catalog, call_.option("breach")));
    for (const Reading& reading : breaches_of(History(chain_, options_.known_at), rule)) {
      add_starts_of_event(chain_, reading.event, starts);
    }
  }
  const bool asked =
      call_.has("lot") || call_.has("range") || call_.has("place") || call_.has("breach");
  if (!asked) {
    return fail(scope_missing, "trace recall", {}, "--lot|--range|--place|--breach");
  }
  return starts;
}

json::object RecallAnswer::line_json(const RecallScope& scope, const ScopeLine& line) const {
  const Reached& reached = scope.walk.reached[line.reached];
  json::object made{{"id", chain_.text(reached.id)},
                    {"form", name_of(chain_.form(reached.id))},
                    {"link", name_of(reached.link)},
                    {"status", name_of(line.at.status)}};
  const auto put = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) made[key] = text;
  };
  put("place", text_of(line.at.place));
  put("heading", text_of(line.at.heading));
  put("container", text_of(line.at.container));
  if (line.amount > 0) {
    made["amount"] = line.amount;
    put("unit", std::string(line.unit));
  }
  if (reached.by != nothing) made["reached_by"] = chain_.event_name(reached.by);
  if (line.at.by != nothing) made["event"] = chain_.event_name(line.at.by);
  return made;
}

json::object RecallAnswer::stock_json(const StockLine& stock) const {
  json::object made{{"status", name_of(stock.status)}, {"place", text_of(stock.place)}};
  if (stock.pieces > 0) made["pieces"] = stock.pieces;
  if (stock.units > 0) made["containers"] = stock.units;
  json::array amounts;
  for (const auto& [unit, amount] : stock.amounts) {
    amounts.push_back(json::object{{"unit", unit}, {"amount", amount}});
  }
  if (!amounts.empty()) made["amounts"] = std::move(amounts);
  return made;
}

json::object RecallAnswer::receiver_json(const Receiver& receiver) const {
  return {{"id", chain_.text(receiver.id)},
          {"form", name_of(chain_.form(receiver.id))},
          {"events", receiver.events},
          {"first", event_json(chain_, receiver.first)}};
}

void RecallAnswer::print_json(const RecallScope& scope, std::size_t asked) const {
  json::array lines, stock, receivers;
  for (std::size_t i = 0; i < std::min(scope.lines.size(), most_lines); ++i) {
    lines.push_back(line_json(scope, scope.lines[i]));
  }
  for (const StockLine& line : scope.stock) stock.push_back(stock_json(line));
  for (const Receiver& receiver : scope.receivers) receivers.push_back(receiver_json(receiver));
  json::object assumed = assumed_json(loaded_, scope.walk);
  if (scope.short_of > 0) assumed["booked_more_than_there"] = scope.short_of;
  *call_.out << json::serialize(json::object{{"asked", asked},
                                             {"affected", scope.lines.size()},
                                             {"events", scope.walk.events.size()},
                                             {"stock", std::move(stock)},
                                             {"receivers", std::move(receivers)},
                                             {"lines", std::move(lines)},
                                             {"assumed", std::move(assumed)},
                                             {"record", record_}})
             << '\n';
}

void RecallAnswer::print(const RecallScope& scope, std::size_t asked) const {
  const bool zh = call_.language == Language::zh;
  std::ostream& out = *call_.out;
  out << (zh ? "起点 " : "starts: ") << asked << (zh ? "，涉及 " : ", affected: ")
      << scope.lines.size() << (zh ? "，事件 " : ", events: ") << scope.walk.events.size() << '\n';
  for (const StockLine& stock : scope.stock) {
    out << "  " << name_of(stock.status) << " @ " << text_of(stock.place) << ':';
    if (stock.pieces > 0) out << ' ' << stock.pieces << (zh ? " 件" : " pieces");
    if (stock.units > 0) out << ' ' << stock.units << (zh ? " 个包装" : " containers");
    for (const auto& [unit, amount] : stock.amounts) out << ' ' << amount << ' ' << unit;
    out << '\n';
  }
  out << (zh ? "接收方：\n" : "receivers:\n");
  for (const Receiver& receiver : scope.receivers) {
    out << "  " << chain_.text(receiver.id) << "  " << event_line(chain_, receiver.first) << '\n';
  }
  if (!record_.empty()) out << (zh ? "召回记录：" : "recall record: ") << record_ << '\n';
  print_assumed(call_, loaded_, scope.walk);
  if (scope.short_of > 0) {
    out << "! " << scope.short_of
        << (zh ? " 次批次出账多于在账，按在账计\n"
               : " times more was taken of a lot than was there; what was there counts\n");
  }
}

Result<void> RecallAnswer::write_list(const RecallScope& scope) {
  const std::string file = call_.option("list");
  if (file.empty()) return {};
  const bool zh = call_.language == Language::zh;
  const std::vector<std::string> header =
      zh ? std::vector<std::string>{"标识", "类别",         "关系",         "状态",
                                    "地点", "去向",         "包装",         "数量",
                                    "单位", "涉及依据事件", "现状依据事件", "现状时间"}
         : std::vector<std::string>{"id",        "form",   "link", "status",     "place", "heading",
                                    "container", "amount", "unit", "reached by", "event", "time"};
  std::vector<std::vector<std::string>> rows;
  rows.reserve(scope.lines.size());
  for (const ScopeLine& line : scope.lines) {
    const Reached& reached = scope.walk.reached[line.reached];
    std::string amount = "1";
    if (line.amount > 0) amount = json::serialize(json::value(line.amount));
    rows.push_back({chain_.text(reached.id), std::string(name_of(chain_.form(reached.id))),
                    std::string(name_of(reached.link)), std::string(name_of(line.at.status)),
                    text_of(line.at.place), text_of(line.at.heading), text_of(line.at.container),
                    amount, std::string(line.unit),
                    reached.by == nothing ? "" : chain_.event_name(reached.by),
                    line.at.by == nothing ? "" : chain_.event_name(line.at.by),
                    line.at.by == nothing ? "" : to_china_text(chain_.event(line.at.by).time)});
  }
  return exchange::write_table(file, header, rows);
}

/// Into the register of recalls, where `--record` asks for it.
Result<void> RecallAnswer::record(const RecallScope& scope) {
  if (!call_.has("record")) return {};
  ZH_TRY(const registry::Opened opened, registry::open(call_));
  ZH_TRY(record_,
         record_scope(*opened.registry, registry::local_operator(),
                      call_.option("source", "provincial"), call_.option("record"), chain_, scope));
  return {};
}

Result<int> RecallAnswer::run() {
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(call_.catalog));
  ZH_TRY(const auto asked, starts());
  ZH_TRY(const RecallScope scope, recall_scope(chain_, meanings, asked, options_));
  ZH_DO(write_list(scope));
  ZH_DO(record(scope));
  if (call_.json) {
    print_json(scope, asked.size());
  } else {
    print(scope, asked.size());
  }
  return 0;
}

}  // namespace

Result<int> answer_recall(const Invocation& call) {
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  return RecallAnswer(call, loaded, options).run();
}

}  // namespace zhiheng::trace
