#include "trace/recall_record.h"

#include <gtest/gtest.h>

#include "support/place.h"
#include "support/source.h"
#include "trace/chain_fixture.h"
#include "trace/event_store.h"

namespace zhiheng::trace {
namespace {

const registry::Person operator_ = registry::local_operator();

class Recording : public support::OnBothEngines {
 protected:
  /// The chain of what is on record.
  Chain stored() {
    Chain chain;
    const auto read = each_event(*registry_, operator_, 0, [&](const Event& event, auto seq) {
      return chain.add(event, seq).has_value();
    });
    EXPECT_TRUE(read);
    return chain;
  }
};

ZH_ON_BOTH_ENGINES(Recording);

TEST_P(Recording, ReadsTheChainFromTheStoreWithItsTimesOfRecord) {
  const std::vector<Event> events{
      object({"urn:x:a", "08:00", "commissioning", 1}, "ADD", {piece("1")}),
      packed({"urn:x:b", "09:00", "packing", 1}, "ADD", pallet(1), {piece("1")})};
  CaptureOptions options;
  options.record_time = parse_timestamp(at("10:00")).value();
  ASSERT_TRUE(capture(*registry_, operator_, std::span(events).first(1), options));
  options.record_time = parse_timestamp(at("11:00")).value();
  ASSERT_TRUE(capture(*registry_, operator_, events, options));
  const Chain chain = stored();
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("1"), true)), "urn:x:a urn:x:b");
  const WalkOptions then{.known_at = parse_timestamp(at("10:30")).value()};
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("1"), true, then)), "urn:x:a");
}

TEST_P(Recording, WritesTheScopeIntoTheRecall) {
  const Chain chain = chain_of({
      made({"a", "08:00", "commissioning", 1}, "L1", {piece("1"), piece("2")}),
      object({"come", "10:00", "receiving", 2}, "OBSERVE", {piece("1")}),
  });
  const auto meanings = StepMeanings::load(support::source_path("/catalog")).value();
  const std::vector<Start> starts{{id_in(chain, batch("L1"))}};
  const auto scope = recall_scope(chain, meanings, starts).value();
  const auto id =
      record_scope(*registry_, operator_, "provincial", "甘市监召〔2026〕1号", chain, scope);
  ASSERT_TRUE(id) << describe(id.error());
  // The same recall, not another.
  EXPECT_EQ(record_scope(*registry_, operator_, "provincial", "甘市监召〔2026〕1号", chain, scope),
            *id);
  const auto* of = registry_->find_register(recall_register).value();
  const auto page =
      registry_->list(operator_, *of, {.fields = {"product_codes", "units", "distribution"}});
  ASSERT_TRUE(page) << describe(page.error());
  ASSERT_EQ(page->records.size(), 1U);
  const auto& values = page->records[0].values;
  EXPECT_EQ(to_text(values[0]), "https://id.gs1.org/01/06901234567892/10/L1");
  EXPECT_EQ(to_text(values[1]), "2");
  EXPECT_EQ(to_text(values[2]), "https://id.gs1.org/414/6901234000023");

  const auto refused = record_scope(*registry_, operator_, "nobody", "1", chain, scope);
  EXPECT_FALSE(refused);
}

}  // namespace
}  // namespace zhiheng::trace
