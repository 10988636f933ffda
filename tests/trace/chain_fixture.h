#pragma once
// Small chains, told event by event.

#include <initializer_list>
#include <string>
#include <vector>

#include "support/source.h"
#include "trace/walk.h"

namespace zhiheng::trace {

inline const std::string catalog_folder = support::source_path("/catalog");

inline const std::string gtin = "https://id.gs1.org/01/06901234567892";
inline std::string piece(const std::string& serial) { return gtin + "/21/" + serial; }
inline std::string batch(const std::string& lot) { return gtin + "/10/" + lot; }
inline std::string pallet(int number) {
  return "urn:epc:id:sscc:6901234.1" + std::to_string(100'000'000 + number);
}
inline std::string plant(int number) {
  return "urn:epc:id:sgln:6901234.0000" + std::to_string(number) + ".0";
}

/// A moment of 1 March 2026: "07:30".
inline std::string at(const std::string& clock) { return "2026-03-01T" + clock + ":00+08:00"; }

/// An event of each sort; times are clocks of one day, names are what the tests call it.
struct What {
  std::string name, clock;
  std::string step = {};
  int place = 0;  ///< plant(); 0: none
};

inline Event told(const What& what, const std::string& type, const std::string& action) {
  Event event;
  event.type = type;
  event.id = what.name;
  event.time = at(what.clock);
  event.action = action;
  if (!what.step.empty()) event.biz_step = "https://ref.gs1.org/cbv/BizStep-" + what.step;
  if (what.place > 0) event.biz_location = Place{.id = plant(what.place)};
  return event;
}

inline Event object(const What& what, const std::string& action, std::vector<std::string> epcs,
                    std::vector<Quantity> quantities = {}) {
  Event event = told(what, "ObjectEvent", action);
  event.epcs = std::move(epcs);
  if (!quantities.empty()) event.quantities = std::move(quantities);
  return event;
}

inline Event made(const What& what, const std::string& lot, std::vector<std::string> epcs) {
  Event event = object(what, "ADD", std::move(epcs));
  event.instance_data =
      Extensions{{.space = "urn:epcglobal:cbv:mda", .name = "lotNumber", .text = lot}};
  return event;
}

inline Event packed(const What& what, const std::string& action, const std::string& parent,
                    std::vector<std::string> children, std::vector<Quantity> quantities = {}) {
  Event event = told(what, "AggregationEvent", action);
  event.parent = parent;
  event.epcs = std::move(children);
  if (!quantities.empty()) event.quantities = std::move(quantities);
  return event;
}

inline Event transformed(const What& what, std::vector<Quantity> in, std::vector<Quantity> out,
                         const std::string& process = {}) {
  Event event = told(what, "TransformationEvent", "");
  event.quantities = std::move(in);
  event.output_quantities = std::move(out);
  event.transformation = process;
  return event;
}

/// A chain of these events, in this order.
inline Chain chain_of(const std::vector<Event>& events) {
  Chain chain;
  std::int64_t seq = 0;
  for (const Event& event : events) (void)chain.add(event, ++seq);
  return chain;
}

inline Id id_in(const Chain& chain, const std::string& identifier) {
  return chain.find(normal_identifier(identifier)).value();
}

/// Names of the events of a walk, in its order, with a space between.
inline std::string events_of(const Chain& chain, const Walk& walk) {
  std::string names;
  for (const Seen& seen : walk.events) {
    if (!names.empty()) names += ' ';
    names += chain.event_name(seen.event);
  }
  return names;
}

/// Whether a walk reached it, not only as a carrier.
inline bool affects(const Chain& chain, const Walk& walk, const std::string& identifier) {
  const auto id = chain.find(normal_identifier(identifier));
  for (const Reached& reached : walk.reached) {
    if (id && reached.id == *id && reached.link != Link::carrier) return true;
  }
  return false;
}

inline Walk walk_of(const Chain& chain, const std::string& identifier, bool onward,
                    const WalkOptions& options = {}) {
  const std::vector<Start> asked{{id_in(chain, identifier)}};
  return onward ? forward(chain, asked, options).value() : backward(chain, asked, options).value();
}

}  // namespace zhiheng::trace
