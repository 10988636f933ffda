#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::intake {

// The file as a whole.
inline constexpr Failure cannot_read{"intake.cannot_read", Kind::unavailable,
                                     "the file cannot be opened or read"};
inline constexpr Failure empty_file{"intake.empty_file", Kind::invalid, "the file holds nothing"};
inline constexpr Failure format_unknown{"intake.format_unknown", Kind::invalid,
                                        "the file is of no kind that can be imported"};
inline constexpr Failure legacy_workbook{
    "intake.legacy_workbook", Kind::invalid,
    "an old .xls workbook, or one with a password; it has to be saved as .xlsx first"};
inline constexpr Failure register_unknown{"intake.register_unknown", Kind::usage,
                                          "there is no such register"};
inline constexpr Failure mapping_unknown{"intake.mapping_unknown", Kind::usage,
                                         "there is no such mapping"};
inline constexpr Failure mapping_wrong{"intake.mapping_wrong", Kind::usage,
                                       "the mapping does not fit this register or file"};
inline constexpr Failure column_unknown{"intake.column_unknown", Kind::usage,
                                        "the matching names a column or field that does not exist"};
inline constexpr Failure encoding_unknown{"intake.encoding_unknown", Kind::invalid,
                                          "the text is neither UTF-8, UTF-16 nor GB18030"};
inline constexpr Failure header_missing{"intake.header_missing", Kind::invalid,
                                        "no line among the first ones names known columns"};
inline constexpr Failure duplicate_header{"intake.duplicate_header", Kind::invalid,
                                          "two columns have the same header"};
inline constexpr Failure required_column{"intake.required_column", Kind::invalid,
                                         "a column that this kind of file must have is missing"};
inline constexpr Failure damaged{"intake.damaged", Kind::invalid, "the file is cut off or damaged"};
inline constexpr Failure too_large{"intake.too_large", Kind::too_large,
                                   "a part of the file is over the limit"};
inline constexpr Failure forbidden_markup{"intake.forbidden_markup", Kind::invalid,
                                          "document types and entities are not read"};
inline constexpr Failure quote_not_closed{"intake.quote_not_closed", Kind::invalid,
                                          "a quotation mark opens here and is never closed"};
inline constexpr Failure sheet_unknown{"intake.sheet_unknown", Kind::usage,
                                       "the workbook has no such sheet"};
inline constexpr Failure interrupted{"intake.interrupted", Kind::interrupted,
                                     "stopped before the end of the file"};

// One row.
inline constexpr Failure mixed_encoding{"intake.mixed_encoding", Kind::invalid,
                                        "this line is not in the encoding of the rest"};
inline constexpr Failure nul_byte{"intake.nul_byte", Kind::invalid, "a NUL byte in the text"};
inline constexpr Failure quote_misplaced{"intake.quote_misplaced", Kind::invalid,
                                         "text stands between a closing quotation mark and the "
                                         "next delimiter"};
inline constexpr Failure too_many_cells{"intake.too_many_cells", Kind::invalid,
                                        "the row has more cells than the header"};
inline constexpr Failure cell_too_long{"intake.cell_too_long", Kind::invalid,
                                       "the cell is longer than the field or the limit allows"};
inline constexpr Failure record_malformed{"intake.record_malformed", Kind::invalid,
                                          "the record is not well formed"};

// One cell.
inline constexpr Failure not_a_number{"intake.not_a_number", Kind::invalid, "not a number"};
inline constexpr Failure not_an_integer{"intake.not_an_integer", Kind::invalid,
                                        "not a whole number"};
inline constexpr Failure not_a_date{"intake.not_a_date", Kind::invalid,
                                    "not a date that can be read without guessing"};
inline constexpr Failure impossible_date{"intake.impossible_date", Kind::invalid,
                                         "the calendar has no such day, or the year cannot be"};
inline constexpr Failure not_a_boolean{"intake.not_a_boolean", Kind::invalid, "neither yes nor no"};
inline constexpr Failure code_unknown{"intake.code_unknown", Kind::invalid, "not in the code list"};
inline constexpr Failure region_unknown{"intake.region_unknown", Kind::invalid,
                                        "no region has this code or name"};
inline constexpr Failure region_ambiguous{"intake.region_ambiguous", Kind::invalid,
                                          "several regions have this name"};
inline constexpr Failure industry_unknown{"intake.industry_unknown", Kind::invalid,
                                          "no industry has this code"};
inline constexpr Failure party_wrong{"intake.party_wrong", Kind::invalid,
                                     "not a valid unified social credit or organisation code"};
inline constexpr Failure product_wrong{"intake.product_wrong", Kind::invalid, "not a valid GTIN"};
inline constexpr Failure pattern_missed{"intake.pattern_missed", Kind::invalid,
                                        "the cell does not have the form that the mapping takes"};
inline constexpr Failure number_lost_zeros{
    "intake.number_lost_zeros", Kind::invalid,
    "a reference was stored as a number, so zeros at its end or digits may be lost"};
inline constexpr Failure cell_error{"intake.cell_error", Kind::invalid,
                                    "the cell holds an error of the spreadsheet"};
inline constexpr Failure parts_wrong{"intake.parts_wrong", Kind::invalid,
                                     "a merged cell does not have the parts that the header names"};

}  // namespace zhiheng::intake
