#include "stat/assignment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

double total_of(const std::vector<AssignmentEdge>& edges, const std::vector<std::size_t>& chosen) {
  double total = 0;
  for (const std::size_t edge : chosen) total += edges[edge].gain;
  return total;
}

/// The best total by trying everything.
double best_of(const std::vector<AssignmentEdge>& edges, std::size_t left, std::size_t lefts,
               std::uint32_t taken) {
  if (left == lefts) return 0;
  double best = best_of(edges, left + 1, lefts, taken);
  for (const AssignmentEdge& edge : edges) {
    if (edge.left != left || (taken >> edge.right & 1U) != 0) continue;
    best = std::max(best, edge.gain + best_of(edges, left + 1, lefts, taken | 1U << edge.right));
  }
  return best;
}

TEST(Assignment, PrefersTheLargerSumToTheLargestPair) {
  // The greedy choice (0, 0) gains 10, the two others 9 + 8.
  const std::vector<AssignmentEdge> edges = {{0, 0, 10}, {0, 1, 9}, {1, 0, 8}};
  EXPECT_EQ(*assign(2, 2, edges), (std::vector<std::size_t>{1, 2}));
}

TEST(Assignment, IsTheBestOfAllByTrying) {
  Random random(11);
  for (int round = 0; round < 500; ++round) {
    const std::size_t lefts = 1 + random.below(5);
    const std::size_t rights = 1 + random.below(5);
    std::vector<AssignmentEdge> edges;
    for (std::size_t left = 0; left < lefts; ++left) {
      for (std::size_t right = 0; right < rights; ++right) {
        if (random.uniform() < 0.7) edges.push_back({left, right, random.normal() * 3 + 1});
      }
    }
    const auto chosen = assign(lefts, rights, edges);
    ASSERT_TRUE(chosen);
    std::vector<bool> left_taken(lefts), right_taken(rights);
    for (const std::size_t edge : *chosen) {
      EXPECT_FALSE(left_taken[edges[edge].left]);
      EXPECT_FALSE(right_taken[edges[edge].right]);
      left_taken[edges[edge].left] = right_taken[edges[edge].right] = true;
      EXPECT_GT(edges[edge].gain, 0);
    }
    EXPECT_NEAR(total_of(edges, *chosen), best_of(edges, 0, lefts, 0), 1e-9) << round;
  }
}

TEST(Assignment, TakesATableAndItsMirrorToTheSameTotal) {
  Random random(13);
  std::vector<AssignmentEdge> edges, mirrored;
  for (std::size_t k = 0; k < 3000; ++k) {
    const AssignmentEdge edge{random.below(300), random.below(200), random.uniform()};
    edges.push_back(edge);
    mirrored.push_back({edge.right, edge.left, edge.gain});
  }
  EXPECT_NEAR(total_of(edges, *assign(300, 200, edges)),
              total_of(mirrored, *assign(200, 300, mirrored)), 1e-9);
}

TEST(Assignment, RefusesAPlaceThatIsNotThereAndAGainThatIsNoNumber) {
  EXPECT_EQ(assign(1, 1, std::vector<AssignmentEdge>{{1, 0, 1}}).error().failure,
            &value_out_of_range);
  EXPECT_EQ(assign(1, 1, std::vector<AssignmentEdge>{{0, 3, 1}}).error().where, "edges[0].right");
  EXPECT_EQ(assign(1, 1, std::vector<AssignmentEdge>{{0, 0, std::nan("")}}).error().failure,
            &value_not_finite);
  EXPECT_TRUE(assign(0, 0, {})->empty());
}

}  // namespace
}  // namespace zhiheng::stat
