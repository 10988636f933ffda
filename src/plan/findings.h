#pragma once
// What the readers of one sentence find, each by its own signs.

#include "plan/passage.h"

namespace zhiheng::plan {

/// How the words around a passage decide what its numbers mean.
struct Setting {
  bool binds = true;                  ///< false: no number here is a target
  Force force = Force::task;          ///< where no word says otherwise
  std::optional<Date> deadline = {};  ///< the last "到…年"; moves on while reading
  bool deadline_in_sentence = false;  ///< it stands in the sentence itself
};

/// Targets and the numbers that are none, in the order of the text.
struct Findings {
  std::vector<Target> targets = {};
  std::vector<Number> numbers = {};
};

/// Numbers in digits and in words. Years move the deadline of `setting`.
[[nodiscard]] Findings numbers_of(const Passage& passage, Setting& setting);

/// One number in digits at `at`. @return  where reading goes on
std::uint32_t read_digits(const Passage& passage, std::uint32_t at, Setting& setting,
                          Findings& findings);

struct Quantity {
  double value = 0;
  std::string unit = {};
  std::uint32_t end = 0;
};

/// The digits `span` with their multiplier and unit; nothing for a number that measures nothing.
[[nodiscard]] std::optional<Quantity> quantity_of(const Passage& passage, Span span);

/// A quantity with the words that compare it: "超过30%", "25000批次以上", "20个左右".
[[nodiscard]] Target compared(const Passage& passage, Span digits, Quantity quantity,
                              const Setting& setting);

/// Movements and levels without a number: "逐年下降", "达到国际先进水平".
///
/// @param rates_only  whether a movement must be that of a rate to be more than a description
[[nodiscard]] std::vector<Target> trends_of(const Passage& passage, bool rates_only);

/// Multiples of an earlier year in words: "比2010年翻一番".
[[nodiscard]] std::vector<Target> multiples_of(const Passage& passage);

/// Lists whose length is the quantity: regulations, titles, centres, hotlines, places.
[[nodiscard]] std::vector<Target> lists_of(const Passage& passage);

}  // namespace zhiheng::plan
