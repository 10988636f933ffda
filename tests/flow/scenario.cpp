#include "flow/scenario.h"

#include <cmath>
#include <sstream>

namespace zhiheng::flow {
namespace {

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

/// Words between blanks; double quotes hold several together.
Cells words_of(const std::string& line) {
  Cells words;
  std::string word;
  bool quoted = false;
  for (const char c : line + " ") {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  return words;
}

Cells cells_of(const std::string& line) {
  Cells cells;
  std::size_t from = line.find('|') + 1;
  for (auto end = line.find('|', from); end != line.npos; end = line.find('|', from)) {
    cells.push_back(trimmed(std::string_view(line).substr(from, end - from)));
    from = end + 1;
  }
  constexpr std::string_view broken_bar = "¦";
  for (std::string& cell : cells) {
    for (auto at = cell.find(broken_bar); at != cell.npos; at = cell.find(broken_bar)) {
      cell.replace(at, broken_bar.size(), "|");
    }
  }
  return cells;
}

bool agrees(const json::value* found, const std::string& wanted) {
  if (found == nullptr || !found->is_double()) return shown(found) == wanted;
  char* end = nullptr;
  const double number = std::strtod(wanted.c_str(), &end);
  if (end == wanted.c_str() || *end != '\0') return false;
  const auto dot = wanted.find('.');
  const auto decimals = dot == wanted.npos ? 0U : wanted.size() - dot - 1;
  return std::abs(found->get_double() - number) <=
         0.5000001 * std::pow(10.0, -static_cast<double>(decimals));
}

}  // namespace

std::vector<Scenario> scenarios_in(const std::string& file, std::string_view begins) {
  std::vector<Scenario> all;
  std::istringstream stream(contents(file));
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with(begins)) {
      all.push_back({line.substr(begins.size()), {}});
    } else if (line.front() == '|' || (std::isdigit(line.front()) != 0)) {
      Action& action = all.back().actions.back();
      action.table.push_back(cells_of(line));
      action.repeats.push_back(line.front() == '|' ? 0 : std::stoi(line));
    } else if (line.starts_with("> ")) {
      all.back().actions.back().says = words_of(line.substr(2));
    } else if (line.starts_with("! ")) {
      all.back().actions.back().refusals.push_back(line.substr(2));
    } else {
      all.back().actions.push_back({number, words_of(line), {}, {}, {}, {}});
    }
  }
  return all;
}

/// "on_year.p" of a point, whatever stands on the way.
const json::value* member(const json::value& from, std::string_view path) {
  const json::value* at = &from;
  while (!path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    if (!at->is_object()) return nullptr;
    at = at->get_object().if_contains(path.substr(0, dot));
    if (at == nullptr) return nullptr;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return at;
}

std::string shown(const json::value* value) {
  if (value == nullptr || value->is_null()) return "-";
  if (value->is_string())
    return value->get_string().empty() ? "-" : std::string(value->get_string());
  if (value->is_array()) {
    std::string joined;
    for (const auto& part : value->get_array())
      joined += (joined.empty() ? "" : "/") + shown(&part);
    return joined.empty() ? "-" : joined;
  }
  return json::serialize(*value);
}

void compare(const Action& action, const json::array& found, std::string_view values) {
  ASSERT_FALSE(action.table.empty()) << "no expected table";
  EXPECT_EQ(found.size(), action.table.size() - 1) << json::serialize(found);
  const Cells& columns = action.table.front();
  for (std::size_t row = 1; row < action.table.size() && row <= found.size(); ++row) {
    for (std::size_t at = 0; at < columns.size(); ++at) {
      const json::value* value = member(found[row - 1], columns[at]);
      if (value == nullptr && !values.empty()) {
        value = member(found[row - 1], std::string(values) + "." + columns[at]);
      }
      EXPECT_TRUE(agrees(value, action.table[row][at]))
          << columns[at] << " of row " << row << ": " << shown(value) << " instead of "
          << action.table[row][at];
    }
  }
}

}  // namespace zhiheng::flow
