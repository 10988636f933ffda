#include "base/uuid.h"

#include <set>
#include <thread>

#include "base/failures.h"

namespace zhiheng {
namespace {

TEST(Uuid, ReadsTheExampleOfRfc9562) {
  // RFC 9562, A.6: 2022-02-22T19:22:22Z as version 7.
  const auto id = parse_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  ASSERT_TRUE(id.has_value());
  const std::array<std::uint8_t, 16> bytes{0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3,
                                           0x98, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F};
  EXPECT_EQ(id->bytes, bytes);
  EXPECT_EQ(to_text(*id), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  EXPECT_EQ(made_at(*id), Timestamp{1'645'557'742'000'000});
}

TEST(Uuid, RefusesOtherSpellings) {
  for (const std::string_view bad :
       {"", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398"}) {
    const auto id = parse_uuid(bad);
    ASSERT_FALSE(id.has_value()) << bad;
    EXPECT_EQ(id.error().failure, &base::uuid_malformed);
  }
}

TEST(Uuid, CarriesVersionVariantAndTheTime) {
  using namespace std::chrono;
  const auto clock = [] {
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  };
  const auto before = clock();
  const Uuid id = make_uuid();
  const auto after = clock();
  EXPECT_EQ(id.bytes[6] >> 4, 7);
  EXPECT_EQ(id.bytes[8] >> 6, 2);
  std::int64_t milliseconds = 0;
  for (int i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | id.bytes[i];
  EXPECT_GE(milliseconds, before);
  EXPECT_LE(milliseconds, after + 50);  // a busy run of other tests may be ahead of the clock
}

TEST(Uuid, GrowsStrictlyWithinAThread) {
  Uuid last = make_uuid();
  for (int i = 0; i < 100'000; ++i) {
    const Uuid next = make_uuid();
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(Uuid, IsUniqueAcrossThreads) {
  std::vector<std::vector<Uuid>> made(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : made) {
      threads.emplace_back([&mine] {
        for (int i = 0; i < 20'000; ++i) mine.push_back(make_uuid());
      });
    }
  }
  std::set<Uuid> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 80'000U);
}

}  // namespace
}  // namespace zhiheng
