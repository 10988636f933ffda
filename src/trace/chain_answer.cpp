#include "trace/chain_answer.h"

#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "base/date.h"
#include "registry/opened.h"
#include "trace/chain_failures.h"
#include "trace/document.h"
#include "trace/event_hash.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Something that an answer rests on, with its two sentences.
struct Point {
  std::string_view name;
  std::size_t count;
  Words words;
};

std::vector<Point> points_of(const LoadedChain& loaded, const Walk& walk) {
  const Assumed& assumed = walk.assumed;
  std::vector<Point> points{
      {"events_refused", loaded.refused, {"个事件无法读懂，未计入", "events cannot be understood"}},
      {"events_twice", loaded.known, {"个事件重复，只计一次", "events came twice and count once"}},
      {"identifier_conflicts",
       assumed.conflicts,
       {"个事件与先到的另一事件同号，未计入",
        "events have the identifier of another that came first and are left out"}},
      {"declared_wrong",
       walk.wrong.size(),
       {"个有关事件已声明有误，未计入", "events in question were declared wrong and are left out"}},
      {"starts_assumed",
       assumed.starts,
       {"次只见其在包装内而无装入记录，按所见时起算",
        "times something was seen in a container into which nobody packed it"}},
      {"ends_assumed",
       assumed.ends,
       {"次未见拆出记录即装入别处，按装入时止算",
        "times something was packed elsewhere before it was unpacked"}},
      {"out_of_order",
       assumed.out_of_order,
       {"条记录因时间先后不可能有关而未计入（--any-order 可计入）",
        "records are too early or too late to matter (--any-order counts them)"}},
      {"product_only",
       assumed.product_only,
       {"条记录只写产品、不写批号，无法归到批次，未追踪",
        "records name the product without a lot and are not followed"}}};
  std::erase_if(points, [](const Point& point) { return point.count == 0; });
  return points;
}

}  // namespace

/// An event of a file or of the store; false: stop, for the reason in `stop`.
bool LoadedChain::take(const Event& event, std::int64_t seq, std::string_view hash,
                       std::optional<Error>& stop) {
  const auto added = chain.add(event, seq, std::nullopt, hash);
  if (added) {
    known += *added == Added::known ? 1 : 0;
  } else if (added.error().failure == &time_malformed) {
    ++refused;
  } else {
    stop = added.error();
  }
  return !stop.has_value();
}

namespace {

bool stopped(const Invocation& call, std::optional<Error>& stop) {
  if (call.interrupted == nullptr || !*call.interrupted) return false;
  stop = Error{&interrupted, "", "", ""};
  return true;
}

Result<LoadedChain> load_store(const Invocation& call) {
  ZH_TRY(const registry::Opened opened, registry::open(call));
  LoadedChain loaded;
  std::optional<Error> stop;
  ZH_DO(each_event(*opened.registry, registry::local_operator(), 0,
                   [&](const Event& event, std::int64_t seq) {
                     return !stopped(call, stop) && loaded.take(event, seq, {}, stop);
                   }));
  if (stop) return std::unexpected(*stop);
  ZH_TRY(const MasterLookup master, load_master_data(*opened.registry, registry::local_operator()));
  loaded.master_data = master.lists();
  loaded.facts = MasterFacts(loaded.master_data);
  return loaded;
}

Result<LoadedChain> load_files(const Invocation& call, const std::vector<std::string>& files) {
  LoadedChain loaded;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  std::int64_t seq = 0;
  std::optional<Error> stop;
  for (const std::string& file : files) {
    ZH_TRY(Document document, read_file(file, options, [&](ReadEvent& event) {
             if (stopped(call, stop)) return false;
             ++seq;
             if (!event.errors.empty()) {
               ++loaded.refused;
               return true;
             }
             // The hash leaves out what the document says that a repository added.
             const std::string hash = event.event.id.empty()
                                          ? hash_of(pre_hash(event.event, *event.ignored))
                                          : std::string();
             return loaded.take(event.event, seq, hash, stop);
           }));
    if (stop) return std::unexpected(*stop);
    for (VocabularyList& list : document.master_data) {
      loaded.master_data.push_back(std::move(list));
    }
  }
  loaded.facts = MasterFacts(loaded.master_data);
  return loaded;
}

}  // namespace

Result<LoadedChain> load_chain(const Invocation& call) {
  const auto files = call.options.find("in");
  return files == call.options.end() ? load_store(call) : load_files(call, files->second);
}

