#pragma once
// Events on record with the queries over them, and events that differ in what a test is about.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "registry/records.h"
#include "support/place.h"
#include "trace/event_query.h"
#include "trace/event_store.h"

namespace zhiheng::trace {

inline const registry::Person operator_ = registry::local_operator();

inline registry::Person person(const std::string& user, const std::string& role,
                               const std::string& region = {}, const std::string& company = {}) {
  return {.user = user, .name = user, .roles = {role}, .region = region, .company = company};
}

/// A firm of Lanzhou and the account that files for it.
inline const std::string dairy = registry::credit_code("620102", 1);
inline const registry::Person of_dairy = person("dairy", "enterprise", {}, dairy);

/// Things seen in the morning of 1 March 2026, `minute` minutes after 6:10 UTC.
inline Event observed(const std::string& id, int minute, const std::vector<std::string>& epcs,
                      const std::string& step = "storing") {
  Event made;
  made.type = "ObjectEvent";
  made.time = "2026-03-01T06:" + std::to_string(10 + minute % 50) + ":00Z";
  made.zone_offset = "+08:00";
  made.id = id;
  made.action = "OBSERVE";
  made.epcs = epcs;
  made.biz_step = "https://ref.gs1.org/cbv/BizStep-" + step;
  return made;
}

/// Tests on both engines.
class EventsOnRecord : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (registry_ != nullptr) open_queries();
  }
  void TearDown() override { queries_.reset(); }

  void open_queries() {
    auto opened = EventQueries::open(*registry_, folder_.path(), support::source_path("/catalog"));
    ASSERT_TRUE(opened) << describe(opened.error());
    queries_ = *std::move(opened);
  }
  CaptureReport take(const std::vector<Event>& events, const CaptureOptions& options = {}) {
    const auto report = capture(*registry_, operator_, events, options);
    EXPECT_TRUE(report) << describe(report.error());
    return report ? *report : CaptureReport{};
  }
  /// All of them new.
  void add(const registry::Person& who, const std::vector<Event>& events) {
    const auto report = capture(*registry_, who, events);
    ASSERT_TRUE(report) << describe(report.error());
    ASSERT_EQ(report->added, events.size());
  }
  /// The id of the record.
  std::string put(const registry::Person& who, const std::string& of,
                  const std::vector<std::string>& columns, std::vector<Value> values) {
    const auto made = registry_->put(who, named(of), columns, {{.values = std::move(values)}});
    EXPECT_TRUE(made) << describe(made.error());
    if (!made) return {};
    for (const auto& error : made->front().errors) ADD_FAILURE() << of << describe(error);
    return made->front().id;
  }
  /// Names of the events that somebody finds.
  std::vector<std::string> seen(const registry::Person& who,
                                const std::vector<Parameter>& parameters = {}) {
    const auto query = parse_event_query(parameters, {.units = &queries_->units()});
    const auto page = queries_->page(who, *query, 0);
    EXPECT_TRUE(page) << describe(page.error());
    std::vector<std::string> names;
    if (!page) return names;
    for (const FoundEvent& found : page->events) names.push_back(found.name);
    return names;
  }

  std::unique_ptr<EventQueries> queries_;
};

}  // namespace zhiheng::trace
