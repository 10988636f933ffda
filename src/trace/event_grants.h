#pragma once
// What accounts are told of events less or more than their roles say: the register
// `epcis_event_grant`.

#include <string>
#include <vector>

#include "base/result.h"
#include "registry/registry.h"
#include "registry/row_limits.h"

namespace zhiheng::trace {

/// The grants of one account that hold today.
struct EventGrants {
  registry::ClassLimits classes = {};
  /// What the cases name that the account was given, in their normal form: the events that name
  /// one of them may be told, except those of classes that are withheld.
  std::vector<std::string> case_identifiers = {};
};

/// A case gives nothing any more when its recall or case file has ended or is gone.
[[nodiscard]] Result<EventGrants> event_grants(const registry::Registry& registry,
                                               const registry::Person& person);

}  // namespace zhiheng::trace