Result<WalkOptions> walk_options(const Invocation& call) {
  WalkOptions options;
  options.any_order = call.has("any-order");
  if (call.has("depth")) {
    ZH_TRY(options.depth, number_option(call, "depth", 0, nothing));
  }
  options.interrupted = call.interrupted;
  if (call.has("as-known-at")) {
    ZH_TRY(options.known_at, parse_timestamp(call.option("as-known-at")));
  }
  return options;
}

Result<Id> find_asked(const Question& question, const std::string& text) {
  const auto known = [&](std::string_view normal) -> std::optional<Id> {
    const auto id = question.chain().find(normal);
    return id && question.told.knows(*id) ? id : std::nullopt;
  };
  // Identifiers of other kinds stand as they are.
  if (const auto id = known(text)) return *id;
  ZH_TRY(const auto tables, code::load_gs1_tables(question.call.catalog, china_date(now())));
  const std::string normal = asked_identifier(tables, text);
  const auto id = known(normal);
  if (!id) return fail(identifier_unknown, normal, text);
  return *id;
}

std::vector<Start> starts_of(const Question& question, Id id) {
  const Chain& chain = question.chain();
  if (question.told.whole() || chain.form(id) != Form::product) return {{.id = id}};
  std::vector<Start> starts;
  for (Id each = 0; each < chain.identifiers(); ++each) {
    if (chain.product(each) == id && question.told.knows(each)) starts.push_back({.id = each});
  }
  return starts;
}

Result<BothWays> both_ways(const Question& question) {
  const Invocation& call = question.call;
  BothWays made;
  made.direction = call.option("direction", "both");
  if (made.direction != "both" && made.direction != "backward" && made.direction != "forward") {
    return fail(direction_unknown, "--direction", made.direction, "both|backward|forward");
  }
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(made.id, find_asked(question, call.argument("ID")));
  const std::vector<Start> starts = starts_of(question, made.id);
  if (made.direction != "forward") {
    ZH_TRY(made.back, backward(question.chain(), starts, options));
  }
  if (made.direction != "backward") {
    ZH_TRY(made.onward, forward(question.chain(), starts, options));
  }
  return made;
}

Result<std::size_t> number_option(const Invocation& call, const std::string& name,
                                  std::size_t otherwise, std::size_t most) {
  if (!call.has(name)) return otherwise;
  const std::string text = call.option(name);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > most) {
    return fail(number_malformed, "--" + name, text, "0.." + std::to_string(most));
  }
  return number;
}

json::object event_json(const Chain& chain, Telling& told, EventAt at) {
  const EventRow& row = chain.event(at);
  const bool open = told.sees(at);
  json::object made{{"event", told.event(at)}};
  if (open) {
    made["seq"] = row.seq;
  } else {
    made["withheld"] = true;
  }
  made["type"] = name_of(row.sort);
  made["time"] = told.moment(at, row.time);
  if (open) made["recorded"] = to_text(row.recorded);
  const auto put = [&](std::string_view key, std::string_view text) {
    if (!text.empty()) made[key] = text;
  };
  put("action", name_of(row.action));
  put("step", chain.word(row.step));
  if (open) put("disposition", chain.word(row.disposition));
  put("place", told.place(at));
  return made;
}

void put_name(json::object& made, std::string_view key, Telling& told, Id id) {
  if (id != nothing) made[key] = told.text(id);
}

std::string event_line(const Chain& chain, EventAt at) {
  const EventRow& row = chain.event(at);
  std::string line = to_china_text(row.time) + "  " + std::string(name_of(row.sort));
  for (const std::string_view text : {name_of(row.action), chain.word(row.step)}) {
    if (!text.empty()) line.append(" ").append(text);
  }
  if (row.place != nothing) line.append(" @ ").append(chain.text(row.place));
  return line.append("  ").append(chain.event_name(at));
}

json::object assumed_json(const LoadedChain& loaded, const Walk& walk) {
  json::object made;
  for (const Point& point : points_of(loaded, walk)) made[point.name] = point.count;
  return made;
}

void print_assumed(const Invocation& call, const LoadedChain& loaded, const Walk& walk) {
  for (const Point& point : points_of(loaded, walk)) {
    *call.out << "! " << point.count << ' ' << point.words.in(call.language) << '\n';
  }
}

}  // namespace zhiheng::trace
