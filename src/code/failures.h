#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::code {

inline constexpr Failure credit_code_length{
    "code.credit_code_length", Kind::invalid,
    "a unified social credit code has 18 characters, this text has another number"};
inline constexpr Failure credit_code_character{
    "code.credit_code_character", Kind::invalid,
    "a character that a unified social credit code cannot have at this place"};
inline constexpr Failure credit_code_check{
    "code.credit_code_check", Kind::invalid,
    "the check character of the unified social credit code does not fit the others"};
inline constexpr Failure credit_code_is_registration_number{
    "code.credit_code_is_registration_number", Kind::invalid,
    "this is a 15-digit business registration number from before October 2015, not a unified "
    "social credit code"};
inline constexpr Failure organisation_code_length{
    "code.organisation_code_length", Kind::invalid,
    "an organisation code has 8 characters, a check character and at most one hyphen between"};
inline constexpr Failure organisation_code_character{
    "code.organisation_code_character", Kind::invalid,
    "a character that an organisation code cannot have at this place"};
inline constexpr Failure organisation_code_check{
    "code.organisation_code_check", Kind::invalid,
    "the check character of the organisation code does not fit the others"};
inline constexpr Failure registration_number_malformed{
    "code.registration_number_malformed", Kind::invalid,
    "a business registration number has 15 digits"};
inline constexpr Failure registration_number_check{
    "code.registration_number_check", Kind::invalid,
    "the check digit of the business registration number does not fit the others"};
inline constexpr Failure lei_length{"code.lei_length", Kind::invalid,
                                    "a legal entity identifier has 20 characters"};
inline constexpr Failure lei_character{
    "code.lei_character", Kind::invalid,
    "a character that a legal entity identifier cannot have at this place"};
inline constexpr Failure lei_check{
    "code.lei_check", Kind::invalid,
    "the check digits of the legal entity identifier do not fit the others"};
inline constexpr Failure gs1_length{"code.gs1_length", Kind::invalid,
                                    "the GS1 key has another number of digits"};
inline constexpr Failure gs1_character{"code.gs1_character", Kind::invalid,
                                       "a GS1 key of this kind has digits only"};
inline constexpr Failure gs1_check{"code.gs1_check", Kind::invalid,
                                   "the check digit of the GS1 key does not fit the others"};
inline constexpr Failure epc_malformed{"code.epc_malformed", Kind::invalid,
                                       "this is no EPC of a GS1 key"};
inline constexpr Failure epc_prefix_unknown{
    "code.epc_prefix_unknown", Kind::invalid,
    "an EPC URN shows where the company prefix ends; neither caller nor table tells its length"};
inline constexpr Failure epc_prefix_length{
    "code.epc_prefix_length", Kind::invalid,
    "a company prefix has 6 to 12 digits and something of the key stands behind it"};
inline constexpr Failure epc_no_urn{"code.epc_no_urn", Kind::invalid,
                                    "this key or qualifier has no EPC URN"};
inline constexpr Failure gs1_syntax{"code.gs1_syntax", Kind::invalid,
                                    "the text is no GS1 element string"};
inline constexpr Failure gs1_identifier{"code.gs1_identifier", Kind::invalid,
                                        "there is no such GS1 application identifier"};
inline constexpr Failure gs1_element{"code.gs1_element", Kind::invalid,
                                     "the value does not fit its application identifier"};
inline constexpr Failure gs1_partner{
    "code.gs1_partner", Kind::invalid,
    "application identifiers stand together that must not, or one lacks its partner"};
inline constexpr Failure gs1_symbology{"code.gs1_symbology", Kind::invalid,
                                       "the scan has no symbology identifier of GS1 data"};
inline constexpr Failure link_malformed{"code.link_malformed", Kind::invalid,
                                        "this is no GS1 Digital Link"};
inline constexpr Failure link_stem{"code.link_stem", Kind::usage,
                                   "a Digital Link cannot begin with this address"};
inline constexpr Failure suite_malformed{"code.suite_malformed", Kind::invalid,
                                         "the test suite has a line that cannot be read"};
inline constexpr Failure kind_unknown{"code.kind_unknown", Kind::usage,
                                      "there is no such kind of code"};
inline constexpr Failure table_malformed{"code.table_malformed", Kind::invalid,
                                         "the code table has a line that cannot be read"};
inline constexpr Failure table_unreadable{"code.table_unreadable", Kind::unavailable,
                                          "the code table cannot be opened"};
inline constexpr Failure region_unknown{"code.region_unknown", Kind::not_found,
                                        "there is no such region on that day"};
inline constexpr Failure industry_unknown{"code.industry_unknown", Kind::not_found,
                                          "there is no such industry in that edition"};
inline constexpr Failure edition_unknown{"code.edition_unknown", Kind::usage,
                                         "there is no table for that edition"};
inline constexpr Failure weights_malformed{
    "code.weights_malformed", Kind::invalid,
    "the weights do not divide the value among the codes of the crosswalk"};

}  // namespace zhiheng::code
