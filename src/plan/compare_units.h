#pragma once
// The items and units of one plan, and their comparable form.

#include "plan/compare_text.h"

namespace zhiheng::plan {

/// Items with their headings and sentences; without items, the passages of the outline.
[[nodiscard]] ComparedPlan compared_plan(const Plan& plan);

/// Names of the places that speak: 云海省 and 云海, from title and issuer.
[[nodiscard]] std::vector<std::u32string> places_of(const Plan& plan);

/// A character of the comparable form and where it comes from.
struct Character {
  char32_t sign = 0;
  Span place = {};
};

struct ComparableText {
  std::vector<Character> characters = {};
  std::vector<std::string> local = {};
};

/// The text without punctuation, words of place and level read as the rules say, names of
/// authorities as one sign for one body.
class ComparableForm {
 public:
  ComparableForm(const Lexicon& lexicon, const CompareRules& rules,
                 const std::vector<std::u32string>& places);

  [[nodiscard]] ComparableText read(const FoldedText& text, Span span) const;

 private:
  /// Length of the name of an authority at the beginning of `rest`, and its sign; 0 when there is
  /// none.
  [[nodiscard]] std::size_t authority_at(std::u32string_view rest, char32_t& sign) const;

  const Lexicon* lexicon_;
  std::unordered_map<std::u32string, std::u32string> forms_;
  std::size_t longest_;
};

/// Numbers with the character behind them: "30%", "600批". Years, dates, names, hotlines and
/// document numbers are left out.
[[nodiscard]] std::vector<std::string> numbers_in(const Plan& plan, Span span);

}  // namespace zhiheng::plan
