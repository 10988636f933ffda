#pragma once
// Where something is now, as the last events about it and about what carries it say.

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "trace/history.h"

namespace zhiheng::trace {

/// What an event says about where its objects are afterwards.
enum class Meaning : std::uint8_t { here, received, sent, sold, gone };

/// catalog/trace/steps.tsv: business steps and dispositions.
class StepMeanings {
 public:
  /// @fails  code.table_unreadable, code.table_malformed
  [[nodiscard]] static Result<StepMeanings> load(const std::filesystem::path& catalog);
  /// The step counts before the disposition.
  [[nodiscard]] Meaning of(const Chain& chain, const EventRow& row) const;

 private:
  std::map<std::string, Meaning, std::less<>> steps_, dispositions_;
};

enum class Status : std::uint8_t { in_stock, in_transit, sold, used, gone, unknown };
[[nodiscard]] std::string_view name_of(Status status);

struct Whereabouts {
  Status status = Status::unknown;
  Id place = nothing;      ///< where it is, or where it was last
  Id heading = nothing;    ///< in transit: the destination, where told
  Id container = nothing;  ///< what it is packed in or attached to
  EventAt by = nothing;    ///< the event that says so
};

/// Part of a lot that is somewhere, in one unit.
struct Stock {
  Whereabouts at;
  std::string_view unit;  ///< "KGM"; empty: pieces
  double amount = 0;
};

/// Answers for one moment of knowledge; remembers what carriers were asked.
class Locator {
 public:
  Locator(const History& history, const StepMeanings& meanings)
      : history_(history), meanings_(meanings) {}

  [[nodiscard]] Whereabouts locate(Id id);

  /// Where the quantities of a lot are: what was made, moved, packed, used and sold is booked from
  /// place to place. Empty for what no event gives an amount of.
  /// @param short_of  receives how often more was taken from a place than was there
  [[nodiscard]] std::vector<Stock> stock_of(Id id, std::size_t* short_of = nullptr);

 private:
  struct Ledger;
  void book(const Part& part, const Amount& amount, Ledger& ledger) const;
  [[nodiscard]] Whereabouts told_by(EventAt at, Role role) const;

  const History& history_;
  const StepMeanings& meanings_;
  std::unordered_map<Id, Whereabouts> carriers_;
  int depth_ = 0;
};

}  // namespace zhiheng::trace
