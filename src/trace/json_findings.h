#pragma once
// Gathers what is wrong in a JSON tree, and knows the place where the check stands.

#include <initializer_list>
#include <string>
#include <vector>

#include "base/among.h"
#include "base/result.h"
#include "trace/json_tree.h"
#include "trace/vocabulary.h"

namespace zhiheng::trace {

/// The checks that the schemas of events and of queries share. Every function says whether the
/// value passed.
class JsonFindings {
 public:
  explicit JsonFindings(std::size_t most) : most_(most) {}

  bool refuse(const Failure& failure, const JsonNode& at, std::string found, std::string wanted);
  /// About a member that is not there.
  bool refuse_missing(const JsonNode& object, std::string_view key);
  [[nodiscard]] bool full() const { return errors.size() >= most_; }

  bool object(const JsonNode& value);
  bool array(const JsonNode& value);
  bool string(const JsonNode& value);
  bool number(const JsonNode& value);
  bool boolean(const JsonNode& value);
  bool uri(const JsonNode& value);
  bool time(const JsonNode& value);
  bool key_uri(const JsonNode& member);
  /// A bare word of the vocabulary, or a URI that is none of GS1's own.
  bool word(const JsonNode& value, Vocabulary vocabulary);
  bool choice(const JsonNode& value, std::initializer_list<std::string_view> words);
  bool uris(const JsonNode& value);
  bool distinct(const JsonNode& list);
  bool context(const JsonNode& value);

  std::vector<Error> errors;

 private:
  std::size_t most_;
};

/// Whether two values are equal as JSON Schema counts it.
[[nodiscard]] bool equal(const JsonNode& a, const JsonNode& b);

}  // namespace zhiheng::trace
