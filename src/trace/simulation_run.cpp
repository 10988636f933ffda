// The made-up chain up to the finished lot: farms, transport, plant.

#include <charconv>
#include <cmath>

#include "trace/identifier.h"
#include "trace/simulation_parts.h"

namespace zhiheng::trace {
namespace {

/// Kilograms and litres are told to the gram.
std::string text_of(double amount) {
  char text[32];
  const auto [end, error] =
      std::to_chars(text, text + sizeof text, amount, std::chars_format::fixed, 3);
  return {text, end};
}

std::string lot_urn(int firm, std::string_view item, const std::string& number) {
  return "urn:epc:class:lgtin:" + simulated_prefix(firm) + ".0" + std::string(item) + "." + number;
}

/// What chilled goods may have: degrees Celsius, as told.
constexpr double warmest = 6;

SensorElement temperature(double celsius) {
  SensorReading report;
  report.fields = {{sensor_field("type"), "https://gs1.org/voc/Temperature"},
                   {sensor_field("value"), text_of(celsius)},
                   {sensor_field("uom"), "CEL"}};
  return {.metadata = {}, .reports = {std::move(report)}};
}

}  // namespace

/// Milk, wheat or sorghum comes into being at the farms and goes to the plant.
void SimulatedRun::raise_raw() {
  double all = 0;
  for (const Lot& lot : lots_) all += lot.raw;
  // A little stays in the pipes; the rest is used.
  const double each = all * 1.001 / static_cast<double>(farms_.size());
  for (std::size_t i = 0; i < farms_.size(); ++i) {
    raw_lots_.push_back(lot_urn(farms_[i], trade_.raw_item,
                                "R" + std::to_string(run_ + 1) + "-" + std::to_string(i + 1)));
    Event born = event("ObjectEvent", "ADD", "commissioning", farms_[i], "active");
    born.quantities = {{raw_lots_.back(), text_of(each * 1.0005), std::string(trade_.raw_unit)}};
    emit(std::move(born));
  }
  pass(2);
  for (std::size_t i = 0; i < farms_.size(); ++i) carry_raw(i, each * 1.0005);
}

void SimulatedRun::carry_raw(std::size_t raw, double amount) {
  const std::string unit(trade_.raw_unit);
  Event sent = moved("shipping", farms_[raw], farms_[raw], plant_);
  sent.quantities = {{raw_lots_[raw], text_of(amount), unit}};
  const double celsius = chilled();
  sent.sensors = {temperature(celsius)};
  const std::string sending = emit(std::move(sent));
  tell_warm(raw_lots_[raw], celsius, sending);
  pass(travel_hours(farms_[raw], plant_) * (1 + 0.2 * random_.uniform()));

  const bool short_measure = raw == 0 && draw(Fault::quantity_mismatch);
  // Weighing differs by half a thousandth.
  const double kept = short_measure ? 0.85 - 0.1 * random_.uniform() : 0.9995;
  Event taken = moved("receiving", plant_, farms_[raw], plant_);
  taken.quantities = {{raw_lots_[raw], text_of(amount * kept), unit}};
  const std::string taking = emit(std::move(taken));
  if (short_measure) plant(Fault::quantity_mismatch, raw_lots_[raw], {sending, taking});
}

/// Raw material of every farm becomes one lot of bulk goods.
void SimulatedRun::make(Lot& lot) {
  pass(6 + 12 * random_.uniform());
  const std::string made = lot_urn(plant_, trade_.made_item, lot.number);
  lot.truth.id = normal_identifier(made);
  std::vector<Quantity> inputs;
  for (const std::string& raw : raw_lots_) {
    lot.truth.from.push_back(normal_identifier(raw));
    inputs.push_back({raw, text_of(lot.raw / static_cast<double>(raw_lots_.size())),
                      std::string(trade_.raw_unit)});
  }
  if (trade_.joined) return make_joined(lot, std::move(inputs));
  const bool leak = draw(Fault::mass_balance_leak);
  if (leak) {
    // More came out than can be made of it, or much less.
    const double factor = random_.uniform() < 0.5 ? 0.7 : 1.4;
    for (Quantity& input : inputs) {
      input.amount = text_of(lot.raw * factor / static_cast<double>(inputs.size()));
    }
  }
  Event change = event("TransformationEvent", "", "commissioning", plant_, "active");
  change.quantities = std::move(inputs);
  change.output_quantities = {{made, text_of(lot.amount), std::string(trade_.made_unit)}};
  const std::string name = emit(std::move(change));
  if (leak) plant(Fault::mass_balance_leak, made, {name});
}

/// Fermentation is told when it begins, when yeast is added and when it is distilled.
void SimulatedRun::make_joined(Lot& lot, std::vector<Quantity> inputs) {
  const std::string process = "urn:epc:id:gdti:" + simulated_prefix(plant_) + ".001." + lot.number;
  const bool leak = draw(Fault::mass_balance_leak);
  const double factor = leak ? (random_.uniform() < 0.5 ? 0.6 : 1.6) : 1;
  for (Quantity& input : inputs) {
    input.amount = text_of(lot.raw * factor / static_cast<double>(inputs.size()));
  }
  Event begun = event("TransformationEvent", "", "commissioning", plant_, "active");
  begun.quantities = std::move(inputs);
  begun.transformation = process;
  const std::string first = emit(std::move(begun));
  pass(24 * 10);
  Event fed = event("TransformationEvent", "", "commissioning", plant_, "active");
  const std::string yeast = lot_urn(plant_, "301", "Y" + std::to_string(run_ + 1));
  lot.truth.from.push_back(normal_identifier(yeast));
  fed.quantities = {{yeast, "2", "KGM"}};
  fed.transformation = process;
  emit(std::move(fed));
  pass(24 * 10);
  Event done = event("TransformationEvent", "", "commissioning", plant_, "active");
  const std::string made = lot_urn(plant_, trade_.made_item, lot.number);
  done.output_quantities = {{made, text_of(lot.amount), std::string(trade_.made_unit)}};
  done.transformation = process;
  const std::string last = emit(std::move(done));
  if (leak) plant(Fault::mass_balance_leak, made, {first, last});
}

bool SimulatedRun::play() {
  raise_raw();
  const std::int64_t arrived = clock_;
  for (Lot& lot : lots_) {
    clock_ = arrived;
    make(lot);
    const std::int64_t made = clock_;
    for (int next = 0; next < lot.cases && more_; next += cases_on_a_pallet) {
      clock_ = made + std::int64_t{next} * 1'000'000;
      ship_pallet(lot, next);
    }
    if (more_) sink_.lot(lot.truth);
    if (!more_) return false;
  }
  return true;
}

/// Most of it scatters within what is allowed, one reading in two thousand does not.
double SimulatedRun::chilled() { return 4 + 0.6 * random_.normal(); }

/// Planted or by chance: too warm is too warm.
void SimulatedRun::tell_warm(const std::string& id, double celsius, const std::string& event) {
  if (std::round(celsius * 1000) > warmest * 1000) plant(Fault::temperature_breach, id, {event});
}

/// The temperature on the way.
Event SimulatedRun::measured(const std::string& pallet, double celsius) {
  Event seen = event("ObjectEvent", "OBSERVE", "sensor_reporting", plant_, "in_transit");
  seen.epcs = std::vector<std::string>{pallet};
  seen.sensors = {temperature(celsius)};
  return seen;
}

}  // namespace zhiheng::trace
