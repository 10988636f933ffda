#pragma once
// A questionnaire as the methods of the satisfaction index are given it: answers, model, weights.

#include <string>
#include <vector>

#include "analysis/method.h"
#include "stat/path_model_fit.h"

namespace zhiheng::analysis {

struct Survey {
  stat::PathStudy study;
  std::vector<bool> used;         ///< per row: does it take part?
  std::size_t left_out = 0;       ///< rows without an answer to every item, when these are left out
  std::size_t filled_in = 0;      ///< answers in whose place the item's mean stands
  std::vector<double> low, high;  ///< scale per item

  [[nodiscard]] const std::vector<stat::Latent>& latents() const { return study.model.latents; }
};

/// The options that say how a questionnaire is read; every method of the family has them.
[[nodiscard]] std::vector<Setting> survey_settings();

/// Reads answers and model; docs/statistics/satisfaction.md has the form of the model's tables.
///
/// @fails  column_missing, cell_wrong, not_a_number, setting_wrong and what prepare_study() refuses
[[nodiscard]] Result<Survey> read_survey(const Call& call);

/// The heading of the family in the catalogue.
[[nodiscard]] Words survey_group();

/// --quantity: only rows of this name.
[[nodiscard]] Setting quantity_option();
/// @fails setting_wrong, with the names that there are
[[nodiscard]] Result<void> check_quantity(const Call& call,
                                          const std::vector<stat::PathQuantity>& all);
/// Is the quantity asked for, or nothing in particular?
[[nodiscard]] bool wanted(const Call& call, const stat::PathQuantity& each);

/// Columns quantity, latent, item; filled along with the numbers that a method adds.
class QuantityNames {
 public:
  void add(const stat::PathModel& model, const stat::PathQuantity& each);
  void move_into(Answer& answer);

 private:
  std::vector<std::string> quantity_, latent_, item_;
};

/// How many rows took part and what became of the others.
[[nodiscard]] std::vector<std::string> remarks_of(const Survey& survey);

}  // namespace zhiheng::analysis
