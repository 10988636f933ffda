// Events as JSON-LD.

#include <charconv>
#include <ostream>

#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/value_forms.h"
#include "trace/vocabulary.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view epcis_context =
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

/// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  if (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') return false;
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos &&
      (point + 1 >= text.size() || text[point + 1] < '0' || text[point + 1] > '9')) {
    return false;
  }
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

class JsonWriter : public Writer {
 public:
  JsonWriter(std::ostream& out, const Prefixes& prefixes) : out_(out), prefixes_(prefixes) {}

  void begin(const Document& document) override;
  void event(const Event& event) override;
  void end() override;

 private:
  // The smallest writer of JSON there can be: a comma before every value but the first.
  void open(char bracket) {
    separate();
    text_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    first_ = false;
  }
  void separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  void quoted(std::string_view text);
  void key(std::string_view name) {
    separate();
    quoted(name);
    text_ += ':';
    first_ = true;  // no comma before the value
  }
  void text(std::string_view value) {
    separate();
    quoted(value);
  }
  void raw(std::string_view value) {
    separate();
    text_ += value;
  }
  void member(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    key(name);
    text(value);
  }
  void number(std::string_view name, std::string_view value);
  void texts(std::string_view name, const std::vector<std::string>& values);
  void words(std::string_view name, Vocabulary vocabulary, const std::vector<std::string>& values);

  std::string written_name(const Extension& extension) const;
  void extensions(const Extensions& extensions);
  void value(const Extension& extension);
  void context(const Document& document);
  void master_data(const std::vector<VocabularyList>& lists);
  void vocabulary_element(const VocabularyElement& element);
  void quantities(std::string_view name, const std::vector<Quantity>& list);
  void references(std::string_view name, std::string_view id, Vocabulary vocabulary,
                  const std::vector<Reference>& list);
  void place(std::string_view name, const std::optional<Place>& place);
  void reading(const SensorReading& reading);
  void sensors(const std::vector<SensorElement>& elements);
  void declaration(const ErrorDeclaration& declaration);
  /// A stream takes each sign through several calls: it gets whole events.
  void hand_on() {
    out_ << text_;
    text_.clear();
  }

  std::ostream& out_;
  std::string text_;  // not yet in the stream
  const Prefixes& prefixes_;
  bool first_ = true;
  bool query_ = false;
};

std::string sensor_word(Vocabulary vocabulary, std::string_view value) {
  std::string word = to_word(vocabulary, value);
  // A word of GS1's that this edition of the schema does not list passes as a CURIE.
  constexpr std::string_view web = "https://gs1.org/voc/";
  if (word.starts_with(web)) return "gs1:" + word.substr(web.size());
  return word;
}

void JsonWriter::quoted(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  text_ += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto sign = static_cast<unsigned char>(text[i]);
    if (sign >= 0x20 && sign != '"' && sign != '\\') continue;
    text_ += text.substr(begin, i - begin);
    begin = i + 1;
    if (sign == '"' || sign == '\\') {
      text_ += {'\\', text[i]};
    } else if (sign == '\n') {
      text_ += "\\n";
    } else if (sign == '\t') {
      text_ += "\\t";
    } else {
      text_ += {'\\', 'u', '0', '0', hex[sign >> 4], hex[sign & 15]};
    }
  }
  text_ += text.substr(begin);
  text_ += '"';
}

void JsonWriter::number(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  const std::string plain = is_json_number(value) ? std::string(value) : canonical_value(value);
  if (!is_json_number(plain)) {
    warnings.push_back({&not_expressible, std::string(name), std::string(value), "number"});
    return;
  }
  key(name);
  raw(plain);
}

void JsonWriter::texts(std::string_view name, const std::vector<std::string>& values) {
  key(name);
  open('[');
  for (const std::string& value : values) text(value);
  close(']');
}

void JsonWriter::words(std::string_view name, Vocabulary vocabulary,
                       const std::vector<std::string>& values) {
  if (values.empty()) return;
  key(name);
  open('[');
  for (const std::string& value : values) text(to_word(vocabulary, value));
  close(']');
}

std::string JsonWriter::written_name(const Extension& extension) const {
  if (extension.space.empty()) return extension.name;
  return prefixes_.of(extension.space) + ":" + extension.name;
}

/// Whether an element is the form that XML gives to a list.
bool is_list(const Extension& extension) {
  const std::string_view item = name_in_list(extension.name);
  if (item.empty() || extension.children.empty() || !extension.text.empty()) return false;
  for (const Extension& child : extension.children) {
    const bool named =
        child.name == item || (item == "quantity" && child.name == "quantityElement");
    if (!named || child.space != extension.space || child.attribute) return false;
  }
  return true;
}

