#pragma once
// One run of a plant: raw material in, two lots out, all the way to the shops. Seen by the
// simulation*.cpp only.

#include <array>
#include <string>
#include <vector>

#include "base/date.h"
#include "stat/random.h"
#include "trace/simulation.h"

namespace zhiheng::trace {

/// "952000007": nine digits, of the range that GS1 keeps for demonstrations.
[[nodiscard]] std::string simulated_prefix(int firm);

/// "牧场", "乳品厂", …
[[nodiscard]] std::string_view trade_of_firm(int firm, int firms);

/// What a plant makes of what.
struct Trade {
  std::string_view raw_item, made_item;  ///< item references of three digits
  std::string_view raw_unit, made_unit;  ///< UN/ECE Recommendation 20
  double content;                        ///< of one piece, in made_unit
  double low, high;                      ///< yield: made_unit for one raw_unit
  bool joined;                           ///< one process in several events
};

class SimulatedRun {
 public:
  SimulatedRun(const SimulationOptions& options, const std::vector<SimulatedFirm>& firms,
               const SimulationSink& sink, int run, int runs);

  /// False: the sink wants no more.
  bool play();
  [[nodiscard]] std::int64_t events() const { return events_; }

 private:
  static constexpr int cases_on_a_pallet = 20;
  struct Lot {
    std::string number;  ///< of the finished lot
    int cases = 0;
    double amount = 0;  ///< bulk, in the unit of what is made
    double raw = 0;     ///< raw material, all its lots together
    SimulatedLot truth = {};
  };
  struct Case {
    std::string id;
    std::vector<std::string> pieces;
    int shop = 0;
    int fault = -1;  ///< Fault, or none
  };

  // simulation_run.cpp: raw material and transformation
  void raise_raw();
  void carry_raw(std::size_t raw, double amount);
  void make(Lot& lot);
  void make_joined(Lot& lot, std::vector<Quantity> inputs);
  [[nodiscard]] double chilled();
  void tell_warm(const std::string& id, double celsius, const std::string& event);
  [[nodiscard]] Event measured(const std::string& pallet, double celsius);
  // simulation_goods.cpp: pieces, cases, pallets, shops
  void fill(Lot& lot, Case& box, int number);
  void ship_pallet(Lot& lot, int first);
  void deliver(Lot& lot, const Case& box);
  void sell(Lot& lot, const Case& box);
  void sell_piece(Lot& lot, const Case& box, std::size_t piece);
  void copy_piece(const Case& box, const std::string& piece);
  // simulation_events.cpp: events themselves
  [[nodiscard]] Event event(std::string_view type, std::string_view action, std::string_view step,
                            int firm, std::string_view disposition = {});
  [[nodiscard]] Event moved(std::string_view step, int at, int from, int to);
  std::string emit(Event event);
  void plant(Fault fault, std::string id, std::vector<std::string> events);
  [[nodiscard]] bool draw(Fault fault);
  void pass(double hours) { clock_ += static_cast<std::int64_t>(hours * 3'600'000'000.0); }
  [[nodiscard]] double travel_hours(int from, int to) const;
  [[nodiscard]] std::string unit_name(int firm);

  const SimulationOptions& options_;
  const std::vector<SimulatedFirm>& firms_;
  const SimulationSink& sink_;
  int run_;
  stat::Random random_;
  const Trade& trade_;
  std::array<int, fault_kinds> due_{};  ///< faults that this run still has to plant
  std::vector<int> farms_, shops_;
  int plant_ = 0, depot_ = 0;
  std::vector<std::string> raw_lots_;  ///< URNs
  std::vector<Lot> lots_;
  std::int64_t clock_ = 0;
  std::int64_t events_ = 0;
  int units_ = 0;
  int unit_block_ = 1;
  bool more_ = true;
};

}  // namespace zhiheng::trace
