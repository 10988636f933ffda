#include "expr/suggest.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace zhiheng::expr {
namespace {

/// Levenshtein's, over bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::string suggestions(std::string_view typed, std::span<const Field> fields) {
  constexpr std::size_t shown = 8, longest = 64;
  std::string close, first;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& name = fields[i].name;
    if (i < shown) first.append(first.empty() ? "" : ", ").append(name);
    if (typed.size() > longest || distance(to_lower(typed), to_lower(name)) > 2) continue;
    close.append(close.empty() ? "" : ", ").append(name);
  }
  if (!close.empty()) return close;
  return "'" + std::string(typed) + "', " + first + (fields.size() > shown ? ", …" : "");
}

}  // namespace zhiheng::expr
