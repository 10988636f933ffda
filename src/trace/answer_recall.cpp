// zhiheng trace recall: the scope of a recall, as an answer and as a list; the same asked of a
// server.

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <ostream>

#include "exchange/exchange.h"
#include "registry/opened.h"
#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/question_answers.h"
#include "trace/recall_answer.h"
#include "trace/recall_notice.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Lines that stand in the answer itself unless another limit is asked for; the list has all.
constexpr std::size_t most_lines = 1000;

json::object line_json(const Question& question, const RecallScope& scope, const ScopeLine& line) {
  Telling& told = question.told;
  const Reached& reached = scope.walk.reached[line.reached];
  json::object made{{"id", told.text(reached.id)},
                    {"form", name_of(question.chain().form(reached.id))},
                    {"link", name_of(reached.link)}};
  put_whereabouts(made, told, line.at);
  if (line.amount > 0) {
    made["amount"] = line.amount;
    if (!line.unit.empty()) made["unit"] = line.unit;
  }
  if (reached.by != nothing) made["reached_by"] = told.event(reached.by);
  if (line.at.by != nothing) made["event"] = told.event(line.at.by);
  return made;
}

/// Goods counted, of one state or at one place in one state.
struct Count {
  std::size_t pieces = 0, units = 0;
  std::map<std::string_view, double> amounts = {};

  void add(const ScopeLine& line, Form form) {
    if (line.amount > 0) {
      amounts[line.unit] += line.amount;
    } else {
      ++(form == Form::unit ? units : pieces);
    }
  }
  void put(json::object& made) const {
    if (pieces > 0) made["pieces"] = pieces;
    if (units > 0) made["containers"] = units;
    json::array list;
    for (const auto& [unit, amount] : amounts) {
      list.push_back(json::object{{"unit", unit}, {"amount", amount}});
    }
    if (!list.empty()) made["amounts"] = std::move(list);
  }
};

/// Where and how much: `stock` for each place, `counts` in all.
void put_stock(const Question& question, const RecallScope& scope, json::object& made) {
  Telling& told = question.told;
  struct Place {
    Status status = Status::unknown;
    bool open = true;
    Id id = nothing;
    auto operator<=>(const Place&) const = default;
  };
  std::map<Place, Count> places;
  std::map<std::string_view, Count> states;
  for (const ScopeLine& line : scope.lines) {
    const Form form = question.chain().form(scope.walk.reached[line.reached].id);
    Place place{line.at.status, true, line.at.place};
    if (line.at.by != nothing && !told.sees(line.at.by)) {
      place = {Status::unknown, false, question.chain().event(line.at.by).place};
    }
    places[place].add(line, form);
    states[place.open ? name_of(place.status) : "withheld"].add(line, form);
  }
  json::array stock;
  for (const auto& [place, count] : places) {
    std::string name;
    if (place.id != nothing) name = place.open ? told.text(place.id) : told.hide(place.id);
    json::object row{{"status", place.open ? name_of(place.status) : "withheld"}, {"place", name}};
    count.put(row);
    stock.push_back(std::move(row));
  }
  json::object counts;
  for (const auto& [status, count] : states) {
    json::object row;
    count.put(row);
    counts[status] = std::move(row);
  }
  made["counts"] = std::move(counts);
  made["stock"] = std::move(stock);
}

json::object receiver_json(const Question& question, const Receiver& receiver) {
  const Chain& chain = question.chain();
  const bool open = question.told.sees(receiver.first);
  json::object made{
      {"id", open ? question.told.text(receiver.id) : question.told.hide(receiver.id)},
      {"form", name_of(chain.form(receiver.id))},
      {"events", receiver.events},
      {"first", event_json(chain, question.told, receiver.first)}};
  if (!open) made["withheld"] = true;
  return made;
}

AnswerJson scope_json(const Question& question, const AskedScope& asked) {
  ZH_TRY(const std::size_t most, number_option(question.call, "limit", most_lines, nothing));
  const RecallScope& scope = asked.scope;
  json::object made{{"asked", asked.starts.size()},
                    {"affected", scope.lines.size()},
                    {"events", scope.walk.events.size()}};
  put_stock(question, scope, made);
  json::array lines, receivers;
  for (const Receiver& receiver : scope.receivers) {
    receivers.push_back(receiver_json(question, receiver));
  }
  for (std::size_t i = 0; i < std::min(scope.lines.size(), most); ++i) {
    lines.push_back(line_json(question, scope, scope.lines[i]));
  }
  made["receivers"] = std::move(receivers);
  made["lines"] = std::move(lines);
  made["assumed"] = assumed_json(question.loaded, scope.walk);
  if (scope.short_of > 0) {
    made["assumed"].as_object()["booked_more_than_there"] = scope.short_of;
  }
  return made;
}

