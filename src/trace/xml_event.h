#pragma once
// From XML to an event.

#include "trace/event.h"
#include "trace/xml_tree.h"

namespace zhiheng::trace {

/// Calls `use` for the event, or for the events inside of `extension` elements around them.
template <class Use>
void for_events_in(const XmlNode& listed, const Use& use) {
  if (listed.name != "extension" || !listed.space.empty()) {
    use(listed);
    return;
  }
  for (const XmlNode* child = listed.first; child != nullptr; child = child->next) {
    for_events_in(*child, use);
  }
}

/// The event of an element that was checked, or is read leniently. What edition 1.2 keeps inside of
/// `extension` and `baseExtension` stands where edition 2.0 has it.
[[nodiscard]] Event event_of(const XmlNode& element);

/// An element as an extension, with its attributes and children.
[[nodiscard]] Extension extension_of(const XmlNode& element);

}  // namespace zhiheng::trace
