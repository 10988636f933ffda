// Events of the made-up chain, and what is planted in them.

#include <algorithm>
#include <cstdio>

#include "base/duration.h"
#include "trace/identifier.h"
#include "trace/simulation_parts.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view steps = "https://ref.gs1.org/cbv/BizStep-";
constexpr std::string_view dispositions = "https://ref.gs1.org/cbv/Disp-";
/// The first day of every simulation.
constexpr std::int64_t begin_day = 20'454;  // 2026-01-01
using duration::hour;
constexpr int days = 150;

constexpr Trade trades[] = {{"101", "201", "LTR", "LTR", 1.0, 0.94, 0.99, false},
                            {"102", "202", "KGM", "KGM", 5.0, 0.70, 0.80, false},
                            {"103", "203", "KGM", "LTR", 0.5, 0.35, 0.50, true}};

/// Parts of ten firms: three farms, two plants, one depot, four shops.
enum class Kind { farm, plant, depot, shop };
Kind kind_of(int firm, int firms) {
  if (firms < 10) return static_cast<Kind>(firm % 4);
  const int of_ten = firm % 10;
  if (of_ten < 3) return Kind::farm;
  if (of_ten < 5) return Kind::plant;
  return of_ten < 6 ? Kind::depot : Kind::shop;
}

int pick(stat::Random& random, int firms, Kind kind) {
  while (true) {
    const int firm = static_cast<int>(random.below(static_cast<std::uint64_t>(firms)));
    if (kind_of(firm, firms) == kind) return firm;
  }
}

std::string uuid(stat::Random& random) {
  const std::uint64_t high = (random.bits() & ~std::uint64_t{0xF000}) | 0x4000;
  const std::uint64_t low = (random.bits() >> 2) | (std::uint64_t{1} << 63);
  char text[64];
  std::snprintf(text, sizeof text, "urn:uuid:%08llx-%04llx-%04llx-%04llx-%012llx",
                static_cast<unsigned long long>(high >> 32),
                static_cast<unsigned long long>(high >> 16 & 0xFFFF),
                static_cast<unsigned long long>(high & 0xFFFF),
                static_cast<unsigned long long>(low >> 48),
                static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFF));
  return text;
}

}  // namespace

std::string simulated_prefix(int firm) {
  const std::string number = std::to_string(firm);
  return "952" + std::string(6 - number.size(), '0') + number;
}

std::string_view trade_of_firm(int firm, int firms) {
  constexpr std::string_view plants[] = {"乳品厂", "面粉厂", "酒厂"};
  constexpr std::string_view farms[] = {"牧场", "麦场", "高粱合作社"};
  switch (kind_of(firm, firms)) {
    case Kind::farm:
      return farms[firm % 3];
    case Kind::plant:
      return plants[firm % 3];
    case Kind::depot:
      return "配送中心";
    default:
      return "超市";
  }
}

SimulatedRun::SimulatedRun(const SimulationOptions& options,
                           const std::vector<SimulatedFirm>& firms, const SimulationSink& sink,
                           int run, int runs)
    : options_(options),
      firms_(firms),
      sink_(sink),
      run_(run),
      random_(options.seed, static_cast<std::uint64_t>(run) + 1),
      trade_(trades[run % 3]) {
  for (const auto& [fault, count] : options.faults) {
    // Spread evenly over the runs.
    const auto until = [&](std::int64_t runs_done) {
      return static_cast<int>(count * runs_done / runs);
    };
    due_[static_cast<std::size_t>(fault)] = until(run + 1) - until(run);
  }
  plant_ = pick(random_, options.firms, Kind::plant);
  depot_ = pick(random_, options.firms, Kind::depot);
  const std::size_t farms = 1 + random_.below(3);
  for (std::size_t i = 0; i < farms; ++i) {
    farms_.push_back(pick(random_, options.firms, Kind::farm));
  }
  const std::size_t shops = 2 + random_.below(3);
  for (std::size_t i = 0; i < shops; ++i) {
    shops_.push_back(pick(random_, options.firms, Kind::shop));
  }
  clock_ = begin_day * 24 * hour + static_cast<std::int64_t>(run) * days * 24 * hour / runs +
           static_cast<std::int64_t>(random_.uniform() * 12 * static_cast<double>(hour));
  const int here = run * 2 + 1 == options.lots ? 1 : 2;
  // Twelve events for ten pieces in a case, and a dozen around the lot.
  const double cases = (static_cast<double>(options.events) / options.lots - 12) / 12.3;
  for (int i = 0; i < here; ++i) {
    Lot lot;
    lot.number = "L" + std::to_string(run * 2 + i + 1);
    lot.cases = std::max(1, static_cast<int>(cases + 0.5));
    lot.amount = lot.cases * 10 * trade_.content;
    double yield = trade_.low + (trade_.high - trade_.low) * (0.1 + 0.8 * random_.uniform());
    // Honest plants miss the band now and then.
    if (random_.uniform() < 0.005) yield = trade_.high * 1.01;
    lot.raw = lot.amount / yield;
    lots_.push_back(std::move(lot));
  }
  unit_block_ = 2 * (lots_.front().cases + lots_.front().cases / 20 + 2);
}

