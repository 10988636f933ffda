#include "trace/master_data.h"

#include "trace/value_forms.h"
#include "trace/xml_event.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

std::string text_of(const JsonNode* node) {
  return node != nullptr && node->is(NodeKind::string) ? std::string(node->text) : std::string();
}

/// The items of a list, or none where there is no list.
const JsonNode* items_of(const JsonNode& object, std::string_view key) {
  const JsonNode* list = object[key];
  return list != nullptr && list->is(NodeKind::array) ? list->first : nullptr;
}

VocabularyElement element_of(const JsonNode& node, const Context& context) {
  VocabularyElement made;
  made.id = text_of(node["id"]);
  for (const JsonNode* item = items_of(node, "attributes"); item != nullptr; item = item->next) {
    const JsonNode* value = (*item)["attribute"];
    made.attributes.push_back({text_of((*item)["id"]),
                               value == nullptr ? Extension{} : extension_value(*value, context)});
  }
  for (const JsonNode* item = items_of(node, "children"); item != nullptr; item = item->next) {
    made.children.push_back(text_of(item));
  }
  return made;
}

VocabularyElement element_of(const XmlNode& node) {
  VocabularyElement made;
  if (const XmlNode* id = node.attribute("id")) made.id = xsd::collapse(id->text);
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    if (child->name == "attribute" && child->space.empty()) {
      VocabularyAttribute attribute;
      attribute.value = extension_of(*child);
      std::erase_if(attribute.value.children, [&](const Extension& item) {
        if (!item.attribute || item.name != "id" || !item.space.empty()) return false;
        attribute.id = item.text;
        return true;
      });
      if (attribute.value.children.empty()) attribute.value.kind = Extension::Kind::text;
      made.attributes.push_back(std::move(attribute));
    } else if (child->name == "children" && child->space.empty()) {
      for (const XmlNode* id = child->first; id != nullptr; id = id->next) {
        made.children.emplace_back(xsd::collapse(id->text));
      }
    }
  }
  return made;
}

}  // namespace

std::vector<VocabularyList> master_data_of(const JsonNode& list, const Context& context) {
  std::vector<VocabularyList> all;
  if (!list.is(NodeKind::array)) return all;
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    VocabularyList made;
    made.type = text_of((*item)["type"]);
    for (const JsonNode* element = items_of(*item, "vocabularyElementList"); element != nullptr;
         element = element->next) {
      made.elements.push_back(element_of(*element, context));
    }
    all.push_back(std::move(made));
  }
  return all;
}

std::vector<VocabularyList> master_data_of(const XmlNode& list) {
  std::vector<VocabularyList> all;
  for (const XmlNode* item = list.first; item != nullptr; item = item->next) {
    VocabularyList made;
    if (const XmlNode* type = item->attribute("type")) made.type = xsd::collapse(type->text);
    if (const XmlNode* elements = item->child("VocabularyElementList")) {
      for (const XmlNode* element = elements->first; element != nullptr; element = element->next) {
        made.elements.push_back(element_of(*element));
      }
    }
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace zhiheng::trace
