// How the tree of a document in XML grows, and is cut off behind each event.

#include "trace/failures.h"
#include "trace/xml_state.h"

namespace zhiheng::trace {
namespace {

constexpr std::size_t most_attributes = 1000;

/// Between elements.
bool only_spacing(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void XmlReader::State::check_size() {
  if (event_arena.size() > limits.event_bytes) {
    refuse(too_large, {}, "<= " + std::to_string(limits.event_bytes));
  }
  if (envelope_arena.size() > limits.envelope_bytes) {
    refuse(too_large, {}, "<= " + std::to_string(limits.envelope_bytes));
  }
}

void XmlReader::State::start(const char* whole, const char** pairs) {
  if (refusal != nullptr || stopped) return;
  if (++level > limits.levels) {
    refuse(too_deep, {}, "<= " + std::to_string(limits.levels));
    return;
  }
  std::size_t count = 0;
  for (const char** pair = pairs; *pair != nullptr; pair += 2) {
    const std::string_view name(pair[0]);
    if (name == "xmlns") {
      declare({}, pair[1]);
    } else if (name.starts_with("xmlns:")) {
      declare(name.substr(6), pair[1]);
    }
    if (++count > most_attributes) {
      refuse(too_large, {}, "<= " + std::to_string(most_attributes) + " attributes");
      return;
    }
  }
  XmlNode* node = arena().make<XmlNode>();
  node->line = line();
  const XmlName& name = resolve(whole);
  node->prefix = name.prefix;
  node->name = name.name;
  node->space = name.space;
  if (!name.declared && !node->prefix.empty()) {
    refuse(not_xml, std::string(node->prefix), "xmlns");
    return;
  }
  if (*pairs != nullptr) add_attributes(*node, pairs);
  node->parent = open;
  if (open == nullptr) {
    root = node;
  } else if (open != event_list) {
    (open->last != nullptr ? open->last->next : open->first) = node;
    open->last = node;
  }
  open = node;
  if (static_cast<std::size_t>(level) > texts.size()) texts.emplace_back();
  texts[static_cast<std::size_t>(level) - 1].clear();
  if (event_list == nullptr && node->name == "EventList" && node->space.empty() &&
      node->parent != nullptr && node->parent->space.empty() &&
      (node->parent->name == "EPCISBody" || node->parent->name == "resultsBody")) {
    event_list = node;
    had_list = true;
  }
  check_size();
}

void XmlReader::State::add_attributes(XmlNode& node, const char** pairs) {
  XmlNode** place = &node.attributes;
  for (const char** pair = pairs; *pair != nullptr; pair += 2) {
    const std::string_view whole(pair[0]);
    if (whole == "xmlns" || whole.starts_with("xmlns:")) continue;
    XmlNode* attribute = arena().make<XmlNode>();
    const XmlName& name = resolve(whole);
    attribute->prefix = name.prefix;
    attribute->name = name.name;
    const std::string_view value(pair[1]);
    if (value.size() > most_text) {
      refuse(too_large, {}, "<= " + std::to_string(most_text));
      return;
    }
    attribute->text = arena().keep(value);
    attribute->parent = &node;
    if (!attribute->prefix.empty()) {
      attribute->space = name.space;
      if (!name.declared) {
        refuse(not_xml, std::string(attribute->prefix), "xmlns");
        return;
      }
    }
    if (attribute->space == xsi_space && attribute->name == "type") read_type(node, *attribute);
    for (const XmlNode* other = node.attributes; other != nullptr; other = other->next) {
      if (!attribute->prefix.empty() && other->name == attribute->name &&
          other->space == attribute->space) {
        refuse(not_xml, std::string(whole), {});
        return;
      }
    }
    *place = attribute;
    place = &attribute->next;
  }
}

void XmlReader::State::text(std::string_view part) {
  if (refusal != nullptr || stopped || level == 0) return;
  if (open == event_list && only_spacing(part)) return;  // there is some between all events
  std::string& all = texts[static_cast<std::size_t>(level) - 1];
  if (part.size() > most_text) refuse(too_large, {}, "<= " + std::to_string(most_text));
  if (all.empty() && open->text.empty() && open != event_list) {
    open->text = arena().keep(part);
    return;
  }
  if (all.empty()) all = open->text;
  all.append(part);
  if (all.size() > most_text) refuse(too_large, {}, "<= " + std::to_string(most_text));
}

void XmlReader::State::end() {
  if (refusal != nullptr || stopped) return;
  XmlNode& node = *open;
  if (&node == event_list) event_list = nullptr;
  if (const std::string& all = texts[static_cast<std::size_t>(level) - 1]; !all.empty()) {
    node.text = arena().keep(all);
  }
  open = node.parent;
  while (!bindings.empty() && bindings.back().level == level) {
    bindings.pop_back();
    ++binding_state;
  }
  --level;
  check_size();
  if (event_list == nullptr || node.parent != event_list || refusal != nullptr) return;
  const bool more = on_event(node);
  event_arena.clear();
  if (!more) halt();
}

}  // namespace zhiheng::trace
