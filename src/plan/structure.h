#pragma once
// The passes of the parser, in the order in which parse() runs them.

#include "plan/paragraphs.h"
#include "plan/plan.h"

namespace zhiheng::plan {

/// Everything before the first section: notices, title, number, issuer, date, preamble.
///
/// @return  how many paragraphs that was
[[nodiscard]] std::size_t read_wrapper(const Lexicon& lexicon,
                                       const std::vector<Paragraph>& paragraphs, Plan& plan);

/// Sections, items with their clauses, subsections, goals, boxes and what closes the plan.
void read_body(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs, std::size_t first,
               Plan& plan);

/// The level of government that speaks, and the years of the plan.
void read_level_and_years(Plan& plan);

/// The level at which a body of this name governs; unknown when the name does not tell.
[[nodiscard]] Level level_of_issuer(std::string_view issuer);

/// Documents named in the text.
void read_citations(const Lexicon& lexicon, Plan& plan);

/// Targets, and the numbers that are none.
void read_targets(const Lexicon& lexicon, Plan& plan);

/// Indicators that the tasks and goals name: 产品质量合格率, 顾客满意指数.
void read_indicators(const Lexicon& lexicon, Plan& plan);

/// Parts of the source that no pass claimed become gaps.
void close_gaps(Plan& plan);

/// "国办发〔2012〕27号" at `begin`, also with blanks, other brackets, or without its year.
struct DocumentNumber {
  Span span;
  std::string normal;  ///< "国办发〔2012〕27号"
  bool year_missing = false;
};
[[nodiscard]] std::optional<DocumentNumber> document_number(const FoldedText& text, Span span);

/// The number whose year stands in the bracket at `bracket`, with the code in front of it.
[[nodiscard]] std::optional<DocumentNumber> document_number_around(const FoldedText& text,
                                                                   const Lexicon& lexicon,
                                                                   std::uint32_t bracket);

/// "2014年4月28日", "二〇一二年二月六日", "2012-03-12": the whole of `span`.
[[nodiscard]] std::optional<Date> printed_date(const FoldedText& text, Span span);

}  // namespace zhiheng::plan
