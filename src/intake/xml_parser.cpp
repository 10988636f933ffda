#include "intake/xml_parser.h"

#include <expat.h>

#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

constexpr char between_namespace_and_name = '\x1E';
constexpr int most_levels = 200;

std::string_view local_name(const char* name) {
  const std::string_view whole(name);
  const std::size_t at = whole.rfind(between_namespace_and_name);
  return at == std::string_view::npos ? whole : whole.substr(at + 1);
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (local_name(pair[0]) == name) return pair[1];
  }
  return {};
}

struct XmlParser::State {
  std::unique_ptr<XML_ParserStruct, FreeParser> parser;
  XmlEvents events;
  int level = 0;
  bool forbidden = false, too_deep = false, stopped = false;
};

XmlParser::XmlParser(XmlEvents events) : state_(std::make_unique<State>()) {
  state_->events = std::move(events);
  state_->parser.reset(XML_ParserCreateNS(nullptr, between_namespace_and_name));
  const XML_Parser parser = state_->parser.get();
  XML_SetUserData(parser, state_.get());
  XML_SetElementHandler(
      parser,
      [](void* user, const XML_Char* name, const XML_Char** attributes) {
        auto& state = *static_cast<State*>(user);
        if (++state.level > most_levels) {
          state.too_deep = true;
          XML_StopParser(state.parser.get(), XML_FALSE);
          return;
        }
        state.events.start(local_name(name), XmlAttributes(attributes));
      },
      [](void* user, const XML_Char* name) {
        auto& state = *static_cast<State*>(user);
        --state.level;
        state.events.end(local_name(name));
      });
  XML_SetCharacterDataHandler(parser, [](void* user, const XML_Char* text, int length) {
    static_cast<State*>(user)->events.text({text, static_cast<std::size_t>(length)});
  });
  // Entities are declared in a document type; none of our formats has one.
  XML_SetStartDoctypeDeclHandler(
      parser, [](void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        auto& state = *static_cast<State*>(user);
        state.forbidden = true;
        XML_StopParser(state.parser.get(), XML_FALSE);
      });
}

XmlParser::~XmlParser() = default;

void XmlParser::stop() {
  state_->stopped = true;
  XML_StopParser(state_->parser.get(), XML_FALSE);
}

Result<void> XmlParser::feed(std::string_view bytes, bool last) {
  if (state_->stopped) return {};
  const XML_Parser parser = state_->parser.get();
  const auto status = XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  if (status != XML_STATUS_ERROR || state_->stopped) return {};
  const std::string line = "line " + std::to_string(XML_GetCurrentLineNumber(parser));
  if (state_->forbidden) return fail(forbidden_markup, line, "<!DOCTYPE");
  if (state_->too_deep) {
    return fail(too_large, line, {}, "<= " + std::to_string(most_levels) + " levels");
  }
  return fail(damaged, line, XML_ErrorString(XML_GetErrorCode(parser)), "XML");
}

}  // namespace zhiheng::intake
