#include "trace/query_answer.h"

#include <ostream>

#include "trace/writer.h"

namespace zhiheng::trace {

void write_events(std::ostream& out, Syntax syntax, std::span<const FoundEvent> events,
                  const std::string& made_on, const std::string& query_name) {
  Prefixes prefixes;
  for (const FoundEvent& found : events) prefixes.note(found.event);
  prefixes.settle({});
  const auto writer =
      syntax == Syntax::json ? json_writer(out, prefixes) : xml_writer(out, prefixes);
  Document document;
  document.kind = "EPCISQueryDocument";
  document.created = made_on;
  document.query_name = query_name;
  writer->begin(document);
  for (const FoundEvent& found : events) writer->event(modern(found.event));
  writer->end();
}

void write_master_data(std::ostream& out, std::vector<VocabularyList> lists,
                       const std::string& made_on) {
  Prefixes prefixes;
  for (const VocabularyList& list : lists) prefixes.note(list);
  prefixes.settle({});
  Document document;
  document.kind = "EPCISDocument";
  document.created = made_on;
  document.master_data = std::move(lists);
  const auto writer = json_writer(out, prefixes);
  writer->begin(document);
  writer->end();
}

}  // namespace zhiheng::trace
