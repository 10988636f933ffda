#pragma once
// Questions about a chain that is at hand, each with its answer as one JSON document: the same
// whether a command or an address asks.

#include <string>
#include <string_view>
#include <vector>

#include "base/verb.h"
#include "trace/chain.h"
#include "trace/kept_findings.h"
#include "trace/master_facts.h"
#include "trace/telling.h"

namespace zhiheng::trace {

/// A chain with what could not be taken into it.
struct LoadedChain {
  Chain chain{};
  std::vector<VocabularyList> master_data;  ///< of the files, or of the store
  MasterFacts facts;                        ///< the same, by identifier
  std::size_t refused = 0;                  ///< events that cannot be understood
  std::size_t known = 0;                    ///< events that came twice

  /// @param seq   position in the feed, or the number of the event
  /// @param hash  of an event without eventID; computed when empty
  /// @return  false: stop, for the reason in `stop`
  bool take(const Event& event, std::int64_t seq, std::string_view hash,
            std::optional<Error>& stop);
};

struct Question {
  const Invocation&
      call;  ///< arguments and options, as the verb declares them; where the catalog is
  const LoadedChain& loaded;
  Telling& told;              ///< what whoever asks may be told
  std::int64_t position = 0;  ///< commit of the store up to which everything counts; 0: of no store
  KeptFindings* kept = nullptr;  ///< what was found in this chain before; may be nullptr

  [[nodiscard]] const Chain& chain() const { return loaded.chain; }
};

/// "backward", "forward", "state", "gaps", "clones", "balance", "recall", "graph", "search",
/// "suspects".
[[nodiscard]] std::vector<std::string_view> chain_questions();

/// The answer to one of them, as JSON text.
/// @fails  trace.question_unknown, trace.identifier_unknown, trace.interrupted, and what the
///         question itself refuses
[[nodiscard]] Result<std::string> answer_question(const Question& question, std::string_view name);

}  // namespace zhiheng::trace
