#include "trace/step_graph.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace zhiheng::trace {
namespace {

/// Things that a step names.
constexpr std::size_t most_named = 5;

/// One identifier in one step.
struct Visit {
  std::uint32_t step = 0;
  Role role = Role::object;
};

/// An identifier on its way.
struct Course {
  std::vector<Visit> visits;        ///< by time
  std::vector<std::int64_t> loads;  ///< differences of what is inside, behind each visit
  bool carrier = false;             ///< not affected itself
  int depth = 0;                    ///< of containers in containers: 0 for what holds nothing
};

bool takes_part(Role role) {
  return role != Role::source && role != Role::destination && role != Role::joined;
}

/// Went into something else, or is only named as its lot: not there any more afterwards.
bool is_used_up(Role role) {
  return role == Role::input || role == Role::lot || role == Role::own_lot;
}

/// Goes on as one: an item or a container, unlike a lot, which can be in many places.
bool is_single(Form form) { return form == Form::instance || form == Form::unit; }

class Drawing {
 public:
  Drawing(const Chain& chain, const StepMeanings& meanings) : chain_(chain), meanings_(meanings) {}

  void take(const Walk& walk, int sign);
  void arrange(std::size_t most);
  StepGraph drawn();

 private:
  [[nodiscard]] const EventRow& row(const Visit& visit) const {
    return chain_.event(graph_.steps[visit.step].event);
  }
  [[nodiscard]] Course* container_in(const Visit& visit, Id& id);
  void follow_parts(std::uint32_t step);
  void measure_depth();
  void draw(Id id, Course& course);
  void draw_single(const Course& course, const std::vector<std::int64_t>& loads);
  void draw_divisible(const Course& course);
  [[nodiscard]] std::uint32_t before(const Course& course, std::size_t at) const;
  void carried(const Course& course, const std::vector<std::int64_t>& loads);
  void link(std::uint32_t from, std::uint32_t to, std::int64_t things);

  const Chain& chain_;
  const StepMeanings& meanings_;
  StepGraph graph_;
  std::unordered_map<Id, Course> courses_;
  std::unordered_map<Id, std::vector<std::uint32_t>> joined_;
  std::unordered_set<EventAt> seen_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> edges_;
  std::vector<std::int64_t> in_parents_, in_others_;  ///< of each step
};

void Drawing::take(const Walk& walk, int sign) {
  for (const Reached& reached : walk.reached) {
    const bool carrier = reached.link == Link::carrier;
    const auto [course, fresh] = courses_.try_emplace(reached.id);
    course->second.carrier = carrier && (fresh || course->second.carrier);
  }
  for (const Seen& seen : walk.events) {
    if (!seen_.insert(seen.event).second) continue;
    const auto steps = static_cast<std::int32_t>(walk.reached[seen.by].steps);
    graph_.steps.push_back({.event = seen.event, .distance = sign * steps, .some = {}});
  }
}

void Drawing::arrange(std::size_t most) {
  auto& steps = graph_.steps;
  if (steps.size() > most) {
    std::ranges::stable_sort(steps, {}, [](const Step& step) { return std::abs(step.distance); });
    graph_.left_out = steps.size() - most;
    steps.resize(most);
  }
  std::ranges::sort(steps, {}, [&](const Step& step) {
    const EventRow& row = chain_.event(step.event);
    return std::pair(row.time, row.seq);
  });
  for (std::uint32_t at = 0; at < steps.size(); ++at) follow_parts(at);
  measure_depth();
}

void Drawing::follow_parts(std::uint32_t at) {
  Step& step = graph_.steps[at];
  std::size_t units = 0;
  for (const Part& part : chain_.parts(step.event)) {
    if (part.role() == Role::joined) joined_[part.id].push_back(at);
    if (!takes_part(part.role())) continue;
    if (chain_.form(part.id) == Form::unit && part.role() == Role::object) {
      step.container = ++units == 1 ? part.id : nothing;
    }
    if (part.role() == Role::parent) step.container = part.id;
    const auto found = courses_.find(part.id);
    if (found == courses_.end()) continue;
    auto& visits = found->second.visits;
    if (!visits.empty() && visits.back().step == at) continue;
    visits.push_back({at, part.role()});
    if (found->second.carrier) continue;
    if (!is_used_up(part.role())) ++step.things;
    if (step.some.size() < most_named) step.some.push_back(part.id);
  }
}

/// Containers are drawn after what they hold, for they carry it.
void Drawing::measure_depth() {
  bool grew = true;
  for (int round = 0; grew && round < 8; ++round) {
    grew = false;
    for (auto& [id, course] : courses_) {
      for (const Visit& visit : course.visits) {
        Id parent = nothing;
        if (visit.role != Role::child) continue;
        if (Course* around = container_in(visit, parent);
            around != nullptr && around->depth <= course.depth && parent != id) {
          around->depth = course.depth + 1;
          grew = true;
        }
      }
    }
  }
  for (auto& [id, course] : courses_) course.loads.assign(course.visits.size() + 1, 0);
}

/// The container that a visit puts something into or takes it out of, when it is part of the chain.
Course* Drawing::container_in(const Visit& visit, Id& id) {
  for (const Part& part : chain_.parts(graph_.steps[visit.step].event)) {
    if (part.role() != Role::parent) continue;
    const auto found = courses_.find(part.id);
    if (found == courses_.end() || found->second.visits.empty()) return nullptr;
    id = part.id;
    return &found->second;
  }
  return nullptr;
}

void Drawing::link(std::uint32_t from, std::uint32_t to, std::int64_t things) {
  if (from != to) edges_[{from, to}] += std::max<std::int64_t>(things, 1);
}

/// Number of the last visit at or before a step.
std::size_t visit_by(const Course& course, std::uint32_t step) {
  const auto after = std::ranges::upper_bound(course.visits, step, {}, &Visit::step);
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - course.visits.begin(), 1) - 1);
}

