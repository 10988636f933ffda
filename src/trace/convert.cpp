#include "trace/convert.h"

#include <ostream>

#include "trace/failures.h"
#include "trace/value_forms.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

constexpr std::size_t most_told = 1000;

void tell(std::vector<Error>& into, std::size_t event, std::vector<Error>& errors) {
  for (Error& error : errors) {
    if (into.size() >= most_told) return;
    error.where = "event " + std::to_string(event) + " " + error.where;
    into.push_back(std::move(error));
  }
  errors.clear();
}

}  // namespace

Result<Converted> convert_file(const std::string& file, const Conversion& conversion,
                               std::ostream& out) {
  ReadOptions options;
  options.lenient = conversion.lenient;
  options.warnings = false;
  Converted converted;
  Prefixes prefixes;
  ZH_TRY(converted.document, read_file(file, options, [&](ReadEvent& event) {
           tell(converted.refused, event.number, event.errors);
           prefixes.note(event.event);
           return true;
         }));
  Document& document = converted.document;
  if (!conversion.lenient && !document.valid) return converted;
  for (const VocabularyList& list : document.master_data) prefixes.note(list);
  prefixes.settle(document.prefixes);
  document.created = with_zone(document.created);
  if (!is_date_time(document.created)) document.created = conversion.made_on;

  const std::unique_ptr<Writer> writer =
      conversion.syntax == Syntax::json ? json_writer(out, prefixes) : xml_writer(out, prefixes);
  writer->begin(document);
  ZH_TRY(const Document again, read_file(file, options, [&](ReadEvent& event) {
           if (!event.errors.empty()) return true;
           const Event whole = modern(std::move(event.event));
           for (const Extension& extension : whole.extensions) {
             // Edition 2.0 knows no fields without a namespace beside its own.
             if (!extension.space.empty() || extension.name.find(':') != std::string::npos)
               continue;
             writer->warnings.push_back(
                 {&not_expressible, extension.name, extension.text, "prefix:name"});
           }
           writer->event(whole);
           ++converted.written;
           tell(converted.warnings, event.number, writer->warnings);
           return static_cast<bool>(out);
         }));
  writer->end();
  return converted;
}

}  // namespace zhiheng::trace
