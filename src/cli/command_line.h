#pragma once
// From the words typed to the verb meant.

#include <span>
#include <string>
#include <vector>

#include "base/verb.h"

namespace zhiheng::cli {

/// What was asked for.
struct Command {
  const Verb* verb = nullptr;  ///< null: help or version only
  Invocation invocation;
  enum class Wish { run, help, version } wish = Wish::run;
  std::string help_of;  ///< path whose help is wanted; empty: the table of contents
};

/// The language people want to read: --lang, else ZHIHENG_LANG, else the locale; Chinese when the
/// locale does not say English.
[[nodiscard]] Language preferred_language(std::span<const std::string> words);

/// @fails  cli.usage: an unknown verb or option, a missing argument
[[nodiscard]] Result<Command> parse(std::span<const Verb> verbs, std::vector<std::string> words);

/// Exit code of a refusal: 2 for usage, 1 for everything else.
[[nodiscard]] int exit_code(Kind kind);

}  // namespace zhiheng::cli
