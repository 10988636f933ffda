#include "trace/xml_types.h"

#include "trace/xml_grammar.h"

namespace zhiheng::trace {
namespace {

const XmlGrammar& grammar() {
  static const XmlGrammar made(xml_schema_text);
  return made;
}

/// An element that may stand where the schema names none, with its type in either edition; empty
/// where the edition does not have it.
struct Global {
  Space space;
  std::string_view element;
  std::string_view types[2];
};

constexpr Global globals[] = {
    {Space::epcis, "EPCISDocument", {"document_1", "document_2"}},
    {Space::epcis, "EPCISCaptureJob", {{}, "capture_job"}},
    {Space::epcis, "EPCISException", {{}, "problem"}},
    {Space::master, "EPCISMasterDataDocument", {"master_document_1", "master_document_2"}},
    {Space::sbdh, "StandardBusinessDocumentHeader", {"business_header", "business_header"}},
    {Space::sbdh, "CorrelationInformation", {"correlation", "correlation"}},
    {Space::sbdh, "BusinessService", {"business_service", "business_service"}},
    {Space::query, "EPCISQueryDocument", {"query_document_1", "query_document_2"}},
    {Space::query, "VoidHolder", {"nothing", "nothing"}},
    {Space::query, "EPCISException", {"exception", "exception"}},
};

struct Named {
  std::string_view name;
  std::string_view types[2];
};

/// Types of the query interface that xsi:type may name.
constexpr Named query_types[] = {{"ArrayOfString", {"strings", "strings"}},
                                 {"VoidHolder", {"nothing", "nothing"}},
                                 {"EmptyParms", {"nothing", "nothing"}},
                                 {"QueryParams", {"parameters", "parameters"}},
                                 {"Poll", {"poll", "poll"}},
                                 {"QueryResults", {{}, "query_results_2"}}};

/// Types of XML Schema itself.
constexpr std::pair<std::string_view, std::string_view> builtin_types[] = {
    {"string", "text"},   {"anyURI", "uri"},   {"dateTime", "time"}, {"double", "floating"},
    {"decimal", "exact"}, {"int", "whole_32"}, {"integer", "whole"}, {"boolean", "flag"}};

std::size_t column(Edition edition) { return edition == Edition::v2 ? 1 : 0; }

}  // namespace

const Type& type_of(TypeName name) { return grammar().type(name); }

TypeName global_element(Edition edition, Space space, std::string_view name) {
  for (const Global& global : globals) {
    if (global.space == space && global.element == name) {
      return grammar().named(global.types[column(edition)]);
    }
  }
  if (space != Space::query) return TypeName::type_count;
  // What stands in the body of a query document may also stand alone.
  const TypeName body = grammar().named(column(edition) == 1 ? "query_body_2" : "query_body_1");
  for (const Particle& particle : type_of(body).particles) {
    if (particle.name == name) return particle.type;
  }
  return TypeName::type_count;
}

TypeName named_type(Edition edition, Space space, std::string_view name) {
  if (space != Space::query) return TypeName::type_count;
  for (const Named& known : query_types) {
    if (known.name == name) return grammar().named(known.types[column(edition)]);
  }
  return TypeName::type_count;
}

TypeName builtin_type(std::string_view name) {
  for (const auto& [known, type] : builtin_types) {
    if (known == name) return grammar().named(type);
  }
  return TypeName::type_count;
}

}  // namespace zhiheng::trace
