// zhiheng epcis query: events and master data on record.

#include <ostream>

#include "registry/opened.h"
#include "trace/answers.h"
#include "trace/event_query.h"
#include "trace/failures.h"
#include "trace/master_store.h"
#include "trace/query_answer.h"

namespace zhiheng::trace {
namespace {

/// "NAME=VALUE|VALUE"; what has no "=" is a name without values, as EXISTS_… takes it.
Parameter parameter_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  Parameter made{text.substr(0, equals), {}};
  for (std::size_t from = equals; from < text.size();) {
    const std::size_t end = std::min(text.find('|', from + 1), text.size());
    if (end > from + 1) made.values.push_back(text.substr(from + 1, end - from - 1));
    from = end;
  }
  return made;
}

Result<int> events(const Invocation& call, const registry::Opened& opened,
                   std::span<const Parameter> parameters) {
  const std::string form = call.option("to", "json");
  if (form != "json" && form != "xml" && form != "lines") {
    return fail(form_unknown, "--to", form, "json | xml | lines");
  }
  ZH_TRY(const auto queries, EventQueries::open(*opened.registry, opened.location.folder,
                                                catalog::find_folder(call.catalog)));
  QueryReading reading{.units = &queries->units()};
  if (call.has("prefix")) {
    for (const std::string& given : call.options.at("prefix")) {
      const Parameter parted = parameter_of(given);
      if (!parted.values.empty()) reading.prefixes[parted.name] = parted.values.front();
    }
  }
  ZH_TRY(const EventQuery query, parse_event_query(parameters, reading));
  opened.store->settle(call.interrupted);
  ZH_TRY(const EventPage page,
         queries->page(registry::local_operator(), query, 0, call.interrupted));
  if (form == "lines") {
    for (const FoundEvent& found : page.events) *call.out << found.body << '\n';
  } else {
    write_events(*call.out, form == "json" ? Syntax::json : Syntax::xml, page.events,
                 to_text(now()));
  }
  if (!page.next.empty()) *call.messages << "nextPageToken=" << page.next << '\n';
  return 0;
}

}  // namespace

Result<int> answer_query(const Invocation& call) {
  std::vector<Parameter> parameters;
  if (const auto given = call.arguments.find("PARAMETER"); given != call.arguments.end()) {
    for (const std::string& text : given->second) parameters.push_back(parameter_of(text));
  }
  ZH_TRY(const registry::Opened opened, registry::open(call));
  if (!call.has("master-data")) return events(call, opened, parameters);
  ZH_TRY(const MasterDataQuery query, parse_master_data_query(parameters));
  ZH_TRY(const MasterLookup lookup, load_master_data(*opened.registry, registry::local_operator()));
  ZH_TRY(auto lists, answer_master_data(query, lookup));
  write_master_data(*call.out, std::move(lists), to_text(now()));
  return 0;
}

}  // namespace zhiheng::trace
