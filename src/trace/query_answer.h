#pragma once
// What was found, as a document of edition 2.0.

#include <iosfwd>
#include <span>
#include <string>

#include "trace/convert.h"
#include "trace/event_query.h"
#include "trace/master_data.h"

namespace zhiheng::trace {

/// Events as an EPCISQueryDocument. What the form has no way to write is left out.
/// @param made_on  creationDate, RFC 3339
void write_events(std::ostream& out, Syntax syntax, std::span<const FoundEvent> events,
                  const std::string& made_on, const std::string& query_name = "SimpleEventQuery");

/// Vocabularies as the answer to a SimpleMasterDataQuery, in JSON-LD.
void write_master_data(std::ostream& out, std::vector<VocabularyList> lists,
                       const std::string& made_on);

}  // namespace zhiheng::trace
