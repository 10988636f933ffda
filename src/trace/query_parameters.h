#pragma once
// The parameters that the standard names, as a table.

#include <optional>
#include <string_view>

#include "trace/query.h"
#include "trace/vocabulary.h"

namespace zhiheng::trace {

/// What the value of a parameter must be, and the form in which it is compared.
enum class ValueKind : std::uint8_t { text, word, identifier, action, time, number, boolean, none };

/// "EQ_bizStep": an operator and a name.
struct NamedParameter {
  std::string_view name;
  std::string_view operators;  ///< "EQ WD", those allowed
  Subject subject;
  ValueKind value;
  std::optional<Vocabulary> vocabulary = {};  ///< of a word
};

/// By the name behind the operator; nullptr for none of the standard's.
[[nodiscard]] const NamedParameter* named_parameter(std::string_view name);

/// The first words of a parameter's name and what is left: "GE", "quantity".
struct SplitName {
  Operator op;
  std::string_view front, rest;
};
[[nodiscard]] std::optional<SplitName> split_operator(std::string_view name);

}  // namespace zhiheng::trace
