#pragma once
// What the questions about the chain have in common: where its events come from, which identifier
// is meant, how an answer is written. Seen by the answer_*.cpp of this room only.

#include <boost/json/object.hpp>
#include <string>

#include "base/verb.h"
#include "trace/master_data.h"
#include "trace/walk.h"

namespace zhiheng::trace {

/// A chain with what could not be taken into it.
struct LoadedChain {
  Chain chain;
  std::vector<VocabularyList> master_data;  ///< of the files
  std::size_t refused = 0;                  ///< events that cannot be understood
  std::size_t known = 0;                    ///< events that came twice

  bool take(const Event& event, std::int64_t seq, std::string_view hash,
            std::optional<Error>& stop);
};

/// From the files of `--in`, without it from the system of record.
/// @fails  trace.interrupted, what read_file, registry::open and each_event fail with
[[nodiscard]] Result<LoadedChain> load_chain(const Invocation& call);

/// `--as-known-at`, `--any-order`, Ctrl-C.
/// @fails  base.timestamp_malformed
[[nodiscard]] Result<WalkOptions> walk_options(const Invocation& call);

/// What the words of a person mean in this chain.
/// @fails  trace.identifier_unknown
[[nodiscard]] Result<Id> find_asked(const Invocation& call, const Chain& chain,
                                    const std::string& text);

/// {id, type, time, record_time, action, step, disposition, place}
[[nodiscard]] boost::json::object event_json(const Chain& chain, EventAt at);

/// "2026-03-01T08:00:00+08:00 shipping at …": an event on one line.
[[nodiscard]] std::string event_line(const Chain& chain, EventAt at);

/// What was taken for granted: name → number, only what happened.
[[nodiscard]] boost::json::object assumed_json(const LoadedChain& loaded, const Walk& walk);
void print_assumed(const Invocation& call, const LoadedChain& loaded, const Walk& walk);

}  // namespace zhiheng::trace
