// Scenarios of Digital Links, in Gherkin with tables of examples.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "code/digital_link.h"
#include "code/failures.h"
#include "code/suite.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

using Cells = std::vector<std::string>;

/// The lines of one scenario and the examples that fill their <places>.
struct Scenario {
  int line = 0;
  std::vector<std::string> given;  ///< steps, "Given I have …"
  std::vector<Cells> table;        ///< below a step: what must come out
  Cells columns;
  std::vector<std::pair<int, Cells>> examples;
};

Cells cells_of(std::string_view line) {
  Cells cells;
  line = trim(line);
  line.remove_prefix(1);
  while (!line.empty()) {
    const std::size_t end = std::min(line.find('|'), line.size());
    cells.emplace_back(trim(line.substr(0, end)));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return cells;
}

std::vector<Scenario> scenarios_of(std::string_view text) {
  std::vector<Scenario> scenarios;
  bool examples = false;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with("Scenario")) {
      scenarios.push_back({number, {}, {}, {}, {}});
      examples = false;
    } else if (scenarios.empty() || line.empty()) {
      continue;
    } else if (line.starts_with("Examples")) {
      examples = true;
    } else if (line.starts_with('|')) {
      Scenario& scenario = scenarios.back();
      if (!examples) {
        scenario.table.push_back(cells_of(line));
      } else if (scenario.columns.empty()) {
        scenario.columns = cells_of(line);
      } else {
        scenario.examples.emplace_back(number, cells_of(line));
      }
    } else {
      scenarios.back().given.emplace_back(line);
    }
  }
  return scenarios;
}

std::string filled(std::string text, const Cells& columns, const Cells& cells) {
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    const std::string place = "<" + columns[i] + ">";
    for (std::size_t at = text.find(place); at != std::string::npos;
         at = text.find(place, at + cells[i].size())) {
      text.replace(at, place.size(), cells[i]);
    }
  }
  return text;
}

/// Between the first and the last quotation mark of a step.
std::string quotation(std::string_view step) {
  const std::size_t first = step.find('"');
  const std::size_t last = step.rfind('"');
  if (first == std::string_view::npos || last <= first) return {};
  return std::string(step.substr(first + 1, last - first - 1));
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "<GS>" in either case is the separator.
std::string with_separators(std::string text) {
  for (const std::string_view mark : {"<GS>", "<gs>"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), 1, group_separator);
    }
  }
  return text;
}

std::string with_marks(const std::string& text) {
  std::string marked;
  for (const char sign : text) {
    if (sign == group_separator) {
      marked.append("<GS>");
    } else {
      marked.push_back(sign);
    }
  }
  return marked;
}

/// Elements of any input with the memory they look into.
struct Input {
  std::string text;
  std::string unescaped;
  DigitalLink link;
  ElementList elements;

  [[nodiscard]] std::span<const Element> span() const {
    return {elements.begin(), elements.size()};
  }
};

Result<void> read_input(const SuiteContext& context, bool validated, Input& input) {
  // Lengths and signs: the numbers of these scenarios are made up, their check digits too.
  const ElementChecks checks{.values = validated, .content = false, .partners = false};
  if (input.text.starts_with("http")) {
    LinkReading reading;
    reading.checks = checks;
    ZH_TRY(input.link, parse_digital_link(context.tables, input.text, reading));
    input.elements = input.link.elements;
    return {};
  }
  std::string_view data = input.text;
  if (data.starts_with(']')) data.remove_prefix(std::min<std::size_t>(3, data.size()));
  if (data.starts_with('(')) {
    return parse_bracketed(context.tables, data, checks, input.unescaped, input.elements);
  }
  return parse_message(context.tables, data, group_separator, checks, input.elements);
}

/// Values of predefined length first; then what was compressed, then the rest of the path from its
/// end: the order of the library that these scenarios are of.
std::string for_scanner(const Input& input) {
  const DigitalLink& link = input.link;
  const std::size_t readable = link.in_path - link.compressed;
  std::vector<Element> order;
  for (std::size_t i = readable; i < link.in_path; ++i) order.push_back(input.elements[i]);
  for (std::size_t i = readable; i > 0; --i) order.push_back(input.elements[i - 1]);
  for (std::size_t i = link.in_path; i < input.elements.size(); ++i) {
    order.push_back(input.elements[i]);
  }
  std::stable_partition(order.begin(), order.end(), [](const Element& element) {
    return element.row != nullptr && element.row->predefined_length;
  });
  return to_message(order, group_separator, false);
}