/// What xsi:type says about a text; XML has no other way to say that it is a number.
Extension::Kind kind_of(const Extension& extension) {
  for (const Extension& child : extension.children) {
    if (!child.xml_type || child.name != "type") continue;
    const std::string_view type = std::string_view(child.text).substr(child.text.find(':') + 1);
    if (type == "boolean") return Extension::Kind::boolean;
    if (type == "int" || type == "integer" || type == "long" || type == "short" ||
        type == "double" || type == "float" || type == "decimal") {
      return Extension::Kind::number;
    }
  }
  return extension.kind;
}

void JsonWriter::value(const Extension& extension) {
  bool plain = true;
  for (const Extension& child : extension.children) plain = plain && child.xml_type;
  if (is_list(extension)) {
    open('[');
    for (const Extension& child : extension.children) value(child);
    close(']');
    return;
  }
  if (!plain || (extension.kind == Extension::Kind::object && extension.children.empty() &&
                 extension.text.empty())) {
    open('{');
    if (!extension.text.empty()) member("#text", extension.text);
    extensions(extension.children);
    close('}');
    return;
  }
  switch (kind_of(extension)) {
    case Extension::Kind::number:
      if (is_json_number(extension.text)) {
        raw(extension.text);
        return;
      }
      break;
    case Extension::Kind::boolean:
      if (xsd::is_boolean(extension.text)) {
        raw(extension.text == "true" || extension.text == "1" ? "true" : "false");
        return;
      }
      break;
    case Extension::Kind::null:
      raw("null");
      return;
    default:
      break;
  }
  text(extension.text);
}

/// Neighbours of one name become a list.
void JsonWriter::extensions(const Extensions& extensions) {
  std::vector<bool> done(extensions.size());
  for (std::size_t i = 0; i < extensions.size(); ++i) {
    if (done[i] || extensions[i].xml_type) continue;
    key(written_name(extensions[i]));
    std::vector<const Extension*> same;
    for (std::size_t j = i; j < extensions.size(); ++j) {
      if (extensions[j].name != extensions[i].name || extensions[j].space != extensions[i].space) {
        continue;
      }
      same.push_back(&extensions[j]);
      done[j] = true;
    }
    if (same.size() == 1) {
      value(extensions[i]);
      continue;
    }
    open('[');
    for (const Extension* item : same) value(*item);
    close(']');
  }
}

void JsonWriter::context(const Document& document) {
  key("@context");
  open('[');
  text(epcis_context);
  for (const std::string& url : document.contexts) text(url);
  if (!prefixes_.all().empty()) {
    open('{');
    for (const auto& [space, prefix] : prefixes_.all()) member(prefix, space);
    close('}');
  }
  close(']');
}

void JsonWriter::vocabulary_element(const VocabularyElement& element) {
  open('{');
  member("id", element.id);
  if (!element.attributes.empty()) {
    key("attributes");
    open('[');
    for (const VocabularyAttribute& attribute : element.attributes) {
      open('{');
      member("id", attribute.id);
      key("attribute");
      value(attribute.value);
      close('}');
    }
    close(']');
  }
  if (!element.children.empty()) texts("children", element.children);
  close('}');
}

void JsonWriter::master_data(const std::vector<VocabularyList>& lists) {
  key("vocabularyList");
  open('[');
  for (const VocabularyList& list : lists) {
    open('{');
    member("type", list.type);
    key("vocabularyElementList");
    open('[');
    for (const VocabularyElement& element : list.elements) vocabulary_element(element);
    close(']');
    close('}');
  }
  close(']');
}

void JsonWriter::begin(const Document& document) {
  query_ = document.kind == "EPCISQueryDocument";
  open('{');
  context(document);
  member("id", document.id);
  member("type", query_ ? "EPCISQueryDocument" : "EPCISDocument");
  member("schemaVersion", "2.0");
  member("creationDate", document.created);
  if (query_) {
    key("epcisBody");
    open('{');
    key("queryResults");
    open('{');
    key("queryName");
    text(document.query_name);
    member("subscriptionID", document.subscription);
    key("resultsBody");
    open('{');
    if (!document.master_data.empty()) master_data(document.master_data);
  } else {
    member("sender", document.sender);
    member("receiver", document.receiver);
    member("instanceIdentifier", document.instance);
    if (!document.master_data.empty()) {
      key("epcisHeader");
      open('{');
      key("epcisMasterData");
      open('{');
      master_data(document.master_data);
      close('}');
      close('}');
    }
    key("epcisBody");
    open('{');
  }
  key("eventList");
  open('[');
}

void JsonWriter::quantities(std::string_view name, const std::vector<Quantity>& list) {
  key(name);
  open('[');
  for (const Quantity& quantity : list) {
    open('{');
    member("epcClass", quantity.epc_class);
    number("quantity", quantity.amount);
    member("uom", quantity.unit);
    close('}');
  }
  close(']');
}

