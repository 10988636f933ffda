#include "trace/xml_check.h"

#include <algorithm>
#include <string>

#include "trace/failures.h"
#include "trace/value_forms.h"
#include "trace/xml_types.h"

namespace zhiheng::trace {
namespace {

Space space_of(std::string_view space) {
  if (space.empty()) return Space::none;
  if (space == "urn:epcglobal:epcis:xsd:2" || space == "urn:epcglobal:epcis:xsd:1") {
    return Space::epcis;
  }
  if (space == sbdh_space) return Space::sbdh;
  if (space.starts_with("urn:epcglobal:epcis-query:xsd:")) return Space::query;
  if (space.starts_with("urn:epcglobal:epcis-masterdata:xsd:")) return Space::master;
  return Space::none;
}

bool is_form(Simple form, std::string_view text) {
  switch (form) {
    case Simple::string:
      return true;
    case Simple::any_uri:
      return xsd::is_any_uri(text);
    case Simple::date_time:
      return xsd::is_date_time(text);
    case Simple::date_time_stamp:
      return xsd::is_date_time_stamp(text);
    case Simple::decimal:
      return xsd::is_decimal(text);
    case Simple::double_number:
      return xsd::is_double(text);
    case Simple::int_number:
      return xsd::is_int(text);
    case Simple::integer:
      return xsd::is_integer(text);
    case Simple::boolean:
      return xsd::is_boolean(text);
    case Simple::hex_binary:
      return xsd::is_hex_binary(text);
    case Simple::action:
      return text == "ADD" || text == "OBSERVE" || text == "DELETE";
    case Simple::behaviour:
      return text == "rollback" || text == "proceed";
    case Simple::severity:
      return xsd::collapse(text) == "ERROR" || xsd::collapse(text) == "SEVERE";
    case Simple::transaction_service:
      return text == "RequestingServiceTransaction" || text == "RespondingServiceTransaction";
  }
  return false;
}

std::string_view sample_of(Simple form) {
  constexpr std::string_view samples[] = {
      "",
      "URI",
      "2024-02-29T08:00:00Z",
      "2024-02-29T08:00:00+08:00",
      "1.5",
      "1.5e3",
      "-2147483648..2147483647",
      "12",
      "true | false",
      "0-9 A-F",
      "ADD | OBSERVE | DELETE",
      "rollback | proceed",
      "ERROR | SEVERE",
      "RequestingServiceTransaction | RespondingServiceTransaction"};
  return samples[static_cast<std::size_t>(form)];
}

const Failure& failure_of(Simple form) {
  switch (form) {
    case Simple::any_uri:
      return uri_malformed;
    case Simple::date_time:
    case Simple::date_time_stamp:
      return time_malformed;
    case Simple::action:
    case Simple::behaviour:
    case Simple::severity:
    case Simple::transaction_service:
      return word_unknown;
    default:
      return value_malformed;
  }
}

bool is_blank(std::string_view text) { return xsd::collapse(text).empty(); }

std::string name_of(const XmlNode& node) {
  std::string name(node.prefix);
  if (!name.empty()) name += ':';
  return name.append(node.name);
}

/// From the element where the check began down to this one.
std::string path_to(const XmlNode& node, const XmlNode* top) {
  std::string path = &node == top || node.parent == nullptr ? "" : path_to(*node.parent, top);
  if (!path.empty()) path += '/';
  return path + name_of(node);
}

class Check {
 public:
  Check(Edition edition, std::size_t most) : edition_(edition), most_(most) {}

  void element(const XmlNode& node, TypeName declared, bool nillable);
  void listed(const XmlNode& node);
  void unknown_root(const XmlNode& node) {
    refuse(not_epcis, node, name_of(node), "EPCISDocument");
  }

  const XmlNode* top = nullptr;
  std::vector<Error> errors;

