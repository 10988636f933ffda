#pragma once
// Everything that the scores of a year are computed from, read once; and the computation itself,
// which touches nothing else.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "assess/assess.h"
#include "assess/points.h"

namespace zhiheng::assess {

struct Government {
  std::string code, name;
};

/// The data of one leaf for one government, before it is scored.
struct Measure {
  std::optional<Decimal> value, low, high, previous;
  std::int64_t records = 0, hits = 0;
  bool share = false;             ///< hits of records
  double below = 0, above = 0;    ///< standard deviations of the value, 0: none known
  double previous_deviation = 0;  ///< of the year before
  std::string note;
  std::string register_name, query;
  std::vector<Evidence> evidence;
};

struct Counted {
  std::int64_t records = 0;
  std::string register_name, query;
  std::vector<Evidence> evidence;
};

/// Node and government, as positions.
using Cell = std::pair<std::size_t, std::size_t>;

struct Facts {
  std::vector<Government> governments;         ///< by code
  std::vector<std::vector<Measure>> measures;  ///< per node, per government; inner nodes empty
  std::vector<std::vector<Counted>> events;    ///< per event, per government
  std::map<Cell, Claim> claims;
  std::map<Cell, Review> reviews;
  std::map<Cell, Decimal> supposed;  ///< values
  std::vector<Words> remarks;
};

/// Reads the facts of the assessment year that begins in `year`.
/// @fails  as score
[[nodiscard]] Result<Facts> gather(const Sources& sources, const catalog::Scheme& scheme, int year,
                                   const Supposition& supposition);

/// The sheets, places included. Pure.
/// @param maxima  per node, from apportion
[[nodiscard]] std::vector<Sheet> evaluate(const catalog::Catalog& catalog,
                                          const catalog::Scheme& scheme, const Facts& facts,
                                          std::span<const Decimal> maxima);

/// How firm places and grades are, by simulation; into Sheet::spread.
[[nodiscard]] Result<void> add_spread(const catalog::Scheme& scheme, const Facts& facts,
                                      std::vector<Sheet>& sheets);

/// What of a government is scored for a leaf: a supposed value before a reviewed one before the
/// measured one. None: the points were set by reviewers, see Facts::reviews.
[[nodiscard]] ScoredValue scored(const Facts& facts, std::size_t node, std::size_t government);

/// The total after bonus, deductions and the limits of vetoes; never below zero. @return  position
/// of the grade, which a veto can only worsen
struct Totalled {
  Decimal total, rounded;
  std::size_t grade = 0;
};
[[nodiscard]] Totalled totalled(const catalog::Scheme& scheme, Decimal sum,
                                const std::vector<std::string>& vetoes);

/// The condition that leaves out the records with these keys; empty when none is of the register.
/// @fails  registry.not_found
[[nodiscard]] Result<std::string> without(registry::Registry& registry, const catalog::Register& of,
                                          const std::vector<std::string>& excluded);

/// A value as people read it: "93.07 %" for the 0.9307 of an indicator.
[[nodiscard]] std::string shown_value(const catalog::Catalog& catalog,
                                      const catalog::AssessmentNode& node, Decimal value,
                                      Language language);

/// How a leaf came to its points, in words.
[[nodiscard]] Words in_words(const catalog::Catalog& catalog, const catalog::Scheme& scheme,
                             const catalog::AssessmentNode& node, const NodeScore& score);
[[nodiscard]] Words in_words(const catalog::Scheme& scheme, const catalog::AssessmentEvent& event,
                             const EventScore& score);

}  // namespace zhiheng::assess