void JsonWriter::references(std::string_view name, std::string_view id, Vocabulary vocabulary,
                            const std::vector<Reference>& list) {
  if (list.empty()) return;
  key(name);
  open('[');
  for (const Reference& reference : list) {
    open('{');
    member("type", to_word(vocabulary, reference.type));
    member(id, reference.id);
    close('}');
  }
  close(']');
}

void JsonWriter::place(std::string_view name, const std::optional<Place>& place) {
  if (!place) return;
  key(name);
  open('{');
  member("id", place->id);
  extensions(place->extensions);
  close('}');
}

void JsonWriter::reading(const SensorReading& reading) {
  open('{');
  for (const SensorField& field : reading.fields) {
    if (field.name == "type") {
      member(field.name, sensor_word(Vocabulary::measurement, field.value));
    } else if (field.name == "exception") {
      member(field.name, sensor_word(Vocabulary::alert, field.value));
    } else if (field.name == "component") {
      member(field.name, to_word(Vocabulary::component, field.value));
    } else if (kind_of_sensor_field(field.name) == Extension::Kind::number) {
      number(field.name, field.value);
    } else if (field.name == "booleanValue") {
      key(field.name);
      raw(field.value == "true" || field.value == "1" ? "true" : "false");
    } else {
      member(field.name, field.value);
    }
  }
  extensions(reading.extensions);
  close('}');
}

void JsonWriter::sensors(const std::vector<SensorElement>& elements) {
  key("sensorElementList");
  open('[');
  for (const SensorElement& element : elements) {
    open('{');
    if (element.metadata) {
      key("sensorMetadata");
      reading(*element.metadata);
    }
    key("sensorReport");
    open('[');
    for (const SensorReading& report : element.reports) reading(report);
    close(']');
    extensions(element.extensions);
    close('}');
  }
  close(']');
}

void JsonWriter::declaration(const ErrorDeclaration& declaration) {
  key("errorDeclaration");
  open('{');
  member("declarationTime", declaration.time);
  member("reason", to_word(Vocabulary::error_reason, declaration.reason));
  if (!declaration.corrective_ids.empty()) texts("correctiveEventIDs", declaration.corrective_ids);
  extensions(declaration.extensions);
  close('}');
}

void JsonWriter::event(const Event& event) {
  const ListNames lists = list_names(event.type);
  open('{');
  member("type", event.type);
  member("eventID", event.id);
  member("eventTime", event.time);
  member("recordTime", record_time.empty() ? event.record_time : record_time);
  member("eventTimeZoneOffset", event.zone_offset);
  if (event.error) declaration(*event.error);
  if (event.certifications.size() == 1) {
    member("certificationInfo", event.certifications.front());
  } else if (!event.certifications.empty()) {
    texts("certificationInfo", event.certifications);
  }
  member("parentID", event.parent);
  if (event.epcs) texts(lists.epcs, *event.epcs);
  if (event.quantities) quantities(lists.quantities, *event.quantities);
  if (event.output_epcs) texts(lists.output_epcs, *event.output_epcs);
  if (event.output_quantities) quantities(lists.output_quantities, *event.output_quantities);
  member("transformationID", event.transformation);
  member("action", event.action);
  member("bizStep", to_word(Vocabulary::biz_step, event.biz_step));
  member("disposition", to_word(Vocabulary::disposition, event.disposition));
  if (event.persistent) {
    key("persistentDisposition");
    open('{');
    words("set", Vocabulary::disposition, event.persistent->set);
    words("unset", Vocabulary::disposition, event.persistent->unset);
    close('}');
  }
  place("readPoint", event.read_point);
  place("bizLocation", event.biz_location);
  references("bizTransactionList", "bizTransaction", Vocabulary::transaction_type,
             event.transactions);
  references("sourceList", "source", Vocabulary::source_type, event.sources);
  references("destinationList", "destination", Vocabulary::source_type, event.destinations);
  if (!event.sensors.empty()) sensors(event.sensors);
  if (event.instance_data) {
    key("ilmd");
    open('{');
    extensions(*event.instance_data);
    close('}');
  }
  extensions(event.extensions);
  close('}');
  text_ += '\n';
  hand_on();
}

void JsonWriter::end() {
  close(']');
  if (query_) {
    close('}');
    close('}');
  }
  close('}');
  close('}');
  text_ += '\n';
  hand_on();
}

}  // namespace

std::unique_ptr<Writer> json_writer(std::ostream& out, const Prefixes& prefixes) {
  return std::make_unique<JsonWriter>(out, prefixes);
}

}  // namespace zhiheng::trace
