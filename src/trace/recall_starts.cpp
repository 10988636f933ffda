// Where a recall begins: what its options name.

#include <algorithm>

#include "trace/breach.h"
#include "trace/chain_answer.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/recall_answer.h"

namespace zhiheng::trace {
namespace {

using Starts = std::vector<Start>;

const std::vector<std::string>& values_of(const Invocation& call, const std::string& option) {
  static const std::vector<std::string> none;
  const auto found = call.options.find(option);
  return found == call.options.end() ? none : found->second;
}

/// Only what may be told to whoever asks.
void add(const Question& question, const Starts& found, Starts& starts) {
  const Telling& told = question.told;
  std::ranges::copy_if(found, std::back_inserter(starts), [&](const Start& start) {
    return told.knows(start.id) && (start.by == nothing || told.sees(start.by));
  });
}

Result<void> add_range(const Question& question, const std::string& range, Starts& starts) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) return fail(range_malformed, "--range", range, "FIRST..LAST");
  ZH_TRY(const auto tables, code::load_gs1_tables(question.call.catalog, china_date(now())));
  const std::string first = asked_identifier(tables, range.substr(0, dots));
  const std::string last = asked_identifier(tables, range.substr(dots + 2));
  const std::size_t before = starts.size();
  add(question, starts_in_range(question.chain(), first, last), starts);
  if (starts.size() == before) return fail(identifier_unknown, "--range", range);
  return {};
}

Result<void> add_place(const Question& question, Starts& starts) {
  const Invocation& call = question.call;
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const Id place, find_asked(question, call.option("place")));
  Timestamp from = always, until = forever;
  if (call.has("from")) {
    ZH_TRY(from, parse_timestamp(call.option("from")));
  }
  if (call.has("to")) {
    ZH_TRY(until, parse_timestamp(call.option("to")));
  }
  const History history(question.chain(), options.known_at);
  add(question, starts_at_place(history, place, from, until), starts);
  return {};
}

Result<void> add_breach(const Question& question, Starts& starts) {
  const Invocation& call = question.call;
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const BreachRule rule, find_breach_rule(call.catalog, call.option("breach")));
  Starts found;
  for (const Reading& reading : breaches_of(History(question.chain(), options.known_at), rule)) {
    add_starts_of_event(question.chain(), reading.event, found);
  }
  add(question, found, starts);
  return {};
}

Result<Starts> starts_asked(const Question& question) {
  const Invocation& call = question.call;
  Starts starts;
  for (const std::string& lot : values_of(call, "lot")) {
    ZH_TRY(const Id id, find_asked(question, lot));
    std::ranges::copy(starts_of(question, id), std::back_inserter(starts));
  }
  for (const std::string& range : values_of(call, "range")) {
    ZH_DO(add_range(question, range, starts));
  }
  if (call.has("place")) ZH_DO(add_place(question, starts));
  if (call.has("breach")) ZH_DO(add_breach(question, starts));
  const bool asked =
      call.has("lot") || call.has("range") || call.has("place") || call.has("breach");
  if (!asked) {
    return fail(scope_missing, "trace recall", {}, "--lot|--range|--place|--breach");
  }
  return starts;
}

}  // namespace

Result<AskedScope> asked_scope(const Question& question) {
  ZH_TRY(const WalkOptions options, walk_options(question.call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(question.call.catalog));
  AskedScope made;
  ZH_TRY(made.starts, starts_asked(question));
  ZH_TRY(made.scope, recall_scope(question.chain(), meanings, made.starts, options));
  return made;
}

}  // namespace zhiheng::trace
