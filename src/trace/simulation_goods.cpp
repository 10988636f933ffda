// The made-up chain from the finished lot on: pieces, cases, pallets, depot, shops, buyers.

#include <algorithm>

#include "trace/identifier.h"
#include "trace/simulation_parts.h"

namespace zhiheng::trace {
namespace {

constexpr int pieces_in_a_case = 10;
constexpr double share_sold = 0.7, share_spoilt = 0.02, share_returned = 0.003;

/// Faults that show in a case or one of its pieces.
constexpr Fault of_cases[] = {Fault::shipped_not_received,
                              Fault::received_not_shipped,
                              Fault::opened_twice,
                              Fault::child_without_parent,
                              Fault::clone,
                              Fault::after_decommissioning,
                              Fault::sale_after_sale,
                              Fault::impossible_journey};

std::string seven_digits(int number) {
  const std::string text = std::to_string(number);
  return std::string(7 - std::min<std::size_t>(text.size(), 7), '0') + text;
}

}  // namespace

/// Ten pieces of a lot into a new case.
void SimulatedRun::fill(Lot& lot, Case& box, int number) {
  const std::string prefix = simulated_prefix(plant_);
  const std::string item = "0" + std::string(trade_.made_item);
  for (int i = 0; i < pieces_in_a_case; ++i) {
    box.pieces.push_back("urn:epc:id:sgtin:" + prefix + "." + item + "." + lot.number.substr(1) +
                         seven_digits(number * pieces_in_a_case + i));
  }
  box.id = unit_name(plant_);
  box.shop = shops_[random_.below(shops_.size())];
  for (const Fault fault : of_cases) {
    if (box.fault < 0 && draw(fault)) box.fault = static_cast<int>(fault);
  }
  Event filled = event("TransformationEvent", "", "packing", plant_, "active");
  const double content = trade_.content * pieces_in_a_case;
  std::string amount = std::to_string(content);
  filled.quantities = {{"urn:epc:class:lgtin:" + prefix + "." + item + "." + lot.number, amount,
                        std::string(trade_.made_unit)}};
  filled.output_epcs = box.pieces;
  filled.instance_data =
      Extensions{{.space = "urn:epcglobal:cbv:mda:", .name = "lotNumber", .text = lot.number}};
  emit(std::move(filled));
  lot.truth.pieces += pieces_in_a_case;
  if (box.fault == static_cast<int>(Fault::child_without_parent)) return;
  Event packed = event("AggregationEvent", "ADD", "packing", plant_, "in_progress");
  packed.parent = box.id;
  packed.epcs = box.pieces;
  emit(std::move(packed));
}

/// Up to twenty cases on a pallet, to the depot and on to the shops.
void SimulatedRun::ship_pallet(Lot& lot, int first) {
  std::vector<Case> boxes(static_cast<std::size_t>(std::min(cases_on_a_pallet, lot.cases - first)));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    fill(lot, boxes[i], first + static_cast<int>(i));
    names.push_back(boxes[i].id);
  }
  const std::string pallet = unit_name(plant_);
  Event stacked = event("AggregationEvent", "ADD", "packing", plant_, "in_progress");
  stacked.parent = pallet;
  stacked.epcs = names;
  emit(std::move(stacked));
  pass(4);
  Event sent = moved("shipping", plant_, plant_, depot_);
  sent.epcs = std::vector<std::string>{pallet};
  emit(std::move(sent));
  pass(1);
  const bool warm = draw(Fault::temperature_breach);
  const double celsius = warm ? 8 + 5 * random_.uniform() : chilled();
  tell_warm(pallet, celsius, emit(measured(pallet, celsius)));
  pass(travel_hours(plant_, depot_) * (1 + 0.2 * random_.uniform()));
  Event taken = moved("receiving", depot_, plant_, depot_);
  taken.epcs = std::vector<std::string>{pallet};
  emit(std::move(taken));
  pass(1);
  Event unstacked = event("AggregationEvent", "DELETE", "unpacking", depot_, "in_progress");
  unstacked.parent = pallet;
  unstacked.epcs = names;
  emit(std::move(unstacked));
  const std::int64_t at_depot = clock_;
  for (const Case& box : boxes) {
    clock_ = at_depot + static_cast<std::int64_t>(random_.uniform() * 24 * 3'600'000'000.0);
    deliver(lot, box);
  }
}

/// One case from the depot to its shop.
void SimulatedRun::deliver(Lot& lot, const Case& box) {
  const auto has = [&](Fault fault) { return box.fault == static_cast<int>(fault); };
  std::string sending;
  if (!has(Fault::received_not_shipped)) {
    Event sent = moved("shipping", depot_, depot_, box.shop);
    sent.epcs = std::vector<std::string>{box.id};
    sending = emit(std::move(sent));
  }
  if (has(Fault::shipped_not_received))
    return plant(Fault::shipped_not_received, box.id, {sending});
  pass(travel_hours(depot_, box.shop) * (1 + 0.2 * random_.uniform()));
  Event taken = moved("receiving", box.shop, depot_, box.shop);
  taken.epcs = std::vector<std::string>{box.id};
  const std::string taking = emit(std::move(taken));
  if (has(Fault::received_not_shipped)) plant(Fault::received_not_shipped, box.id, {taking});
  pass(2);
  Event opened = event("AggregationEvent", "DELETE", "unpacking", box.shop, "in_progress");
  opened.parent = box.id;
  opened.epcs = box.pieces;
  const std::string opening = emit(opened);
  if (has(Fault::child_without_parent)) plant(Fault::child_without_parent, box.id, {opening});
  if (has(Fault::opened_twice)) {
    pass(20);
    opened.time = event("", "", "", box.shop).time;
    const std::string again = emit(std::move(opened));
    plant(Fault::opened_twice, box.id, {opening, again});
  }
  sell(lot, box);
}

void SimulatedRun::sell(Lot& lot, const Case& box) {
  const std::int64_t on_shelf = clock_;
  for (std::size_t i = 0; i < box.pieces.size(); ++i) {
    clock_ = on_shelf + static_cast<std::int64_t>(random_.uniform() * 10 * 24 * 3'600'000'000.0);
    sell_piece(lot, box, i);
  }
}

void SimulatedRun::sell_piece(Lot& lot, const Case& box, std::size_t piece) {
  const std::vector<std::string> one{box.pieces[piece]};
  const auto at_shop = [&](std::string_view action, std::string_view step,
                           std::string_view disposition, int shop) {
    Event made = event("ObjectEvent", action, step, shop, disposition);
    made.epcs = one;
    return emit(std::move(made));
  };
  const bool faulty = piece == 0 && box.fault >= 0;
  const auto has = [&](Fault fault) { return faulty && box.fault == static_cast<int>(fault); };
  if (has(Fault::after_decommissioning)) {
    const std::string end = at_shop("DELETE", "decommissioning", "inactive", box.shop);
    pass(30);
    // It is told to be gone, but stands there: whoever calls the lot back has to fetch it.
    const std::string later = at_shop("OBSERVE", "inspecting", "active", box.shop);
    return plant(Fault::after_decommissioning, one[0], {end, later});
  }
  if (has(Fault::sale_after_sale)) {
    const std::string first = at_shop("OBSERVE", "retail_selling", "retail_sold", box.shop);
    pass(40);
    const std::string second = at_shop("OBSERVE", "retail_selling", "retail_sold", box.shop);
    ++lot.truth.sold;
    return plant(Fault::sale_after_sale, one[0], {first, second});
  }
  if (has(Fault::clone) || has(Fault::impossible_journey)) return copy_piece(box, one[0]);
  const double fate = random_.uniform();
  if (fate < share_sold) {
    at_shop("OBSERVE", "retail_selling", "retail_sold", box.shop);
    ++lot.truth.sold;
    if (random_.uniform() < share_returned) {
      pass(24);
      at_shop("OBSERVE", "returning", "returned", box.shop);
      pass(24);
      at_shop("OBSERVE", "retail_selling", "retail_sold", box.shop);
    }
  } else if (fate < share_sold + share_spoilt) {
    at_shop("DELETE", "decommissioning", "inactive", box.shop);
    ++lot.truth.gone;
  }
}

/// The same serial number comes into being again, or is seen where it cannot be.
void SimulatedRun::copy_piece(const Case& box, const std::string& piece) {
  const bool clone = box.fault == static_cast<int>(Fault::clone);
  int far = 0;
  for (int firm = 1; firm < options_.firms; ++firm) {
    if (travel_hours(box.shop, firm) > travel_hours(box.shop, far)) far = firm;
  }
  Event seen = event("ObjectEvent", "OBSERVE", "stocking", box.shop, "sellable_accessible");
  seen.epcs = std::vector<std::string>{piece};
  const std::string here = emit(std::move(seen));
  if (clone) pass(24 * 15);  // time enough to have got there
  Event other = clone ? event("ObjectEvent", "ADD", "commissioning", far, "active")
                      : event("ObjectEvent", "OBSERVE", "stocking", far, "sellable_accessible");
  other.epcs = std::vector<std::string>{piece};
  const std::string there = emit(std::move(other));
  plant(clone ? Fault::clone : Fault::impossible_journey, piece, {here, there});
}

}  // namespace zhiheng::trace
