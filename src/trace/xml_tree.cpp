#include "trace/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "trace/failures.h"
#include "trace/line_counter.h"
#include "trace/xml_names.h"

namespace zhiheng::trace {
namespace {

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// What a prefix stands for while an element is open.
struct Binding {
  std::string_view prefix, space;
  int level = 0;
};

/// Between elements.
bool only_spacing(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::size_t most_namespaces = 1000;
constexpr std::size_t most_attributes = 1000;
constexpr std::size_t most_text = 4u << 20;

}  // namespace

struct XmlReader::State {
  std::unique_ptr<XML_ParserStruct, FreeParser> parser;
  OnEvent on_event;
  Limits limits;
  Arena envelope_arena, event_arena;
  std::set<std::string, std::less<>> spaces;  ///< every namespace once, so that views stay valid
  std::vector<Binding> bindings;
  std::size_t binding_state =
      1;  ///< another one whenever prefixes begin or cease to mean something
  XmlNames names;
  XmlName once;  ///< one that is not kept
  std::vector<std::string> declared_prefixes;
  std::vector<std::string_view> declared_spaces;
  XmlNode* root = nullptr;
  XmlNode* open = nullptr;
  XmlNode* event_list = nullptr;
  std::vector<std::string> texts;  ///< character data of the open elements
  int level = 0;
  bool stopped = false, had_list = false;
  const Failure* refusal = nullptr;
  std::string found, wanted;
  std::size_t fed = 0;
  /// What was fed last waits for what follows: the parser goes through every piece but the last
  /// once more, to count columns, which is an eighth of its time.
  std::string last;
  LineCounter lines;

  /// Expat would count the columns as well, byte by byte.
  [[nodiscard]] std::uint32_t line() {
    return lines.wide() ? static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser.get()))
                        : lines.line_of(place());
  }
  /// Of the markup that is being read, in bytes.
  [[nodiscard]] std::size_t place() const {
    return static_cast<std::size_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser.get())));
  }

  Arena& arena() { return event_list != nullptr ? event_arena : envelope_arena; }

  void refuse(const Failure& failure, std::string what = {}, std::string limit = {}) {
    if (refusal != nullptr) return;
    refusal = &failure;
    found = std::move(what);
    wanted = std::move(limit);
    XML_StopParser(parser.get(), XML_FALSE);
  }

  std::string_view intern(std::string_view space) {
    const auto there = spaces.find(space);
    if (there != spaces.end()) return *there;
    if (spaces.size() >= most_namespaces) {
      refuse(too_large, {}, "<= " + std::to_string(most_namespaces) + " namespaces");
      return {};
    }
    return *spaces.emplace(space).first;
  }

  void declare(std::string_view prefix, std::string_view space) {
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

  /// The namespace of a prefix; false when it is not declared.
  bool look_up(std::string_view prefix, std::string_view& space) const {
    for (auto binding = bindings.rbegin(); binding != bindings.rend(); ++binding) {
      if (binding->prefix == prefix) {
        space = binding->space;
        return !prefix.empty() || !space.empty();
      }
    }
    space = prefix == "xml" ? xml_space : std::string_view();
    return prefix == "xml";
  }

  /// Takes a name apart. An attribute without a prefix has no namespace, whatever is said here.
  const XmlName& resolve(std::string_view whole) {
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

  void start(const char* whole, const char** pairs) {
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

  void add_attributes(XmlNode& node, const char** pairs) {
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

  void read_type(XmlNode& node, const XmlNode& attribute) {
    std::string_view value = attribute.text;
    while (!value.empty() && value.front() <= ' ') value.remove_prefix(1);
    while (!value.empty() && value.back() <= ' ') value.remove_suffix(1);
    const XmlName name(value);
    node.type_name = name.name;
    const bool declared = look_up(name.prefix, node.type_space);
    node.type_unresolved = name.name.empty() || (!declared && !name.prefix.empty());
  }

  void text(std::string_view part) {
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

  void end() {
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
    if (more) return;
    stopped = true;
    XML_StopParser(parser.get(), XML_FALSE);
  }

  Result<void> parse(std::string_view bytes, bool is_last);

  void check_size() {
    if (event_arena.size() > limits.event_bytes) {
      refuse(too_large, {}, "<= " + std::to_string(limits.event_bytes));
    }
    if (envelope_arena.size() > limits.envelope_bytes) {
      refuse(too_large, {}, "<= " + std::to_string(limits.envelope_bytes));
    }
  }
};

Result<void> XmlReader::State::parse(std::string_view bytes, bool is_last) {
  if (stopped) return {};
  // A tag that never ends is kept by the parser as a whole, and looked at anew with every piece.
  const std::size_t read = place();
  if (fed > read + most_text) refuse(too_large, {}, "<= " + std::to_string(most_text));
  fed += bytes.size();
  (void)lines.line_of(read);  // so that what was read need not be kept
  lines.feed(bytes, is_last);
  const XML_Status status =
      refusal != nullptr
          ? XML_STATUS_ERROR
          : XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), is_last ? 1 : 0);
  if (stopped || (status != XML_STATUS_ERROR && refusal == nullptr)) return {};
  const XML_Error error = XML_GetErrorCode(parser.get());
  if (error == XML_ERROR_UNCLOSED_TOKEN && fed > place() + most_text) {
    refuse(too_large, {}, "<= " + std::to_string(most_text));
  }
  const std::string line = "line " + std::to_string(XML_GetCurrentLineNumber(parser.get()));
  if (refusal != nullptr) return fail(*refusal, line, found, wanted);
  return fail(not_xml, line, XML_ErrorString(error), "XML");
}

XmlReader::XmlReader(OnEvent on_event, Limits limits) : state_(std::make_unique<State>()) {
  state_->on_event = std::move(on_event);
  state_->limits = limits;
  state_->parser.reset(XML_ParserCreate(nullptr));
  const XML_Parser parser = state_->parser.get();
  XML_SetUserData(parser, state_.get());
  XML_SetElementHandler(
      parser,
      [](void* user, const XML_Char* name, const XML_Char** attributes) {
        static_cast<State*>(user)->start(name, attributes);
      },
      [](void* user, const XML_Char*) { static_cast<State*>(user)->end(); });
  XML_SetCharacterDataHandler(parser, [](void* user, const XML_Char* text, int length) {
    static_cast<State*>(user)->text({text, static_cast<std::size_t>(length)});
  });
  // A document type may be named, as some of the standard's own examples do. It may not declare
  // anything: entities grow without bound. One that lies elsewhere is never fetched.
  XML_SetStartDoctypeDeclHandler(
      parser, [](void* user, const XML_Char*, const XML_Char*, const XML_Char*, int inside) {
        if (inside != 0) static_cast<State*>(user)->refuse(forbidden_markup, "<!DOCTYPE … [");
      });
}

XmlReader::~XmlReader() = default;

Result<void> XmlReader::feed(std::string_view bytes) {
  const std::string before = std::exchange(state_->last, std::string(bytes));
  return before.empty() ? Result<void>() : state_->parse(before, false);
}

Result<void> XmlReader::finish() { return state_->parse(std::exchange(state_->last, {}), true); }

const XmlNode* XmlReader::envelope() const { return state_->root; }

bool XmlReader::had_event_list() const { return state_->had_list; }

std::vector<Prefix> XmlReader::prefixes() const {
  std::vector<Prefix> all;
  for (std::size_t i = 0; i < state_->declared_prefixes.size(); ++i) {
    all.push_back({state_->declared_prefixes[i], state_->declared_spaces[i]});
  }
  return all;
}

}  // namespace zhiheng::trace
