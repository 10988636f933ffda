#pragma once
// What the questions about the chain have in common: where its events come from, which identifier
// is meant, how an answer is written. Seen by the answer_*.cpp of this room only.

#include <boost/json/object.hpp>
#include <string>

#include "base/verb.h"
#include "trace/chain_questions.h"
#include "trace/master_data.h"
#include "trace/telling.h"
#include "trace/walk.h"

namespace zhiheng::trace {

/// From the files of `--in`, without it from the system of record.
/// @fails  trace.interrupted, what read_file, registry::open and each_event fail with
[[nodiscard]] Result<LoadedChain> load_chain(const Invocation& call);

/// `--as-known-at`, `--any-order`, Ctrl-C.
/// @fails  base.timestamp_malformed
[[nodiscard]] Result<WalkOptions> walk_options(const Invocation& call);

/// What the words of a person mean in this chain. What nobody may tell that person is unknown in
/// the same words as what does not exist.
/// @fails  trace.identifier_unknown
[[nodiscard]] Result<Id> find_asked(const Question& question, const std::string& text);

/// Where a walk from `id` begins. A product stands for all that has its number; to somebody who is
/// not told everything, for what of it they know.
[[nodiscard]] std::vector<Start> starts_of(const Question& question, Id id);

/// The walks from the identifier of a call in the directions that `--direction` names.
struct BothWays {
  std::string direction;  ///< "both", "backward", "forward"
  Id id = nothing;
  Walk back, onward;  ///< one is empty unless both are asked for

  /// The walk that tells what was taken for granted.
  [[nodiscard]] const Walk& told() const { return direction == "backward" ? back : onward; }
};

/// @fails  trace.direction_unknown, what walk_options, find_asked and the walks fail with
[[nodiscard]] Result<BothWays> both_ways(const Question& question);

/// A number of an option, or `otherwise`.
/// @fails  trace.number_malformed
[[nodiscard]] Result<std::size_t> number_option(const Invocation& call, const std::string& name,
                                                std::size_t otherwise, std::size_t most);

/// {event, seq, type, time, recorded, action, step, disposition, place}; of an event that may not
/// be told {event, withheld, type, time (the day), action, step, place}.
[[nodiscard]] boost::json::object event_json(const Chain& chain, Telling& told, EventAt at);

/// Adds the name of an identifier under `key`, unless there is none.
void put_name(boost::json::object& made, std::string_view key, Telling& told, Id id);

/// "2026-03-01T08:00:00+08:00 shipping at …": an event on one line.
[[nodiscard]] std::string event_line(const Chain& chain, EventAt at);

/// What was taken for granted: name → number, only what happened.
[[nodiscard]] boost::json::object assumed_json(const LoadedChain& loaded, const Walk& walk);
void print_assumed(const Invocation& call, const LoadedChain& loaded, const Walk& walk);

}  // namespace zhiheng::trace
