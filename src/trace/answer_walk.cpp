// zhiheng trace backward, forward and state; the same asked of a server.

#include <boost/json.hpp>
#include <ostream>

#include "trace/answers.h"
#include "trace/chain_answer.h"
#include "trace/failures.h"
#include "trace/question_answers.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

void put_time(json::object& made, std::string_view key, const Telling& told, EventAt by,
              Timestamp time) {
  if (time != always && time != forever) made[key] = told.moment(by, time);
}

json::array reached_json(const Chain& chain, Telling& told, const Walk& walk, std::size_t most) {
  json::array rows;
  for (const Reached& reached : walk.reached) {
    if (rows.size() == most) break;
    json::object row{{"id", told.text(reached.id)},
                     {"form", name_of(chain.form(reached.id))},
                     {"link", name_of(reached.link)},
                     {"steps", reached.steps}};
    if (!told.knows(reached.id)) row["withheld"] = true;
    if (reached.from != nothing) row["from"] = told.text(walk.reached[reached.from].id);
    if (reached.by != nothing) row["event"] = told.event(reached.by);
    put_time(row, "since", told, reached.by, reached.since);
    put_time(row, "until", told, reached.by, reached.until);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array events_json(const Chain& chain, Telling& told, const Walk& walk, std::size_t most) {
  json::array rows;
  for (const Seen& seen : walk.events) {
    if (rows.size() == most) break;
    json::object row = event_json(chain, told, seen.event);
    row["of"] = told.text(walk.reached[seen.by].id);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array wrong_json(const Chain& chain, Telling& told, const Walk& walk) {
  json::array rows;
  for (const EventAt at : walk.wrong) {
    json::object row = event_json(chain, told, at);
    const Declared* declared = chain.declared_wrong(at);
    if (declared != nullptr && told.sees(at)) {
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

Result<Walk> walk_for(const Question& question, Direction direction, Id& id) {
  ZH_TRY(const WalkOptions options, walk_options(question.call));
  ZH_TRY(id, find_asked(question, question.call.argument("ID")));
  return direction(question.chain(), starts_of(question, id), options);
}

Result<json::object> direction_json(const Question& question, Direction direction) {
  ZH_TRY(const std::size_t most, number_option(question.call, "limit", nothing, nothing));
  Id id = nothing;
  ZH_TRY(const Walk walk, walk_for(question, direction, id));
  const Chain& chain = question.chain();
  Telling& told = question.told;
  json::object made{{"asked", question.call.argument("ID")},
                    {"id", told.text(id)},
                    {"identifiers", reached_json(chain, told, walk, most)},
                    {"events", events_json(chain, told, walk, most)},
                    {"wrong", wrong_json(chain, told, walk)},
                    {"assumed", assumed_json(question.loaded, walk)}};
  if (walk.reached.size() > most || walk.events.size() > most) {
    made["left_out"] =
        json::object{{"identifiers", walk.reached.size() - std::min(walk.reached.size(), most)},
                     {"events", walk.events.size() - std::min(walk.events.size(), most)}};
  }
  return made;
}

Result<int> answer_direction(const Invocation& call, std::string_view name, Direction direction) {
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  const Question question{call, loaded, told};
  if (call.json) return print_answer(question, name);
  Id id = nothing;
  ZH_TRY(const Walk walk, walk_for(question, direction, id));
  print_walk(call, loaded, walk);
  return 0;
}

/// One thing now: where, in what, holding what, and the event behind each.
class StateAnswer {
 public:
  StateAnswer(const Question& question, const History& history, const StepMeanings& meanings)
      : chain_(question.chain()),
        told_(question.told),
        history_(history),
        locator_(history, meanings) {}

  json::object of(Id id);

 private:
  json::array contents(Id id);

  const Chain& chain_;
  Telling& told_;
  const History& history_;
  Locator locator_;
};

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
      rows.push_back(json::object{{"id", told_.text(child)},
                                  {"event", told_.event(stay.by)},
                                  {"since", told_.moment(stay.by, stay.from)}});
    }
  }
  return rows;
}

json::object StateAnswer::of(Id id) {
  json::object made{{"id", told_.text(id)}, {"form", name_of(chain_.form(id))}};
  put_whereabouts(made, told_, locator_.locate(id));
  if (const EventAt by = locator_.locate(id).by; by != nothing) {
    made["event"] = event_json(chain_, told_, by);
  }
  json::array stocks;
  for (const Stock& stock : locator_.stock_of(id)) {
    json::object row;
    put_whereabouts(row, told_, stock.at);
    if (stock.at.by != nothing) row["event"] = event_json(chain_, told_, stock.at.by);
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
    json::object row = event_json(chain_, told_, chain_.part(number).event);
    row["role"] = name_of(chain_.part(number).role());
    events.push_back(std::move(row));
  }
  made["events"] = std::move(events);
  json::array left_out;
  for (const EventAt at : wrong) left_out.push_back(event_json(chain_, told_, at));
  made["wrong"] = std::move(left_out);
  return made;
}

void print(std::ostream& out, const json::object& state) {
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

Result<json::object> backward_json(const Question& question) {
  return direction_json(question, backward);
}

Result<json::object> forward_json(const Question& question) {
  return direction_json(question, forward);
}

Result<json::object> state_json(const Question& question) {
  ZH_TRY(const WalkOptions options, walk_options(question.call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(question.call.catalog));
  ZH_TRY(const Id id, find_asked(question, question.call.argument("ID")));
  const History history(question.chain(), options.known_at);
  return StateAnswer(question, history, meanings).of(id);
}

Result<int> answer_backward(const Invocation& call) {
  return answer_direction(call, "backward", backward);
}
Result<int> answer_forward(const Invocation& call) {
  return answer_direction(call, "forward", forward);
}

Result<int> answer_state(const Invocation& call) {
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  const Question question{call, loaded, told};
  if (call.json) return print_answer(question, "state");
  ZH_TRY(const json::object state, state_json(question));
  print(*call.out, state);
  return 0;
}

}  // namespace zhiheng::trace
