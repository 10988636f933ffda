#include <gtest/gtest.h>

#include <algorithm>

#include "support/place.h"
#include "support/source.h"
#include "trace/chain_fixture.h"
#include "trace/event_store.h"
#include "trace/recall_notice.h"

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

/// A recall of lot L1, two pieces of which one was received at plant 2.
struct Recalled {
  explicit Recalled(const std::string& source) {
    loaded.chain =
        chain_of({made({"a", "08:00", "commissioning", 1}, "L1", {piece("1"), piece("2")}),
                  object({"come", "10:00", "receiving", 2}, "OBSERVE", {piece("1")})});
    call.catalog = support::source_path("/catalog");
    call.options = {{"lot", {batch("L1")}}, {"record", {"甘市监召〔2026〕1号"}},
                    {"source", {source}},   {"region", {"620100"}},
                    {"title", {"某奶粉"}},  {"reason", {"检出沙门氏菌"}},
                    {"notices", {""}}};
  }
  Result<RecallDraft> draft() {
    const Question question{call, loaded, told};
    ZH_TRY(const RecallOrder order, recall_order(question));
    ZH_TRY(const AskedScope asked, asked_scope(question));
    return draft_recall(question, asked.scope, order);
  }
  Result<RecallWritten> write(registry::Registry& registry) {
    ZH_TRY(const RecallDraft made, draft());
    return write_recall(registry, operator_, made);
  }

  Invocation call;
  LoadedChain loaded;
  Telling told{loaded.chain};
};

TEST_P(Recording, WritesTheScopeIntoTheRecall) {
  Recalled recalled("provincial");
  const auto written = recalled.write(*registry_);
  ASSERT_TRUE(written) << describe(written.error());
  // The same recall, not another.
  EXPECT_EQ(recalled.write(*registry_)->record, written->record);
  const auto* of = registry_->find_register(recall_register).value();
  const auto page = registry_->list(
      operator_, *of, {.fields = {"product_codes", "units", "distribution", "title", "region"}});
  ASSERT_TRUE(page) << describe(page.error());
  ASSERT_EQ(page->records.size(), 1U);
  const auto& values = page->records[0].values;
  EXPECT_EQ(to_text(values[0]), "https://id.gs1.org/01/06901234567892/10/L1");
  EXPECT_EQ(to_text(values[1]), "2");
  EXPECT_EQ(to_text(values[2]), "https://id.gs1.org/414/6901234000023");
  EXPECT_EQ(to_text(values[3]), "某奶粉");
  EXPECT_FALSE(Recalled("nobody").write(*registry_));
}

TEST_P(Recording, DraftsANoticeToEachReceiver) {
  Recalled recalled("provincial");
  const auto written = recalled.write(*registry_);
  ASSERT_TRUE(written) << describe(written.error());
  ASSERT_EQ(written->notices.size(), 1U);
  EXPECT_EQ(written->notices[0].receiver, "https://id.gs1.org/414/6901234000023");
  const auto* of = registry_->find_register(notice_register).value();
  std::vector<std::string> columns;
  const auto shown = [&] {
    return registry_->get(operator_, *of, written->notices[0].id, columns);
  };
  const auto text_in = [&](const registry::Record& record, const std::string& column) {
    const auto at = std::ranges::find(columns, column) - columns.begin();
    return to_text(record.values[static_cast<std::size_t>(at)]);
  };
  auto notice = shown();
  ASSERT_TRUE(notice) << describe(notice.error());
  EXPECT_EQ(text_in(*notice, "recall"), "provincial|甘市监召〔2026〕1号");
  for (const char* part : {"检出沙门氏菌", "06901234567892/21/1", "6901234000023"}) {
    EXPECT_NE(text_in(*notice, "text").find(part), std::string::npos) << part;
  }
  EXPECT_EQ(text_in(*notice, "text").find('{'), std::string::npos);
  // The same again changes nothing; what was issued stays as it is.
  ASSERT_TRUE(recalled.write(*registry_));
  EXPECT_EQ(shown()->version, notice->version);
  const auto issued = registry_->step(operator_, *of, notice->id, std::nullopt, "issue", "",
                                      std::vector<std::string>{"channels"},
                                      {.values = {Value(std::string("direct"))}});
  ASSERT_TRUE(issued) << describe(issued.error());
  ASSERT_TRUE(issued->errors.empty()) << describe(issued->errors.front());
  recalled.call.options["reason"] = {"别的原因"};
  const auto again = recalled.write(*registry_);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_TRUE(again->notices[0].kept);
  EXPECT_EQ(text_in(*shown(), "text").find("别的原因"), std::string::npos);
}

TEST(RecallDrafts, ARecallHasANumberAndALanguage) {
  Recalled recalled("provincial");
  recalled.call.options["notice-language"] = {"en"};
  const auto english = recalled.draft();
  ASSERT_TRUE(english) << describe(english.error());
  EXPECT_TRUE(english->notices.at(0).text.starts_with("To https://id.gs1.org/414/"));
  recalled.call.options["notice-language"] = {"fr"};
  EXPECT_EQ(recalled.draft().error().failure->id, "trace.notice_language_unknown");
  recalled.call.options.erase("record");
  EXPECT_EQ(recalled.draft().error().failure->id, "trace.recall_number_missing");
}

}  // namespace
}  // namespace zhiheng::trace
