#include "trace/json_event.h"

#include <algorithm>

#include "trace/vocabulary.h"

namespace zhiheng::trace {
namespace {

using NodeKind = JsonNode::Kind;

std::string text_of(const JsonNode* value) {
  if (value == nullptr) return {};
  if (value->is(NodeKind::boolean)) return value->boolean ? "true" : "false";
  return std::string(value->text);
}

/// Keys that say something about the writing and not about the event.
bool is_remark(std::string_view key) { return key == "rdfs:comment" || key == "comment"; }

/// An object, none of whose members has another name.
bool has_only(const JsonNode& node, std::initializer_list<std::string_view> names) {
  if (!node.is(NodeKind::object)) return false;
  for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
    if (std::ranges::find(names, member->key) == names.end()) return false;
  }
  return true;
}

class Reader {
 public:
  explicit Reader(const Context& context) : context_(context) {}

  Event event(const JsonNode& node);
  Extension value(const JsonNode& node);

 private:
  bool standard(Event& event, const JsonNode& member, const ListNames& lists);
  void extension(Extensions& into, const JsonNode& member);
  Extensions extensions(const JsonNode& object, std::initializer_list<std::string_view> known);
  std::vector<std::string> texts(const JsonNode& list);
  std::vector<std::string> words(const JsonNode* list);
  std::vector<Quantity> quantities(const JsonNode& list);
  std::vector<Reference> references(const JsonNode& list, std::string_view id,
                                    Vocabulary vocabulary);
  Place place(const JsonNode& value);
  ErrorDeclaration declaration(const JsonNode& value);
  SensorReading reading(const JsonNode& value);
  std::vector<SensorElement> sensors(const JsonNode& list);
  std::string word(Vocabulary vocabulary, const JsonNode& value);

  const Context& context_;
};

std::string Reader::word(Vocabulary vocabulary, const JsonNode& value) {
  const std::string_view text = value.text;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return to_web_uri(vocabulary, text);
  if (context_.keep_vocabulary_prefixes && !context_.declared().contains(text.substr(0, colon)) &&
      (text.starts_with("gs1:") || text.starts_with("cbv:"))) {
    return std::string(text);
  }
  return to_web_uri(vocabulary, context_.expand(text));
}

Extension Reader::value(const JsonNode& node) {
  Extension made;
  switch (node.kind) {
    case NodeKind::null:
      made.kind = Extension::Kind::null;
      break;
    case NodeKind::boolean:
      made.kind = Extension::Kind::boolean;
      made.text = node.boolean ? "true" : "false";
      break;
    case NodeKind::number:
      made.kind = Extension::Kind::number;
      made.text = node.text;
      break;
    case NodeKind::string:
      made.text = context_.expand(node.text);
      break;
    case NodeKind::array:
    case NodeKind::object:
      made.kind = Extension::Kind::object;
      for (const JsonNode* child = node.first; child != nullptr; child = child->next) {
        if (node.is(NodeKind::object) && child->key == "#text") {
          made.text = text_of(child);
        } else {
          extension(made.children, *child);
        }
      }
      break;
  }
  return made;
}

/// A member, once for each item where its value is a list. What is called "…List" becomes, as in
/// XML, an element of that name around its items.
void Reader::extension(Extensions& into, const JsonNode& member) {
  if (is_remark(member.key)) return;
  const Context::Name name = context_.resolve(member.key);
  const std::string_view item_name = name_in_list(name.name);
  Extensions items;
  const auto add = [&](const JsonNode& node) {
    Extension made = value(node);
    made.space = name.space;
    made.name = item_name.empty() ? name.name : item_name;
    if (made.name == "quantity" && made.space.empty() && !made.children.empty()) {
      made.name = "quantityElement";
    }
    items.push_back(std::move(made));
  };
  if (member.is(NodeKind::array)) {
    for (const JsonNode* item = member.first; item != nullptr; item = item->next) add(*item);
  } else {
    add(member);
  }
  if (!item_name.empty() && !items.empty()) {
    Extension list;
    list.space = name.space;
    list.name = name.name;
    list.kind = Extension::Kind::object;
    list.children = std::move(items);
    into.push_back(std::move(list));
    return;
  }
  for (Extension& item : items) into.push_back(std::move(item));
}

Extensions Reader::extensions(const JsonNode& object,
                              std::initializer_list<std::string_view> known) {
  Extensions all;
  for (const JsonNode* member = object.first; member != nullptr; member = member->next) {
    bool own = false;
    for (const std::string_view key : known) own = own || member->key == key;
    if (!own) extension(all, *member);
  }
  return all;
}

std::vector<std::string> Reader::texts(const JsonNode& list) {
  std::vector<std::string> all;
  if (!list.is(NodeKind::array)) {
    if (list.is(NodeKind::string)) all.push_back(text_of(&list));
    return all;
  }
  all.reserve(list.count);
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (item->is(NodeKind::string)) all.push_back(text_of(item));
  }
  return all;
}

