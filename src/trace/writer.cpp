#include "trace/writer.h"

#include <algorithm>

#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

/// Prefixes of the EPCIS context, which documents need not declare.
constexpr std::pair<std::string_view, std::string_view> context_prefixes[] = {
    {"cbvmda", "urn:epcglobal:cbv:mda:"},
    {"gs1", "https://gs1.org/voc/"},
    {"cbv", "https://ref.gs1.org/cbv/"},
    {"epcis", "https://ref.gs1.org/epcis/"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"dcterms", "http://purl.org/dc/terms/"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"}};

/// Prefixes that the documents themselves use.
bool is_taken(std::string_view prefix) {
  return prefix.empty() || prefix == "epcis" || prefix == "epcisq" || prefix == "sbdh" ||
         prefix == "xsi" || prefix == "xml" || prefix == "xmlns" || prefix == "gs1" ||
         prefix == "cbv";
}

}  // namespace

WrittenName xml_name(std::string_view space, std::string_view name) {
  if (!space.empty()) return {std::string(space), std::string(name)};
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, std::string(name)};
  for (const auto& [prefix, known] : context_prefixes) {
    if (name.substr(0, colon) == prefix)
      return {std::string(known), std::string(name.substr(colon + 1))};
  }
  const std::size_t cut = name.find_last_of("/#:") + 1;
  return {std::string(name.substr(0, cut)), std::string(name.substr(cut))};
}

void Prefixes::note(const Extension& extension) {
  const WrittenName name = xml_name(extension.space, extension.name);
  if (!name.space.empty() && !extension.xml_type) spaces_.insert(name.space);
  note(extension.children);
}

void Prefixes::note(const Extensions& extensions) {
  for (const Extension& extension : extensions) note(extension);
}

void Prefixes::note(const Event& event) {
  note(event.extensions);
  if (event.instance_data) note(*event.instance_data);
  if (event.error) note(event.error->extensions);
  for (const auto* place : {&event.read_point, &event.biz_location}) {
    if (*place) note((*place)->extensions);
  }
  for (const SensorElement& element : event.sensors) {
    note(element.extensions);
    if (element.metadata) note(element.metadata->extensions);
    for (const SensorReading& report : element.reports) note(report.extensions);
  }
  if (event.type.find(':') != std::string::npos) spaces_.insert(xml_name({}, event.type).space);
}

void Prefixes::note(const VocabularyList& list) {
  for (const VocabularyElement& element : list.elements) {
    for (const VocabularyAttribute& attribute : element.attributes) note(attribute.value.children);
  }
}

void Prefixes::settle(const std::map<std::string, std::string, std::less<>>& declared) {
  std::set<std::string_view> used;
  for (const auto& [prefix, space] : declared) {
    if (!spaces_.contains(space) || by_space_.contains(space) || is_taken(prefix)) continue;
    by_space_.emplace(space, prefix);
    used.insert(prefix);
  }
  int number = 0;
  for (const std::string& space : spaces_) {
    if (by_space_.contains(space)) continue;
    std::string prefix;
    for (const auto& [known, own] : context_prefixes) {
      if (own == space && !is_taken(known) && !used.contains(known)) prefix = known;
    }
    while (prefix.empty() || used.contains(prefix)) prefix = "ns" + std::to_string(++number);
    used.insert(by_space_.emplace(space, prefix).first->second);
  }
}

const std::string& Prefixes::of(std::string_view space) const {
  static const std::string none;
  const auto found = by_space_.find(space);
  return found == by_space_.end() ? none : found->second;
}

std::string with_zone(std::string time) {
  if (!is_date_time(time) && is_date_time(time + "Z")) time += 'Z';
  return time;
}

Event modern(Event event) {
  event.time = with_zone(std::move(event.time));
  event.record_time = with_zone(std::move(event.record_time));
  if (event.error) event.error->time = with_zone(std::move(event.error->time));
  // What a bare event in XML says about itself as a document.
  std::erase_if(event.extensions, [](const Extension& extension) {
    return extension.attribute && extension.space.empty() &&
           (extension.name == "schemaVersion" || extension.name == "creationDate");
  });
  if (event.type != "QuantityEvent") return event;
  event.type = "ObjectEvent";
  event.action = "OBSERVE";
  Quantity quantity;
  std::erase_if(event.extensions, [&](const Extension& extension) {
    if (!extension.space.empty()) return false;
    if (extension.name == "epcClass") {
      quantity.epc_class = extension.text;
    } else if (extension.name == "quantity") {
      quantity.amount = extension.text;
    } else {
      return false;
    }
    return true;
  });
  event.quantities = std::vector<Quantity>{std::move(quantity)};
  event.epcs.reset();
  return event;
}

}  // namespace zhiheng::trace
