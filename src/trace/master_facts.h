#pragma once
// What master data say of a place, firm or product, for whoever reads an answer.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "trace/distance.h"
#include "trace/master_data.h"

namespace zhiheng::trace {

struct MasterFact {
  std::string name, region = {};  ///< region: GB/T 2260
  std::optional<Position> position = {};
};

/// By normal form of the identifier; the first name told counts.
class MasterFacts {
 public:
  MasterFacts() = default;
  /// @cost  linear in the elements
  explicit MasterFacts(std::span<const VocabularyList> lists);
  /// nullptr when nothing is known.
  [[nodiscard]] const MasterFact* find(std::string_view normal) const;

 private:
  std::unordered_map<std::string, MasterFact> facts_;
};

/// Degrees in a text; none when it is no number or beyond `most`.
[[nodiscard]] std::optional<double> degrees_of(std::string_view text, double most);

/// The attributes named latitude and longitude.
[[nodiscard]] std::optional<Position> position_of(const VocabularyElement& element);

}  // namespace zhiheng::trace
