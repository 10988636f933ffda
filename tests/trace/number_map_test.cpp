#include "trace/number_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "trace/number_set.h"

namespace zhiheng::trace {
namespace {

TEST(NumberMap, IsAMapHoweverManyOfItsKeysAreThere) {
  for (const std::uint32_t keys : {50U, 5'000U, 70'000U, 4'000'000'000U}) {
    std::mt19937 random(keys);
    NumberMap map(keys);
    std::map<std::uint32_t, std::uint32_t> same;
    for (std::uint32_t i = 0; i < 40'000; ++i) {
      const auto key = static_cast<std::uint32_t>(random() % keys);
      EXPECT_EQ(map.at(key, i), same.try_emplace(key, i).first->second);
      const auto other = static_cast<std::uint32_t>(random() % keys);
      const auto there = same.find(other);
      const std::uint32_t* found = map.find(other);
      ASSERT_EQ(found != nullptr, there != same.end());
      if (found == nullptr) continue;
      EXPECT_EQ(*found, there->second);
    }
  }
}

TEST(NumberSet, TakesEachNumberOnce) {
  for (const std::uint32_t numbers : {1U, 4'096U, 1'000'000U}) {
    std::mt19937 random(numbers);
    NumberSet set(numbers);
    std::set<std::uint32_t> same;
    for (int i = 0; i < 20'000; ++i) {
      const auto number = static_cast<std::uint32_t>(random() % numbers);
      ASSERT_EQ(set.insert(number), same.insert(number).second) << number;
    }
  }
}

}  // namespace
}  // namespace zhiheng::trace
