#pragma once
// Every question about the chain is written down: who asked what, and which events they were told.

#include <string>
#include <string_view>
#include <vector>

#include "base/verb.h"
#include "registry/registry.h"

namespace zhiheng::trace {

inline constexpr std::size_t most_ids_logged = 100;

struct AskedQuestion {
  std::string_view name;  ///< "backward"
  const Invocation& call;
  std::size_t events = 0;             ///< that were told in full
  std::vector<std::string> ids = {};  ///< of some of them, at most a hundred
};

/// A line of the register `epcis_access`.
/// @fails  what the store cannot do
[[nodiscard]] Result<void> log_question(registry::Registry& registry,
                                        const registry::Person& person, const AskedQuestion& asked);

}  // namespace zhiheng::trace
