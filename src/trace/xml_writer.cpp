// Events as XML of edition 2.0.

#include <algorithm>
#include <ostream>

#include "trace/failures.h"
#include "trace/writer.h"
#include "trace/xml_tree.h"

namespace zhiheng::trace {
namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

/// A name that XML allows, as far as anyone uses names: letters, digits, "_", "-", ".".
bool is_name(std::string_view name) {
  const auto letter = [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '_' || sign < 0;
  };
  if (name.empty() || !letter(name.front())) return false;
  return std::ranges::all_of(name, [&](char sign) {
    return letter(sign) || (sign >= '0' && sign <= '9') || sign == '-' || sign == '.';
  });
}

class XmlWriter : public Writer {
 public:
  XmlWriter(std::ostream& out, const Prefixes& prefixes) : out_(out), prefixes_(prefixes) {}

  void begin(const Document& document) override;
  void event(const Event& event) override;
  void end() override;

 private:
  void escaped(std::string_view text);
  void open(std::string_view name, const Attributes& attributes = {}, bool empty = false);
  void close(std::string_view name) { out_ << "</" << name << '>'; }
  void element(std::string_view name, std::string_view text, const Attributes& attributes = {});
  void optional(std::string_view name, std::string_view text) {
    if (!text.empty()) element(name, text);
  }
  bool name_of(const Extension& extension, std::string& name);
  void extension(const Extension& extension);
  void extensions(const Extensions& extensions);
  void header(const Document& document);
  void master_data(const std::vector<VocabularyList>& lists);
  void epcs(std::string_view name, const std::optional<std::vector<std::string>>& list);
  void quantities(std::string_view name, const std::optional<std::vector<Quantity>>& list);
  void place(std::string_view name, const std::optional<Place>& place);
  void references(std::string_view list, std::string_view name,
                  const std::vector<Reference>& references);
  void reading(std::string_view name, const SensorReading& reading);
  void sensors(const std::vector<SensorElement>& elements);
  void common(const Event& event);
  void where_and_why(const Event& event);
  void parties(const Event& event);
  void fields(const Event& event);

  std::ostream& out_;
  const Prefixes& prefixes_;
  bool query_ = false;
};

void XmlWriter::escaped(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string_view written;
    switch (text[i]) {
      case '&':
        written = "&amp;";
        break;
      case '<':
        written = "&lt;";
        break;
      case '>':
        written = "&gt;";
        break;
      case '"':
        written = "&quot;";
        break;
      case '\n':
        written = "&#10;";
        break;
      case '\t':
        written = "&#9;";
        break;
      case '\r':
        written = "&#13;";
        break;
      default:
        // XML has no way to write the other control characters, not even escaped.
        if (static_cast<unsigned char>(text[i]) >= 0x20) continue;
        written = "\xEF\xBF\xBD";
        warnings.push_back({&not_expressible, {}, "U+00" + std::to_string(int{text[i]}), {}});
    }
    out_ << text.substr(begin, i - begin) << written;
    begin = i + 1;
  }
  out_ << text.substr(begin);
}

void XmlWriter::open(std::string_view name, const Attributes& attributes, bool empty) {
  out_ << '<' << name;
  for (const auto& [attribute, value] : attributes) {
    out_ << ' ' << attribute << "=\"";
    escaped(value);
    out_ << '"';
  }
  out_ << (empty ? "/>" : ">");
}

void XmlWriter::element(std::string_view name, std::string_view text,
                        const Attributes& attributes) {
  if (text.empty()) {
    open(name, attributes, true);
    return;
  }
  open(name, attributes);
  escaped(text);
  close(name);
}

/// False, with a warning, for a name that XML cannot hold.
bool XmlWriter::name_of(const Extension& extension, std::string& name) {
  const WrittenName split = xml_name(extension.space, extension.name);
  if (!is_name(split.name)) {
    warnings.push_back({&not_expressible, extension.name, extension.text, "XML"});
    return false;
  }
  name = split.space.empty() ? split.name : prefixes_.of(split.space) + ":" + split.name;
  return true;
}

void XmlWriter::extension(const Extension& extension) {
  std::string name;
  if (extension.xml_type || !name_of(extension, name)) return;
  Attributes attributes;
  std::vector<const Extension*> children;
  for (const Extension& child : extension.children) {
    std::string child_name;
    if (!child.attribute) {
      children.push_back(&child);
    } else if (!child.xml_type && name_of(child, child_name)) {
      attributes.emplace_back(child_name, child.text);
    }
  }
  if (children.empty()) {
    element(name, extension.text, attributes);
    return;
  }
  open(name, attributes);
  escaped(extension.text);
  for (const Extension* child : children) this->extension(*child);
  close(name);
}

void XmlWriter::extensions(const Extensions& extensions) {
  for (const Extension& item : extensions) {
    if (!item.attribute) extension(item);
  }
}

