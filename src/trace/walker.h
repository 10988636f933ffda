#pragma once
// One walk while it goes on; seen by walk.cpp and walk_links.cpp only.

#include <span>
#include <vector>

#include "trace/number_map.h"
#include "trace/number_set.h"
#include "trace/walk.h"

namespace zhiheng::trace {

/// By time, then by number. What is sorted by comparison takes a fifth of a large walk.
void sort_by_time(const Chain& chain, std::vector<Seen>& events);

/// One walk, in one direction.
class Walker {
 public:
  Walker(const Chain& chain, const WalkOptions& options, bool onward)
      : chain_(chain),
        history_(chain, options.known_at),
        options_(options),
        onward_(onward),
        affected_(chain.identifiers()),
        carriers_(chain.identifiers()),
        seen_(chain.events()) {}

  Result<Walk> run(std::span<const Start> asked);

 private:
  void reach(const Reached& found);
  void see(EventAt event, std::uint32_t by);
  void visit(std::uint32_t at);
  [[nodiscard]] static bool is_other_use(const Part& part, Link link);
  void follow(std::uint32_t number, std::uint32_t at);
  void carried(Id carrier, EventAt by, std::uint32_t from, Timestamp since, Timestamp until);
  void in_carriers(std::uint32_t at);
  void process(EventAt event, std::uint32_t at);
  void process_one(EventAt event, std::uint32_t at);
  void contents(EventAt event, std::uint32_t at);
  void pieces(EventAt event, Id lot, std::uint32_t at);
  void piece(EventAt event, Id instance, std::uint32_t at);
  void lots(const Part& part, std::uint32_t at);
  [[nodiscard]] Id own_lot(const Part& part) const;
  void products(std::span<const Start> asked);
  void finish();
  [[nodiscard]] Timestamp time(EventAt event) const { return chain_.event(event).time; }

  const Chain& chain_;
  History history_;
  const WalkOptions& options_;
  bool onward_;
  Walk walk_;
  NumberMap affected_, carriers_;
  NumberSet seen_;
  std::vector<std::uint32_t> queue_;
  std::vector<std::uint32_t> parts_, child_parts_;
  std::vector<Stay> stays_, child_stays_;
};

}  // namespace zhiheng::trace
