#pragma once
// What may be told of an event to someone who may not see it.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/words.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// A field of a redacted event, under its name in JSON.
struct RedactedField {
  std::string name;
  std::vector<std::string> values;
  bool list = false;  ///< written as a list whatever the number of values
};
using RedactedEvent = std::vector<RedactedField>;

enum class Spelling {
  as_written,
  canonical  ///< canonical Digital Links, as in the event hash
};

enum class Showing {
  plain,
  hash,   ///< "ni:///sha-256;…": whoever has the identifier can recognise it
  salted  ///< the same over identifier and secret: only who has both can
};

/// Which fields are told and how: `catalog/redaction/NAME.toml`, docs/profiles.md. A field that a
/// policy does not name is left out.
struct RedactionPolicy {
  struct Field {
    std::string name;
    Showing showing = Showing::hash;
  };
  std::string name;
  Words title = {};
  std::string source = {};
  Spelling identifiers = Spelling::canonical;
  std::vector<Field> fields = {};

  [[nodiscard]] bool needs_secret() const;
};

/// @fails  trace.policy_unknown, with the names that there are; the first complaint of the catalog
[[nodiscard]] Result<RedactionPolicy> load_policy(const std::filesystem::path& catalog,
                                                  const std::string& name);

/// @param event_hash  what `eventId` becomes
/// @param secret      for fields that are salted
[[nodiscard]] RedactedEvent redact(const RedactionPolicy& policy, const Event& event,
                                   const std::string& event_hash, const std::string& secret);

}  // namespace zhiheng::trace
