#include "trace/xml_types.h"

#include <array>

namespace zhiheng::trace {
namespace {

using enum Simple;
using enum TypeName;

// The shorthand of the tables: one line is one particle of a content model.
constexpr Particle one(std::string_view name, TypeName type) { return {name, type, 1, 1}; }
constexpr Particle maybe(std::string_view name, TypeName type) { return {name, type, 0, 1}; }
constexpr Particle many(std::string_view name, TypeName type) { return {name, type, 0, unbounded}; }
constexpr Particle some(std::string_view name, TypeName type) { return {name, type, 1, unbounded}; }
constexpr Particle in_sbdh(Particle particle) {
  particle.space = Space::sbdh;
  return particle;
}
constexpr Particle in_query(Particle particle) {
  particle.space = Space::query;
  return particle;
}
/// Only where the particle before it is there.
constexpr Particle follows(Particle particle) {
  particle.needs_previous = true;
  return particle;
}
/// Only where the particle before it is not there.
constexpr Particle instead(Particle particle) {
  particle.excludes_previous = true;
  return particle;
}
constexpr Particle nillable(Particle particle) {
  particle.nillable = true;
  return particle;
}
constexpr Particle others = {
    .name = {}, .type = lax, .least = 0, .most = unbounded, .wildcard = Wildcard::other};
constexpr Particle some_others = {
    .name = {}, .type = lax, .least = 1, .most = unbounded, .wildcard = Wildcard::other};
constexpr Particle some_locals = {
    .name = {}, .type = lax, .least = 1, .most = unbounded, .wildcard = Wildcard::local};

constexpr Particle local_extension_parts[] = {some_locals};
constexpr Particle closed_local_extension_parts[] = {some_locals};
constexpr Particle other_extension_parts[] = {some_others};
constexpr Particle epc_list_parts[] = {many("epc", text)};
constexpr Particle quantity_element_1_parts[] = {one("epcClass", uri), maybe("quantity", exact),
                                                 follows(maybe("uom", text))};
constexpr Particle quantity_element_2_parts[] = {
    one("epcClass", uri), nillable(maybe("quantity", floating)), follows(maybe("uom", text))};
constexpr Particle quantity_list_1_parts[] = {many("quantityElement", quantity_element_1)};
constexpr Particle quantity_list_2_parts[] = {many("quantityElement", quantity_element_2)};
constexpr Particle place_parts[] = {one("id", uri), maybe("extension", local_extension), others};
constexpr AttributeRule transaction_attributes[] = {{"type", any_uri, false}};
constexpr AttributeRule source_or_destination_attributes[] = {{"type", any_uri, true}};
constexpr Particle transaction_list_parts[] = {some("bizTransaction", transaction)};
constexpr Particle source_list_parts[] = {some("source", source_or_destination)};
constexpr Particle destination_list_parts[] = {some("destination", source_or_destination)};
constexpr Particle instance_data_parts[] = {maybe("extension", local_extension), others};
constexpr Particle corrective_ids_parts[] = {many("correctiveEventID", uri)};
constexpr Particle declaration_1_parts[] = {one("declarationTime", time), maybe("reason", uri),
                                            maybe("correctiveEventIDs", corrective_ids),
                                            maybe("extension", local_extension), others};
constexpr Particle declaration_2_parts[] = {one("declarationTime", stamp), maybe("reason", uri),
                                            maybe("correctiveEventIDs", corrective_ids),
                                            maybe("extension", local_extension), others};
constexpr Particle persistent_parts[] = {many("unset", uri), many("set", uri)};
constexpr AttributeRule sensor_metadata_attributes[] = {
    {"time", date_time_stamp, false},      {"deviceID", any_uri, false},
    {"deviceMetadata", any_uri, false},    {"rawData", any_uri, false},
    {"bizRules", any_uri, false},          {"dataProcessingMethod", any_uri, false},
    {"startTime", date_time_stamp, false}, {"endTime", date_time_stamp, false}};
constexpr AttributeRule sensor_report_attributes[] = {{"type", any_uri, false},
                                                      {"component", any_uri, false},
                                                      {"uriValue", any_uri, false},
                                                      {"chemicalSubstance", any_uri, false},
                                                      {"microorganism", any_uri, false},
                                                      {"deviceID", any_uri, false},
                                                      {"deviceMetadata", any_uri, false},
                                                      {"rawData", any_uri, false},
                                                      {"dataProcessingMethod", any_uri, false},
                                                      {"coordinateReferenceSystem", any_uri, false},
                                                      {"exception", any_uri, false},
                                                      {"value", double_number, false},
                                                      {"minValue", double_number, false},
                                                      {"maxValue", double_number, false},
                                                      {"sDev", double_number, false},
                                                      {"meanValue", double_number, false},
                                                      {"percRank", double_number, false},
                                                      {"percValue", double_number, false},
                                                      {"stringValue", string, false},
                                                      {"booleanValue", boolean, false},
                                                      {"hexBinaryValue", hex_binary, false},
                                                      {"uom", string, false},
                                                      {"time", date_time_stamp, false}};
constexpr Particle sensor_element_parts[] = {maybe("sensorMetadata", sensor_metadata),
                                             some("sensorReport", sensor_report),
                                             maybe("extension", local_extension), others};
constexpr Particle sensor_list_parts[] = {some("sensorElement", sensor_element),
                                          maybe("extension", local_extension)};
constexpr Particle base_extension_1_parts[] = {maybe("eventID", uri),
                                               maybe("errorDeclaration", declaration_1),
                                               maybe("extension", local_extension)};
constexpr Particle object_extension_1_parts[] = {
    maybe("quantityList", quantity_list_1), maybe("sourceList", source_list),
    maybe("destinationList", destination_list), maybe("ilmd", instance_data),
    maybe("extension", local_extension)};
constexpr Particle aggregation_extension_1_parts[] = {
    maybe("childQuantityList", quantity_list_1), maybe("sourceList", source_list),
    maybe("destinationList", destination_list), maybe("extension", local_extension)};
constexpr Particle transaction_extension_1_parts[] = {
    maybe("quantityList", quantity_list_1), maybe("sourceList", source_list),
    maybe("destinationList", destination_list), maybe("extension", local_extension)};
constexpr Particle object_event_1_parts[] = {one("eventTime", time),
                                             maybe("recordTime", time),
                                             one("eventTimeZoneOffset", text),
                                             maybe("baseExtension", base_extension_1),
                                             one("epcList", epc_list),
                                             one("action", action_word),
                                             maybe("bizStep", uri),
                                             maybe("disposition", uri),
                                             maybe("readPoint", place),
                                             maybe("bizLocation", place),
                                             maybe("bizTransactionList", transaction_list),
                                             maybe("extension", object_extension_1),
                                             others};
constexpr Particle aggregation_event_1_parts[] = {one("eventTime", time),
                                                  maybe("recordTime", time),
                                                  one("eventTimeZoneOffset", text),
                                                  maybe("baseExtension", base_extension_1),
                                                  maybe("parentID", uri),
                                                  one("childEPCs", epc_list),
                                                  one("action", action_word),
                                                  maybe("bizStep", uri),
                                                  maybe("disposition", uri),
                                                  maybe("readPoint", place),
                                                  maybe("bizLocation", place),
                                                  maybe("bizTransactionList", transaction_list),
                                                  maybe("extension", aggregation_extension_1),
                                                  others};
constexpr Particle quantity_event_1_parts[] = {one("eventTime", time),
                                               maybe("recordTime", time),
                                               one("eventTimeZoneOffset", text),
                                               maybe("baseExtension", base_extension_1),
                                               one("epcClass", uri),
                                               one("quantity", whole_32),
                                               maybe("bizStep", uri),
                                               maybe("disposition", uri),
                                               maybe("readPoint", place),
                                               maybe("bizLocation", place),
                                               maybe("bizTransactionList", transaction_list),
                                               maybe("extension", local_extension),
                                               others};
constexpr Particle transaction_event_1_parts[] = {one("eventTime", time),
                                                  maybe("recordTime", time),
                                                  one("eventTimeZoneOffset", text),
                                                  maybe("baseExtension", base_extension_1),
                                                  one("bizTransactionList", transaction_list),
                                                  maybe("parentID", uri),
                                                  one("epcList", epc_list),
                                                  one("action", action_word),
                                                  maybe("bizStep", uri),
                                                  maybe("disposition", uri),
                                                  maybe("readPoint", place),
                                                  maybe("bizLocation", place),
                                                  maybe("extension", transaction_extension_1),
                                                  others};
constexpr Particle transformation_event_1_parts[] = {one("eventTime", time),
                                                     maybe("recordTime", time),
                                                     one("eventTimeZoneOffset", text),
                                                     maybe("baseExtension", base_extension_1),
                                                     maybe("inputEPCList", epc_list),
                                                     maybe("inputQuantityList", quantity_list_1),
                                                     maybe("outputEPCList", epc_list),
                                                     maybe("outputQuantityList", quantity_list_1),
                                                     maybe("transformationID", uri),
                                                     maybe("bizStep", uri),
                                                     maybe("disposition", uri),
                                                     maybe("readPoint", place),
                                                     maybe("bizLocation", place),
                                                     maybe("bizTransactionList", transaction_list),
                                                     maybe("sourceList", source_list),
                                                     maybe("destinationList", destination_list),
                                                     maybe("ilmd", instance_data),
                                                     maybe("extension", local_extension),
                                                     others};
constexpr Particle list_extension_1_parts[] = {one("TransformationEvent", transformation_event_1),
                                               one("extension", local_extension)};
constexpr Particle event_list_1_parts[] = {
    many("ObjectEvent", object_event_1),     many("AggregationEvent", aggregation_event_1),
    many("QuantityEvent", quantity_event_1), many("TransactionEvent", transaction_event_1),
    many("extension", list_extension_1),     others};
constexpr Particle object_event_2_parts[] = {one("eventTime", stamp),
                                             maybe("recordTime", stamp),
                                             one("eventTimeZoneOffset", text),
                                             maybe("eventID", uri),
                                             maybe("errorDeclaration", declaration_2),
                                             maybe("certificationInfo", uri),
                                             maybe("baseExtension", other_extension),
                                             maybe("epcList", epc_list),
                                             one("action", action_word),
                                             maybe("bizStep", uri),
                                             maybe("disposition", uri),
                                             maybe("readPoint", place),
                                             maybe("bizLocation", place),
                                             maybe("bizTransactionList", transaction_list),
                                             maybe("quantityList", quantity_list_2),
                                             maybe("sourceList", source_list),
                                             maybe("destinationList", destination_list),
                                             maybe("sensorElementList", sensor_list),
                                             maybe("persistentDisposition", persistent),
                                             maybe("ilmd", instance_data),
                                             maybe("extension", other_extension),
                                             others};
constexpr Particle aggregation_event_2_parts[] = {one("eventTime", stamp),
                                                  maybe("recordTime", stamp),
                                                  one("eventTimeZoneOffset", text),
                                                  maybe("eventID", uri),
                                                  maybe("errorDeclaration", declaration_2),
                                                  maybe("certificationInfo", uri),
                                                  maybe("baseExtension", other_extension),
                                                  maybe("parentID", uri),
                                                  maybe("childEPCs", epc_list),
                                                  one("action", action_word),
                                                  maybe("bizStep", uri),
                                                  maybe("disposition", uri),
                                                  maybe("readPoint", place),
                                                  maybe("bizLocation", place),
                                                  maybe("bizTransactionList", transaction_list),
                                                  maybe("childQuantityList", quantity_list_2),
                                                  maybe("sourceList", source_list),
                                                  maybe("destinationList", destination_list),
                                                  maybe("sensorElementList", sensor_list),
                                                  maybe("persistentDisposition", persistent),
                                                  maybe("extension", other_extension),
                                                  others};
constexpr Particle transaction_event_2_parts[] = {one("eventTime", stamp),
                                                  maybe("recordTime", stamp),
                                                  one("eventTimeZoneOffset", text),
                                                  maybe("eventID", uri),
                                                  maybe("errorDeclaration", declaration_2),
                                                  maybe("certificationInfo", uri),
                                                  maybe("baseExtension", other_extension),
                                                  one("bizTransactionList", transaction_list),
                                                  maybe("parentID", uri),
                                                  maybe("epcList", epc_list),
                                                  one("action", action_word),
                                                  maybe("bizStep", uri),
                                                  maybe("disposition", uri),
                                                  maybe("readPoint", place),
                                                  maybe("bizLocation", place),
                                                  maybe("quantityList", quantity_list_2),
                                                  maybe("sourceList", source_list),
                                                  maybe("destinationList", destination_list),
                                                  maybe("sensorElementList", sensor_list),
                                                  maybe("persistentDisposition", persistent),
                                                  maybe("extension", other_extension),
                                                  others};
constexpr Particle transformation_event_2_parts[] = {one("eventTime", stamp),
                                                     maybe("recordTime", stamp),
                                                     one("eventTimeZoneOffset", text),
                                                     maybe("eventID", uri),
                                                     maybe("errorDeclaration", declaration_2),
                                                     maybe("certificationInfo", uri),
                                                     maybe("baseExtension", other_extension),
                                                     maybe("inputEPCList", epc_list),
                                                     maybe("inputQuantityList", quantity_list_2),
                                                     maybe("outputEPCList", epc_list),
                                                     maybe("outputQuantityList", quantity_list_2),
                                                     maybe("transformationID", uri),
                                                     maybe("bizStep", uri),
                                                     maybe("disposition", uri),
                                                     maybe("readPoint", place),
                                                     maybe("bizLocation", place),
                                                     maybe("bizTransactionList", transaction_list),
                                                     maybe("sourceList", source_list),
                                                     maybe("destinationList", destination_list),
                                                     maybe("sensorElementList", sensor_list),
                                                     maybe("persistentDisposition", persistent),
                                                     maybe("ilmd", instance_data),
                                                     maybe("extension", other_extension),
                                                     others};
constexpr Particle association_event_2_parts[] = {one("eventTime", stamp),
                                                  maybe("recordTime", stamp),
                                                  one("eventTimeZoneOffset", text),
                                                  maybe("eventID", uri),
                                                  maybe("errorDeclaration", declaration_2),
                                                  maybe("certificationInfo", uri),
                                                  maybe("baseExtension", other_extension),
                                                  one("parentID", uri),
                                                  maybe("childEPCs", epc_list),
                                                  maybe("childQuantityList", quantity_list_2),
                                                  one("action", action_word),
                                                  maybe("bizStep", uri),
                                                  maybe("disposition", uri),
                                                  maybe("readPoint", place),
                                                  maybe("bizLocation", place),
                                                  maybe("bizTransactionList", transaction_list),
                                                  maybe("sourceList", source_list),
                                                  maybe("destinationList", destination_list),
                                                  maybe("sensorElementList", sensor_list),
                                                  maybe("persistentDisposition", persistent),
                                                  maybe("extension", other_extension),
                                                  others};
constexpr Particle event_list_2_parts[] = {many("ObjectEvent", object_event_2),
                                           many("AggregationEvent", aggregation_event_2),
                                           many("TransformationEvent", transformation_event_2),
                                           many("TransactionEvent", transaction_event_2),
                                           many("AssociationEvent", association_event_2),
                                           many("extension", other_extension)};
constexpr AttributeRule identified[] = {{"id", any_uri, true}};
constexpr AttributeRule typed[] = {{"type", any_uri, true}};
constexpr Particle id_list_parts[] = {many("id", uri)};
constexpr Particle vocabulary_element_parts[] = {many("attribute", master_attribute),
                                                 maybe("children", id_list),
                                                 maybe("extension", local_extension), others};
constexpr Particle vocabulary_elements_parts[] = {some("VocabularyElement", vocabulary_element)};
constexpr Particle vocabulary_parts[] = {maybe("VocabularyElementList", vocabulary_elements),
                                         maybe("extension", local_extension), others};
constexpr Particle vocabulary_list_parts[] = {many("Vocabulary", vocabulary)};
constexpr Particle master_data_parts[] = {one("VocabularyList", vocabulary_list),
                                          maybe("extension", closed_local_extension)};
constexpr AttributeRule partner_id_attributes[] = {{"Authority", string, false}};
constexpr Particle contact_parts[] = {
    in_sbdh(one("Contact", text)), in_sbdh(maybe("EmailAddress", text)),
    in_sbdh(maybe("FaxNumber", text)), in_sbdh(maybe("TelephoneNumber", text)),
    in_sbdh(maybe("ContactTypeIdentifier", text))};
constexpr Particle partner_parts[] = {in_sbdh(one("Identifier", partner_id)),
                                      in_sbdh(many("ContactInformation", contact))};
constexpr Particle identification_parts[] = {
    in_sbdh(one("Standard", text)),           in_sbdh(one("TypeVersion", text)),
    in_sbdh(one("InstanceIdentifier", text)), in_sbdh(one("Type", text)),
    in_sbdh(maybe("MultipleType", flag)),     in_sbdh(one("CreationDateAndTime", time))};
constexpr Particle manifest_item_parts[] = {
    in_sbdh(one("MimeTypeQualifierCode", text)), in_sbdh(one("UniformResourceIdentifier", uri)),
    in_sbdh(maybe("Description", text)), in_sbdh(maybe("LanguageCode", text))};
constexpr Particle manifest_parts[] = {in_sbdh(one("NumberOfItems", whole)),
                                       in_sbdh(some("ManifestItem", manifest_item))};
constexpr Particle correlation_parts[] = {
    in_sbdh(maybe("RequestingDocumentCreationDateTime", time)),
    in_sbdh(maybe("RequestingDocumentInstanceIdentifier", text)),
    in_sbdh(maybe("ExpectedResponseDateTime", time))};
constexpr AttributeRule service_transaction_attributes[] = {
    {"TypeOfServiceTransaction", transaction_service, false},
    {"IsNonRepudiationRequired", string, false},
    {"IsAuthenticationRequired", string, false},
    {"IsNonRepudiationOfReceiptRequired", string, false},
    {"IsIntegrityCheckRequired", string, false},
    {"IsApplicationErrorResponseRequested", string, false},
    {"TimeToAcknowledgeReceipt", string, false},
    {"TimeToAcknowledgeAcceptance", string, false},
    {"TimeToPerform", string, false},
    {"Recurrence", string, false}};
constexpr Particle business_service_parts[] = {
    in_sbdh(maybe("BusinessServiceName", text)),
    in_sbdh(maybe("ServiceTransaction", service_transaction))};
constexpr Particle scope_parts[] = {in_sbdh(one("Type", text)),
                                    in_sbdh(one("InstanceIdentifier", text)),
                                    in_sbdh(maybe("Identifier", text)),
                                    in_sbdh({.name = {},
                                             .type = lax,
                                             .least = 0,
                                             .most = unbounded,
                                             .wildcard = Wildcard::scope_information})};
constexpr Particle business_scope_parts[] = {in_sbdh(many("Scope", scope))};
constexpr Particle business_header_parts[] = {
    in_sbdh(one("HeaderVersion", text)),  in_sbdh(some("Sender", partner)),
    in_sbdh(some("Receiver", partner)),   in_sbdh(one("DocumentIdentification", identification)),
    in_sbdh(maybe("Manifest", manifest)), in_sbdh(maybe("BusinessScope", business_scope))};
constexpr Particle header_extension_parts[] = {maybe("EPCISMasterData", master_data),
                                               maybe("extension", local_extension)};
constexpr Particle header_1_parts[] = {
    in_sbdh(one("StandardBusinessDocumentHeader", business_header)),
    maybe("extension", header_extension), others};
constexpr Particle header_2_parts[] = {
    in_sbdh(maybe("StandardBusinessDocumentHeader", business_header)),
    maybe("extension", header_extension)};
constexpr AttributeRule dated[] = {{"schemaVersion", decimal, true},
                                   {"creationDate", date_time, true}};
constexpr Particle body_1_parts[] = {maybe("EventList", event_list_1),
                                     maybe("extension", local_extension), others};
constexpr Particle master_body_1_parts[] = {maybe("VocabularyList", vocabulary_list),
                                            maybe("extension", local_extension), others};
constexpr Particle results_body_1_parts[] = {one("EventList", event_list_1),
                                             one("VocabularyList", vocabulary_list)};
constexpr Particle query_results_1_parts[] = {one("queryName", text), maybe("subscriptionID", text),
                                              one("resultsBody", results_body_1),
                                              maybe("extension", local_extension), others};
constexpr Particle document_1_parts[] = {maybe("EPCISHeader", header_1), one("EPCISBody", body_1),
                                         maybe("extension", local_extension), others};
constexpr Particle master_document_1_parts[] = {maybe("EPCISHeader", header_1),
                                                one("EPCISBody", master_body_1),
                                                maybe("extension", local_extension), others};
constexpr Particle query_document_1_parts[] = {maybe("EPCISHeader", header_1),
                                               one("EPCISBody", query_body_1),
                                               maybe("extension", local_extension), others};
constexpr Particle body_2_parts[] = {maybe("EventList", event_list_2),
                                     maybe("extension", local_extension), others};
constexpr Particle master_body_2_parts[] = {maybe("VocabularyList", vocabulary_list),
                                            maybe("extension", local_extension), others};
constexpr Particle results_body_2_parts[] = {one("EventList", event_list_2),
                                             one("VocabularyList", vocabulary_list)};
constexpr Particle query_results_2_parts[] = {one("queryName", text), maybe("subscriptionID", text),
                                              one("resultsBody", results_body_2),
                                              maybe("extension", local_extension), others};
constexpr Particle document_2_parts[] = {maybe("EPCISHeader", header_2), one("EPCISBody", body_2),
                                         maybe("extension", local_extension), others};
constexpr Particle master_document_2_parts[] = {maybe("EPCISHeader", header_2),
                                                one("EPCISBody", master_body_2),
                                                maybe("extension", local_extension), others};
constexpr Particle query_document_2_parts[] = {maybe("EPCISHeader", header_2),
                                               one("EPCISBody", query_body_2),
                                               maybe("extension", local_extension), others};
constexpr Particle strings_parts[] = {many("string", text)};
constexpr Particle parameter_parts[] = {one("name", text), one("value", lax)};
constexpr Particle parameters_parts[] = {many("param", parameter)};
constexpr Particle schedule_parts[] = {maybe("second", text),
                                       maybe("minute", text),
                                       maybe("hour", text),
                                       maybe("dayOfMonth", text),
                                       maybe("month", text),
                                       maybe("dayOfWeek", text),
                                       maybe("extension", local_extension),
                                       others};
constexpr Particle controls_1_parts[] = {
    maybe("schedule", schedule),         maybe("trigger", uri),
    maybe("initialRecordTime", time),    one("reportIfEmpty", flag),
    maybe("extension", local_extension), others};
constexpr Particle subscribe_1_parts[] = {one("queryName", text), one("params", parameters),
                                          one("dest", uri), one("controls", controls_1),
                                          one("subscriptionID", text)};
constexpr Particle controls_2_parts[] = {
    maybe("schedule", schedule),         maybe("trigger", uri),
    maybe("initialRecordTime", stamp),   one("reportIfEmpty", flag),
    maybe("extension", local_extension), others};
constexpr Particle subscribe_2_parts[] = {one("queryName", text), one("params", parameters),
                                          one("dest", uri), one("controls", controls_2),
                                          one("subscriptionID", text)};
constexpr Particle unsubscribe_parts[] = {one("subscriptionID", text)};
constexpr Particle subscription_ids_parts[] = {one("queryName", text)};
constexpr Particle poll_parts[] = {one("queryName", text), one("params", parameters)};
constexpr Particle exception_parts[] = {one("reason", text)};
constexpr Particle too_large_exception_parts[] = {one("reason", text), maybe("queryName", text),
                                                  maybe("subscriptionID", text)};
constexpr Particle implementation_exception_parts[] = {
    one("reason", text), one("severity", severity_word), maybe("queryName", text),
    maybe("subscriptionID", text)};
constexpr Particle problem_parts[] = {one("type", uri),          one("title", text),
                                      maybe("status", whole_32), maybe("detail", text),
                                      maybe("instance", uri),    others};
constexpr Particle problem_list_parts[] = {some("error", problem)};
constexpr Particle capture_job_parts[] = {one("captureErrorBehaviour", error_behaviour),
                                          maybe("createdAt", stamp),
                                          maybe("finishedAt", stamp),
                                          maybe("errors", problem_list),
                                          instead(maybe("errorFile", uri)),
                                          others};
constexpr AttributeRule capture_job_attributes[] = {
    {"running", boolean, true}, {"success", boolean, true}, {"captureID", string, true}};
constexpr Particle query_body_1_parts[] = {
    in_query(one("GetQueryNames", nothing)),
    in_query(one("GetQueryNamesResult", strings)),
    in_query(one("Subscribe", subscribe_1)),
    in_query(one("SubscribeResult", nothing)),
    in_query(one("Unsubscribe", unsubscribe)),
    in_query(one("UnsubscribeResult", nothing)),
    in_query(one("GetSubscriptionIDs", subscription_ids)),
    in_query(one("GetSubscriptionIDsResult", strings)),
    in_query(one("Poll", poll)),
    in_query(one("GetStandardVersion", nothing)),
    in_query(one("GetStandardVersionResult", text)),
    in_query(one("GetVendorVersion", nothing)),
    in_query(one("GetVendorVersionResult", text)),
    in_query(one("DuplicateNameException", exception)),
    in_query(one("InvalidURIException", exception)),
    in_query(one("NoSuchNameException", exception)),
    in_query(one("NoSuchSubscriptionException", exception)),
    in_query(one("DuplicateSubscriptionException", exception)),
    in_query(one("QueryParameterException", exception)),
    in_query(one("QueryTooComplexException", exception)),
    in_query(one("SubscriptionControlsException", exception)),
    in_query(one("SubscribeNotPermittedException", exception)),
    in_query(one("SecurityException", exception)),
    in_query(one("ValidationException", exception)),
    in_query(one("QueryTooLargeException", too_large_exception)),
    in_query(one("ImplementationException", implementation_exception)),
    in_query(one("QueryResults", query_results_1))};
constexpr Particle query_body_2_parts[] = {
    in_query(one("GetQueryNames", nothing)),
    in_query(one("GetQueryNamesResult", strings)),
    in_query(one("Subscribe", subscribe_2)),
    in_query(one("SubscribeResult", nothing)),
    in_query(one("Unsubscribe", unsubscribe)),
    in_query(one("UnsubscribeResult", nothing)),
    in_query(one("GetSubscriptionIDs", subscription_ids)),
    in_query(one("GetSubscriptionIDsResult", strings)),
    in_query(one("Poll", poll)),
    in_query(one("GetStandardVersion", nothing)),
    in_query(one("GetStandardVersionResult", text)),
    in_query(one("GetVendorVersion", nothing)),
    in_query(one("GetVendorVersionResult", text)),
    in_query(one("DuplicateNameException", exception)),
    in_query(one("InvalidURIException", exception)),
    in_query(one("NoSuchNameException", exception)),
    in_query(one("NoSuchSubscriptionException", exception)),
    in_query(one("DuplicateSubscriptionException", exception)),
    in_query(one("QueryParameterException", exception)),
    in_query(one("QueryTooComplexException", exception)),
    in_query(one("SubscriptionControlsException", exception)),
    in_query(one("SubscribeNotPermittedException", exception)),
    in_query(one("SecurityException", exception)),
    in_query(one("ValidationException", exception)),
    in_query(one("QueryTooLargeException", too_large_exception)),
    in_query(one("ImplementationException", implementation_exception)),
    in_query(one("QueryResults", query_results_2))};

constexpr std::array<Type, static_cast<std::size_t>(type_count)> types = [] {
  std::array<Type, static_cast<std::size_t>(type_count)> all{};
  const auto set = [&](TypeName name, Type type) { all[static_cast<std::size_t>(name)] = type; };

  set(lax, Type{.content = Content::anything, .any_attribute = true});
  set(text, Type{.content = Content::simple, .simple = string});
  set(uri, Type{.content = Content::simple, .simple = any_uri});
  set(action_word, Type{.content = Content::simple, .simple = action});
  set(stamp, Type{.content = Content::simple, .simple = date_time_stamp});
  set(time, Type{.content = Content::simple, .simple = date_time});
  set(floating, Type{.content = Content::simple, .simple = double_number});
  set(exact, Type{.content = Content::simple, .simple = decimal});
  set(whole_32, Type{.content = Content::simple, .simple = int_number});
  set(whole, Type{.content = Content::simple, .simple = integer});
  set(flag, Type{.content = Content::simple, .simple = boolean});
  set(error_behaviour, Type{.content = Content::simple, .simple = behaviour});
  set(severity_word, Type{.content = Content::simple, .simple = severity});
  set(local_extension,
      Type{
          .content = Content::elements, .particles = local_extension_parts, .any_attribute = true});
  set(closed_local_extension,
      Type{.content = Content::elements, .particles = closed_local_extension_parts});
  set(other_extension,
      Type{
          .content = Content::elements, .particles = other_extension_parts, .any_attribute = true});
  set(epc_list, Type{.content = Content::elements, .particles = epc_list_parts});
  set(quantity_element_1,
      Type{.content = Content::elements, .particles = quantity_element_1_parts});
  set(quantity_element_2,
      Type{.content = Content::elements, .particles = quantity_element_2_parts});
  set(quantity_list_1, Type{.content = Content::elements, .particles = quantity_list_1_parts});
  set(quantity_list_2, Type{.content = Content::elements, .particles = quantity_list_2_parts});
  set(place, Type{.content = Content::elements, .particles = place_parts});
  set(transaction,
      Type{.content = Content::simple, .simple = any_uri, .attributes = transaction_attributes});
  set(source_or_destination, Type{.content = Content::simple,
                                  .simple = any_uri,
                                  .attributes = source_or_destination_attributes});
  set(transaction_list, Type{.content = Content::elements, .particles = transaction_list_parts});
  set(source_list, Type{.content = Content::elements, .particles = source_list_parts});
  set(destination_list, Type{.content = Content::elements, .particles = destination_list_parts});
  set(instance_data,
      Type{.content = Content::elements, .particles = instance_data_parts, .any_attribute = true});
  set(corrective_ids, Type{.content = Content::elements, .particles = corrective_ids_parts});
  set(declaration_1,
      Type{.content = Content::elements, .particles = declaration_1_parts, .any_attribute = true});
  set(declaration_2, Type{.content = Content::elements,
                          .particles = declaration_2_parts,
                          .model = Model::repeated_choice,
                          .any_attribute = true});
  set(persistent, Type{.content = Content::elements, .particles = persistent_parts});
  set(sensor_metadata, Type{.content = Content::simple,
                            .simple = string,
                            .attributes = sensor_metadata_attributes,
                            .any_attribute = true});
  set(sensor_report, Type{.content = Content::simple,
                          .simple = string,
                          .attributes = sensor_report_attributes,
                          .any_attribute = true});
  set(sensor_element, Type{.content = Content::elements, .particles = sensor_element_parts});
  set(sensor_list, Type{.content = Content::elements, .particles = sensor_list_parts});
  set(base_extension_1, Type{.content = Content::elements,
                             .particles = base_extension_1_parts,
                             .any_attribute = true});
  set(object_extension_1, Type{.content = Content::elements,
                               .particles = object_extension_1_parts,
                               .any_attribute = true});
  set(aggregation_extension_1, Type{.content = Content::elements,
                                    .particles = aggregation_extension_1_parts,
                                    .any_attribute = true});
  set(transaction_extension_1, Type{.content = Content::elements,
                                    .particles = transaction_extension_1_parts,
                                    .any_attribute = true});
  set(object_event_1,
      Type{.content = Content::elements, .particles = object_event_1_parts, .any_attribute = true});
  set(aggregation_event_1, Type{.content = Content::elements,
                                .particles = aggregation_event_1_parts,
                                .any_attribute = true});
  set(quantity_event_1, Type{.content = Content::elements,
                             .particles = quantity_event_1_parts,
                             .any_attribute = true});
  set(transaction_event_1, Type{.content = Content::elements,
                                .particles = transaction_event_1_parts,
                                .any_attribute = true});
  set(transformation_event_1, Type{.content = Content::elements,
                                   .particles = transformation_event_1_parts,
                                   .any_attribute = true});
  set(list_extension_1, Type{.content = Content::elements,
                             .particles = list_extension_1_parts,
                             .model = Model::choice});
  set(event_list_1, Type{.content = Content::elements,
                         .particles = event_list_1_parts,
                         .model = Model::repeated_choice});
  set(object_event_2,
      Type{.content = Content::elements, .particles = object_event_2_parts, .any_attribute = true});
  set(aggregation_event_2, Type{.content = Content::elements,
                                .particles = aggregation_event_2_parts,
                                .any_attribute = true});
  set(transaction_event_2, Type{.content = Content::elements,
                                .particles = transaction_event_2_parts,
                                .any_attribute = true});
  set(transformation_event_2, Type{.content = Content::elements,
                                   .particles = transformation_event_2_parts,
                                   .any_attribute = true});
  set(association_event_2, Type{.content = Content::elements,
                                .particles = association_event_2_parts,
                                .any_attribute = true});
  set(event_list_2, Type{.content = Content::elements,
                         .particles = event_list_2_parts,
                         .model = Model::repeated_choice,
                         .any_attribute = true});
  set(master_attribute,
      Type{.content = Content::anything, .attributes = identified, .any_attribute = true});
  set(id_list,
      Type{.content = Content::elements, .particles = id_list_parts, .any_attribute = true});
  set(vocabulary_element, Type{.content = Content::elements,
                               .particles = vocabulary_element_parts,
                               .attributes = identified,
                               .any_attribute = true});
  set(vocabulary_elements,
      Type{.content = Content::elements, .particles = vocabulary_elements_parts});
  set(vocabulary, Type{.content = Content::elements,
                       .particles = vocabulary_parts,
                       .attributes = typed,
                       .any_attribute = true});
  set(vocabulary_list, Type{.content = Content::elements, .particles = vocabulary_list_parts});
  set(master_data, Type{.content = Content::elements, .particles = master_data_parts});
  set(partner_id,
      Type{.content = Content::simple, .simple = string, .attributes = partner_id_attributes});
  set(contact,
      Type{.content = Content::elements, .particles = contact_parts, .target = Space::sbdh});
  set(partner,
      Type{.content = Content::elements, .particles = partner_parts, .target = Space::sbdh});
  set(identification,
      Type{.content = Content::elements, .particles = identification_parts, .target = Space::sbdh});
  set(manifest_item,
      Type{.content = Content::elements, .particles = manifest_item_parts, .target = Space::sbdh});
  set(manifest,
      Type{.content = Content::elements, .particles = manifest_parts, .target = Space::sbdh});
  set(correlation,
      Type{.content = Content::elements, .particles = correlation_parts, .target = Space::sbdh});
  set(service_transaction, Type{.content = Content::elements,
                                .attributes = service_transaction_attributes,
                                .target = Space::sbdh});
  set(business_service, Type{.content = Content::elements,
                             .particles = business_service_parts,
                             .target = Space::sbdh});
  set(scope, Type{.content = Content::elements, .particles = scope_parts, .target = Space::sbdh});
  set(business_scope,
      Type{.content = Content::elements, .particles = business_scope_parts, .target = Space::sbdh});
  set(business_header,
      Type{
          .content = Content::elements, .particles = business_header_parts, .target = Space::sbdh});
  set(header_extension, Type{.content = Content::elements,
                             .particles = header_extension_parts,
                             .any_attribute = true});
  set(header_1,
      Type{.content = Content::elements, .particles = header_1_parts, .any_attribute = true});
  set(header_2,
      Type{.content = Content::elements, .particles = header_2_parts, .any_attribute = true});
  set(body_1, Type{.content = Content::elements, .particles = body_1_parts, .any_attribute = true});
  set(master_body_1, Type{.content = Content::elements,
                          .particles = master_body_1_parts,
                          .any_attribute = true,
                          .target = Space::master});
  set(results_body_1, Type{.content = Content::elements,
                           .particles = results_body_1_parts,
                           .model = Model::choice,
                           .target = Space::query});
  set(query_results_1, Type{.content = Content::elements,
                            .particles = query_results_1_parts,
                            .target = Space::query});
  set(document_1, Type{.content = Content::elements,
                       .particles = document_1_parts,
                       .attributes = dated,
                       .any_attribute = true});
  set(master_document_1, Type{.content = Content::elements,
                              .particles = master_document_1_parts,
                              .attributes = dated,
                              .any_attribute = true,
                              .target = Space::master});
  set(query_document_1, Type{.content = Content::elements,
                             .particles = query_document_1_parts,
                             .attributes = dated,
                             .any_attribute = true,
                             .target = Space::query});
  set(query_body_1, Type{.content = Content::elements,
                         .particles = query_body_1_parts,
                         .model = Model::choice,
                         .target = Space::query});
  set(body_2, Type{.content = Content::elements, .particles = body_2_parts, .any_attribute = true});
  set(master_body_2, Type{.content = Content::elements,
                          .particles = master_body_2_parts,
                          .any_attribute = true,
                          .target = Space::master});
  set(results_body_2, Type{.content = Content::elements,
                           .particles = results_body_2_parts,
                           .model = Model::choice,
                           .target = Space::query});
  set(query_results_2, Type{.content = Content::elements,
                            .particles = query_results_2_parts,
                            .target = Space::query});
  set(document_2, Type{.content = Content::elements,
                       .particles = document_2_parts,
                       .attributes = dated,
                       .any_attribute = true});
  set(master_document_2, Type{.content = Content::elements,
                              .particles = master_document_2_parts,
                              .attributes = dated,
                              .any_attribute = true,
                              .target = Space::master});
  set(query_document_2, Type{.content = Content::elements,
                             .particles = query_document_2_parts,
                             .attributes = dated,
                             .any_attribute = true,
                             .target = Space::query});
  set(query_body_2, Type{.content = Content::elements,
                         .particles = query_body_2_parts,
                         .model = Model::choice,
                         .target = Space::query});
  set(nothing, Type{.content = Content::elements, .target = Space::query});
  set(strings,
      Type{.content = Content::elements, .particles = strings_parts, .target = Space::query});
  set(parameter,
      Type{.content = Content::elements, .particles = parameter_parts, .target = Space::query});
  set(parameters,
      Type{.content = Content::elements, .particles = parameters_parts, .target = Space::query});
  set(schedule,
      Type{.content = Content::elements, .particles = schedule_parts, .target = Space::query});
  set(controls_1,
      Type{.content = Content::elements, .particles = controls_1_parts, .target = Space::query});
  set(subscribe_1,
      Type{.content = Content::elements, .particles = subscribe_1_parts, .target = Space::query});
  set(controls_2,
      Type{.content = Content::elements, .particles = controls_2_parts, .target = Space::query});
  set(subscribe_2,
      Type{.content = Content::elements, .particles = subscribe_2_parts, .target = Space::query});
  set(unsubscribe,
      Type{.content = Content::elements, .particles = unsubscribe_parts, .target = Space::query});
  set(subscription_ids, Type{.content = Content::elements,
                             .particles = subscription_ids_parts,
                             .target = Space::query});
  set(poll, Type{.content = Content::elements, .particles = poll_parts, .target = Space::query});
  set(exception,
      Type{.content = Content::elements, .particles = exception_parts, .target = Space::query});
  set(too_large_exception, Type{.content = Content::elements,
                                .particles = too_large_exception_parts,
                                .target = Space::query});
  set(implementation_exception, Type{.content = Content::elements,
                                     .particles = implementation_exception_parts,
                                     .target = Space::query});
  set(problem, Type{.content = Content::elements, .particles = problem_parts});
  set(problem_list, Type{.content = Content::elements, .particles = problem_list_parts});
  set(capture_job, Type{.content = Content::elements,
                        .particles = capture_job_parts,
                        .attributes = capture_job_attributes,
                        .any_attribute = true});
  return all;
}();

struct Named {
  std::string_view name;
  TypeName type;
};

constexpr Named simple_types[] = {{"string", text},     {"anyURI", uri},    {"dateTime", time},
                                  {"double", floating}, {"decimal", exact}, {"int", whole_32},
                                  {"integer", whole},   {"boolean", flag}};

}  // namespace

const Type& type_of(TypeName name) { return types[static_cast<std::size_t>(name)]; }

TypeName global_element(Edition edition, Space space, std::string_view name) {
  const bool second = edition == Edition::v2;
  switch (space) {
    case Space::epcis:
      if (name == "EPCISDocument") return second ? document_2 : document_1;
      if (second && name == "EPCISCaptureJob") return capture_job;
      if (second && name == "EPCISException") return problem;
      return type_count;
    case Space::master:
      if (name == "EPCISMasterDataDocument") return second ? master_document_2 : master_document_1;
      return type_count;
    case Space::sbdh:
      if (name == "StandardBusinessDocumentHeader") return business_header;
      if (name == "CorrelationInformation") return correlation;
      if (name == "BusinessService") return business_service;
      return type_count;
    case Space::query: {
      if (name == "EPCISQueryDocument") return second ? query_document_2 : query_document_1;
      if (name == "VoidHolder") return nothing;
      if (name == "EPCISException") return exception;
      for (const Particle& particle : type_of(second ? query_body_2 : query_body_1).particles) {
        if (particle.name == name) return particle.type;
      }
      return type_count;
    }
    case Space::none:
      return type_count;
  }
  return type_count;
}

TypeName named_type(Edition edition, Space space, std::string_view name) {
  if (space != Space::query) return type_count;
  if (name == "ArrayOfString") return strings;
  if (name == "VoidHolder" || name == "EmptyParms") return nothing;
  if (name == "QueryParams") return parameters;
  if (name == "Poll") return poll;
  return edition == Edition::v2 && name == "QueryResults" ? query_results_2 : type_count;
}

TypeName builtin_type(std::string_view name) {
  for (const auto& [known, type] : simple_types) {
    if (known == name) return type;
  }
  return type_count;
}

}  // namespace zhiheng::trace
