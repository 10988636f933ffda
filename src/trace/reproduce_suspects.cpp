#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "intake/csv.h"
#include "trace/reproduce_parts.h"
#include "trace/suspects_tables.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// The scores of an expectation table, by id.
struct ExpectedScore {
  std::string score, positive, negative, normalised, backward, forward;
};
using ExpectedScores = std::map<std::string, ExpectedScore>;

Result<ExpectedScores> read_expected(const fs::path& file) {
  static constexpr std::pair<std::string_view, std::string ExpectedScore::*> columns[] = {
      {"Score", &ExpectedScore::score},
      {"Positive Score", &ExpectedScore::positive},
      {"Negative Score", &ExpectedScore::negative},
      {"Normalized Score", &ExpectedScore::normalised},
      {"Backward", &ExpectedScore::backward},
      {"Forward", &ExpectedScore::forward}};
  ZH_TRY(const auto source, intake::open_csv(file.string(), {}, ','));
  intake::Line line;
  std::vector<std::string> names;
  ExpectedScores scores;
  while (true) {
    ZH_TRY(const bool more, source->next(line));
    if (!more) return scores;
    if (names.empty()) {
      for (const intake::Cell& cell : line.cells) names.emplace_back(trim(cell.text));
      continue;
    }
    std::string id;
    ExpectedScore score;
    for (std::size_t i = 0; i < std::min(names.size(), line.cells.size()); ++i) {
      if (names[i] == "ID") id = line.cells[i].text;
      for (const auto& [name, member] : columns) {
        if (names[i] == name) score.*member = line.cells[i].text;
      }
    }
    scores.emplace(std::move(id), std::move(score));
  }
}

/// Sums of weights may differ in the last digit by the order in which they were added.
bool equal(const std::string& wanted, double found) {
  double number = 0;
  const auto read = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  return read.ec == std::errc{} && std::abs(number - found) <= 1e-12;
}

/// An empty cell expects nothing.
void compare_score(Comparison& line, const std::string& place, const ExpectedScore& wanted,
                   const Score& found) {
  const std::pair<const std::string&, double> numbers[] = {{wanted.score, found.score},
                                                           {wanted.positive, found.positive},
                                                           {wanted.negative, found.negative},
                                                           {wanted.normalised, found.normalised}};
  bool same = true;
  for (const auto& [text, number] : numbers) same &= text.empty() || equal(text, number);
  const auto flag = [](bool set) { return std::string(set ? "true" : "false"); };
  same &= wanted.backward.empty() || wanted.backward == flag(found.backward);
  same &= wanted.forward.empty() || wanted.forward == flag(found.forward);
  compare(line, same,
          place + ": wanted " + wanted.score + " " + wanted.normalised + " " + wanted.backward +
              " " + wanted.forward + ", found " + std::to_string(found.score) + " " +
              std::to_string(found.normalised) + " " + flag(found.backward) + " " +
              flag(found.forward));
}

template <class Item>
void compare_all(Comparison& line, const ExpectedScores& wanted, const std::vector<Item>& items,
                 const std::vector<Score>& scores) {
  std::map<std::string_view, const Score*> found;
  for (std::size_t i = 0; i < items.size(); ++i) found.emplace(items[i].id, &scores[i]);
  for (const auto& [id, expected] : wanted) {
    const auto at = found.find(id);
    const std::string place = line.subject + " " + id;
    if (at == found.end()) {
      compare(line, false, place + ": not there");
    } else {
      compare_score(line, place, expected, *at->second);
    }
  }
}

/// The weights and marks of a workflow stand in its tables of expectations.
Result<Suspects> scores_of(const fs::path& folder, Network& network) {
  ZH_TRY(NetworkRead read, read_network({.stations = folder / "expected_stations.csv",
                                         .deliveries = folder / "expected_deliveries.csv",
                                         .links = folder / "links.csv"},
                                        true));
  ZH_TRY(const Scenario scenario, read_scenario(folder / "scenario.json"));
  // Stations are collapsed in these tables already, marks stand there.
  network = std::move(read.network);
  Scenario days;
  days.days = scenario.days;
  ZH_TRY(network, under(days, std::move(network)));
  return find_suspects(network, scenario.temporal_order);
}

}  // namespace

Result<Comparisons> reproduce_suspects(const fs::path& folder, const fs::path& /*catalog*/) {
  Comparisons lines;
  std::vector<fs::path> workflows;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "trace" / "bfr-foodchainlab", error)) {
    if (entry.is_directory(error)) workflows.push_back(entry.path());
  }
  std::ranges::sort(workflows);
  for (const fs::path& workflow : workflows) {
    const std::string name = "suspects, " + workflow.filename().string();
    Comparison stations{.area = "trace", .subject = name + ": stations"};
    Comparison deliveries{.area = "trace", .subject = name + ": deliveries"};
    ZH_TRY(const auto wanted_stations, read_expected(workflow / "expected_stations.csv"));
    ZH_TRY(const auto wanted_deliveries, read_expected(workflow / "expected_deliveries.csv"));
    Network network;
    if (const auto found = scores_of(workflow, network); found) {
      compare_all(stations, wanted_stations, network.stations, found->stations);
      compare_all(deliveries, wanted_deliveries, network.deliveries, found->deliveries);
    } else {
      compare(stations, false, describe(found.error()));
    }
    lines.push_back(std::move(stations));
    lines.push_back(std::move(deliveries));
  }
  return lines;
}

}  // namespace zhiheng::trace
