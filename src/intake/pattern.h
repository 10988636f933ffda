#pragma once
// The part of a cell that a mapping's expression takes.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::intake {

/// An ICU regular expression, with a limit on how long it may try.
class Pattern {
 public:
  /// @fails  intake.mapping_wrong
  [[nodiscard]] static Result<Pattern> compile(std::string_view expression);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// The first group, or the whole match where there is none; nullopt when nothing matches.
  [[nodiscard]] std::optional<std::string> first_group(std::string_view text) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace zhiheng::intake
