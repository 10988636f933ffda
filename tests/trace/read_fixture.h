#pragma once
// Reads a document from a text, and keeps what was told about its events.

#include <sstream>
#include <string>
#include <vector>

#include "support/place.h"
#include "trace/document.h"

namespace zhiheng::trace {

using support::Folder;

struct Told {
  std::vector<Event> events;
  std::vector<std::vector<Error>> errors, warnings;
  std::vector<std::string> ignored;
};

inline Result<Document> read_text(const std::string& text, Told& told, ReadOptions options = {}) {
  std::istringstream in(text);
  return read_document(
      in, options,
      [&](ReadEvent& event) {
        told.events.push_back(event.event);
        told.errors.push_back(event.errors);
        told.warnings.push_back(event.warnings);
        told.ignored = *event.ignored;
        return true;
      },
      [&](std::istream& same) {
        same.clear();
        same.seekg(0);
      });
}

/// The first failure of a document: around its events, or of one of them.
inline const Failure* first_failure(const std::string& text, ReadOptions options = {}) {
  Told told;
  const auto read = read_text(text, told, options);
  if (!read) return read.error().failure;
  if (!read->errors.empty()) return read->errors.front().failure;
  for (const auto& errors : told.errors) {
    if (!errors.empty()) return errors.front().failure;
  }
  return nullptr;
}

/// An event in JSON that stands alone; `fields` follow its time.
inline std::string bare_event(const std::string& type, const std::string& fields) {
  return R"({"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld","type":")" +
         type + R"(","eventTime":"2026-03-01T06:30:00+08:00","eventTimeZoneOffset":"+08:00")" +
         (fields.empty() ? "" : ",") + fields + "}";
}

/// A document of edition 2.0 in XML around an event's elements.
inline std::string listed_event(const std::string& elements) {
  return R"(<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:d="https://example.org/d/" )"
         R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" )"
         R"(schemaVersion="2.0" creationDate="2026-03-02T08:00:00Z"><EPCISBody><EventList><ObjectEvent>)"
         "<eventTime>2026-03-01T06:30:00+08:00</eventTime>"
         "<eventTimeZoneOffset>+08:00</eventTimeZoneOffset>" +
         elements + "</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>";
}

}  // namespace zhiheng::trace
