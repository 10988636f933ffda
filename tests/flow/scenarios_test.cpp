// Ways through the program as text: rows in, a question, the answer. The files *.flow beside this
// one are read; docs of their few words:
//
//   scenario: …          begins with an empty store
//   import REGISTER …    the table below is written as a CSV file and imported; "40 | … {n} |"
//                        stands for forty rows, {n} counting from 1
//     > added=40         what the report must say
//     ! LINE COLUMN ID   a refusal it must list; they are listed in full and in order
//   ask INDICATOR …      the table below is the answer, a line per point; numbers agree to the
//                        decimals that are printed; "-" is nothing
//   show REGISTER KEY    the table below is the history, a line per version
//   list REGISTER …      the table below is the list, a line per record
#include <cmath>
#include <filesystem>
#include <sstream>

#include "flow/program.h"
#include "support/source.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

using Cells = std::vector<std::string>;

struct Action {
  int line = 0;
  Cells words;
  std::vector<Cells> table;
  std::vector<int> repeats;
  Cells says;      ///< "added=40"
  Cells refusals;  ///< "3 结论 registry.rule_broken"
};

struct Scenario {
  std::string title;
  std::vector<Action> actions;
};

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
  return cells;
}

std::vector<Scenario> scenarios_in(const std::string& file) {
  std::vector<Scenario> all;
  std::istringstream stream(contents(file));
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("scenario: ")) {
      all.push_back({line.substr(10), {}});
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

std::string csv_cell(const std::string& cell) {
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_of(const Action& action) {
  std::string csv;
  for (std::size_t row = 0; row < action.table.size(); ++row) {
    for (int n = 1; n <= std::max(1, action.repeats[row]); ++n) {
      std::string line;
      for (std::string cell : action.table[row]) {
        if (const auto at = cell.find("{n}"); at != cell.npos) {
          cell.replace(at, 3, std::to_string(n));
        }
        line += (line.empty() ? "" : ",") + csv_cell(cell);
      }
      csv += line + "\n";
    }
  }
  return csv;
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

void import(const Place& place, Action action) {
  action.words.insert(action.words.begin() + 2, place.write("rows.csv", csv_of(action)));
  const json::object report = place.ask(action.words);
  for (const auto& say : action.says) {
    const auto equals = say.find('=');
    const auto* value = report.if_contains(say.substr(0, equals));
    EXPECT_EQ(shown(value), say.substr(equals + 1)) << say;
  }
  Cells refusals;
  for (const auto& refusal : report.at("refusals").as_array()) {
    refusals.push_back(shown(&refusal.at("line")) + " " + shown(&refusal.at("column")) + " " +
                       shown(&refusal.at("id")));
  }
  EXPECT_EQ(refusals, action.refusals) << json::serialize(report);
}

void act(const Place& place, const Action& action) {
  const std::string& what = action.words.front();
  Cells words(action.words.begin() + 1, action.words.end());
  if (what == "import") {
    import(place, action);
  } else if (what == "ask") {
    words.insert(words.begin(), "indicator");
    compare(action, place.ask(words).at("points").as_array(), "");
  } else if (what == "show") {
    words.insert(words.begin(), "show");
    words.emplace_back("--history");
    compare(action, place.ask(words).at("versions").as_array(), "values");
  } else if (what == "list") {
    words.insert(words.begin(), "list");
    compare(action, place.ask(words).at("records").as_array(), "values");
  } else {
    ADD_FAILURE() << "no such word: " << what;
  }
}

class Scenarios : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(Scenarios, Hold) {
  const auto& [file, engine] = GetParam();
  Place place(engine);
  if (!place.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
  const auto all = scenarios_in(support::source_path("/tests/flow/" + file + ".flow"));
  EXPECT_FALSE(all.empty());
  bool first = true;
  for (const auto& scenario : all) {
    SCOPED_TRACE(scenario.title);
    if (!std::exchange(first, false)) place.clear();
    for (const auto& action : scenario.actions) {
      SCOPED_TRACE(file + ".flow line " + std::to_string(action.line));
      act(place, action);
    }
    EXPECT_TRUE(place.verifies());
  }
}

std::vector<std::string> flow_files() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(support::source_path("/tests/flow"))) {
    if (entry.path().extension() == ".flow") found.push_back(entry.path().stem().string());
  }
  std::ranges::sort(found);
  return found;
}

std::string file_and_engine(
    const testing::TestParamInfo<std::tuple<std::string, std::string>>& which) {
  return std::get<0>(which.param) + "_" + std::get<1>(which.param);
}

INSTANTIATE_TEST_SUITE_P(Files, Scenarios,
                         testing::Combine(testing::ValuesIn(flow_files()),
                                          testing::Values("sqlite", "postgresql")),
                         file_and_engine);

}  // namespace
}  // namespace zhiheng::flow
