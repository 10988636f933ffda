#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::analysis {

inline constexpr Failure column_missing{"analysis.column_missing", Kind::invalid,
                                        "the table lacks a column that the method needs"};
inline constexpr Failure column_twice{"analysis.column_twice", Kind::invalid,
                                      "two columns of the table have the same name"};
inline constexpr Failure row_width{"analysis.row_width", Kind::invalid,
                                   "the row has more or fewer cells than the line of names"};
inline constexpr Failure no_rows{"analysis.no_rows", Kind::invalid,
                                 "the table has no row below its line of names"};
inline constexpr Failure too_many_rows{
    "analysis.too_many_rows", Kind::too_large,
    "the table has more rows than the method is declared to take"};
inline constexpr Failure not_a_number{"analysis.not_a_number", Kind::invalid,
                                      "the cell does not hold a finite number"};
inline constexpr Failure number_extreme{
    "analysis.number_extreme", Kind::invalid,
    "the number is too large, or too close to zero, to be computed with"};
inline constexpr Failure not_whole{"analysis.not_whole", Kind::invalid,
                                   "the cell does not hold a whole number"};
inline constexpr Failure setting_wrong{"analysis.setting_wrong", Kind::usage,
                                       "an option does not have a value that the method takes"};
inline constexpr Failure setting_unknown{"analysis.setting_unknown", Kind::usage,
                                         "the method has no such option"};
inline constexpr Failure method_unknown{"analysis.method_unknown", Kind::usage,
                                        "there is no such method"};
inline constexpr Failure cell_wrong{"analysis.cell_wrong", Kind::invalid,
                                    "the cell does not hold what the method takes there"};
inline constexpr Failure formula_malformed{"analysis.formula_malformed", Kind::usage,
                                           "the formula cannot be read"};
inline constexpr Failure cases_malformed{"analysis.cases_malformed", Kind::invalid,
                                         "the case file does not have the form that is documented"};
inline constexpr Failure file_unreadable{"analysis.file_unreadable", Kind::unavailable,
                                         "the file cannot be opened or read"};
inline constexpr Failure answer_not_written{"analysis.answer_not_written", Kind::unavailable,
                                            "the answer could not be written"};
inline constexpr Failure interrupted{"analysis.interrupted", Kind::interrupted,
                                     "stopped before the end"};

}  // namespace zhiheng::analysis
