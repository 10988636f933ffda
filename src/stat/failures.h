#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::stat {

inline constexpr Failure no_trials{"stat.no_trials", Kind::invalid,
                                   "nothing was inspected, so there is no rate"};
inline constexpr Failure count_out_of_range{"stat.count_out_of_range", Kind::invalid,
                                            "the count does not fit the number inspected"};
inline constexpr Failure confidence_out_of_range{
    "stat.confidence_out_of_range", Kind::invalid,
    "the confidence is not a fraction between 0 and 1"};
inline constexpr Failure probability_out_of_range{"stat.probability_out_of_range", Kind::invalid,
                                                  "a probability lies outside its range"};
inline constexpr Failure value_not_finite{"stat.value_not_finite", Kind::invalid,
                                          "a value is not a finite number"};
inline constexpr Failure value_not_positive{"stat.value_not_positive", Kind::invalid,
                                            "a value that must be above zero is not"};
inline constexpr Failure value_negative{"stat.value_negative", Kind::invalid,
                                        "a value that must not be negative is"};
inline constexpr Failure value_out_of_range{"stat.value_out_of_range", Kind::invalid,
                                            "a value lies outside the range of this method"};
inline constexpr Failure too_few_observations{"stat.too_few_observations", Kind::invalid,
                                              "there are too few observations for this method"};
inline constexpr Failure too_many_observations{
    "stat.too_many_observations", Kind::too_large,
    "there are more observations than this method takes"};
inline constexpr Failure lengths_differ{"stat.lengths_differ", Kind::invalid,
                                        "two lists that belong together differ in length"};
inline constexpr Failure weights_do_not_sum_to_one{"stat.weights_do_not_sum_to_one", Kind::invalid,
                                                   "the weights do not sum to one"};
inline constexpr Failure no_spread{"stat.no_spread", Kind::invalid,
                                   "all values are equal, so their spread cannot be the measure"};
inline constexpr Failure path_model_malformed{"stat.path_model_malformed", Kind::invalid,
                                              "the path model does not hold together"};
inline constexpr Failure path_model_degenerate{"stat.path_model_degenerate", Kind::invalid,
                                               "the path model has no solution on these answers"};
inline constexpr Failure interrupted{"stat.interrupted", Kind::interrupted,
                                     "stopped before the end"};
inline constexpr Failure not_identified{"stat.not_identified", Kind::invalid,
                                        "the data do not determine the parameters of the model"};
inline constexpr Failure times_not_increasing{"stat.times_not_increasing", Kind::invalid,
                                              "the times of a series do not strictly increase"};
inline constexpr Failure table_malformed{"stat.table_malformed", Kind::invalid,
                                         "a table of a standard cannot be read"};
inline constexpr Failure weights_all_zero{"stat.weights_all_zero", Kind::invalid,
                                          "no row of the sample has a weight"};
inline constexpr Failure population_too_small{
    "stat.population_too_small", Kind::invalid,
    "a stratum is said to hold fewer units than were drawn from it"};
inline constexpr Failure population_varies{
    "stat.population_varies", Kind::invalid,
    "the rows of one stratum give different numbers of units in it"};
inline constexpr Failure lonely_unit{
    "stat.lonely_unit", Kind::invalid,
    "a single unit was drawn from a stratum, so its variance is unknown"};
inline constexpr Failure terms_depend{
    "stat.terms_depend", Kind::invalid,
    "the terms depend on each other, so their coefficients have no single value"};
inline constexpr Failure not_converged{"stat.not_converged", Kind::invalid,
                                       "the iteration found no solution"};
inline constexpr Failure margins_disagree{
    "stat.margins_disagree", Kind::invalid,
    "sample and population do not have the same cells, or the totals contradict each other"};
inline constexpr Failure unsuitable_design{"stat.unsuitable_design", Kind::invalid,
                                           "the method does not fit this design"};
inline constexpr Failure goal_without_bound{"stat.goal_without_bound", Kind::invalid,
                                            "the goal of a linear programme can grow for ever"};
inline constexpr Failure solver_failed{"stat.solver_failed", Kind::internal,
                                       "the solver of linear programmes gave up"};
inline constexpr Failure no_plan{"stat.no_plan", Kind::not_found,
                                 "the table of the standard holds no such plan"};

}  // namespace zhiheng::stat
