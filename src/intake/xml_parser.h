#pragma once
// XML in pieces: what libexpat tells, without namespaces, document types or entities.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::intake {

/// The attributes of an element, valid during the call.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}
  /// Value by local name; empty when there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;

 private:
  const char* const* pairs_;
};

/// What happens in a document. Names come without their prefix.
struct XmlEvents {
  std::function<void(std::string_view name, const XmlAttributes& attributes)> start;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;
};

class XmlParser {
 public:
  explicit XmlParser(XmlEvents events);
  ~XmlParser();
  XmlParser(XmlParser&&) = delete;

  /// @param last  nothing comes behind these bytes
  /// @fails  intake.damaged (not well formed; where: line), intake.forbidden_markup,
  ///         intake.too_large (more than 200 levels)
  [[nodiscard]] Result<void> feed(std::string_view bytes, bool last);

  /// Makes `feed` stop with success; what follows is not read.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::intake
