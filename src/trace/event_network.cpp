#include "trace/event_network.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "trace/contents.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

constexpr std::uint32_t no_station = nothing;

/// What left a station and has not arrived.
struct Shipment {
  EventAt event = nothing;
  std::uint32_t from = no_station;
  Id heading = nothing;  ///< the destination that the event names
  bool opened = false;   ///< some of it was received by itself
  std::set<Id> contents = {};
  std::map<Id, std::set<std::uint32_t>> behind = {};  ///< deliveries that each content came from
};

LooseDay day_of(Timestamp time) {
  const std::string text = to_text(china_date(time));
  return {std::stoi(text.substr(0, 4)), std::stoi(text.substr(5, 2)), std::stoi(text.substr(8, 2))};
}

class NetworkMaker {
 public:
  NetworkMaker(const History& history, const StepMeanings& meanings)
      : chain_(history.chain()), history_(history), meanings_(meanings), contents_(history) {}

  Result<EventNetwork> run(const std::atomic<bool>* interrupted);

 private:
  void take(EventAt at);
  void make(EventAt at);
  void send(EventAt at);
  void receive(EventAt at);
  void receive_one(EventAt at, Id id, std::uint32_t to);
  void deliver(const Shipment& shipment, EventAt received, std::uint32_t to,
               const std::set<Id>& contents);
  void finish();
  [[nodiscard]] std::set<std::uint32_t> behind(std::uint32_t station, Id content) const;
  std::uint32_t station(Id place);
  [[nodiscard]] Id named(EventAt at, Role role) const;
  static bool is_goods(Role role) {
    return role == Role::object || role == Role::parent || role == Role::child;
  }

  const Chain& chain_;
  const History& history_;
  const StepMeanings& meanings_;
  Contents contents_;
  EventNetwork made_;
  std::unordered_map<std::string, std::uint32_t> stations_;
  std::unordered_map<Id, std::vector<Shipment>> under_way_;
  std::map<std::pair<std::uint32_t, Id>, std::set<Id>> ingredients_;  ///< by station and product
  std::map<std::pair<std::uint32_t, Id>, std::vector<std::uint32_t>> arrived_;
  std::map<std::tuple<EventAt, EventAt, Id>, std::uint32_t> known_;
};

std::uint32_t NetworkMaker::station(Id place) {
  if (place == nothing) return no_station;
  const std::string id = station_of(chain_.text(place));
  const auto next = static_cast<std::uint32_t>(made_.network.stations.size());
  const auto [known, fresh] = stations_.try_emplace(id, next);
  if (fresh) {
    made_.network.stations.push_back({.id = id, .name = {}});
    made_.places.push_back(place);
  }
  return known->second;
}

/// The place that an event names as source or destination; without one the party.
Id NetworkMaker::named(EventAt at, Role role) const {
  Id found = nothing;
  for (const Part& part : chain_.parts(at)) {
    if (part.role() != role) continue;
    if (found == nothing || chain_.form(part.id) == Form::place) found = part.id;
  }
  return found;
}

void NetworkMaker::make(EventAt at) {
  const std::uint32_t where = station(chain_.event(at).place);
  std::set<Id> used;
  for (const Part& part : chain_.parts(at)) {
    if (part.role() == Role::input) contents_.gather(part.id, used);
  }
  for (const Part& part : chain_.parts(at)) {
    if (part.role() != Role::output && part.role() != Role::lot) continue;
    ingredients_[{where, contents_.content_of(part.id)}].insert(used.begin(), used.end());
  }
}

/// Deliveries that arrived at a station with the content, or with what it was made from there.
std::set<std::uint32_t> NetworkMaker::behind(std::uint32_t at, Id content) const {
  std::set<std::uint32_t> found;
  std::set<Id> looked_at{content};
  std::vector<Id> queue{content};
  while (!queue.empty()) {
    const Id each = queue.back();
    queue.pop_back();
    if (const auto came = arrived_.find({at, each}); came != arrived_.end()) {
      found.insert(came->second.begin(), came->second.end());
    }
    const auto from = ingredients_.find({at, each});
    if (from == ingredients_.end()) continue;
    for (const Id used : from->second) {
      if (looked_at.insert(used).second) queue.push_back(used);
    }
  }
  return found;
}

void NetworkMaker::send(EventAt at) {
  const EventRow& row = chain_.event(at);
  const std::uint32_t from = station(row.place);
  if (from == no_station) return;
  const Id heading = named(at, Role::destination);
  for (const Part& part : chain_.parts(at)) {
    if (!is_goods(part.role())) continue;
    Shipment sent{.event = at, .from = from, .heading = heading};
    contents_.gather(part.id, sent.contents);
    for (const Id content : sent.contents) sent.behind[content] = behind(from, content);
    under_way_[part.id].push_back(std::move(sent));
  }
}

