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
#include <filesystem>

#include "flow/scenario.h"
#include "support/source.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

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
  const auto all =
      scenarios_in(support::source_path("/tests/flow/" + file + ".flow"), "scenario: ");
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