void XmlWriter::master_data(const std::vector<VocabularyList>& lists) {
  open("extension");
  open("EPCISMasterData");
  open("VocabularyList");
  for (const VocabularyList& list : lists) {
    open("Vocabulary", {{"type", list.type}});
    if (!list.elements.empty()) {
      open("VocabularyElementList");
      for (const VocabularyElement& item : list.elements) {
        open("VocabularyElement", {{"id", item.id}});
        for (const VocabularyAttribute& attribute : item.attributes) {
          open("attribute", {{"id", attribute.id}});
          escaped(attribute.value.text);
          extensions(attribute.value.children);
          close("attribute");
        }
        if (!item.children.empty()) {
          open("children");
          for (const std::string& id : item.children) element("id", id);
          close("children");
        }
        close("VocabularyElement");
      }
      close("VocabularyElementList");
    }
    close("Vocabulary");
  }
  close("VocabularyList");
  close("EPCISMasterData");
  close("extension");
}

void XmlWriter::header(const Document& document) {
  const bool addressed = !document.sender.empty() || !document.receiver.empty();
  if (!addressed && document.master_data.empty()) return;
  open("EPCISHeader");
  if (addressed) {
    open("sbdh:StandardBusinessDocumentHeader", {{"xmlns:sbdh", std::string(sbdh_space)}});
    element("sbdh:HeaderVersion", "1.0");
    const std::pair<std::string_view, std::string_view> partners[] = {
        {"sbdh:Sender", document.sender}, {"sbdh:Receiver", document.receiver}};
    for (const auto& [name, id] : partners) {
      open(name);
      element("sbdh:Identifier", id);
      close(name);
    }
    open("sbdh:DocumentIdentification");
    element("sbdh:Standard", "EPCglobal");
    element("sbdh:TypeVersion", "1.0");
    element("sbdh:InstanceIdentifier", document.instance);
    element("sbdh:Type", "Events");
    element("sbdh:CreationDateAndTime", document.created);
    close("sbdh:DocumentIdentification");
    close("sbdh:StandardBusinessDocumentHeader");
  }
  if (!document.master_data.empty()) master_data(document.master_data);
  close("EPCISHeader");
}

void XmlWriter::begin(const Document& document) {
  query_ = document.kind == "EPCISQueryDocument";
  out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  Attributes attributes;
  attributes.emplace_back(query_ ? "xmlns:epcisq" : "xmlns:epcis",
                          query_ ? "urn:epcglobal:epcis-query:xsd:2" : "urn:epcglobal:epcis:xsd:2");
  for (const auto& [space, prefix] : prefixes_.all())
    attributes.emplace_back("xmlns:" + prefix, space);
  attributes.emplace_back("schemaVersion", "2.0");
  attributes.emplace_back("creationDate", document.created);
  open(query_ ? "epcisq:EPCISQueryDocument" : "epcis:EPCISDocument", attributes);
  header(document);
  open("EPCISBody");
  if (query_) {
    open("epcisq:QueryResults");
    element("queryName", document.query_name);
    optional("subscriptionID", document.subscription);
    open("resultsBody");
  }
  open("EventList");
  out_ << '\n';
}

void XmlWriter::epcs(std::string_view name, const std::optional<std::vector<std::string>>& list) {
  if (!list) return;
  open(name, {}, list->empty());
  if (list->empty()) return;
  for (const std::string& epc : *list) element("epc", epc);
  close(name);
}

void XmlWriter::quantities(std::string_view name,
                           const std::optional<std::vector<Quantity>>& list) {
  if (!list) return;
  open(name, {}, list->empty());
  if (list->empty()) return;
  for (const Quantity& quantity : *list) {
    open("quantityElement");
    element("epcClass", quantity.epc_class);
    optional("quantity", quantity.amount);
    // A unit without an amount has no place in XML.
    if (!quantity.amount.empty()) {
      optional("uom", quantity.unit);
    } else if (!quantity.unit.empty()) {
      warnings.push_back({&not_expressible, "uom", quantity.unit, "quantity"});
    }
    close("quantityElement");
  }
  close(name);
}

void XmlWriter::place(std::string_view name, const std::optional<Place>& place) {
  if (!place) return;
  open(name);
  element("id", place->id);
  extensions(place->extensions);
  close(name);
}

void XmlWriter::references(std::string_view list, std::string_view name,
                           const std::vector<Reference>& references) {
  if (references.empty()) return;
  open(list);
  for (const Reference& reference : references) {
    Attributes attributes;
    if (!reference.type.empty()) attributes.emplace_back("type", reference.type);
    element(name, reference.id, attributes);
  }
  close(list);
}

