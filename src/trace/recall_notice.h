#pragma once
// A recall from the trace into the registers: the record itself and a notice to each receiver.

#include <cstdint>
#include <string>
#include <vector>

#include "base/words.h"
#include "registry/registry.h"
#include "trace/recall_answer.h"
#include "trace/recall_record.h"

namespace zhiheng::trace {

/// What people say of a recall beside its scope.
struct RecallOrder {
  std::string source = "provincial", number;
  std::string title = {}, reason = {}, hotline = {};
  std::string region = {};    ///< GB/T 2260; empty: the region of the account
  bool with_notices = false;  ///< a notice is drafted for each receiver
  Language language = Language::zh;
};

/// From the options `record`, `source`, `title`, `reason`, `hotline`, `region`, `notices` and
/// `notice-language`.
/// @fails  trace.recall_number_missing, trace.notice_language_unknown
[[nodiscard]] Result<RecallOrder> recall_order(const Question& question);

/// What is going to be written; made while the chain stands still, written afterwards.
struct RecallDraft {
  RecallOrder order;
  std::string product_codes, distribution;
  std::int64_t pieces = 0;
  struct Notice {
    std::string receiver;  ///< place or party, normal form
    std::string number, title, text;
  };
  std::vector<Notice> notices = {};
  std::size_t withheld = 0;  ///< receivers that whoever asks may not know
};

/// @fails  trace.rules_malformed for the catalog's text of notices
[[nodiscard]] Result<RecallDraft> draft_recall(const Question& question, const RecallScope& scope,
                                               const RecallOrder& order);

struct RecallWritten {
  std::string record;  ///< id in the register `recall`
  struct Notice {
    std::string id, number, receiver;
    bool kept = false;  ///< it was issued before and stays as it is
  };
  std::vector<Notice> notices = {};
};

/// Writes the recall with this source and number, or begins one; its other fields stay as they are.
/// Notices are known by the number of the recall and the receiver: the same again changes nothing.
/// @fails  registry.not_allowed, and the first that a register refuses
[[nodiscard]] Result<RecallWritten> write_recall(registry::Registry& registry,
                                                 const registry::Person& person,
                                                 const RecallDraft& draft);

}  // namespace zhiheng::trace
