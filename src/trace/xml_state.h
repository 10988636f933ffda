#pragma once
// A document in XML while it is read: for the .cpp files of the reader alone.

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "trace/line_counter.h"
#include "trace/xml_names.h"
#include "trace/xml_tree.h"

struct XML_ParserStruct;

namespace zhiheng::trace {

struct FreeParser {
  void operator()(XML_ParserStruct* parser) const;
};

/// What a prefix stands for while an element is open.
struct Binding {
  std::string_view prefix, space;
  int level = 0;
};

/// Of a piece of text, an attribute, or a tag.
inline constexpr std::size_t most_text = 4u << 20;

struct XmlReader::State {
  std::unique_ptr<XML_ParserStruct, FreeParser> parser;
  OnEvent on_event;
  Limits limits;
  Arena envelope_arena, event_arena;
  std::set<std::string, std::less<>> spaces;  ///< every namespace once, so that views stay valid
  std::vector<Binding> bindings;
  /// Another one whenever prefixes begin or cease to mean something.
  std::size_t binding_state = 1;
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

  [[nodiscard]] std::uint32_t line();
  /// Of the markup that is being read, in bytes.
  [[nodiscard]] std::size_t place() const;
  Arena& arena() { return event_list != nullptr ? event_arena : envelope_arena; }

  void refuse(const Failure& failure, std::string what = {}, std::string limit = {});
  void check_size();
  /// Nothing more is wanted of the document.
  void halt();
  Result<void> parse(std::string_view bytes, bool is_last);

  std::string_view intern(std::string_view space);
  void declare(std::string_view prefix, std::string_view space);
  /// The namespace of a prefix; false when it is not declared.
  bool look_up(std::string_view prefix, std::string_view& space) const;
  /// Takes a name apart. An attribute without a prefix has no namespace, whatever is said here.
  const XmlName& resolve(std::string_view whole);
  void read_type(XmlNode& node, const XmlNode& attribute);

  /// `pairs`: names and values of the attributes in turn, then null.
  void start(const char* whole, const char** pairs);
  void add_attributes(XmlNode& node, const char** pairs);
  void text(std::string_view part);
  void end();
};

}  // namespace zhiheng::trace
