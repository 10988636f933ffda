#include "intake/pattern.h"

#include <unicode/regex.h>

#include "intake/failures.h"

namespace zhiheng::intake {

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexMatcher> matcher;
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view expression) {
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(expression.data(), static_cast<std::int32_t>(expression.size())));
  UErrorCode status = U_ZERO_ERROR;
  auto compiled = std::make_unique<Compiled>();
  compiled->matcher = std::make_unique<icu::RegexMatcher>(wide, 0U, status);
  if (U_FAILURE(status)) {
    return fail(mapping_wrong, "pattern", std::string(expression), "ICU regular expression");
  }
  constexpr std::int32_t steps = 100;  // of ICU's own clock, some milliseconds
  compiled->matcher->setTimeLimit(steps, status);
  return Pattern(std::move(compiled));
}

std::optional<std::string> Pattern::first_group(std::string_view text) const {
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  icu::RegexMatcher& matcher = *compiled_->matcher;
  matcher.reset(wide);
  UErrorCode status = U_ZERO_ERROR;
  if (matcher.find(status) == 0 || U_FAILURE(status)) return std::nullopt;
  const icu::UnicodeString group = matcher.group(matcher.groupCount() > 0 ? 1 : 0, status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string taken;
  return group.toUTF8String(taken);
}

}  // namespace zhiheng::intake
