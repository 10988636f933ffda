#include "trace/history.h"

#include <algorithm>

namespace zhiheng::trace {
namespace {

bool holds(const EventRow& row) {
  return row.sort == Sort::aggregation || row.sort == Sort::association;
}

}  // namespace

void History::parts_of(Id id, std::vector<std::uint32_t>& parts,
                       std::vector<EventAt>* wrong_ones) const {
  parts.clear();
  bool sorted = true;
  for (std::uint32_t at = chain_.newest(id); at != nothing; at = chain_.part(at).before) {
    const EventAt event = chain_.part(at).event;
    if (!known(event)) continue;
    if (wrong(event)) {
      if (wrong_ones != nullptr) wrong_ones->push_back(event);
      continue;
    }
    if (!parts.empty() &&
        chain_.event(chain_.part(parts.back()).event).time < chain_.event(event).time) {
      sorted = false;
    }
    parts.push_back(at);
  }
  std::ranges::reverse(parts);
  if (sorted) return;
  std::ranges::stable_sort(
      parts, {}, [&](std::uint32_t part) { return chain_.event(chain_.part(part).event).time; });
}

Id History::parent_in(EventAt at) const {
  for (const Part& part : chain_.parts(at)) {
    if (part.role() == Role::parent) return part.id;
  }
  return nothing;
}

/// The first event after `by` that empties the parent, before `until`.
EventAt History::emptied(Id parent, EventAt by, Timestamp until) const {
  if (last_.parent == parent && last_.by == by && last_.until == until) return last_.answer;
  const Timestamp from = chain_.event(by).time;
  EventAt first = nothing;
  for (std::uint32_t at = chain_.newest(parent); at != nothing; at = chain_.part(at).before) {
    const Part& part = chain_.part(at);
    const EventRow& row = chain_.event(part.event);
    if (!row.empties || part.role() != Role::parent || !counts(part.event)) continue;
    if (row.time < from || row.time >= until) continue;
    if (first == nothing || row.time < chain_.event(first).time) first = part.event;
  }
  last_ = {parent, by, until, first};
  return first;
}

void History::stays_of(Id id, const std::vector<std::uint32_t>& parts,
                       std::vector<Stay>& stays) const {
  stays.clear();
  // Parts of a lot may be in many places at once; one object is in one.
  const Form form = chain_.form(id);
  const bool many = form == Form::lot || form == Form::product;
  // A walk asks this of millions, one after the other.
  thread_local std::vector<std::size_t> open;
  open.clear();
  for (const std::uint32_t number : parts) {
    const Part& part = chain_.part(number);
    const EventRow& row = chain_.event(part.event);
    if (part.role() != Role::child || !holds(row)) continue;
    const Id parent = parent_in(part.event);
    const bool attached = row.sort == Sort::association;
    const bool removes = row.action == Action::remove;
    bool there = false;
    std::erase_if(open, [&](std::size_t at) {
      Stay& stay = stays[at];
      if (stay.attached != attached) return false;
      const bool same = stay.parent == parent || (removes && parent == nothing);
      if (!removes && same) {
        there = true;
        return false;
      }
      if (removes ? !same : many) return false;
      stay.until = row.time;
      stay.ended_by = part.event;
      stay.end_assumed = !removes;
      return true;
    });
    if (removes || there || parent == nothing) continue;
    open.push_back(stays.size());
    stays.push_back({.parent = parent,
                     .by = part.event,
                     .from = row.time,
                     .attached = attached,
                     .start_assumed = row.action == Action::observe});
  }
  for (Stay& stay : stays) {
    const EventAt end = emptied(stay.parent, stay.by, stay.until);
    if (end == nothing) continue;
    stay.until = chain_.event(end).time;
    stay.ended_by = end;
    stay.end_assumed = false;
  }
}

}  // namespace zhiheng::trace
