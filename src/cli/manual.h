#pragma once
// Help, manual page and shell completion, all written from the verbs' own declarations.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/verb.h"

namespace zhiheng::cli {

/// Verbs that belong together.
struct Section {
  Words title;
  std::vector<Verb> verbs;
};

/// The table of contents: every verb with its line, below the title of its section.
[[nodiscard]] std::string contents(std::span<const Section> sections, Language language);
/// Help of one verb or of a group of verbs; empty when there is none.
[[nodiscard]] std::string help(std::span<const Verb> verbs, std::string_view path,
                               Language language);
/// zhiheng(1) in man(7) macros.
[[nodiscard]] std::string manual_page(std::span<const Verb> verbs, Language language);
/// @fails  cli.shell_unknown: anything but bash, zsh, fish
[[nodiscard]] Result<std::string> completion(std::span<const Verb> verbs, std::string_view shell);

}  // namespace zhiheng::cli
