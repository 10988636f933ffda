#pragma once
// What is wrong with the copy? Damage found by its own signs, with the repair that can be derived.

#include "plan/plan.h"

namespace zhiheng::plan {

/// At most this many are listed; the others are counted.
inline constexpr std::size_t most_defects = 500;

void add_defect(Plan& plan, Span span, std::string what, std::string repair = {});

/// Sequence of numbers of sections and items: gaps, repetitions, missing numbers.
void check_numbers(Plan& plan);

/// Everything that shows in the characters: censored or private signs, lost words, brackets.
void check_text(const Lexicon& lexicon, Plan& plan);

}  // namespace zhiheng::plan
