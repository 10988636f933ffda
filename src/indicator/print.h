#pragma once
// Answers as people read them in a terminal.

#include <iosfwd>
#include <string>
#include <vector>

#include "indicator/indicator.h"

namespace zhiheng::indicator {

void print(std::ostream& out, const Answer& answer, Language language);
void print(std::ostream& out, const std::vector<Standing>& standings, Language language);
void print_list(std::ostream& out, const catalog::Catalog& catalog, Language language);
[[nodiscard]] std::string list_json(const catalog::Catalog& catalog);

}  // namespace zhiheng::indicator
