#include "trace/xml_tree.h"

namespace zhiheng::trace {

const XmlNode* XmlNode::child(std::string_view wanted) const {
  for (const XmlNode* node = first; node != nullptr; node = node->next) {
    if (node->name == wanted && node->space.empty()) return node;
  }
  return nullptr;
}

const XmlNode* XmlNode::attribute(std::string_view wanted) const {
  for (const XmlNode* node = attributes; node != nullptr; node = node->next) {
    if (node->name == wanted && node->space.empty()) return node;
  }
  return nullptr;
}

}  // namespace zhiheng::trace
