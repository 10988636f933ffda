#include "plan/compare_rules.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "code/table.h"
#include "plan/failures.h"
#include "plan/folded_text.h"

namespace zhiheng::plan {
namespace {

constexpr std::string_view bounds_file = "compare.tsv";
constexpr std::string_view words_file = "compare_words.tsv";

std::map<std::string_view, double*> bounds_by_name(CompareBounds& bounds) {
  return {{"partner_bonus", &bounds.partner_bonus},
          {"heading_bonus", &bounds.heading_bonus},
          {"alike", &bounds.alike},
          {"alike_in_partners", &bounds.alike_in_partners},
          {"partners", &bounds.partners},
          {"rest", &bounds.rest},
          {"contained", &bounds.contained},
          {"repeated", &bounds.repeated},
          {"rest_terms", &bounds.rest_terms},
          {"item_share", &bounds.item_share},
          {"sure", &bounds.sure},
          {"theme", &bounds.theme},
          {"answered", &bounds.answered},
          {"new_share", &bounds.new_share},
          {"heading", &bounds.heading},
          {"substance", &bounds.substance},
          {"section", &bounds.section}};
}

Result<void> read_bounds(const std::filesystem::path& catalog, CompareBounds& bounds) {
  ZH_TRY(const std::string text, code::read_file(catalog / "plan" / bounds_file));
  constexpr std::array<std::string_view, 3> columns{"name", "value", "meaning"};
  ZH_TRY(const code::Table table, code::read_table(text, bounds_file, columns));
  auto open = bounds_by_name(bounds);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto found = open.find(table.cell(row, 0));
    const std::string where = std::string(bounds_file) + ":" + std::to_string(table.lines[row]);
    if (found == open.end()) {
      return fail(compare_rule_unusable, where, std::string(table.cell(row, 0)), "name");
    }
    const std::string_view cell = table.cell(row, 1);
    const auto [end, error] =
        std::from_chars(cell.data(), cell.data() + cell.size(), *found->second);
    const bool whole = error == std::errc{} && end == cell.data() + cell.size();
    if (!whole || !(*found->second >= 0 && *found->second <= 100)) {
      return fail(compare_rule_unusable, where, std::string(cell), "0..100");
    }
    open.erase(found);
  }
  if (!open.empty()) {
    return fail(compare_rule_unusable, std::string(bounds_file), {},
                std::string(open.begin()->first));
  }
  return {};
}

}  // namespace

Result<CompareRules> CompareRules::load(const std::filesystem::path& catalog) {
  CompareRules rules;
  ZH_DO(read_bounds(catalog, rules.bounds));
  ZH_TRY(const std::string text, code::read_file(catalog / "plan" / words_file));
  constexpr std::array<std::string_view, 3> columns{"kind", "word", "form"};
  ZH_TRY(const code::Table table, code::read_table(text, words_file, columns));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view kind = table.cell(row, 0);
    const std::u32string word = to_characters(table.cell(row, 1));
    const std::string form(table.cell(row, 2));
    if (kind == "local") {
      rules.forms.emplace(word, to_characters(form));
    } else if (kind == "whole") {
      rules.forms.emplace(word, word);
    } else if (kind == "qualifier") {
      rules.qualifiers.push_back(word);
    } else if (kind == "function") {
      rules.functions.emplace(table.cell(row, 1), form);
    } else if (kind == "collective") {
      rules.collectives.emplace_back(word, form);
    } else {
      return fail(compare_rule_unusable,
                  std::string(words_file) + ":" + std::to_string(table.lines[row]),
                  std::string(kind), "local, whole, qualifier, function, collective");
    }
  }
  for (const auto& [word, form] : rules.forms) {
    rules.longest_word = std::max(rules.longest_word, word.size());
  }
  return rules;
}

}  // namespace zhiheng::plan
