#pragma once
// A year of an invented province and city with plans, tasks, reports and meetings to try with.

#include <string>

#include "plan/plan.h"
#include "registry/registry.h"

namespace zhiheng::plan {

/// Loads a folder made for it: plans.tsv says which texts for which region and year; the other
/// tables are records of the registers that they are named after, with the names of the fields as
/// columns; steps.tsv says which steps of the lifecycles were taken. Everything is marked as
/// synthetic. A second call changes nothing that is there.
///
/// @param region  of the province; its first prefecture stands for the city
/// @return  records that were written
/// @fails   plan.example_wrong, those of load and of registry::Registry::put
[[nodiscard]] Result<std::int64_t> load_example(registry::Registry& registry,
                                                const Lexicon& lexicon, const std::string& folder,
                                                const std::string& region);

}  // namespace zhiheng::plan
