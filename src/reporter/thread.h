#pragma once
// What an office and somebody who is known by a code alone write to each other about a record.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/registry.h"

namespace zhiheng::reporter {

struct Message {
  Timestamp at{};
  bool by_reporter = false;
  std::string text;
};

/// The register of the messages about one sort of record.
struct Thread {
  const char* register_name;
  const char* about;   ///< field that points to the record
  const char* author;  ///< code of whoever has the code
};

/// Calls `row` for the records of a register whose `field` is `number`.
/// @param sort  as in registry::ListQuery; empty: newest change first
[[nodiscard]] Result<void> each_about(
    registry::Registry& registry, const char* register_name, std::string_view field,
    const std::string& number, const std::string& sort,
    const std::function<void(const std::vector<std::string>&, const registry::Record&)>& row);

/// Oldest first.
[[nodiscard]] Result<std::vector<Message>> messages_of(registry::Registry& registry,
                                                       const Thread& thread,
                                                       const std::string& number);

/// What a message is about.
struct Subject {
  std::string number;
  Value region;
  Value handler;  ///< account that is told; none while nobody has it in hand
};

/// A message of whoever has the code, at most 15,000 bytes. It arrives as a step, which tells the
/// handler.
/// @fails  reporter.text_wrong, and what the register refuses
[[nodiscard]] Result<void> write_message(registry::Registry& registry, const Thread& thread,
                                         const Subject& subject, const std::string& text,
                                         Timestamp now);

}  // namespace zhiheng::reporter
