// Every declared register, driven through every step, guard and clock of its lifecycle, as each
// role, on both engines, from the declaration alone. A register whose records the search cannot
// make is named: then its rules contradict each other, or want an example.

#include <gtest/gtest.h>

#include "lifecycle_driver.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

class EveryRegister : public support::OnBothEngines {};
ZH_ON_BOTH_ENGINES(EveryRegister);

TEST_P(EveryRegister, GoesThroughItsLifecycle) {
  LifecycleDriver driver(*registry_);
  int clocks = 0;
  for (const auto& of : registry_->catalog().registers) clocks += driver.drive(of);
  // What runs, and only that, stands in the agenda.
  ASSERT_TRUE(registry_->follow_clocks());
  EXPECT_GE(*store_->count_agenda({}), clocks);
}

}  // namespace
}  // namespace zhiheng::registry