void NetworkMaker::deliver(const Shipment& shipment, EventAt received, std::uint32_t to,
                           const std::set<Id>& contents) {
  Network& network = made_.network;
  for (const Id content : contents) {
    const auto next = static_cast<std::uint32_t>(network.deliveries.size());
    // Two pallets of one lot in one shipping are one delivery.
    if (!known_.try_emplace({shipment.event, received, content}, next).second) continue;
    Delivery delivery;
    delivery.from = shipment.from;
    delivery.to = to;
    const Id product = chain_.product(content);
    delivery.product = chain_.text(product == nothing ? content : product);
    if (product != nothing) delivery.lot = chain_.text(content);
    const auto name = [&](EventAt event) {
      return event == nothing ? std::string() : chain_.event_name(event);
    };
    delivery.id = name(shipment.event) + ">" + name(received) + "|" + chain_.text(content);
    if (shipment.event != nothing) delivery.departure = day_of(chain_.event(shipment.event).time);
    if (received != nothing) delivery.arrival = day_of(chain_.event(received).time);
    network.deliveries.push_back(std::move(delivery));
    made_.sources.push_back({shipment.event, received, content});
    arrived_[{to, content}].push_back(next);
    const auto before = shipment.behind.find(content);
    if (before == shipment.behind.end()) continue;
    for (const std::uint32_t each : before->second) network.links.push_back({each, next});
  }
}

/// What was shipped under this name, or under that of a container around it.
void NetworkMaker::receive_one(EventAt at, Id id, std::uint32_t to) {
  std::set<Id> contents;
  contents_.gather(id, contents);
  Id under = id;
  for (int depth = 0; depth < Contents::deepest; ++depth) {
    const auto sent = under_way_.find(under);
    if (sent != under_way_.end() && !sent->second.empty()) {
      auto fits = std::ranges::find_if(sent->second, [&](const Shipment& each) {
        return each.heading != nothing && station(each.heading) == to;
      });
      if (fits == sent->second.end()) {
        fits = std::ranges::find_if(sent->second,
                                    [&](const Shipment& each) { return each.from != to; });
      }
      if (fits != sent->second.end()) {
        deliver(*fits, at, to, under == id ? fits->contents : contents);
        fits->opened = true;
        if (under == id) sent->second.erase(fits);
        return;
      }
    }
    under = contents_.container(under);
    if (under == nothing) break;
  }
  ++made_.not_shipped;
  const std::uint32_t from = station(named(at, Role::source));
  if (from == no_station || from == to) return;
  Shipment unknown;
  unknown.from = from;
  deliver(unknown, at, to, contents);
}

void NetworkMaker::receive(EventAt at) {
  const std::uint32_t to = station(chain_.event(at).place);
  if (to == no_station) return;
  for (const Part& part : chain_.parts(at)) {
    if (is_goods(part.role())) receive_one(at, part.id, to);
  }
}

void NetworkMaker::take(EventAt at) {
  const EventRow& row = chain_.event(at);
  if (row.sort == Sort::transformation) return make(at);
  if (row.sort == Sort::aggregation) contents_.pack(at);
  const Meaning meaning = meanings_.of(chain_, row);
  if (meaning == Meaning::sent) send(at);
  if (meaning == Meaning::received) receive(at);
}

/// What nobody received is on its way to where it was sent.
void NetworkMaker::finish() {
  std::vector<const Shipment*> left;
  for (const auto& [id, shipments] : under_way_) {
    for (const Shipment& each : shipments) {
      if (!each.opened) left.push_back(&each);
    }
  }
  std::ranges::sort(left, {}, [](const Shipment* each) { return each->event; });
  for (const Shipment* each : left) {
    ++made_.not_received;
    const std::uint32_t to = station(each->heading);
    if (to != no_station && to != each->from) deliver(*each, nothing, to, each->contents);
  }
}

Result<EventNetwork> NetworkMaker::run(const std::atomic<bool>* stop) {
  std::vector<std::pair<Timestamp, EventAt>> order;
  for (EventAt at = 0; at < chain_.events(); ++at) {
    if (history_.counts(at)) order.emplace_back(chain_.event(at).time, at);
  }
  std::ranges::sort(order);
  for (const auto& [time, at] : order) {
    if (stop != nullptr && *stop) return fail(interrupted);
    take(at);
  }
  finish();
  return std::move(made_);
}

}  // namespace

std::string station_of(std::string_view normal) {
  constexpr std::string_view location = "https://id.gs1.org/414/";
  const std::size_t extension = normal.find("/254/");
  if (!normal.starts_with(location) || extension == std::string_view::npos) {
    return std::string(normal);
  }
  return std::string(normal.substr(0, extension));
}

Result<EventNetwork> network_of(const History& history, const StepMeanings& meanings,
                                const std::atomic<bool>* stop) {
  return NetworkMaker(history, meanings).run(stop);
}

void tell(EventNetwork& made, const Chain& chain, Telling& told) {
  if (told.whole()) return;
  for (std::size_t i = 0; i < made.places.size(); ++i) {
    if (told.knows(made.places[i])) continue;
    made.network.stations[i].id = told.hide(made.places[i]);
    made.network.stations[i].name.clear();
  }
  for (std::size_t i = 0; i < made.sources.size(); ++i) {
    const DeliveryEvents& events = made.sources[i];
    Delivery& delivery = made.network.deliveries[i];
    delivery.id = (events.sent == nothing ? "" : told.event(events.sent)) + ">" +
                  (events.received == nothing ? "" : told.event(events.received)) + "|" +
                  told.text(events.content);
    const Id product = chain.product(events.content);
    delivery.product = told.text(product == nothing ? events.content : product);
    if (product != nothing) delivery.lot = told.text(events.content);
  }
}

}  // namespace zhiheng::trace
