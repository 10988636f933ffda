#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::registry {

// The judgement of a record.
inline constexpr Failure required{"registry.required", Kind::invalid,
                                  "a field that must be filled is empty"};
inline constexpr Failure wrong_type{"registry.wrong_type", Kind::invalid,
                                    "the value is of another kind than the field"};
inline constexpr Failure out_of_range{"registry.out_of_range", Kind::invalid,
                                      "the number is outside the limits of the field"};
inline constexpr Failure too_long{"registry.too_long", Kind::invalid,
                                  "the text is longer than the field allows"};
inline constexpr Failure text_unreadable{"registry.text_unreadable", Kind::invalid,
                                         "the text holds bytes or control characters "
                                         "that no text has"};
inline constexpr Failure code_unknown{"registry.code_unknown", Kind::invalid,
                                      "the code list does not know this code"};
inline constexpr Failure region_unknown{"registry.region_unknown", Kind::invalid,
                                        "no region has or had this code"};
inline constexpr Failure industry_unknown{"registry.industry_unknown", Kind::invalid,
                                          "the industry classification has no such code"};
inline constexpr Failure party_wrong{"registry.party_wrong", Kind::invalid,
                                     "this is neither a unified social credit code nor an "
                                     "organisation code"};
inline constexpr Failure product_wrong{"registry.product_wrong", Kind::invalid,
                                       "this is not a GTIN"};
inline constexpr Failure attachment_wrong{"registry.attachment_wrong", Kind::invalid,
                                          "this is not the SHA-256 of a stored file"};
inline constexpr Failure rule_broken{"registry.rule_broken", Kind::invalid,
                                     "the record contradicts a rule of the register"};
inline constexpr Failure target_missing{"registry.target_missing", Kind::invalid,
                                        "the record that this one points to does not exist"};
inline constexpr Failure column_unknown{"registry.column_unknown", Kind::invalid,
                                        "the register has no such field"};

// What was asked for.
inline constexpr Failure register_unknown{"registry.register_unknown", Kind::not_found,
                                          "there is no such register"};
inline constexpr Failure not_found{"registry.not_found", Kind::not_found,
                                   "there is no such record, or none that the caller may see"};
inline constexpr Failure not_allowed{"registry.not_allowed", Kind::forbidden,
                                     "the roles of the caller do not include this"};
inline constexpr Failure outside_region{"registry.outside_region", Kind::forbidden,
                                        "the record lies outside the caller's region"};
inline constexpr Failure not_own{"registry.not_own", Kind::forbidden,
                                 "the record belongs to another firm or officer"};
inline constexpr Failure handed_in{"registry.handed_in", Kind::forbidden,
                                   "what a firm handed in is changed by steps alone"};
inline constexpr Failure not_of_step{"registry.not_of_step", Kind::forbidden,
                                     "the step does not ask for this field, and the caller may "
                                     "not write the record otherwise"};
inline constexpr Failure not_of_kind{"registry.not_of_kind", Kind::invalid,
                                     "records of this kind have no such field or step"};
inline constexpr Failure reason_missing{"registry.reason_missing", Kind::invalid,
                                        "a correction or deletion needs a reason"};
inline constexpr Failure step_unknown{"registry.step_unknown", Kind::invalid,
                                      "the register has no such step"};
inline constexpr Failure step_not_possible{"registry.step_not_possible", Kind::conflict,
                                           "the step does not start from the present state"};
inline constexpr Failure guard_not_met{"registry.guard_not_met", Kind::invalid,
                                       "the record does not meet the condition of the step"};
inline constexpr Failure same_person{"registry.same_person", Kind::forbidden,
                                     "who took an earlier step of this record may not take this "
                                     "one"};
inline constexpr Failure extended_enough{"registry.extended_enough", Kind::conflict,
                                         "the term was extended as often as it may be"};
inline constexpr Failure cursor_wrong{"registry.cursor_wrong", Kind::usage,
                                      "the cursor belongs to another query"};
inline constexpr Failure limit_wrong{"registry.limit_wrong", Kind::usage,
                                     "the page size is outside its limits"};
inline constexpr Failure sort_unknown{"registry.sort_unknown", Kind::usage,
                                      "lists cannot be sorted by this"};
inline constexpr Failure search_not_possible{"registry.search_not_possible", Kind::usage,
                                             "no field of this register is open to text search"};

inline constexpr Failure catalog_wrong{"registry.catalog_wrong", Kind::invalid,
                                       "the declarations of the catalog contain errors"};

// Accounts.
inline constexpr Failure user_exists{"registry.user_exists", Kind::conflict,
                                     "an account of this name exists"};
inline constexpr Failure user_unknown{"registry.user_unknown", Kind::not_found,
                                      "there is no such account"};
inline constexpr Failure user_name_wrong{"registry.user_name_wrong", Kind::invalid,
                                         "this cannot be the name of an account"};
inline constexpr Failure role_unknown{"registry.role_unknown", Kind::invalid,
                                      "there is no such role"};
inline constexpr Failure password_too_short{"registry.password_too_short", Kind::invalid,
                                            "the password is too short"};
inline constexpr Failure password_too_long{"registry.password_too_long", Kind::invalid,
                                           "the password is too long"};
inline constexpr Failure password_unreadable{"registry.password_unreadable", Kind::usage,
                                             "the file with the password cannot be read"};
inline constexpr Failure login_refused{"registry.login_refused", Kind::unauthenticated,
                                       "user or password is wrong"};
inline constexpr Failure login_locked{"registry.login_locked", Kind::unauthenticated,
                                      "too many failed attempts; wait a while"};
inline constexpr Failure session_ended{"registry.session_ended", Kind::unauthenticated,
                                       "the session has ended or never was"};
inline constexpr Failure code_needed{"registry.code_needed", Kind::unauthenticated,
                                     "the account asks for a code as well"};
inline constexpr Failure code_wrong{"registry.code_wrong", Kind::unauthenticated,
                                    "the code is wrong, used up, or refused for a while"};
inline constexpr Failure scope_unknown{"registry.scope_unknown", Kind::usage,
                                       "tokens have no such scope"};
inline constexpr Failure scope_missing{"registry.scope_missing", Kind::forbidden,
                                       "the token does not include this"};
inline constexpr Failure token_term_wrong{"registry.token_term_wrong", Kind::usage,
                                          "a token lasts a day to a year"};
inline constexpr Failure token_unknown{"registry.token_unknown", Kind::not_found,
                                       "there is no such token"};
inline constexpr Failure account_damaged{"registry.account_damaged", Kind::internal,
                                         "the stored account cannot be read"};

}  // namespace zhiheng::registry
