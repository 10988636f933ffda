#include "trace/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <string>
#include <utility>

#include "trace/failures.h"
#include "trace/xml_state.h"

namespace zhiheng::trace {

void FreeParser::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

/// Expat would count the columns as well, byte by byte.
std::uint32_t XmlReader::State::line() {
  return lines.wide() ? static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser.get()))
                      : lines.line_of(place());
}

std::size_t XmlReader::State::place() const {
  return static_cast<std::size_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser.get())));
}

void XmlReader::State::refuse(const Failure& failure, std::string what, std::string limit) {
  if (refusal != nullptr) return;
  refusal = &failure;
  found = std::move(what);
  wanted = std::move(limit);
  XML_StopParser(parser.get(), XML_FALSE);
}

void XmlReader::State::halt() {
  stopped = true;
  XML_StopParser(parser.get(), XML_FALSE);
}

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
  all.reserve(state_->declared_prefixes.size());
  for (std::size_t i = 0; i < state_->declared_prefixes.size(); ++i) {
    all.push_back({state_->declared_prefixes[i], state_->declared_spaces[i]});
  }
  return all;
}

}  // namespace zhiheng::trace
