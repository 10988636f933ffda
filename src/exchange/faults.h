#pragma once
// The faults that real files have, put into example data and counted.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "exchange/random.h"

namespace zhiheng::exchange {

/// A way to spoil one cell so that its row must be refused.
struct Fault {
  std::string name;
  std::size_t column = 0;
  std::function<std::string(const std::string& cell)> spoil;
};

/// 2023-02-30, and the like.
[[nodiscard]] Fault impossible_date(std::size_t column);
/// A credit code whose last character is another of the alphabet.
[[nodiscard]] Fault wrong_check_character(std::size_t column);
[[nodiscard]] Fault missing_value(std::size_t column);
[[nodiscard]] Fault unknown_word(std::size_t column);

/// Spoils about one row in fifty, each with one fault; and makes another one in twenty-five odd
/// without making it wrong: full-width codes, blanks around a value.
class Spoiler {
 public:
  Spoiler(std::uint64_t seed, std::vector<Fault> faults, std::vector<std::size_t> odd_columns)
      : random_(seed), faults_(std::move(faults)), odd_columns_(std::move(odd_columns)) {}

  void spoil(std::vector<std::string>& row);
  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }

 private:
  Random random_;
  std::vector<Fault> faults_;
  std::vector<std::size_t> odd_columns_;
  std::map<std::string, std::int64_t> counts_;
};

}  // namespace zhiheng::exchange
