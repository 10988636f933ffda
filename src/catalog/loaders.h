#pragma once
// The parts of the loader: each reads one kind of file into the catalog being built.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/declaration.h"

namespace zhiheng::catalog {

Register load_register(Declaration& file);
/// The [[summary]] tables of a register whose fields are known.
std::vector<Summary> load_summaries(Declaration& file, const Register& of);
Indicator load_indicator(Declaration& file, const Catalog& catalog);
Weights load_weights(Declaration& file);
std::vector<Target> load_targets(Declaration& file, const Catalog& catalog);
Scheme load_scheme(Declaration& file, const Catalog& catalog);
/// @param declared  one per node of `made`
void check_scheme(Declaration& file, std::vector<Declaration>& declared, const Scheme& made,
                  const Catalog& catalog);
Mapping load_mapping(Declaration& file);
CodeList load_codes(Declaration& file);
WorkingCalendar load_calendar(Declaration& file);
void load_messages(Declaration& file, std::map<std::string, Words>& messages);

/// Parses a condition over a register's fields; a complaint names the key and the caret line.
std::optional<expr::Expression> load_condition(Declaration& at, std::string_view key,
                                               const Register& of);

/// Names that must exist: registers, code lists, fields in keys, indexes, mappings, targets.
void check_references(const Catalog& catalog, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
