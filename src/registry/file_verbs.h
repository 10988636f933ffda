#pragma once
// The commands for files of records, and what they share with those for the records themselves.

#include <string>
#include <vector>

#include "base/verb.h"
#include "catalog/register.h"

namespace zhiheng::registry {

struct Opened;
struct Record;

std::vector<Verb> file_verbs();

/// A record by its id or its natural key.
/// @fails  registry.not_found
Result<Record> find_record(Opened& opened, const catalog::Register& of, const std::string& which,
                           std::vector<std::string>& columns);

}  // namespace zhiheng::registry