 private:
  void refuse(const Failure& failure, const XmlNode& at, std::string_view found,
              std::string_view wanted);
  void typed(const XmlNode& node, const Type& type, bool nil);
  void attributes(const XmlNode& node, const Type& type);
  void simple_content(const XmlNode& node, const Type& type, bool nil);
  void sequence(const XmlNode& node, const Type& type);
  void stray(const XmlNode& child, const Type& type, std::size_t at);
  void choice(const XmlNode& node, const Type& type);
  void anything(const XmlNode& node);
  void lax(const XmlNode& node);
  void by_particle(const XmlNode& node, const Particle& particle);
  [[nodiscard]] bool matches(const XmlNode& node, const Particle& particle, Space target) const;
  [[nodiscard]] bool own_space(std::string_view space, Space target) const;
  bool builtin(const XmlNode& node);

  Edition edition_;
  std::size_t most_;
};

void Check::refuse(const Failure& failure, const XmlNode& at, std::string_view found,
                   std::string_view wanted) {
  if (errors.size() >= most_) return;
  errors.push_back({&failure, path_to(at, top) + " (line " + std::to_string(at.line) + ")",
                    std::string(found.substr(0, 60)), std::string(wanted)});
}

bool Check::own_space(std::string_view space, Space target) const {
  return space_of(space) == target && (target == Space::sbdh || edition_of(space) == edition_);
}

bool Check::matches(const XmlNode& node, const Particle& particle, Space target) const {
  switch (particle.wildcard) {
    case Wildcard::other:
      return !node.space.empty() && !own_space(node.space, target);
    case Wildcard::local:
      return node.space.empty();
    case Wildcard::scope_information:
      return node.space == sbdh_space &&
             (node.name == "CorrelationInformation" || node.name == "BusinessService");
    case Wildcard::none:
      break;
  }
  if (node.name != particle.name) return false;
  return particle.space == Space::none ? node.space.empty() : own_space(node.space, particle.space);
}

void Check::by_particle(const XmlNode& node, const Particle& particle) {
  if (particle.wildcard == Wildcard::none) {
    element(node, particle.type, particle.nillable);
  } else {
    lax(node);
  }
}

/// An element with one of XML Schema's own types in xsi:type. False when it names no such type.
bool Check::builtin(const XmlNode& node) {
  if (node.type_name == "anyType") {
    anything(node);
    return true;
  }
  static constexpr std::string_view texts[] = {
      "anySimpleType", "normalizedString", "token",   "language", "Name",
      "NCName",        "NMTOKEN",          "QName",   "ID",       "IDREF",
      "base64Binary",  "duration",         "gYear",   "gMonth",   "gDay",
      "gYearMonth",    "gMonthDay",        "time",    "NOTATION", "ENTITY",
      "IDREFS",        "NMTOKENS",         "ENTITIES"};
  bool right = true;
  const std::string_view name = node.type_name;
  const std::string_view text = xsd::collapse(node.text);
  const TypeName known = builtin_type(name);
  if (known != TypeName::type_count) {
    right = is_form(type_of(known).simple, node.text);
  } else if (name == "float") {
    right = xsd::is_double(text);
  } else if (name == "date") {
    right = xsd::is_date(text);
  } else if (name == "hexBinary") {
    right = xsd::is_hex_binary(text);
  } else if (name == "long" || name == "short" || name == "byte") {
    right = xsd::is_integer(text);
  } else if (name.starts_with("unsigned") || name == "nonNegativeInteger" ||
             name == "positiveInteger") {
    right = xsd::is_integer(text) && text.front() != '-';
  } else if (name == "negativeInteger" || name == "nonPositiveInteger") {
    right = xsd::is_integer(text);
  } else if (std::ranges::find(texts, name) == std::end(texts)) {
    return false;
  }
  if (!right) refuse(value_malformed, node, node.text, name);
  if (node.first != nullptr) refuse(field_unknown, *node.first, name_of(*node.first), name);
  for (const XmlNode* item = node.attributes; item != nullptr; item = item->next) {
    if (item->space != xsi_space) refuse(field_unknown, node, name_of(*item), "xsi:type");
  }
  return true;
}

void Check::element(const XmlNode& node, TypeName declared, bool nillable) {
  bool nil = false;
  for (const XmlNode* item = node.attributes; item != nullptr; item = item->next) {
    if (item->space != xsi_space || item->name != "nil") continue;
    const std::string_view value = xsd::collapse(item->text);
    if (!xsd::is_boolean(value)) {
      refuse(value_malformed, node, item->text, "true | false");
    } else if (!nillable) {
      refuse(field_unknown, node, "xsi:nil", {});
    }
    nil = nillable && (value == "true" || value == "1");
  }
  if (!node.type_name.empty() || node.type_unresolved) {
    // A type may be named where the declaration leaves it open, or where it is the declared one.
    if (declared == TypeName::lax) {
      lax(node);
      return;
    }
    const TypeName named = node.type_space == xsd_space
                               ? builtin_type(node.type_name)
                               : named_type(edition_, space_of(node.type_space), node.type_name);
    if (node.type_unresolved || named != declared) {
      refuse(unknown_type_name, node, node.type_name, {});
      return;
    }
  }
  typed(node, type_of(declared), nil);
}

void Check::typed(const XmlNode& node, const Type& type, bool nil) {
  attributes(node, type);
  switch (type.content) {
    case Content::simple:
      simple_content(node, type, nil);
      return;
    case Content::anything:
      anything(node);
      return;
    case Content::elements:
      if (!is_blank(node.text)) refuse(field_unknown, node, xsd::collapse(node.text), "<…>");
      if (type.model == Model::sequence) {
        sequence(node, type);
      } else {
        choice(node, type);
      }
      return;
  }
}

void Check::attributes(const XmlNode& node, const Type& type) {
  for (const XmlNode* item = node.attributes; item != nullptr; item = item->next) {
    if (item->space == xsi_space) continue;
    const auto known = std::ranges::find(type.attributes, item->name, &AttributeRule::name);
    if (known != type.attributes.end() && item->space.empty()) {
      if (!is_form(known->form, item->text)) {
        refuse(failure_of(known->form), node,
               std::string(item->name) + "=\"" + std::string(item->text.substr(0, 40)) + "\"",
               sample_of(known->form));
      }
    } else if (!type.any_attribute) {
      refuse(field_unknown, node, name_of(*item), {});
    }
  }
  for (const AttributeRule& rule : type.attributes) {
    if (rule.required && node.attribute(rule.name) == nullptr) {
      refuse(field_missing, node, {}, rule.name);
    }
  }
}

void Check::simple_content(const XmlNode& node, const Type& type, bool nil) {
  if (node.first != nullptr) refuse(field_unknown, *node.first, name_of(*node.first), {});
  if (nil) {
    if (!node.text.empty()) refuse(value_malformed, node, node.text, "xsi:nil");
    return;
  }
  if (!is_form(type.simple, node.text)) {
    refuse(failure_of(type.simple), node, node.text, sample_of(type.simple));
  }
}

void Check::sequence(const XmlNode& node, const Type& type) {
  std::size_t at = 0;
  std::uint32_t count = 0;
  bool previous = false;  // whether the particle before this one was there
  const auto step = [&] {
    previous = count > 0;
    count = 0;
    ++at;
  };
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    for (; at < type.particles.size(); step()) {
      const Particle& particle = type.particles[at];
      const bool allowed =
          !(particle.needs_previous && !previous) && !(particle.excludes_previous && previous);
      if (allowed && count < particle.most && matches(*child, particle, type.target)) break;
      if (count < particle.least) {
        stray(*child, type, at);
        return;
      }
    }
    if (at == type.particles.size()) {
      stray(*child, type, at);
      return;
    }
    ++count;
    by_particle(*child, type.particles[at]);
  }
  for (; at < type.particles.size(); step()) {
    if (count < type.particles[at].least) {
      refuse(field_missing, node, {}, type.particles[at].name);
      return;
    }
  }
}

/// An element where none or another one belongs: is it unknown, late, or is one before it missing?
void Check::stray(const XmlNode& child, const Type& type, std::size_t at) {
  const auto fits = [&](const Particle& particle) {
    return particle.wildcard == Wildcard::none && matches(child, particle, type.target);
  };
  const auto here = type.particles.begin() + static_cast<std::ptrdiff_t>(at);
  if (std::any_of(here, type.particles.end(), fits)) {
    refuse(field_missing, child, name_of(child), here->name);
  } else if (std::any_of(type.particles.begin(), here, fits)) {
    refuse(field_misplaced, child, name_of(child), {});
  } else {
    refuse(field_unknown, child, name_of(child), {});
  }
}

void Check::choice(const XmlNode& node, const Type& type) {
  std::size_t count = 0;
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) {
    const auto found = std::ranges::find_if(type.particles, [&](const Particle& particle) {
      return matches(*child, particle, type.target);
    });
    if (found == type.particles.end() || (++count > 1 && type.model == Model::choice)) {
      refuse(field_unknown, *child, name_of(*child), {});
      return;
    }
    by_particle(*child, *found);
  }
  // Events are handed over: a list of them looks empty here, and may be.
  if (count == 0 && type.model == Model::choice) refuse(field_missing, node, {}, "<…>");
}

