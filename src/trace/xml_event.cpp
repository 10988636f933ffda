#include "trace/xml_event.h"

#include "trace/value_forms.h"
#include "trace/vocabulary.h"

namespace zhiheng::trace {
namespace {

std::string text_of(const XmlNode& node) { return std::string(xsd::collapse(node.text)); }

std::string text_of(const XmlNode* node) {
  return node == nullptr ? std::string() : text_of(*node);
}

std::string text_of_child(const XmlNode& node, std::string_view name) {
  return text_of(node.child(name));
}

/// The words of XML are URIs already, in the older or the newer spelling, or CURIEs.
std::string word(Vocabulary vocabulary, const std::string& text) {
  return to_web_uri(vocabulary, text);
}

bool is_wrapper(const XmlNode& node) {
  return node.space.empty() && (node.name == "extension" || node.name == "baseExtension");
}

void add_extension(Extensions& into, const XmlNode& node) {
  if (!is_wrapper(node)) {
    into.push_back(extension_of(node));
    return;
  }
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    add_extension(into, *child);
  }
}

void add_attributes(Extensions& into, const XmlNode& node) {
  for (const XmlNode* item = node.attributes; item != nullptr; item = item->next) {
    Extension made;
    made.space = item->space;
    made.name = item->name;
    made.text = text_of(*item);
    made.attribute = true;
    made.xml_type = item->space == xsi_space;
    into.push_back(std::move(made));
  }
}

std::vector<std::string> texts(const XmlNode& list) {
  std::vector<std::string> all;
  for (const XmlNode* child = list.first; child != nullptr; child = child->next) {
    all.push_back(text_of(*child));
  }
  return all;
}

std::vector<Quantity> quantities(const XmlNode& list) {
  std::vector<Quantity> all;
  for (const XmlNode* child = list.first; child != nullptr; child = child->next) {
    all.push_back({text_of_child(*child, "epcClass"), text_of_child(*child, "quantity"),
                   text_of_child(*child, "uom")});
  }
  return all;
}

std::vector<Reference> references(const XmlNode& list, Vocabulary vocabulary) {
  std::vector<Reference> all;
  for (const XmlNode* child = list.first; child != nullptr; child = child->next) {
    const std::string type = text_of(child->attribute("type"));
    all.push_back({type.empty() ? std::string() : word(vocabulary, type), text_of(*child)});
  }
  return all;
}

Place place(const XmlNode& node) {
  Place made;
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    if (child->name == "id" && child->space.empty()) {
      made.id = text_of(*child);
    } else {
      add_extension(made.extensions, *child);
    }
  }
  return made;
}

ErrorDeclaration declaration(const XmlNode& node) {
  ErrorDeclaration made;
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    if (!child->space.empty()) {
      add_extension(made.extensions, *child);
    } else if (child->name == "declarationTime") {
      made.time = text_of(*child);
    } else if (child->name == "reason") {
      made.reason = word(Vocabulary::error_reason, text_of(*child));
    } else if (child->name == "correctiveEventIDs") {
      made.corrective_ids = texts(*child);
    } else {
      add_extension(made.extensions, *child);
    }
  }
  return made;
}

SensorReading reading(const XmlNode& node) {
  SensorReading made;
  for (const XmlNode* item = node.attributes; item != nullptr; item = item->next) {
    const std::string_view name = item->space.empty() ? sensor_field(item->name) : "";
    if (name.empty()) {
      Extension extension;
      extension.space = item->space;
      extension.name = item->name;
      extension.text = text_of(*item);
      extension.attribute = true;
      extension.xml_type = item->space == xsi_space;
      made.extensions.push_back(std::move(extension));
      continue;
    }
    std::string value = text_of(*item);
    if (name == "type") value = word(Vocabulary::measurement, value);
    if (name == "exception") value = word(Vocabulary::alert, value);
    if (name == "component") value = word(Vocabulary::component, value);
    made.fields.push_back({name, std::move(value)});
  }
  return made;
}

