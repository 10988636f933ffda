#include "trace/xml_grammar.h"

namespace zhiheng::trace {

// Source: the XML Schemas of EPCIS 1.2 and 2.0, of its query interface and master data, and of the
// Standard Business Document Header 1.3. Read by xml_grammar.cpp; the notation stands in
// xml_grammar.h. The first three types are named in TypeName.
const std::string_view xml_schema_text = R"(
lax @ : anything
event_list_1 |* ObjectEvent*=object_event_1 AggregationEvent*=aggregation_event_1
    QuantityEvent*=quantity_event_1 TransactionEvent*=transaction_event_1
    extension*=list_extension_1 <other>*
event_list_2 @ |* ObjectEvent*=object_event_2 AggregationEvent*=aggregation_event_2
    TransformationEvent*=transformation_event_2 TransactionEvent*=transaction_event_2
    AssociationEvent*=association_event_2 extension*=other_extension
$end = extension?=local_extension <other>*
$end_2 = extension?=other_extension <other>*
$head_1 = eventTime=time recordTime?=time eventTimeZoneOffset=text
    baseExtension?=base_extension_1
$head_2 = eventTime=stamp recordTime?=stamp eventTimeZoneOffset=text eventID?=uri
    errorDeclaration?=declaration_2 certificationInfo?=uri baseExtension?=other_extension
$where = bizStep?=uri disposition?=uri readPoint?=place bizLocation?=place
$parties = sourceList?=source_list destinationList?=destination_list
$states = sensorElementList?=sensor_list persistentDisposition?=persistent
text : string
uri : any_uri
action_word : action
stamp : date_time_stamp
time : date_time
floating : double_number
exact : decimal
whole_32 : int_number
whole : integer
flag : boolean
error_behaviour : behaviour
severity_word : severity
local_extension @ = <local>+
closed_local_extension = <local>+
other_extension @ = <other>+
epc_list = epc*=text
quantity_element_1 = epcClass=uri quantity?=exact &uom?=text
quantity_element_2 = epcClass=uri quantity?=floating~ &uom?=text
quantity_list_% = quantityElement*=quantity_element_%
place = id=uri $end
transaction (type=any_uri) : any_uri
source_or_destination (type!=any_uri) : any_uri
transaction_list = bizTransaction+=transaction
source_list = source+=source_or_destination
destination_list = destination+=source_or_destination
instance_data @ = $end
corrective_ids = correctiveEventID*=uri
declaration_1 @ = declarationTime=time reason?=uri correctiveEventIDs?=corrective_ids $end
declaration_2 @ |* declarationTime=stamp reason?=uri correctiveEventIDs?=corrective_ids $end
persistent = unset*=uri set*=uri
sensor_metadata @ (time=date_time_stamp deviceID=any_uri deviceMetadata=any_uri rawData=any_uri
    bizRules=any_uri dataProcessingMethod=any_uri startTime=date_time_stamp
    endTime=date_time_stamp) : string
sensor_report @ (type=any_uri component=any_uri uriValue=any_uri chemicalSubstance=any_uri
    microorganism=any_uri deviceID=any_uri deviceMetadata=any_uri rawData=any_uri
    dataProcessingMethod=any_uri coordinateReferenceSystem=any_uri exception=any_uri
    value=double_number minValue=double_number maxValue=double_number sDev=double_number
    meanValue=double_number percRank=double_number percValue=double_number stringValue=string
    booleanValue=boolean hexBinaryValue=hex_binary uom=string time=date_time_stamp) : string
sensor_element = sensorMetadata?=sensor_metadata sensorReport+=sensor_report $end
sensor_list = sensorElement+=sensor_element extension?=local_extension
base_extension_1 @ = eventID?=uri errorDeclaration?=declaration_1 extension?=local_extension
object_extension_1 @ = quantityList?=quantity_list_1 $parties ilmd?=instance_data
    extension?=local_extension
aggregation_extension_1 @ = childQuantityList?=quantity_list_1 $parties
    extension?=local_extension
transaction_extension_1 @ = quantityList?=quantity_list_1 $parties extension?=local_extension
object_event_1 @ = $head_1 epcList=epc_list action=action_word $where
    bizTransactionList?=transaction_list extension?=object_extension_1 <other>*
aggregation_event_1 @ = $head_1 parentID?=uri childEPCs=epc_list action=action_word $where
    bizTransactionList?=transaction_list extension?=aggregation_extension_1 <other>*
quantity_event_1 @ = $head_1 epcClass=uri quantity=whole_32 $where
    bizTransactionList?=transaction_list $end
transaction_event_1 @ = $head_1 bizTransactionList=transaction_list parentID?=uri
    epcList=epc_list action=action_word $where extension?=transaction_extension_1 <other>*
transformation_event_1 @ = $head_1 inputEPCList?=epc_list inputQuantityList?=quantity_list_1
    outputEPCList?=epc_list outputQuantityList?=quantity_list_1 transformationID?=uri $where
    bizTransactionList?=transaction_list $parties ilmd?=instance_data $end
list_extension_1 | TransformationEvent=transformation_event_1 extension=local_extension
object_event_2 @ = $head_2 epcList?=epc_list action=action_word $where
    bizTransactionList?=transaction_list quantityList?=quantity_list_2 $parties $states
    ilmd?=instance_data $end_2
aggregation_event_2 @ = $head_2 parentID?=uri childEPCs?=epc_list action=action_word $where
    bizTransactionList?=transaction_list childQuantityList?=quantity_list_2 $parties $states
    $end_2
transaction_event_2 @ = $head_2 bizTransactionList=transaction_list parentID?=uri
    epcList?=epc_list action=action_word $where quantityList?=quantity_list_2 $parties $states
    $end_2
transformation_event_2 @ = $head_2 inputEPCList?=epc_list inputQuantityList?=quantity_list_2
    outputEPCList?=epc_list outputQuantityList?=quantity_list_2 transformationID?=uri $where
    bizTransactionList?=transaction_list $parties $states ilmd?=instance_data $end_2
association_event_2 @ = $head_2 parentID=uri childEPCs?=epc_list
    childQuantityList?=quantity_list_2 action=action_word $where
    bizTransactionList?=transaction_list $parties $states $end_2
master_attribute @ (id!=any_uri) : anything
id_list @ = id*=uri
vocabulary_element @ (id!=any_uri) = attribute*=master_attribute children?=id_list $end
vocabulary_elements = VocabularyElement+=vocabulary_element
vocabulary @ (type!=any_uri) = VocabularyElementList?=vocabulary_elements $end
vocabulary_list = Vocabulary*=vocabulary
master_data = VocabularyList=vocabulary_list extension?=closed_local_extension
partner_id (Authority=string) : string
contact within sbdh = Contact=text EmailAddress?=text FaxNumber?=text TelephoneNumber?=text
    ContactTypeIdentifier?=text
partner within sbdh = Identifier=partner_id ContactInformation*=contact
identification within sbdh = Standard=text TypeVersion=text InstanceIdentifier=text Type=text
    MultipleType?=flag CreationDateAndTime=time
manifest_item within sbdh = MimeTypeQualifierCode=text UniformResourceIdentifier=uri
    Description?=text LanguageCode?=text
manifest within sbdh = NumberOfItems=whole ManifestItem+=manifest_item
correlation within sbdh = RequestingDocumentCreationDateTime?=time
    RequestingDocumentInstanceIdentifier?=text ExpectedResponseDateTime?=time
service_transaction within sbdh (TypeOfServiceTransaction=transaction_service
    IsNonRepudiationRequired=string IsAuthenticationRequired=string
    IsNonRepudiationOfReceiptRequired=string IsIntegrityCheckRequired=string
    IsApplicationErrorResponseRequested=string TimeToAcknowledgeReceipt=string
    TimeToAcknowledgeAcceptance=string TimeToPerform=string Recurrence=string) =
business_service within sbdh = BusinessServiceName?=text ServiceTransaction?=service_transaction
scope within sbdh = Type=text InstanceIdentifier=text Identifier?=text <scope>*
business_scope within sbdh = Scope*=scope
business_header within sbdh = HeaderVersion=text Sender+=partner Receiver+=partner
    DocumentIdentification=identification Manifest?=manifest BusinessScope?=business_scope
header_extension @ = EPCISMasterData?=master_data extension?=local_extension
header_1 @ = sbdh:StandardBusinessDocumentHeader=business_header extension?=header_extension
    <other>*
header_2 @ = sbdh:StandardBusinessDocumentHeader?=business_header extension?=header_extension
body_% @ = EventList?=event_list_% $end
master_body_% @ in master = VocabularyList?=vocabulary_list $end
results_body_% in query | EventList=event_list_% VocabularyList=vocabulary_list
query_results_% in query = queryName=text subscriptionID?=text resultsBody=results_body_% $end
document_% @ (schemaVersion!=decimal creationDate!=date_time) = EPCISHeader?=header_%
    EPCISBody=body_% $end
master_document_% @ in master (schemaVersion!=decimal creationDate!=date_time) =
    EPCISHeader?=header_% EPCISBody=master_body_% $end
query_document_% @ in query (schemaVersion!=decimal creationDate!=date_time) =
    EPCISHeader?=header_% EPCISBody=query_body_% $end
query_body_% within query | GetQueryNames=nothing GetQueryNamesResult=strings
    Subscribe=subscribe_% SubscribeResult=nothing Unsubscribe=unsubscribe
    UnsubscribeResult=nothing GetSubscriptionIDs=subscription_ids
    GetSubscriptionIDsResult=strings Poll=poll GetStandardVersion=nothing
    GetStandardVersionResult=text GetVendorVersion=nothing GetVendorVersionResult=text
    DuplicateNameException=exception InvalidURIException=exception NoSuchNameException=exception
    NoSuchSubscriptionException=exception DuplicateSubscriptionException=exception
    QueryParameterException=exception QueryTooComplexException=exception
    SubscriptionControlsException=exception SubscribeNotPermittedException=exception
    SecurityException=exception ValidationException=exception
    QueryTooLargeException=too_large_exception ImplementationException=implementation_exception
    QueryResults=query_results_%
nothing in query =
strings in query = string*=text
parameter in query = name=text value=lax
parameters in query = param*=parameter
schedule in query = second?=text minute?=text hour?=text dayOfMonth?=text month?=text
    dayOfWeek?=text $end
controls_1 in query = schedule?=schedule trigger?=uri initialRecordTime?=time reportIfEmpty=flag
    $end
subscribe_% in query = queryName=text params=parameters dest=uri controls=controls_%
    subscriptionID=text
controls_2 in query = schedule?=schedule trigger?=uri initialRecordTime?=stamp
    reportIfEmpty=flag $end
unsubscribe in query = subscriptionID=text
subscription_ids in query = queryName=text
poll in query = queryName=text params=parameters
exception in query = reason=text
too_large_exception in query = reason=text queryName?=text subscriptionID?=text
implementation_exception in query = reason=text severity=severity_word queryName?=text
    subscriptionID?=text
problem = type=uri title=text status?=whole_32 detail?=text instance?=uri <other>*
problem_list = error+=problem
capture_job @ (running!=boolean success!=boolean captureID!=string) =
    captureErrorBehaviour=error_behaviour createdAt?=stamp finishedAt?=stamp
    errors?=problem_list ^errorFile?=uri <other>*
)";

}  // namespace zhiheng::trace
