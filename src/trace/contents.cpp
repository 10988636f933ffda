#include "trace/contents.h"

namespace zhiheng::trace {

/// Which lot each instance belongs to is told by its own event or by how it is named.
Contents::Contents(const History& history) : chain_(history.chain()), history_(history) {
  lots_.assign(chain_.identifiers(), nothing);
  for (EventAt at = 0; at < chain_.events(); ++at) {
    if (!history_.counts(at)) continue;
    const auto parts = chain_.parts(at);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].role() == Role::own_lot && i > 0) lots_[parts[i - 1].id] = parts[i].id;
      if (parts[i].role() != Role::lot) continue;
      for (const Part& part : parts) {
        const bool of_it = chain_.form(part.id) == Form::instance &&
                           chain_.product(part.id) == chain_.product(parts[i].id) &&
                           (part.role() == Role::object || part.role() == Role::output);
        if (of_it) lots_[part.id] = parts[i].id;
      }
    }
  }
}

void Contents::pack(EventAt at) {
  const EventRow& row = chain_.event(at);
  const Id parent = history_.parent_in(at);
  if (parent == nothing) return;
  std::set<Id>& held = inside_[parent];
  if (row.empties) {
    for (const Id each : held) container_.erase(each);
    held.clear();
  }
  for (const Part& part : chain_.parts(at)) {
    if (part.role() != Role::child) continue;
    if (row.action == Action::remove) {
      held.erase(part.id);
      container_.erase(part.id);
    } else {
      held.insert(part.id);
      // Parts of a lot can be in many containers at once.
      if (chain_.form(part.id) != Form::lot) container_[part.id] = parent;
    }
  }
}

void Contents::gather(Id id, int depth, std::set<Id>& contents) const {
  const auto held = inside_.find(id);
  if (held == inside_.end() || held->second.empty()) {
    if (chain_.form(id) != Form::unit) contents.insert(content_of(id));
    return;
  }
  if (depth == deepest) return;
  for (const Id each : held->second) gather(each, depth + 1, contents);
}

Id Contents::container(Id id) const {
  const auto around = container_.find(id);
  return around == container_.end() ? nothing : around->second;
}

}  // namespace zhiheng::trace