std::vector<SensorElement> sensors(const XmlNode& list) {
  std::vector<SensorElement> all;
  for (const XmlNode* element = list.first; element != nullptr; element = element->next) {
    SensorElement made;
    for (const XmlNode* child = element->first; child != nullptr; child = child->next) {
      if (child->space.empty() && child->name == "sensorMetadata") {
        made.metadata = reading(*child);
      } else if (child->space.empty() && child->name == "sensorReport") {
        made.reports.push_back(reading(*child));
      } else {
        add_extension(made.extensions, *child);
      }
    }
    all.push_back(std::move(made));
  }
  return all;
}

PersistentDisposition persistent(const XmlNode& node) {
  PersistentDisposition made;
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    auto& list = child->name == "set" ? made.set : made.unset;
    list.push_back(word(Vocabulary::disposition, text_of(*child)));
  }
  return made;
}

void read_children(Event& event, const XmlNode& node, const ListNames& lists);

void read_child(Event& event, const XmlNode& node, const ListNames& lists) {
  const std::string_view name = node.name;
  if (!node.space.empty()) {
    event.extensions.push_back(extension_of(node));
  } else if (is_wrapper(node)) {
    read_children(event, node, lists);
  } else if (name == "eventTime") {
    event.time = text_of(node);
  } else if (name == "recordTime") {
    event.record_time = text_of(node);
  } else if (name == "eventTimeZoneOffset") {
    event.zone_offset = text_of(node);
  } else if (name == "eventID") {
    event.id = text_of(node);
  } else if (name == "errorDeclaration") {
    event.error = declaration(node);
  } else if (name == "certificationInfo") {
    event.certifications.push_back(text_of(node));
  } else if (name == lists.epcs) {
    event.epcs = texts(node);
  } else if (name == lists.quantities) {
    event.quantities = quantities(node);
  } else if (!lists.output_epcs.empty() && name == lists.output_epcs) {
    event.output_epcs = texts(node);
  } else if (!lists.output_quantities.empty() && name == lists.output_quantities) {
    event.output_quantities = quantities(node);
  } else if (name == "action") {
    event.action = text_of(node);
  } else if (name == "parentID") {
    event.parent = text_of(node);
  } else if (name == "transformationID") {
    event.transformation = text_of(node);
  } else if (name == "bizStep") {
    event.biz_step = word(Vocabulary::biz_step, text_of(node));
  } else if (name == "disposition") {
    event.disposition = word(Vocabulary::disposition, text_of(node));
  } else if (name == "persistentDisposition") {
    event.persistent = persistent(node);
  } else if (name == "readPoint") {
    event.read_point = place(node);
  } else if (name == "bizLocation") {
    event.biz_location = place(node);
  } else if (name == "bizTransactionList") {
    event.transactions = references(node, Vocabulary::transaction_type);
  } else if (name == "sourceList") {
    event.sources = references(node, Vocabulary::source_type);
  } else if (name == "destinationList") {
    event.destinations = references(node, Vocabulary::source_type);
  } else if (name == "sensorElementList") {
    event.sensors = sensors(node);
  } else if (name == "ilmd") {
    Extensions all;
    for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
      add_extension(all, *child);
    }
    event.instance_data = std::move(all);
  } else {
    event.extensions.push_back(extension_of(node));
  }
}

void read_children(Event& event, const XmlNode& node, const ListNames& lists) {
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    read_child(event, *child, lists);
  }
}

}  // namespace

Extension extension_of(const XmlNode& element) {
  Extension made;
  made.space = element.space;
  made.name = element.name;
  made.text = text_of(element);
  add_attributes(made.children, element);
  for (const XmlNode* child = element.first; child != nullptr; child = child->next) {
    add_extension(made.children, *child);
  }
  if (!made.children.empty()) made.kind = Extension::Kind::object;
  return made;
}

Event event_of(const XmlNode& element) {
  Event event;
  // An event type of someone's own is named by a URI; the standard's own need no namespace.
  const bool own = !element.space.empty() && !element.space.starts_with("urn:epcglobal:epcis");
  event.type = own ? std::string(element.space).append(element.name) : std::string(element.name);
  add_attributes(event.extensions, element);
  read_children(event, element, list_names(event.type));
  return event;
}

}  // namespace zhiheng::trace