void Check::anything(const XmlNode& node) {
  for (const XmlNode* child = node.first; child != nullptr; child = child->next) lax(*child);
}

/// An element that is checked as far as it is known.
void Check::lax(const XmlNode& node) {
  const Space space = space_of(node.space);
  if (space != Space::none && own_space(node.space, space)) {
    const TypeName global = global_element(edition_, space, node.name);
    if (global != TypeName::type_count) {
      typed(node, type_of(global), false);
      return;
    }
  }
  if (node.type_unresolved) {
    refuse(unknown_type_name, node, node.type_name, "xmlns");
    return;
  }
  if (node.type_name.empty()) {
    anything(node);
    return;
  }
  if (node.type_space == xsd_space) {
    if (!builtin(node)) refuse(unknown_type_name, node, node.type_name, {});
    return;
  }
  const TypeName named = named_type(edition_, space_of(node.type_space), node.type_name);
  if (named == TypeName::type_count) {
    refuse(unknown_type_name, node, node.type_name, {});
  } else {
    typed(node, type_of(named), false);
  }
}

void Check::listed(const XmlNode& node) {
  const Type& list =
      type_of(edition_ == Edition::v1 ? TypeName::event_list_1 : TypeName::event_list_2);
  for (const Particle& particle : list.particles) {
    if (!matches(node, particle, list.target)) continue;
    by_particle(node, particle);
    return;
  }
  refuse(field_unknown, node, name_of(node), "ObjectEvent …");
}

}  // namespace