void Drawing::draw_single(const Course& course, const std::vector<std::int64_t>& loads) {
  for (std::size_t at = 0; at < course.visits.size(); ++at) {
    const Visit& here = course.visits[at];
    const bool last = at + 1 == course.visits.size();
    const std::int64_t things = course.carrier ? loads[at] : std::max<std::int64_t>(loads[at], 1);
    Id parent = nothing;
    Course* around = here.role == Role::child && row(here).action != Action::remove
                         ? container_in(here, parent)
                         : nullptr;
    if (around == nullptr) {
      if (!last) link(here.step, course.visits[at + 1].step, things);
      continue;
    }
    // In the container until it is heard of again.
    const std::uint32_t until = last ? nothing : course.visits[at + 1].step;
    const std::size_t in = visit_by(*around, here.step);
    const std::size_t out = last ? around->visits.size() - 1 : visit_by(*around, until);
    around->loads[in] += things;
    around->loads[out] -= things;
    if (!last) link(around->visits[out].step, until, things);
  }
}

/// What a part of a lot did before: it was sent here, or was here, or it is the lot's last news.
std::uint32_t Drawing::before(const Course& course, std::size_t at) const {
  const Visit& here = course.visits[at];
  const Id place = row(here).place;
  for (std::size_t back = at; back-- > 0;) {
    const Visit& other = course.visits[back];
    const bool sent = meanings_.of(chain_, row(other)) == Meaning::sent;
    const bool consumed = other.role == Role::input || other.role == Role::lot ||
                          other.role == Role::own_lot || other.role == Role::child;
    if (sent) {
      for (const Part& part : chain_.parts(graph_.steps[other.step].event)) {
        if (part.role() == Role::destination && part.id == place) return other.step;
      }
    } else if (!consumed && row(other).place == place) {
      return other.step;
    }
  }
  for (std::size_t back = at; back-- > 0;) {
    if (course.visits[back].role == Role::output || course.visits[back].role == Role::object) {
      return course.visits[back].step;
    }
  }
  return course.visits[at - 1].step;
}

void Drawing::draw_divisible(const Course& course) {
  for (std::size_t at = 0; at < course.visits.size(); ++at) {
    const Visit& here = course.visits[at];
    Id parent = nothing;
    Course* around = here.role == Role::child ? container_in(here, parent) : nullptr;
    const bool unpacked = around != nullptr && row(here).action == Action::remove;
    if (at > 0 && !unpacked) link(before(course, at), here.step, 1);
    if (around == nullptr || unpacked) continue;
    const std::size_t in = visit_by(*around, here.step);
    if (in + 1 < around->visits.size()) {
      ++around->loads[in];
      --around->loads[around->visits.size() - 1];
    }
  }
}

void Drawing::carried(const Course& course, const std::vector<std::int64_t>& loads) {
  for (std::size_t at = 0; at < course.visits.size(); ++at) {
    const Visit& here = course.visits[at];
    const std::int64_t inside = std::max(loads[at], at > 0 ? loads[at - 1] : 0);
    (here.role == Role::parent ? in_parents_ : in_others_)[here.step] += inside;
  }
}

void Drawing::draw(Id id, Course& course) {
  std::vector<std::int64_t> loads(course.visits.size());
  std::int64_t inside = 0;
  for (std::size_t at = 0; at < loads.size(); ++at) loads[at] = inside += course.loads[at];
  if (is_single(chain_.form(id))) {
    draw_single(course, loads);
  } else {
    draw_divisible(course);
  }
  carried(course, loads);
}

StepGraph Drawing::drawn() {
  in_parents_.assign(graph_.steps.size(), 0);
  in_others_.assign(graph_.steps.size(), 0);
  std::vector<std::pair<int, Id>> order;
  for (const auto& [id, course] : courses_) order.emplace_back(course.depth, id);
  std::ranges::sort(order);
  for (const auto& [depth, id] : order) draw(id, courses_.at(id));
  for (const auto& [id, steps] : joined_) {
    for (std::size_t at = 1; at < steps.size(); ++at) link(steps[at - 1], steps[at], 1);
  }
  for (const auto& [ends, things] : edges_) {
    graph_.edges.push_back({ends.first, ends.second, static_cast<std::size_t>(things)});
  }
  for (std::size_t at = 0; at < graph_.steps.size(); ++at) {
    const auto inside = static_cast<std::size_t>(std::max(in_parents_[at], in_others_[at]));
    graph_.steps[at].things = std::max(graph_.steps[at].things, inside);
  }
  return std::move(graph_);
}

}  // namespace

StepGraph step_graph(const Chain& chain, const Walk& backward, const Walk& forward,
                     const StepMeanings& meanings, std::size_t most) {
  Drawing drawing(chain, meanings);
  drawing.take(backward, -1);
  drawing.take(forward, 1);
  drawing.arrange(most);
  return drawing.drawn();
}

}  // namespace zhiheng::trace
