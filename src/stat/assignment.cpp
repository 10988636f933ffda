#include "stat/assignment.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

/// Costs are minus gains. Everybody on the left may also stay alone at cost 0, so a path always
/// ends: at someone free on the right, or with someone on the left left alone.
class Paths {
 public:
  Paths(std::size_t lefts, std::size_t rights, std::span<const AssignmentEdge> edges)
      : edges_(edges),
        edges_of_(lefts),
        left_potential_(lefts, 0),
        right_potential_(rights, 0),
        taken_(rights, nobody),
        distance_(rights, infinity),
        by_(rights, nobody) {
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (!(edges[e].gain > 0)) continue;
      edges_of_[edges[e].left].push_back(e);
      double& potential = left_potential_[edges[e].left];
      potential = std::min(potential, -edges[e].gain);
    }
  }

  void augment(std::size_t start) {
    if (edges_of_[start].empty()) return;
    best_ = infinity;
    end_right_ = end_left_ = nobody;
    scan(start, 0);
    while (!nearest_.empty()) {
      const auto [distance, right] = nearest_.top();
      if (distance >= best_) break;
      nearest_.pop();
      if (distance > distance_[right]) continue;
      if (taken_[right] == nobody) {
        best_ = distance;
        end_right_ = right;
        break;
      }
      scanned_rights_.push_back(right);
      scan(edges_[taken_[right]].left, distance);
    }
    move_potentials();
    turn_path(start);
    for (const std::size_t right : touched_) distance_[right] = infinity;
    touched_.clear();
    scanned_.clear();
    scanned_rights_.clear();
    nearest_ = {};
  }

  [[nodiscard]] std::vector<std::size_t> chosen() const {
    std::vector<std::size_t> edges;
    for (const std::size_t edge : taken_) {
      if (edge != nobody) edges.push_back(edge);
    }
    std::ranges::sort(edges);
    return edges;
  }

 private:
  void scan(std::size_t left, double distance) {
    scanned_.emplace_back(left, distance);
    const double alone = distance - left_potential_[left];
    if (alone < best_) {
      best_ = alone;
      end_left_ = left;
    }
    for (const std::size_t e : edges_of_[left]) {
      const std::size_t right = edges_[e].right;
      const double slack = -edges_[e].gain - left_potential_[left] - right_potential_[right];
      const double there = distance + std::max(0.0, slack);
      if (there >= best_ || there >= distance_[right]) continue;
      if (distance_[right] == infinity) touched_.push_back(right);
      distance_[right] = there;
      by_[right] = e;
      nearest_.emplace(there, right);
    }
  }

  void move_potentials() {
    for (const auto& [left, distance] : scanned_) left_potential_[left] += best_ - distance;
    for (const std::size_t right : scanned_rights_) {
      right_potential_[right] -= best_ - distance_[right];
    }
  }

  void turn_path(std::size_t start) {
    std::size_t left = end_left_;
    std::size_t right = end_right_;
    if (right == nobody) {
      // `left` stays alone: what it had becomes free for whoever led here.
      if (left == start) return;
      right = partner_of(left);
    }
    while (true) {
      const std::size_t edge = by_[right];
      left = edges_[edge].left;
      const std::size_t before = left == start ? nobody : partner_of(left);
      taken_[right] = edge;
      if (before == nobody) return;
      right = before;
    }
  }

  [[nodiscard]] std::size_t partner_of(std::size_t left) const {
    const auto found = std::ranges::find_if(
        scanned_rights_, [&](std::size_t right) { return edges_[taken_[right]].left == left; });
    return *found;
  }

  std::span<const AssignmentEdge> edges_;
  std::vector<std::vector<std::size_t>> edges_of_;
  std::vector<double> left_potential_, right_potential_;
  std::vector<std::size_t> taken_;  ///< by right: the edge that pairs it
  std::vector<double> distance_;    ///< by right, in the path under way
  std::vector<std::size_t> by_;     ///< by right: the edge that reached it
  double best_ = infinity;
  std::size_t end_right_ = nobody, end_left_ = nobody;
  std::vector<std::pair<std::size_t, double>> scanned_;
  std::vector<std::size_t> scanned_rights_, touched_;
  using Place = std::pair<double, std::size_t>;
  std::priority_queue<Place, std::vector<Place>, std::greater<>> nearest_;
};

}  // namespace

Result<std::vector<std::size_t>> assign(std::size_t lefts, std::size_t rights,
                                        std::span<const AssignmentEdge> edges) {
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const auto beyond = [&](const char* side, std::size_t found, std::size_t limit) {
      return fail(value_out_of_range, place("edges", e) + "." + side, std::to_string(found),
                  "< " + std::to_string(limit));
    };
    if (edges[e].left >= lefts) return beyond("left", edges[e].left, lefts);
    if (edges[e].right >= rights) return beyond("right", edges[e].right, rights);
    ZH_DO(check_finite(place("edges", e) + ".gain", edges[e].gain));
  }
  Paths paths(lefts, rights, edges);
  for (std::size_t left = 0; left < lefts; ++left) paths.augment(left);
  return paths.chosen();
}

}  // namespace zhiheng::stat