Edition edition_of(std::string_view space) {
  const std::size_t colon = space.rfind(':');
  if (colon == std::string_view::npos) return Edition::none;
  const std::string_view front = space.substr(0, colon);
  if (front != "urn:epcglobal:epcis:xsd" && front != "urn:epcglobal:epcis-query:xsd" &&
      front != "urn:epcglobal:epcis-masterdata:xsd") {
    return Edition::none;
  }
  const std::string_view number = space.substr(colon + 1);
  if (number == "1") return Edition::v1;
  return number == "2" ? Edition::v2 : Edition::none;
}

std::vector<Error> check_listed(const XmlNode& event, Edition edition, std::size_t most) {
  Check check(edition, most);
  check.top = &event;
  check.listed(event);
  return std::move(check.errors);
}

std::vector<Error> check_bare(const XmlNode& event, std::size_t most) {
  return check_listed(event, Edition::v2, most);
}

std::vector<Error> check_document(const XmlNode& root, std::size_t most) {
  const Edition edition = edition_of(root.space);
  Check check(edition, most);
  check.top = &root;
  const TypeName type = edition == Edition::none
                            ? TypeName::type_count
                            : global_element(edition, space_of(root.space), root.name);
  if (type == TypeName::type_count) {
    check.unknown_root(root);
  } else {
    check.element(root, type, false);
  }
  return std::move(check.errors);
}

}  // namespace zhiheng::trace
