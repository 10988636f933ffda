#pragma once
// The event hash of the Core Business Vocabulary 2.0: the same for every spelling of an event, and
// the identity of one that has no eventID.

#include <span>
#include <string>

#include "trace/event.h"

namespace zhiheng::trace {

/// Points on which the reference implementation differs from the standard or from itself; see
/// docs/epcis.md.
struct HashOptions {
  bool python_booleans = false;  ///< "True" for a sensor's boolean value that came from JSON
  bool xml_types = false;        ///< xsi:type attributes of extensions are part of the event
};

/// The text that is hashed: every field that says what happened, sorted and in one spelling.
///
/// @param ignored  qualified names of fields of the event that a repository added
/// @source  GS1 CBV 2.0, 8.9
/// @checked the reference implementation's own vectors (RalphTro/epcis-event-hash-generator)
[[nodiscard]] std::string pre_hash(const Event& event, std::span<const std::string> ignored = {},
                                   const HashOptions& options = {});

/// "ni:///sha-256;…?ver=CBV2.0"
[[nodiscard]] std::string hash_of(std::string_view pre_hash);

/// A text in the one spelling in which it is hashed: identifiers as canonical Digital Links,
/// numbers without superfluous digits, older vocabulary URNs as web URIs.
[[nodiscard]] std::string canonical_value(std::string_view text);

/// A time in UTC with three places, rounded half to even; what is no time stays as it is.
[[nodiscard]] std::string canonical_time(std::string_view text);

}  // namespace zhiheng::trace
