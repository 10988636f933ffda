#pragma once
// Turns parameters into conditions; inside of query*.cpp.

#include "trace/query.h"
#include "trace/query_parameters.h"

namespace zhiheng::trace {

class QueryParameters {
 public:
  explicit QueryParameters(const QueryReading& how) : how_(how) {}

  Result<EventQuery> read(std::span<const Parameter> parameters);

 private:
  // query.cpp
  Result<void> parameter(const Parameter& given);
  Result<bool> control(const Parameter& given);
  Result<void> order(const Parameter& given);
  Result<void> values(const Parameter& given, ValueKind kind, std::optional<Vocabulary> vocabulary,
                      Condition& made) const;
  // query_conditions.cpp: false when the name is of another kind
  Result<bool> named(const Parameter& given, const SplitName& name);
  Result<bool> measured(const Parameter& given, const SplitName& name);
  Result<bool> reference(const Parameter& given, const SplitName& name);
  Result<void> own_field(const Parameter& given, const SplitName& name);
  Result<bool> attribute(const Parameter& given, const SplitName& name);

  const QueryReading& how_;
  EventQuery query_;
  std::optional<bool> descending_;
};

}  // namespace zhiheng::trace
