// zhiheng trace backward, forward and state.

#include <boost/json.hpp>
#include <ostream>

#include "trace/answers.h"
#include "trace/chain_answer.h"
#include "trace/failures.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

void put_time(json::object& made, std::string_view key, Timestamp time) {
  if (time != always && time != forever) made[key] = to_text(time);
}

json::array reached_json(const Chain& chain, const Walk& walk) {
  json::array rows;
  for (const Reached& reached : walk.reached) {
    json::object row{{"id", chain.text(reached.id)},
                     {"form", name_of(chain.form(reached.id))},
                     {"link", name_of(reached.link)},
                     {"steps", reached.steps}};
    if (reached.from != nothing) row["from"] = chain.text(walk.reached[reached.from].id);
    if (reached.by != nothing) row["event"] = chain.event_name(reached.by);
    put_time(row, "since", reached.since);
    put_time(row, "until", reached.until);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array events_json(const Chain& chain, const Walk& walk) {
  json::array rows;
  for (const Seen& seen : walk.events) {
    json::object row = event_json(chain, seen.event);
    row["of"] = chain.text(walk.reached[seen.by].id);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array wrong_json(const Chain& chain, const Walk& walk) {
  json::array rows;
  for (const EventAt at : walk.wrong) {
    json::object row = event_json(chain, at);
    if (const Declared* declared = chain.declared_wrong(at)) {
      row["reason"] = declared->reason;
      row["declared"] = to_text(declared->recorded);
      json::array corrective;
      for (const std::string& name : declared->corrective) corrective.emplace_back(name);
      row["corrective"] = std::move(corrective);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void print_walk(const Invocation& call, const LoadedChain& loaded, const Walk& walk) {
  const bool zh = call.language == Language::zh;
  const Chain& chain = loaded.chain;
  std::ostream& out = *call.out;
  out << (zh ? "涉及标识 " : "identifiers: ") << walk.reached.size()
      << (zh ? "，事件 " : ", events: ") << walk.events.size() << "\n\n";
  for (const Reached& reached : walk.reached) {
    out << std::string(2 * std::size_t{reached.steps}, ' ') << name_of(reached.link) << ' '
        << chain.text(reached.id);
    if (reached.from != nothing) out << "  <- " << chain.text(walk.reached[reached.from].id);
    if (reached.by != nothing) out << "  " << chain.event_name(reached.by);
    out << '\n';
  }
  out << '\n';
  for (const Seen& seen : walk.events) out << event_line(chain, seen.event) << '\n';
  for (const EventAt at : walk.wrong) {
    out << (zh ? "已声明有误：" : "declared wrong: ") << event_line(chain, at) << '\n';
  }
  if (!walk.wrong.empty()) out << '\n';
  print_assumed(call, loaded, walk);
}

using Direction = Result<Walk> (*)(const Chain&, std::span<const Start>, const WalkOptions&);

Result<int> answer_direction(const Invocation& call, Direction direction) {
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  const std::string asked = call.argument("ID");
  ZH_TRY(const Id id, find_asked(call, loaded.chain, asked));
  ZH_TRY(const Walk walk, direction(loaded.chain, std::vector<Start>{{id}}, options));
  if (!call.json) {
    print_walk(call, loaded, walk);
    return 0;
  }
  *call.out << json::serialize(json::object{{"asked", asked},
                                            {"id", loaded.chain.text(id)},
                                            {"identifiers", reached_json(loaded.chain, walk)},
                                            {"events", events_json(loaded.chain, walk)},
                                            {"wrong", wrong_json(loaded.chain, walk)},
                                            {"assumed", assumed_json(loaded, walk)}})
            << '\n';
  return 0;
}

/// One thing now: where, in what, holding what, and the event behind each.
class StateAnswer {
 public:
  StateAnswer(const Invocation& call, const LoadedChain& loaded, const History& history,
              const StepMeanings& meanings)
      : call_(call), chain_(loaded.chain), history_(history), locator_(history, meanings) {}

  json::object of(Id id);
  void print(const json::object& state);

 private:
  json::object whereabouts(const Whereabouts& at);
  json::array contents(Id id);

  const Invocation& call_;
  const Chain& chain_;
  const History& history_;
  Locator locator_;
};

json::object StateAnswer::whereabouts(const Whereabouts& at) {
  json::object made{{"status", name_of(at.status)}};
  const auto put = [&](std::string_view key, Id id) {
    if (id != nothing) made[key] = chain_.text(id);
  };
  put("place", at.place);
  put("heading", at.heading);
  put("container", at.container);
  if (at.by != nothing) made["event"] = event_json(chain_, at.by);
  return made;
}

/// What is in it now: children whose stay has not ended.
json::array StateAnswer::contents(Id id) {
  std::vector<std::uint32_t> parts, child_parts;
  std::vector<Stay> stays;
  std::vector<Id> children;
  history_.parts_of(id, parts);
  for (const std::uint32_t number : parts) {
    const Part part = chain_.part(number);
    if (part.role() != Role::parent || chain_.event(part.event).sort == Sort::transaction) continue;
    for (const Part& child : chain_.parts(part.event)) {
      if (child.role() == Role::child) children.push_back(child.id);
    }
  }
  std::ranges::sort(children);
  const auto twice = std::ranges::unique(children);
  children.erase(twice.begin(), twice.end());
  json::array rows;
  for (const Id child : children) {
    history_.parts_of(child, child_parts);
    history_.stays_of(child, child_parts, stays);
    for (const Stay& stay : stays) {
      if (stay.parent != id || stay.until != forever) continue;
      rows.push_back(json::object{{"id", chain_.text(child)},
                                  {"event", chain_.event_name(stay.by)},
                                  {"since", to_text(stay.from)}});
    }
  }
  return rows;
}

json::object StateAnswer::of(Id id) {
  json::object made{{"id", chain_.text(id)}, {"form", name_of(chain_.form(id))}};
  for (const auto& [key, value] : whereabouts(locator_.locate(id))) made[key] = value;
  json::array stocks;
  for (const Stock& stock : locator_.stock_of(id)) {
    json::object row = whereabouts(stock.at);
    row["amount"] = stock.amount;
    if (!stock.unit.empty()) row["unit"] = stock.unit;
    stocks.push_back(std::move(row));
  }
  if (!stocks.empty()) made["stock"] = std::move(stocks);
  if (json::array inside = contents(id); !inside.empty()) made["contents"] = std::move(inside);
  std::vector<std::uint32_t> parts;
  std::vector<EventAt> wrong;
  history_.parts_of(id, parts, &wrong);
  json::array events;
  for (const std::uint32_t number : parts) {
    json::object row = event_json(chain_, chain_.part(number).event);
    row["role"] = name_of(chain_.part(number).role());
    events.push_back(std::move(row));
  }
  made["events"] = std::move(events);
  json::array left_out;
  for (const EventAt at : wrong) left_out.push_back(event_json(chain_, at));
  made["wrong"] = std::move(left_out);
  return made;
}

void StateAnswer::print(const json::object& state) {
  std::ostream& out = *call_.out;
  for (const auto& [key, value] : state) {
    if (value.is_array()) {
      for (const json::value& row : value.as_array()) {
        out << "  " << key << ": " << json::serialize(row) << '\n';
      }
    } else if (value.is_string()) {
      out << key << ": " << std::string_view(value.as_string()) << '\n';
    } else {
      out << key << ": " << json::serialize(value) << '\n';
    }
  }
}

}  // namespace

Result<int> answer_backward(const Invocation& call) { return answer_direction(call, backward); }
Result<int> answer_forward(const Invocation& call) { return answer_direction(call, forward); }

Result<int> answer_state(const Invocation& call) {
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(call.catalog));
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  ZH_TRY(const Id id, find_asked(call, loaded.chain, call.argument("ID")));
  const History history(loaded.chain, options.known_at);
  StateAnswer answer(call, loaded, history, meanings);
  const json::object state = answer.of(id);
  if (call.json) {
    *call.out << json::serialize(state) << '\n';
  } else {
    answer.print(state);
  }
  return 0;
}

}  // namespace zhiheng::trace
