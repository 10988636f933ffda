#include "stat/acceptance_tables.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/table_text.h"

namespace zhiheng::stat {
namespace {

std::vector<std::string_view> names_after(std::string_view line, std::size_t skipped) {
  std::vector<std::string_view> names;
  while (!line.empty()) {
    const std::size_t end = line.find('\t');
    if (skipped > 0) {
      --skipped;
    } else {
      names.push_back(line.substr(0, end));
    }
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
  }
  return names;
}

/// The line of names: the first that is neither empty nor a comment.
std::string_view header_of(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') return line;
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return {};
}

std::optional<Severity> severity_of(std::string_view name) {
  if (name == "normal") return Severity::normal;
  if (name == "tightened") return Severity::tightened;
  if (name == "reduced") return Severity::reduced;
  return std::nullopt;
}

std::optional<std::int64_t> next_whole(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool skip(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::vector<Stage>> stages_of(std::string_view text) {
  std::vector<Stage> stages;
  for (;;) {
    const auto size = next_whole(text);
    if (!size || !skip(text, ':')) return std::nullopt;
    const auto accept = next_whole(text);
    if (!accept || !skip(text, ':')) return std::nullopt;
    const auto reject = next_whole(text);
    if (!reject || *size < 1 || *size > largest_stage || *accept < -1 || *reject <= *accept)
      return std::nullopt;
    stages.push_back({*size, *accept, *reject});
    if (text.empty()) return stages;
    if (!skip(text, ' ')) return std::nullopt;
  }
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool same_aql(std::string_view one, std::string_view other) {
  if (one == other) return true;
  const auto a = number_of(one);
  const auto b = number_of(other);
  return a && b && *a == *b;
}

std::string row_name(std::size_t row, std::string_view column) {
  return "row " + std::to_string(row + 1) + ", " + std::string(column);
}

}  // namespace

Result<CodeLetterTable> parse_code_letters(std::string_view text) {
  std::vector<std::string_view> columns{"lot_from", "lot_to"};
  const std::vector<std::string_view> levels = names_after(header_of(text), 2);
  columns.insert(columns.end(), levels.begin(), levels.end());
  ZH_TRY(const TableText table, TableText::parse(text, columns));
  CodeLetterTable result;
  result.levels.assign(levels.begin(), levels.end());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    CodeLetters line;
    ZH_TRY(line.lot_from, table.whole(row, 0, 0));
    ZH_TRY(line.lot_to, table.whole(row, 1, 0));
    for (std::size_t level = 0; level < levels.size(); ++level) {
      line.letters.emplace_back(table.text(row, level + 2));
    }
    result.rows.push_back(std::move(line));
  }
  return result;
}

Result<std::vector<TablePlan>> parse_plans(std::string_view text) {
  ZH_TRY(const TableText table, TableText::parse(text, {"severity", "letter", "aql", "stages"}));
  std::vector<TablePlan> plans;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto severity = severity_of(table.text(row, 0));
    if (!severity) {
      return fail(table_malformed, row_name(row, "severity"), std::string(table.text(row, 0)),
                  "normal, tightened, reduced");
    }
    auto stages = stages_of(table.text(row, 3));
    if (!stages) {
      return fail(table_malformed, row_name(row, "stages"), std::string(table.text(row, 3)),
                  "size:accept:reject ...");
    }
    plans.push_back({*severity, std::string(table.text(row, 1)), std::string(table.text(row, 2)),
                     *std::move(stages)});
  }
  return plans;
}

Result<std::string> code_letter(const CodeLetterTable& table, std::int64_t lot,
                                std::string_view level) {
  const auto found = std::ranges::find(table.levels, level);
  if (found == table.levels.end()) {
    return fail(no_plan, "level", std::string(level), "a level of the table");
  }
  const auto position = static_cast<std::size_t>(found - table.levels.begin());
  for (const CodeLetters& row : table.rows) {
    if (lot >= row.lot_from && (row.lot_to == 0 || lot <= row.lot_to)) return row.letters[position];
  }
  return fail(no_plan, "lot", shown(lot), "a lot size of the table");
}

Result<LotPlan> lot_plan(const CodeLetterTable& letters, std::span<const TablePlan> plans,
                         std::int64_t lot, std::string_view level, std::string_view aql,
                         Severity severity) {
  LotPlan result;
  ZH_TRY(result.letter, code_letter(letters, lot, level));
  for (const TablePlan& plan : plans) {
    if (plan.severity != severity || plan.letter != result.letter || !same_aql(plan.aql, aql)) {
      continue;
    }
    result.stages = plan.stages;
    std::int64_t sample = 0;
    for (const Stage& stage : plan.stages) sample += stage.size;
    result.whole_lot = sample >= lot;
    return result;
  }
  return fail(no_plan, "letter " + result.letter + ", AQL", std::string(aql),
              "an AQL of the table");
}

}  // namespace zhiheng::stat
