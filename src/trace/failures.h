#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::trace {

// About a file as a whole.
inline constexpr Failure file_unreadable{"trace.file_unreadable", Kind::unavailable,
                                         "the file cannot be opened or read"};
inline constexpr Failure not_json{"trace.not_json", Kind::invalid, "this is not well-formed JSON"};
inline constexpr Failure not_xml{"trace.not_xml", Kind::invalid, "this is not well-formed XML"};
inline constexpr Failure not_epcis{"trace.not_epcis", Kind::invalid,
                                   "this is neither an EPCIS document nor an EPCIS event"};
inline constexpr Failure forbidden_markup{
    "trace.forbidden_markup", Kind::invalid,
    "a document type may declare entities that grow without bound"};
inline constexpr Failure too_large{"trace.too_large", Kind::too_large,
                                   "a part of the document is larger than may be kept in memory"};
inline constexpr Failure too_deep{"trace.too_deep", Kind::too_large,
                                  "the document is nested more deeply than any event needs"};

// About one place in a document.
inline constexpr Failure field_missing{"trace.field_missing", Kind::invalid,
                                       "a field that must be there is missing"};
inline constexpr Failure field_unknown{"trace.field_unknown", Kind::invalid,
                                       "the standard has no such field here"};
inline constexpr Failure field_misplaced{"trace.field_misplaced", Kind::invalid,
                                         "the field does not stand at its place in the order"};
inline constexpr Failure type_wrong{"trace.type_wrong", Kind::invalid,
                                    "the value is of another type"};
inline constexpr Failure uri_malformed{"trace.uri_malformed", Kind::invalid, "this is not a URI"};
inline constexpr Failure time_malformed{"trace.time_malformed", Kind::invalid,
                                        "this is not a time with a zone"};
inline constexpr Failure value_malformed{"trace.value_malformed", Kind::invalid,
                                         "the value does not have the form of its type"};
inline constexpr Failure word_unknown{"trace.word_unknown", Kind::invalid,
                                      "the vocabulary has no such word"};
inline constexpr Failure item_twice{"trace.item_twice", Kind::invalid,
                                    "a list that holds each item once has one twice"};
inline constexpr Failure list_empty{"trace.list_empty", Kind::invalid,
                                    "a list that needs an item has none"};
inline constexpr Failure objects_missing{"trace.objects_missing", Kind::invalid,
                                         "the event does not say what it is about"};
inline constexpr Failure ilmd_without_add{
    "trace.ilmd_without_add", Kind::invalid,
    "master data of an instance or lot are given when it comes into being"};
inline constexpr Failure unknown_type_name{"trace.unknown_type_name", Kind::invalid,
                                           "xsi:type names a type that is not known here"};

// Worth a warning: the schemas let it pass.
inline constexpr Failure persistent_disposition_discouraged{
    "trace.persistent_disposition_discouraged", Kind::invalid,
    "the standard's text has no persistent disposition in this type of event"};
inline constexpr Failure key_twice{"trace.key_twice", Kind::invalid,
                                   "an object has the same key twice; the last one counts"};
inline constexpr Failure not_expressible{"trace.not_expressible", Kind::invalid,
                                         "the other form has no way to write this"};
inline constexpr Failure context_unknown{"trace.context_unknown", Kind::invalid,
                                         "this context is not kept here and nothing is fetched"};
inline constexpr Failure prefix_undeclared{"trace.prefix_undeclared", Kind::invalid,
                                           "no context says what this prefix stands for"};

// The store of events.
inline constexpr Failure event_id_taken{"trace.event_id_taken", Kind::conflict,
                                        "another event with this eventID is on record"};

// Rules on top of the schema.
inline constexpr Failure profile_unmet{"trace.profile_unmet", Kind::invalid,
                                       "the event does not meet a rule of the profile"};
inline constexpr Failure profile_unknown{"trace.profile_unknown", Kind::usage,
                                         "there is no such profile"};
inline constexpr Failure json_schema_malformed{
    "trace.json_schema_malformed", Kind::invalid,
    "the JSON Schema has a part that cannot be read or that is not supported"};
inline constexpr Failure json_schema_form{
    "trace.json_schema_form", Kind::usage,
    "a profile written as JSON Schema reads JSON documents only"};

// Redacted events.
inline constexpr Failure policy_unknown{"trace.policy_unknown", Kind::usage,
                                        "there is no such policy of redaction"};
inline constexpr Failure secret_missing{"trace.secret_missing", Kind::usage,
                                        "the policy salts fields and there is no secret"};

// About tables of stations and deliveries.
inline constexpr Failure network_broken{
    "trace.network_broken", Kind::invalid,
    "a row names a station or delivery that is not there, or the same one stands there twice"};
inline constexpr Failure column_missing{"trace.column_missing", Kind::invalid,
                                        "the table lacks a column that is needed"};
inline constexpr Failure scenario_malformed{
    "trace.scenario_malformed", Kind::invalid,
    "the scenario has a key or a value that is not documented"};

// Queries.
inline constexpr Failure query_parameter_unknown{"trace.query_parameter_unknown", Kind::usage,
                                                 "the query language has no such parameter"};
inline constexpr Failure query_parameter_wrong{"trace.query_parameter_wrong", Kind::usage,
                                               "the value is not one that the parameter takes"};
inline constexpr Failure query_parameters_exclude{"trace.query_parameters_exclude", Kind::usage,
                                                  "the two parameters exclude one another"};
inline constexpr Failure query_too_large{"trace.query_too_large", Kind::too_large,
                                         "the answer is larger than the query allows"};
inline constexpr Failure query_unknown{"trace.query_unknown", Kind::not_found,
                                       "there is no such query"};
inline constexpr Failure event_unknown{"trace.event_unknown", Kind::not_found,
                                       "there is no such event, or none that the caller may see"};
inline constexpr Failure page_unknown{"trace.page_unknown", Kind::usage,
                                      "this token is not one that this query gave"};
inline constexpr Failure index_unusable{"trace.index_unusable", Kind::unavailable,
                                        "the file by which identifiers are found cannot be used"};
inline constexpr Failure units_malformed{"trace.units_malformed", Kind::invalid,
                                         "the table of units of measurement has a wrong line"};

// About what was asked for.
inline constexpr Failure form_unknown{"trace.form_unknown", Kind::usage,
                                      "there is no such form of document"};
inline constexpr Failure expectations_malformed{
    "trace.expectations_malformed", Kind::invalid,
    "a file of expected results does not have the form that is documented"};
inline constexpr Failure answer_not_written{"trace.answer_not_written", Kind::unavailable,
                                            "the answer could not be written"};
inline constexpr Failure interrupted{"trace.interrupted", Kind::interrupted,
                                     "stopped before the end"};

// About the chain of events.
inline constexpr Failure chain_full{"trace.chain_full", Kind::too_large,
                                    "more events than one chain can hold"};
inline constexpr Failure identifier_unknown{"trace.identifier_unknown", Kind::not_found,
                                            "no event names this identifier"};

}  // namespace zhiheng::trace
