#pragma once
// Events of a dairy with products of several classes, and officials who are told some of them.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "registry/records.h"
#include "trace/event_fixture.h"
#include "trace/served_chain.h"

namespace zhiheng::trace {

class GrantsOnRecord : public EventsOnRecord {
 protected:
  static inline const std::string dairy = registry::credit_code("620102", 1);

  static registry::Person officer(const std::string& user, const std::string& region = "620000") {
    return person(user, "officer", region);
  }

  static inline const registry::Person of_dairy = person("dairy", "enterprise", {}, dairy);

  // GTINs 04012345123456, 04012345678901 and 04012345111118.
  static std::string milk(int serial) {
    return "urn:epc:id:sgtin:4012345.012345." + std::to_string(serial);
  }
  static std::string part(int serial) {
    return "urn:epc:id:sgtin:4012345.067890." + std::to_string(serial);
  }
  static std::string unknown(int serial) {
    return "urn:epc:id:sgtin:4012345.011111." + std::to_string(serial);
  }
  static constexpr const char* box = "urn:epc:id:sscc:4012345.0000000001";

  static Event event(const std::string& id, int minute, const std::vector<std::string>& epcs) {
    Event made = observed(id, minute, epcs);
    made.biz_location = Place{.id = "urn:epc:id:sgln:4012345.00001.0"};
    return made;
  }

  void SetUp() override {
    EventsOnRecord::SetUp();
    if (queries_ == nullptr) return;
    put("enterprise", {"credit_code", "name", "region"},
        {dairy, std::string("乳品厂"), std::string("620102")});
    put("product_master", {"gtin", "name", "product_class", "region"},
        {std::string("04012345123456"), std::string("牛奶"), std::string("food_dairy"),
         std::string("620102")});
    put("defence_product",
        {"product_code", "product", "use", "criticality", "supplier", "supplier_name", "listed_on"},
        {std::string("4012345678901"), std::string("件"), code("restricted_use"),
         code("criticality"), dairy, std::string("厂"), make_date(2026, 1, 1)});
    Event packed = event("urn:packed", 3, {milk(2), part(2)});
    packed.type = "AggregationEvent";
    packed.action = "ADD";
    packed.parent = box;
    add(of_dairy, {event("urn:milk", 1, {milk(1)}), event("urn:part", 2, {part(1)}), packed,
                   event("urn:other", 4, {unknown(1)}), event("urn:box", 5, {box})});
  }
  void TearDown() override {
    chain_.reset();
    EventsOnRecord::TearDown();
  }

  [[nodiscard]] std::string code(const std::string& list) const {
    return registry_->catalog().find_codes(list)->codes.front().code;
  }
  std::string put(const std::string& of, const std::vector<std::string>& columns,
                  std::vector<Value> values) {
    registry::Person everybody = operator_;
    for (const auto& role : registry_->catalog().roles) everybody.roles.push_back(role.name);
    return EventsOnRecord::put(everybody, of, columns, std::move(values));
  }
  std::string grant(const std::string& number, const std::string& kind, const Value& account,
                    const Value& classes, const Value& identifiers = {}, const Value& recall = {},
                    const Value& until = make_date(2099, 1, 1)) {
    return put("epcis_event_grant",
               {"number", "kind", "account", "classes", "identifiers", "recall", "basis",
                "valid_from", "valid_until"},
               {number, kind, account, classes, identifiers, recall, std::string("批"),
                make_date(2020, 1, 1), until});
  }
  /// The generic routes of the register.
  std::vector<std::string> listed(const registry::Person& who) {
    const auto page = registry_->list(who, named("epcis_event"),
                                      {.sort = {"event_time"}, .limit = 100, .fields = {"event"}});
    EXPECT_TRUE(page) << describe(page.error());
    std::vector<std::string> names;
    for (const auto& record : page->records) names.push_back(to_text(record.values.front()));
    EXPECT_EQ(*registry_->count(who, named("epcis_event"), {}),
              static_cast<std::int64_t>(names.size()));
    return names;
  }
  /// A question to the chain: its answer, or the name of the refusal.
  std::string ask(const registry::Person& who, const std::string& question,
                  const std::string& id = {},
                  const std::map<std::string, std::vector<std::string>>& options = {}) {
    if (!chain_) chain_ = std::make_unique<ServedChain>(*registry_, std::size_t{1} << 28, 20'000);
    Invocation call;
    call.catalog = registry_->catalog().folder;
    call.options = options;
    if (!id.empty()) call.arguments["ID"] = {id};
    const auto answer = chain_->ask(who, call, question);
    return answer ? *answer : std::string(answer.error().failure->id);
  }

  std::unique_ptr<ServedChain> chain_;
};

}  // namespace zhiheng::trace