std::vector<std::string> Reader::words(const JsonNode* list) {
  std::vector<std::string> all;
  if (list == nullptr) return all;
  if (list->is(NodeKind::string)) all.push_back(word(Vocabulary::disposition, *list));
  for (const JsonNode* item = list->first; item != nullptr; item = item->next) {
    if (item->is(NodeKind::string)) all.push_back(word(Vocabulary::disposition, *item));
  }
  return all;
}

std::vector<Quantity> Reader::quantities(const JsonNode& list) {
  std::vector<Quantity> all;
  all.reserve(list.count);
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!item->is(NodeKind::object)) continue;
    all.push_back(
        {text_of((*item)["epcClass"]), text_of((*item)["quantity"]), text_of((*item)["uom"])});
  }
  return all;
}

std::vector<Reference> Reader::references(const JsonNode& list, std::string_view id,
                                          Vocabulary vocabulary) {
  std::vector<Reference> all;
  all.reserve(list.count);
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!item->is(NodeKind::object)) continue;
    const JsonNode* type = (*item)["type"];
    all.push_back(
        {type == nullptr ? std::string() : word(vocabulary, *type), text_of((*item)[id])});
  }
  return all;
}

Place Reader::place(const JsonNode& value) {
  if (!value.is(NodeKind::object)) return {text_of(&value)};
  return {text_of(value["id"]), extensions(value, {"id"})};
}

ErrorDeclaration Reader::declaration(const JsonNode& value) {
  ErrorDeclaration made;
  made.time = text_of(value["declarationTime"]);
  if (const JsonNode* reason = value["reason"])
    made.reason = word(Vocabulary::error_reason, *reason);
  if (const JsonNode* ids = value["correctiveEventIDs"]) made.corrective_ids = texts(*ids);
  made.extensions = extensions(value, {"declarationTime", "reason", "correctiveEventIDs"});
  return made;
}

SensorReading Reader::reading(const JsonNode& value) {
  SensorReading made;
  for (const JsonNode* member = value.first; member != nullptr; member = member->next) {
    const std::string_view name = sensor_field(member->key);
    if (name.empty()) {
      extension(made.extensions, *member);
    } else if (name == "type") {
      made.fields.push_back({name, word(Vocabulary::measurement, *member)});
    } else if (name == "exception") {
      made.fields.push_back({name, word(Vocabulary::alert, *member)});
    } else if (name == "component") {
      made.fields.push_back({name, word(Vocabulary::component, *member)});
    } else {
      made.fields.push_back({name, text_of(member)});
    }
  }
  return made;
}

std::vector<SensorElement> Reader::sensors(const JsonNode& list) {
  std::vector<SensorElement> all;
  for (const JsonNode* item = list.first; item != nullptr; item = item->next) {
    if (!item->is(NodeKind::object)) continue;
    SensorElement made;
    const JsonNode* metadata = (*item)["sensorMetadata"];
    if (metadata != nullptr && metadata->is(NodeKind::object)) made.metadata = reading(*metadata);
    if (const JsonNode* reports = (*item)["sensorReport"]) {
      for (const JsonNode* report = reports->first; report != nullptr; report = report->next) {
        if (report->is(NodeKind::object)) made.reports.push_back(reading(*report));
      }
    }
    made.extensions = extensions(*item, {"sensorMetadata", "sensorReport"});
    all.push_back(std::move(made));
  }
  return all;
}

