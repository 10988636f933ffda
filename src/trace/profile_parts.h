#pragma once
// A profile in memory; for profile*.cpp.

#include <map>
#include <optional>

#include "expr/expr.h"
#include "intake/pattern.h"
#include "trace/profile.h"

namespace zhiheng::trace {

/// A name with the namespaces that it may have.
struct PathStep {
  std::vector<std::string> spaces;  ///< without a final "/", ":" or "#"; empty: none
  std::string name;
  std::string written;  ///< "cbvmda:lotNumber": for documents that do not declare the prefix
};

/// Where a declared field stands in an event.
struct FieldPath {
  bool instance_data = false;  ///< below `ilmd` rather than beside the event's own fields
  std::vector<PathStep> steps;
};

struct ProfileRule {
  std::string id;
  std::optional<expr::Expression> when, require;
  std::vector<std::size_t> fields;           ///< that `present`, `one_of` or `pattern` is about
  std::vector<std::string> one_of;           ///< for fields[0]
  std::shared_ptr<intake::Pattern> pattern;  ///< for every value of fields[0]
  std::string pattern_text;
  Words message;
  std::string source;
  bool warning = false;
};

struct ProfileRules {
  std::string name;
  Words title;
  std::string source;
  bool verified = true;
  std::vector<expr::Field> fields;  ///< event_fields() and those that the profile declares
  std::vector<FieldPath> paths;     ///< of the declared ones
  std::vector<ProfileRule> rules;
};

/// What stands at a path, as a value of the field; null for nothing or another type.
[[nodiscard]] Value value_at(const FieldPath& path, const expr::Field& field, const Event& event);

}  // namespace zhiheng::trace