/// Rows of AI and value that the scenario names, those that are there in its order.
std::string contained(const std::vector<Cells>& table, const Input& input, std::string& wanted) {
  std::string found;
  for (std::size_t row = 1; row < table.size(); ++row) {
    if (table[row].size() < 2 || table[row][0].empty()) continue;
    const Element* element = input.elements.find(table[row][0]);
    wanted.append(table[row][0]).append("=").append(table[row][1]).append(" ");
    if (element != nullptr)
      found.append(element->ai).append("=").append(element->value).append(" ");
  }
  return found;
}

Verdict judge(const SuiteContext& context, const std::vector<std::string>& steps,
              const std::vector<Cells>& table) {
  std::string given;
  std::string when;
  std::string then;
  for (const std::string& step : steps) {
    if (step.starts_with("Given")) given = step;
    if (step.starts_with("When")) when = step;
    if (step.starts_with("Then")) then = step;
  }
  Input input;
  input.text = with_separators(quotation(given));
  const auto read = read_input(context, !contains(when, "without validation"), input);
  const bool must_fail = contains(then, "exception");
  const bool names = contains(when, "short text") || contains(when, "to a Digital Link with short");
  Result<std::string> found = std::string();
  std::string wanted = must_fail ? "refused" : quotation(then);
  if (!read) {
    found = std::unexpected(read.error());
  } else if (contains(when, "extract")) {
    std::string rows;
    found = contained(table, input, rows);
    if (!must_fail) wanted = rows;
  } else if (contains(when, "compress")) {
    const auto compression =
        contains(when, "partially") ? LinkCompression::behind_key : LinkCompression::whole;
    input.link.elements = input.elements;
    found = compress_digital_link(input.link, compression, names);
  } else if (contains(when, "with brackets")) {
    found = to_bracketed(link_order(input.span()).all());
  } else if (contains(when, "to an element string")) {
    found = with_marks(for_scanner(input));
  } else if (contains(when, "to a Digital Link")) {
    LinkWriting writing{.names = names};
    constexpr std::string_view set_to = "set to ";
    if (const std::size_t at = when.find(set_to); at != std::string::npos) {
      writing.stem = when.substr(at + set_to.size());
    } else if (contains(when, "URI stem")) {
      // The scenario's own stem shows only in its result.
      writing.stem = wanted.substr(0, wanted.find('/', wanted.find("://") + 3));
    }
    found = to_digital_link(input.span(), writing);
  } else {
    return {"unknown step " + when, wanted};
  }
  return {found.value_or("refused"), wanted};
}

}  // namespace

Result<SuiteFile> run_feature(const SuiteContext& context, const std::filesystem::path& path,
                              std::string name) {
  ZH_TRY(const std::string text, read_file(path));
  SuiteFile file{std::move(name), 0, 0, {}};
  for (Scenario& scenario : scenarios_of(text)) {
    if (scenario.examples.empty()) scenario.examples.emplace_back(scenario.line, Cells());
    for (const auto& [line, cells] : scenario.examples) {
      std::vector<std::string> steps;
      steps.reserve(scenario.given.size());
      for (const std::string& step : scenario.given) {
        steps.push_back(filled(step, scenario.columns, cells));
      }
      std::vector<Cells> table = scenario.table;
      for (Cells& row : table) {
        for (std::string& cell : row) cell = filled(cell, scenario.columns, cells);
      }
      Verdict verdict = judge(context, steps, table);
      ++file.rows;
      if (verdict.found == verdict.wanted) {
        ++file.passed;
      } else {
        file.differences.push_back({file.file + ":" + std::to_string(line),
                                    steps.empty() ? "" : quotation(steps.front()),
                                    std::move(verdict.found), std::move(verdict.wanted)});
      }
    }
  }
  return file;
}

}  // namespace zhiheng::code