/// False for a member that the standard does not know in this type of event.
bool Reader::standard(Event& event, const JsonNode& member, const ListNames& lists) {
  const std::string_view key = member.key;
  const auto take = [&](std::string& into) {
    into = text_of(&member);
    return true;
  };
  switch (key.size()) {
    case 4:
      if (key == "ilmd") {
        event.instance_data = extensions(member, {});
        return true;
      }
      return key == "type";
    case 6:
      if (key == "action") return take(event.action);
      break;
    case 7:
      if (key == "eventID") return take(event.id);
      if (key == "bizStep") {
        event.biz_step = word(Vocabulary::biz_step, member);
        return true;
      }
      break;
    case 8:
      if (key == "@context") return true;
      if (key == "parentID") return take(event.parent);
      break;
    case 9:
      if (key == "eventTime") return take(event.time);
      if (key == "readPoint") {
        event.read_point = place(member);
        return true;
      }
      break;
    default:
      break;
  }
  if (key == lists.epcs) {
    event.epcs = texts(member);
  } else if (key == lists.quantities) {
    event.quantities = quantities(member);
  } else if (!lists.output_epcs.empty() && key == lists.output_epcs) {
    event.output_epcs = texts(member);
  } else if (!lists.output_quantities.empty() && key == lists.output_quantities) {
    event.output_quantities = quantities(member);
  } else if (key == "recordTime") {
    event.record_time = text_of(&member);
  } else if (key == "eventTimeZoneOffset") {
    event.zone_offset = text_of(&member);
  } else if (key == "disposition") {
    event.disposition = word(Vocabulary::disposition, member);
  } else if (key == "bizLocation") {
    event.biz_location = place(member);
  } else if (key == "bizTransactionList") {
    event.transactions = references(member, "bizTransaction", Vocabulary::transaction_type);
  } else if (key == "sourceList") {
    event.sources = references(member, "source", Vocabulary::source_type);
  } else if (key == "destinationList") {
    event.destinations = references(member, "destination", Vocabulary::source_type);
  } else if (key == "sensorElementList") {
    event.sensors = sensors(member);
  } else if (key == "persistentDisposition") {
    event.persistent = PersistentDisposition{words(member["set"]), words(member["unset"])};
  } else if (key == "transformationID") {
    event.transformation = text_of(&member);
  } else if (key == "certificationInfo") {
    event.certifications = texts(member);
  } else if (key == "errorDeclaration") {
    event.error = declaration(member);
  } else if (key == "baseExtension" && !context_.keep_vocabulary_prefixes &&
             has_only(member, {"eventID", "errorDeclaration"})) {
    // Where edition 1.2 has them. No schema of JSON does, yet programs that convert leave it there,
    // and the reference leaves it where it is.
    for (const JsonNode* part = member.first; part != nullptr; part = part->next) {
      static_cast<void>(standard(event, *part, lists));
    }
  } else {
    return false;
  }
  return true;
}

Event Reader::event(const JsonNode& node) {
  Event event;
  event.type = text_of(node["type"]);
  const ListNames lists = list_names(event.type);
  for (const JsonNode* member = node.first; member != nullptr; member = member->next) {
    if (!standard(event, *member, lists)) extension(event.extensions, *member);
  }
  return event;
}

bool is_epcis_context(std::string_view url) {
  return url.ends_with("/epcis-context.jsonld") &&
         (url.starts_with("https://ref.gs1.org/") || url.starts_with("http://ref.gs1.org/") ||
          url.starts_with("https://gs1.github.io/EPCIS/"));
}

}  // namespace

void Context::read(const JsonNode& context) {
  if (context.is(NodeKind::array)) {
    for (const JsonNode* item = context.first; item != nullptr; item = item->next) read(*item);
  } else if (context.is(NodeKind::string)) {
    if (!is_epcis_context(context.text)) unknown.emplace_back(context.text);
  } else if (context.is(NodeKind::object)) {
    for (const JsonNode* member = context.first; member != nullptr; member = member->next) {
      if (member->key.starts_with('@')) continue;
      const JsonNode* id = member->is(NodeKind::object) ? (*member)["@id"] : member;
      if (id == nullptr || !id->is(NodeKind::string)) continue;
      declared_.insert_or_assign(std::string(member->key), std::string(id->text));
    }
  }
}

Context::Name Context::resolve(std::string_view key) const {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return {{}, key};
  const std::string_view prefix = key.substr(0, colon);
  const auto found = declared_.find(prefix);
  if (found == declared_.end()) return {{}, key};
  return {found->second, key.substr(colon + 1)};
}

std::string Context::expand(std::string_view value) const {
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos || value.substr(colon).starts_with("://")) {
    return std::string(value);
  }
  const Name name = resolve(value);
  if (name.space.empty()) return std::string(value);
  std::string whole(name.space);
  return whole.append(name.name);
}

Event event_of(const JsonNode& node, const Context& context) { return Reader(context).event(node); }

Extension extension_value(const JsonNode& node, const Context& context) {
  return Reader(context).value(node);
}

}  // namespace zhiheng::trace
