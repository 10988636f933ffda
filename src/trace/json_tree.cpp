#include "trace/json_tree.h"

#include <boost/json/basic_parser_impl.hpp>
#include <string>

#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

using Code = boost::json::error_code;
using NodeKind = JsonNode::Kind;

bool is_member(const JsonNode* node, std::string_view key) {
  return node != nullptr && node->parent != nullptr && node->key == key;
}

EventPlace place_of(const JsonNode& list) {
  if (list.key != "eventList") return EventPlace::none;
  const JsonNode* body = list.parent;
  if (is_member(body, "epcisBody") && body->parent->parent == nullptr) return EventPlace::document;
  if (!is_member(body, "resultsBody") || !is_member(body->parent, "queryResults")) {
    return EventPlace::none;
  }
  const JsonNode* outer = body->parent->parent;
  const bool there = is_member(outer, "epcisBody") && outer->parent->parent == nullptr;
  return there ? EventPlace::query_results : EventPlace::none;
}

/// Builds the tree from what Boost's parser tells.
struct Builder {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  // A name or a text beyond this is an attack, or data that belong in a file of their own.
  static constexpr std::size_t max_key_size = 4096;
  static constexpr std::size_t max_string_size = 4u << 20;

  JsonReader::OnEvent on_event;
  Limits limits;
  Arena envelope_arena, event_arena;
  JsonNode* root = nullptr;
  JsonNode* open = nullptr;        ///< the innermost array or object
  JsonNode* event_list = nullptr;  ///< set inside of one
  EventPlace place = EventPlace::none;
  std::string part;      ///< of a token that came in pieces
  std::string_view key;  ///< of the value to come
  bool stopped = false, too_large = false;

  Arena& arena() { return event_list != nullptr ? event_arena : envelope_arena; }

  bool room_left(Code& code) {
    const bool fits =
        event_arena.size() <= limits.event_bytes && envelope_arena.size() <= limits.envelope_bytes;
    if (fits) return true;
    too_large = true;
    code = boost::json::error::exception;
    return false;
  }

  std::string_view token(std::string_view last) {
    if (part.empty()) return arena().keep(last);
    part.append(last);
    const std::string_view kept = arena().keep(part);
    part.clear();
    return kept;
  }

  JsonNode& add(NodeKind kind) {
    JsonNode* node = arena().make<JsonNode>();
    node->kind = kind;
    node->key = std::exchange(key, {});
    node->parent = open;
    if (open == nullptr) {
      root = node;
    } else if (open != event_list) {  // events are handed over, not kept
      (open->last != nullptr ? open->last->next : open->first) = node;
      open->last = node;
    }
    if (open != nullptr) ++open->count;
    return *node;
  }

  /// After a value is complete: an element of the list of events goes to its reader.
  bool done(JsonNode& node, Code& code) {
    if (!room_left(code)) return false;
    if (event_list == nullptr || node.parent != event_list) return true;
    const bool more = on_event(node, place);
    event_arena.clear();
    if (more) return true;
    stopped = true;
    code = boost::json::error::exception;
    return false;
  }

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }

  bool on_object_begin(Code& code) {
    open = &add(NodeKind::object);
    return room_left(code);
  }
  bool on_object_end(std::size_t, Code& code) {
    JsonNode& node = *open;
    open = node.parent;
    return done(node, code);
  }
  bool on_array_begin(Code& code) {
    JsonNode& node = add(NodeKind::array);
    open = &node;
    if (event_list == nullptr) {
      place = place_of(node);
      if (place != EventPlace::none) event_list = &node;
    }
    return room_left(code);
  }
  bool on_array_end(std::size_t, Code& code) {
    JsonNode& node = *open;
    open = node.parent;
    if (&node == event_list) event_list = nullptr;
    return done(node, code);
  }

  bool on_key_part(std::string_view text, std::size_t, Code&) {
    part.append(text);
    return true;
  }
  bool on_key(std::string_view text, std::size_t, Code& code) {
    key = token(text);
    return room_left(code);
  }
  bool on_string_part(std::string_view text, std::size_t, Code&) {
    part.append(text);
    return true;
  }
  bool on_string(std::string_view text, std::size_t, Code& code) {
    const std::string_view kept = token(text);
    JsonNode& node = add(NodeKind::string);
    node.text = kept;
    return done(node, code);
  }
  bool on_number_part(std::string_view text, Code&) {
    part.append(text);
    return true;
  }
  bool number(std::string_view text, Code& code) {
    const std::string_view kept = token(text);
    JsonNode& node = add(NodeKind::number);
    node.text = kept;
    return done(node, code);
  }
  bool on_int64(std::int64_t, std::string_view text, Code& code) { return number(text, code); }
  bool on_uint64(std::uint64_t, std::string_view text, Code& code) { return number(text, code); }
  bool on_double(double, std::string_view text, Code& code) { return number(text, code); }
  bool on_bool(bool value, Code& code) {
    JsonNode& node = add(NodeKind::boolean);
    node.boolean = value;
    return done(node, code);
  }
  bool on_null(Code& code) { return done(add(NodeKind::null), code); }
  bool on_comment_part(std::string_view, Code&) { return true; }
  bool on_comment(std::string_view, Code&) { return true; }
};

boost::json::parse_options options_of(const Limits& limits) {
  boost::json::parse_options options;
  options.max_depth = static_cast<std::size_t>(limits.levels);
  options.allow_trailing_commas = limits.trailing_commas;
  return options;
}

}  // namespace

const JsonNode* JsonNode::operator[](std::string_view wanted) const {
  const JsonNode* found = nullptr;
  for (const JsonNode* child = first; child != nullptr; child = child->next) {
    if (child->key == wanted) found = child;
  }
  return found;
}

struct JsonReader::State {
  explicit State(const Limits& limits) : parser(options_of(limits)) {}

  boost::json::basic_parser<Builder> parser;
  std::size_t position = 0;
  bool started = false;

  Result<void> write(bool more, std::string_view bytes) {
    Builder& builder = parser.handler();
    if (builder.stopped) return {};
    Code code;
    const std::size_t read = parser.write_some(more, bytes.data(), bytes.size(), code);
    position += read;
    if (builder.stopped) return {};
    const std::string where = "byte " + std::to_string(position);
    if (builder.too_large) return fail(zhiheng::trace::too_large, where);
    if (code == boost::json::error::too_deep) {
      return fail(zhiheng::trace::too_deep, where, {},
                  "<= " + std::to_string(builder.limits.levels));
    }
    if (code == boost::json::error::string_too_large || code == boost::json::error::key_too_large) {
      return fail(zhiheng::trace::too_large, where, {},
                  "<= " + std::to_string(Builder::max_string_size));
    }
    if (code) return fail(not_json, where, code.message(), "JSON");
    const std::string_view rest = bytes.substr(read);
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
      return fail(not_json, where, std::string(rest.substr(0, 20)), "one value");
    }
    return {};
  }
};

JsonReader::JsonReader(OnEvent on_event, Limits limits) : state_(std::make_unique<State>(limits)) {
  state_->parser.handler().on_event = std::move(on_event);
  state_->parser.handler().limits = limits;
}

JsonReader::~JsonReader() = default;

Result<void> JsonReader::feed(std::string_view bytes) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (!state_->started && bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
  if (!bytes.empty()) state_->started = true;
  return state_->write(true, bytes);
}

Result<void> JsonReader::finish() { return state_->write(false, {}); }

const JsonNode* JsonReader::envelope() const { return state_->parser.handler().root; }

}  // namespace zhiheng::trace