void print(const Question& question, const AskedScope& asked, const RecallWritten& written) {
  const Invocation& call = question.call;
  const Chain& chain = question.chain();
  const RecallScope& scope = asked.scope;
  const bool zh = call.language == Language::zh;
  std::ostream& out = *call.out;
  out << (zh ? "起点 " : "starts: ") << asked.starts.size() << (zh ? "，涉及 " : ", affected: ")
      << scope.lines.size() << (zh ? "，事件 " : ", events: ") << scope.walk.events.size() << '\n';
  for (const StockLine& stock : scope.stock) {
    out << "  " << name_of(stock.status) << " @ "
        << (stock.place == nothing ? "" : chain.text(stock.place)) << ':';
    if (stock.pieces > 0) out << ' ' << stock.pieces << (zh ? " 件" : " pieces");
    if (stock.units > 0) out << ' ' << stock.units << (zh ? " 个包装" : " containers");
    for (const auto& [unit, amount] : stock.amounts) out << ' ' << amount << ' ' << unit;
    out << '\n';
  }
  out << (zh ? "接收方：\n" : "receivers:\n");
  for (const Receiver& receiver : scope.receivers) {
    out << "  " << chain.text(receiver.id) << "  " << event_line(chain, receiver.first) << '\n';
  }
  if (!written.record.empty()) {
    out << (zh ? "召回记录：" : "recall record: ") << written.record
        << (zh ? "，通知 " : ", notices: ") << written.notices.size() << '\n';
  }
  print_assumed(call, question.loaded, scope.walk);
  if (scope.short_of > 0) {
    out << "! " << scope.short_of
        << (zh ? " 次批次出账多于在账，按在账计\n"
               : " times more was taken of a lot than was there; what was there counts\n");
  }
}

Result<void> write_list(const Question& question, const RecallScope& scope) {
  const std::string file = question.call.option("list");
  if (file.empty()) return {};
  const RecallTable table = recall_table(question, scope);
  return exchange::write_table(file, table.header, table.rows);
}

/// Into the registers, where `--record` asks for it.
Result<RecallWritten> record_of(const Question& question, const RecallScope& scope) {
  if (!question.call.has("record")) return RecallWritten();
  ZH_TRY(const RecallOrder order, recall_order(question));
  ZH_TRY(const RecallDraft draft, draft_recall(question, scope, order));
  ZH_TRY(const registry::Opened opened, registry::open(question.call));
  return write_recall(*opened.registry, registry::local_operator(), draft);
}

}  // namespace

RecallTable recall_table(const Question& question, const RecallScope& scope) {
  const bool zh = question.call.language == Language::zh;
  const Chain& chain = question.chain();
  Telling& told = question.told;
  RecallTable table;
  table.header =
      zh ? std::vector<std::string>{"标识", "类别",         "关系",         "状态",
                                    "地点", "去向",         "包装",         "数量",
                                    "单位", "涉及依据事件", "现状依据事件", "现状时间"}
         : std::vector<std::string>{"id",        "form",   "link", "status",     "place", "heading",
                                    "container", "amount", "unit", "reached by", "event", "time"};
  table.rows.reserve(scope.lines.size());
  for (const ScopeLine& line : scope.lines) {
    const Reached& reached = scope.walk.reached[line.reached];
    json::object at;
    put_whereabouts(at, told, line.at);
    const auto text = [&](std::string_view key) {
      const json::value* found = at.if_contains(key);
      return found == nullptr ? std::string() : std::string(found->as_string());
    };
    const EventAt by = line.at.by;
    std::string time;
    if (by != nothing) {
      time = told.sees(by) ? to_china_text(chain.event(by).time)
                           : told.moment(by, chain.event(by).time);
    }
    table.rows.push_back(
        {told.text(reached.id), std::string(name_of(chain.form(reached.id))),
         std::string(name_of(reached.link)), text("status"), text("place"), text("heading"),
         text("container"), line.amount > 0 ? json::serialize(json::value(line.amount)) : "1",
         std::string(line.unit), reached.by == nothing ? "" : told.event(reached.by),
         by == nothing ? "" : told.event(by), std::move(time)});
  }
  return table;
}

AnswerJson recall_json(const Question& question) {
  ZH_TRY(const AskedScope asked, asked_scope(question));
  return scope_json(question, asked);
}

Result<int> answer_recall(const Invocation& call) {
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  const Question question{call, loaded, told};
  ZH_TRY(const AskedScope asked, asked_scope(question));
  ZH_DO(write_list(question, asked.scope));
  ZH_TRY(const RecallWritten written, record_of(question, asked.scope));
  if (!call.json) {
    print(question, asked, written);
    return 0;
  }
  ZH_TRY(json::object made, scope_json(question, asked));
  add_names(question, made);
  made["record"] = written.record;
  if (!written.notices.empty()) made["notices"] = written.notices.size();
  *call.out << json::serialize(made) << '\n';
  return 0;
}

}  // namespace zhiheng::trace
