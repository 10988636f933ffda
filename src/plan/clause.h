#pragma once
// Who answers for an item? Finds the clause of responsibility and takes it apart.

#include "plan/plan.h"

namespace zhiheng::plan {

/// A clause before its parties are resolved.
struct FoundClause {
  Clause clause = {};
  bool says_first_leads = false;  ///< "列第一位者为牵头部门，下同"
};

/// The clause in or as a paragraph: the last bracket group whose last word is a role word, a whole
/// paragraph or last sentence "由…。", or labels such as "责任单位：…".
///
/// Role words elsewhere in the body are never taken for a clause.
///
/// @param rest         the paragraph behind its number
/// @param first_leads  whether an earlier clause said that the first name leads
[[nodiscard]] std::optional<FoundClause> find_clause(const FoldedText& text, const Lexicon& lexicon,
                                                     Span rest, bool first_leads);

/// "做甲。（甲局负责）做乙。": the bracket with which a sentence begins, when it is the clause of
/// the sentence before; empty when it is not.
[[nodiscard]] Span clause_of_the_sentence_before(const FoldedText& text, const Lexicon& lexicon,
                                                 Span sentence);

}  // namespace zhiheng::plan
