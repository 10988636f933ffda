#pragma once
// Is this XML what the XML Schemas of EPCIS 1.2 and 2.0 ask for? The same verdict, without them.

#include <vector>

#include "base/result.h"
#include "trace/xml_tree.h"

namespace zhiheng::trace {

/// The edition that the namespace of a document's root names.
enum class Edition { none, v1, v2 };

/// "urn:epcglobal:epcis:xsd:2", also of query and master data documents.
[[nodiscard]] Edition edition_of(std::string_view space);

/// A child of an EventList. `where` is the path of elements with the line: "epcList/epc (line 7)".
///
/// @source  GS1 EPCIS 1.2 and 2.0.0, XML Schemas
/// @checked libxml2 on the documents of the standard and on random changes of them
[[nodiscard]] std::vector<Error> check_listed(const XmlNode& event, Edition edition,
                                              std::size_t most);

/// An event that stands alone: the schemas know it inside of a list only.
[[nodiscard]] std::vector<Error> check_bare(const XmlNode& event, std::size_t most);

/// A document whose events were handed over: capture, query, master data, capture job, exception.
[[nodiscard]] std::vector<Error> check_document(const XmlNode& root, std::size_t most);

}  // namespace zhiheng::trace
