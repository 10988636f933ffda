// What prefixes and names of a document in XML mean.

#include <algorithm>

#include "trace/failures.h"
#include "trace/xml_state.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::size_t most_namespaces = 1000;

}  // namespace

std::string_view XmlReader::State::intern(std::string_view space) {
  const auto there = spaces.find(space);
  if (there != spaces.end()) return *there;
  if (spaces.size() >= most_namespaces) {
    refuse(too_large, {}, "<= " + std::to_string(most_namespaces) + " namespaces");
    return {};
  }
  return *spaces.emplace(space).first;
}

void XmlReader::State::declare(std::string_view prefix, std::string_view space) {
  const std::string_view kept = intern(space);
  // A prefix is written in the name of an attribute, which does not live as long.
  const std::string_view name = prefix.empty() ? std::string_view() : intern(prefix);
  if (std::ranges::find(declared_prefixes, prefix) == declared_prefixes.end()) {
    declared_prefixes.emplace_back(prefix);
    declared_spaces.push_back(kept);
  }
  bindings.push_back({name, kept, level});
  ++binding_state;
}

bool XmlReader::State::look_up(std::string_view prefix, std::string_view& space) const {
  for (auto binding = bindings.rbegin(); binding != bindings.rend(); ++binding) {
    if (binding->prefix == prefix) {
      space = binding->space;
      return !prefix.empty() || !space.empty();
    }
  }
  space = prefix == "xml" ? xml_space : std::string_view();
  return prefix == "xml";
}

const XmlName& XmlReader::State::resolve(std::string_view whole) {
  XmlName* known = names.find(whole);
  if (known == nullptr) {
    once = XmlName(arena().keep(whole));
    known = &once;
  }
  if (known->state != binding_state) {
    known->declared = look_up(known->prefix, known->space);
    known->state = binding_state;
  }
  return *known;
}

void XmlReader::State::read_type(XmlNode& node, const XmlNode& attribute) {
  std::string_view value = attribute.text;
  while (!value.empty() && value.front() <= ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() <= ' ') value.remove_suffix(1);
  const XmlName name(value);
  node.type_name = name.name;
  const bool declared = look_up(name.prefix, node.type_space);
  node.type_unresolved = name.name.empty() || (!declared && !name.prefix.empty());
}

}  // namespace zhiheng::trace