/// Metadata and reports have attributes only.
void XmlWriter::reading(std::string_view name, const SensorReading& reading) {
  Attributes attributes;
  for (const SensorField& field : reading.fields) attributes.emplace_back(field.name, field.value);
  for (const Extension& item : reading.extensions) {
    std::string attribute;
    if (item.xml_type || !name_of(item, attribute)) continue;
    const bool twice = std::ranges::any_of(
        attributes, [&](const auto& known) { return known.first == attribute; });
    if (!item.children.empty() || twice) {
      warnings.push_back({&not_expressible, std::string(name) + "/" + attribute, item.text, "XML"});
    } else {
      attributes.emplace_back(attribute, item.text);
    }
  }
  open(name, attributes, true);
}

void XmlWriter::sensors(const std::vector<SensorElement>& elements) {
  if (elements.empty()) return;
  open("sensorElementList");
  for (const SensorElement& item : elements) {
    open("sensorElement");
    if (item.metadata) reading("sensorMetadata", *item.metadata);
    for (const SensorReading& report : item.reports) reading("sensorReport", report);
    extensions(item.extensions);
    close("sensorElement");
  }
  close("sensorElementList");
}

void XmlWriter::common(const Event& event) {
  element("eventTime", event.time);
  optional("recordTime", record_time.empty() ? event.record_time : record_time);
  element("eventTimeZoneOffset", event.zone_offset);
  optional("eventID", event.id);
  if (event.error) {
    open("errorDeclaration");
    element("declarationTime", event.error->time);
    optional("reason", event.error->reason);
    if (!event.error->corrective_ids.empty()) {
      open("correctiveEventIDs");
      for (const std::string& id : event.error->corrective_ids) element("correctiveEventID", id);
      close("correctiveEventIDs");
    }
    extensions(event.error->extensions);
    close("errorDeclaration");
  }
  for (const std::string& certification : event.certifications) {
    element("certificationInfo", certification);
  }
  if (event.certifications.size() > 1) {
    warnings.push_back(
        {&not_expressible, "certificationInfo", std::to_string(event.certifications.size()), "1"});
  }
}

void XmlWriter::where_and_why(const Event& event) {
  optional("bizStep", event.biz_step);
  optional("disposition", event.disposition);
  place("readPoint", event.read_point);
  place("bizLocation", event.biz_location);
}

void XmlWriter::parties(const Event& event) {
  references("sourceList", "source", event.sources);
  references("destinationList", "destination", event.destinations);
  sensors(event.sensors);
  if (!event.persistent) return;
  open("persistentDisposition");
  for (const std::string& word : event.persistent->unset) element("unset", word);
  for (const std::string& word : event.persistent->set) element("set", word);
  close("persistentDisposition");
}

/// In the order that the schema has for each type.
void XmlWriter::fields(const Event& event) {
  const ListNames lists = list_names(event.type);
  const auto transactions = [&] {
    references("bizTransactionList", "bizTransaction", event.transactions);
  };
  common(event);
  if (event.type == "TransactionEvent") transactions();
  if (event.type == "TransformationEvent") {
    epcs(lists.epcs, event.epcs);
    quantities(lists.quantities, event.quantities);
    epcs(lists.output_epcs, event.output_epcs);
    quantities(lists.output_quantities, event.output_quantities);
    optional("transformationID", event.transformation);
    where_and_why(event);
    transactions();
  } else {
    optional("parentID", event.parent);
    epcs(lists.epcs, event.epcs);
    if (event.type == "AssociationEvent") quantities(lists.quantities, event.quantities);
    optional("action", event.action);
    where_and_why(event);
    if (event.type != "TransactionEvent") transactions();
    if (event.type != "AssociationEvent") quantities(lists.quantities, event.quantities);
  }
  parties(event);
  if (event.instance_data) {
    open("ilmd");
    extensions(*event.instance_data);
    close("ilmd");
  }
  extensions(event.extensions);
}

void XmlWriter::event(const Event& event) {
  const bool own = event.type.find(':') != std::string::npos;
  std::string name = event.type;
  if (own) {
    // A type of someone's own stands inside of an extension, in its namespace.
    const WrittenName split = xml_name({}, event.type);
    if (!is_name(split.name)) {
      warnings.push_back({&not_expressible, "type", event.type, "XML"});
      return;
    }
    name = prefixes_.of(split.space) + ":" + split.name;
    open("extension");
  }
  Attributes attributes;
  for (const Extension& item : event.extensions) {
    std::string attribute;
    if (item.attribute && !item.xml_type && name_of(item, attribute)) {
      attributes.emplace_back(attribute, item.text);
    }
  }
  open(name, attributes);
  fields(event);
  close(name);
  if (own) close("extension");
  out_ << '\n';
}

void XmlWriter::end() {
  close("EventList");
  if (query_) {
    close("resultsBody");
    close("epcisq:QueryResults");
  }
  close("EPCISBody");
  close(query_ ? "epcisq:EPCISQueryDocument" : "epcis:EPCISDocument");
  out_ << '\n';
}

}  // namespace

std::unique_ptr<Writer> xml_writer(std::ostream& out, const Prefixes& prefixes) {
  return std::make_unique<XmlWriter>(out, prefixes);
}

}  // namespace zhiheng::trace
