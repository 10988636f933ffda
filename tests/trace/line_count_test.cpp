#include "trace/line_count.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace zhiheng::trace {
namespace {

TEST(LineCount, IsThatOfTheWholeTextHoweverItIsCut) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += random() % 4 == 0 ? '\n' : 'x';
    LineCount lines;
    std::size_t asked = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.size(), begin + random() % 20);
      lines.enter(std::string_view(text).substr(begin, end - begin));
      // What is asked about may begin in an earlier piece.
      while (asked < end && random() % 3 != 0) {
        asked = std::min(end, asked + random() % 9);
        const auto ends = std::count(text.begin(), text.begin() + static_cast<long>(asked), '\n');
        ASSERT_EQ(lines.at(asked), 1U + static_cast<unsigned>(ends)) << text << " at " << asked;
      }
      lines.leave();
      begin = end;
    }
  }
}

}  // namespace
}  // namespace zhiheng::trace
