#pragma once
// Reads a file of events, whatever its form: EPCIS 1.2 and 2.0 in XML, 2.0 in JSON-LD; a capture
// or query document, master data, or an event by itself.

#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "trace/event.h"
#include "trace/json_tree.h"
#include "trace/master_data.h"

namespace zhiheng::trace {

struct ReadOptions {
  /// Reads what the schemas refuse as long as an event can be understood.
  bool lenient = false;
  /// Whether events are wanted, or only the verdict.
  bool events = true;
  /// Whether points that the schemas let pass are looked for.
  bool warnings = true;
  /// Leaves CURIEs of GS1's own vocabularies in JSON as they are: docs/epcis.md, the event hash.
  bool as_reference = false;
  std::size_t most_findings = 20;  ///< for one event
  Limits limits = {};
};

/// One event of a file, and what was found out about it.
struct ReadEvent {
  std::size_t number = 0;  ///< from 1
  std::string_view type;
  bool from_json = false;
  std::vector<Error> errors;    ///< empty: it may be used
  std::vector<Error> warnings;  ///< it may be used all the same
  Event event;                  ///< where events are wanted; of one with errors, what could be read
  const std::vector<std::string>* ignored = nullptr;  ///< fields that the event hash leaves out
};

/// What is known of a file after it was read.
struct Document {
  std::string form;  ///< "json" or "xml"
  std::string kind;  ///< "EPCISDocument", "EPCISQueryDocument", "event", "query", …
  std::string version;
  bool valid = false;  ///< everything may be used
  std::size_t events = 0;
  std::map<std::string, std::size_t, std::less<>> types;
  std::size_t refused_events = 0;
  std::vector<Error> errors;  ///< of the document around the events
  std::vector<Error> warnings;
  std::string created;  ///< creationDate
  std::string id;
  std::string sender, receiver, instance;                    ///< of the business document header
  std::string query_name, subscription;                      ///< of a query document
  std::map<std::string, std::string, std::less<>> prefixes;  ///< declared, with their namespaces
  std::vector<std::string> contexts;        ///< URLs of contexts that are not known here
  std::vector<std::string> ignored_fields;  ///< not part of the event hash, by the document's word
  std::vector<VocabularyList> master_data;
};

/// Called for each event, in the order of the file. False stops the reading.
using OnEvent = std::function<bool(ReadEvent& event)>;

/// Memory does not grow with the number of events. What is wrong inside of the document is told in
/// `Document` and `ReadEvent`, not as an Error.
///
/// @param again  opens the same bytes once more; needed where a JSON document declares its context
///               after its events. May be empty, then such a document is an Error.
/// @fails  trace.not_json, trace.not_xml, trace.not_epcis, trace.forbidden_markup, trace.too_deep,
///         trace.too_large
[[nodiscard]] Result<Document> read_document(std::istream& in, const ReadOptions& options,
                                             const OnEvent& on_event,
                                             const std::function<void(std::istream&)>& again = {});

/// @fails  trace.file_unreadable and those above
[[nodiscard]] Result<Document> read_file(const std::string& file, const ReadOptions& options,
                                         const OnEvent& on_event);

}  // namespace zhiheng::trace
