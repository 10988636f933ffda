#pragma once
// A store on a cluster with two workers for a test, with the registers of the shipped catalog.

#include "support/citus.h"
#include "support/place.h"

namespace zhiheng::support {

/// Tests of which some tables of records lie on workers; skipped where Citus is not installed.
class OnACluster : public WithRegistry {
 protected:
  /// @param spread  names of registers, "complaint,spot_check"
  explicit OnACluster(std::string spread) : spread_(std::move(spread)) {}

  void SetUp() override {
    if (CitusCluster::shared() == nullptr) GTEST_SKIP() << CitusCluster::not_installed;
    location_.folder = folder_.path();
    location_.database = CitusCluster::shared()->create_database(spread_);
    open();
  }

  std::string spread_;
};

}  // namespace zhiheng::support