Event SimulatedRun::event(std::string_view type, std::string_view action, std::string_view step,
                          int firm, std::string_view disposition) {
  Event made;
  made.type = type;
  made.action = action;
  made.biz_step = std::string(steps).append(step);
  if (!disposition.empty()) made.disposition = std::string(dispositions).append(disposition);
  made.biz_location = Place{.id = firms_[static_cast<std::size_t>(firm)].place};
  made.read_point = made.biz_location;
  // Every firm's clock is off by its own minutes.
  const std::int64_t minutes = static_cast<std::int64_t>(firm * 7919 % 11) - 5;
  made.time = to_china_text(Timestamp{(clock_ + minutes * hour / 60) / 1'000'000 * 1'000'000});
  made.zone_offset = "+08:00";
  return made;
}

/// Shipping or receiving, with who gives and who takes.
Event SimulatedRun::moved(std::string_view step, int at, int from, int to) {
  Event made =
      event("ObjectEvent", "OBSERVE", step, at, step == "shipping" ? "in_transit" : "in_progress");
  const std::string party = "https://ref.gs1.org/cbv/SDT-possessing_party";
  const std::string location = "https://ref.gs1.org/cbv/SDT-location";
  const SimulatedFirm& giver = firms_[static_cast<std::size_t>(from)];
  const SimulatedFirm& taker = firms_[static_cast<std::size_t>(to)];
  made.sources = {{party, giver.party}, {location, giver.place}};
  made.destinations = {{party, taker.party}, {location, taker.place}};
  return made;
}

/// Hands an event on; gives its name.
std::string SimulatedRun::emit(Event event) {
  if (!more_) return {};
  event.id = uuid(random_);
  const auto lag = static_cast<std::int64_t>(random_.uniform() * 120 * 60) * 1'000'000;
  event.record_time = to_china_text(Timestamp{clock_ / 1'000'000 * 1'000'000 + 600'000'000 + lag});
  ++events_;
  more_ = sink_.event(event);
  pass(0.02);
  return event.id;
}

void SimulatedRun::plant(Fault fault, std::string id, std::vector<std::string> events) {
  if (more_) sink_.fault({fault, normal_identifier(id), std::move(events)});
}

/// Whether one of this kind is still to be planted here; it then is.
bool SimulatedRun::draw(Fault fault) {
  int& due = due_[static_cast<std::size_t>(fault)];
  if (due == 0) return false;
  --due;
  return true;
}

/// At fifty kilometres an hour, with two hours for loading.
double SimulatedRun::travel_hours(int from, int to) const {
  return 2 + distance_km(firms_[static_cast<std::size_t>(from)].position,
                         firms_[static_cast<std::size_t>(to)].position) /
                 50;
}

/// A new case or pallet of a firm: every run has its own block of numbers.
std::string SimulatedRun::unit_name(int firm) {
  const std::string number = std::to_string(std::int64_t{run_} * unit_block_ + units_++);
  const std::string zeros(8 - std::min<std::size_t>(number.size(), 8), '0');
  return "urn:epc:id:sscc:" + simulated_prefix(firm) + "." + zeros + number;
}

}  // namespace zhiheng::trace
