#pragma once
// Master data of an EPCIS document: what a place, a product or a party is.

#include <string>
#include <vector>

#include "trace/event.h"
#include "trace/json_event.h"
#include "trace/xml_tree.h"

namespace zhiheng::trace {

/// One fact about an element; its value is a text, or fields of its own.
struct VocabularyAttribute {
  std::string id;  ///< "urn:epcglobal:cbv:mda#countryOfOrigin"
  Extension value;
};

struct VocabularyElement {
  std::string id;
  std::vector<VocabularyAttribute> attributes;
  std::vector<std::string> children;
};

struct VocabularyList {
  std::string type;  ///< "urn:epcglobal:epcis:vtype:BusinessLocation"
  std::vector<VocabularyElement> elements;
};

/// From `vocabularyList`.
[[nodiscard]] std::vector<VocabularyList> master_data_of(const JsonNode& list,
                                                         const Context& context);
/// From `VocabularyList`.
[[nodiscard]] std::vector<VocabularyList> master_data_of(const XmlNode& list);

}  // namespace zhiheng::trace
