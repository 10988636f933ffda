#include "portal/firm.h"

#include <gmock/gmock.h>

#include "portal/failures.h"
#include "portal/own_records.h"
#include "support/place.h"

namespace zhiheng::portal {
namespace {

using testing::Contains;
using testing::Not;

const std::string dairy = "91350100M000100Y43", shop = "91620100MA00020021";

registry::Person firm(const std::string& code) {
  return {.user = "u" + code, .name = code, .roles = {"enterprise"}, .company = code};
}

class FirmsPage : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    auto opened = Firms::open(*registry_);
    ASSERT_TRUE(opened) << describe(opened.error());
    firms_ = *std::move(opened);
  }
  void put(const char* of, const std::vector<std::string>& columns, std::vector<Value> values) {
    registry::Person system{.user = "system", .system = true};
    std::vector<registry::Entry> entries(1);
    entries[0].values = std::move(values);
    const auto answers = registry_->put(system, named(of), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
  }
  /// A failed sample of a firm, whose result it was told today.
  void failed_sample(const std::string& number, const std::string& producer) {
    put("spot_check",
        {"sample_number", "sampled_on", "motive", "product_name", "region", "result", "producer",
         "notified_on"},
        {number, make_date(2026, 1, 5), std::string("random"), std::string("奶粉"),
         std::string("620102"), std::string("fail"), producer, china_date(now())});
  }
  FirmView view(const std::string& code) {
    auto seen = firms_->view(firm(code), now());
    if (!seen) {
      ADD_FAILURE() << describe(seen.error());
      return {};
    }
    return *std::move(seen);
  }
  static std::vector<std::string> offers(const FirmView& seen) {
    std::vector<std::string> names;
    for (const auto& one : seen.offered) names.push_back(one.offer->name + " " + one.about.key);
    return names;
  }
  static const OwnRegister* own(const FirmView& seen, const std::string& name) {
    const auto found = std::ranges::find_if(
        seen.registers, [&](const OwnRegister& one) { return one.of->name == name; });
    return found == seen.registers.end() ? nullptr : &*found;
  }

  std::unique_ptr<Firms> firms_;
};
ZH_ON_BOTH_ENGINES(FirmsPage);

TEST_P(FirmsPage, OffersAnObjectionWithTheDaysLeftAndAFormThatCanBeSent) {
  put("enterprise", {"credit_code", "name", "region"},
      {dairy, std::string("示例乳业"), std::string("350100")});
  failed_sample("SC-1", dairy);
  auto seen = view(dairy);
  EXPECT_EQ(seen.name, "示例乳业");
  EXPECT_THAT(offers(seen), Contains("object_to_result SC-1"));
  const auto& offer = seen.offered.front();
  ASSERT_TRUE(offer.due);
  // Fifteen days after the day on which it was told.
  EXPECT_EQ(china_date(Timestamp{offer.due->microseconds - 1}).days - china_date(now()).days, 15);

  // With the reasons the form is complete, and the firm may send it itself.
  std::vector<std::string> columns = {"grounds"};
  std::vector<registry::Entry> entries(1);
  entries[0].values = {std::string("样品非本厂生产。")};
  for (const auto& [field, value] : offer.form.values) {
    columns.push_back(field->name);
    entries[0].values.push_back(value);
  }
  const auto sent = registry_->put(firm(dairy), named("objection"), columns, std::move(entries));
  ASSERT_TRUE(sent) << describe(sent.error());
  for (const auto& error : sent->front().errors) ADD_FAILURE() << describe(error);
  seen = view(dairy);
  EXPECT_THAT(offers(seen), Not(Contains("object_to_result SC-1"))) << "once";
  EXPECT_EQ(own(seen, "objection")->records, 1);
  // It may withdraw it, and need not; the term within which the office decides is not the firm's.
  const auto filed = std::ranges::find_if(
      seen.to_do, [](const ToDo& one) { return one.record.of->name == "objection"; });
  ASSERT_NE(filed, seen.to_do.end());
  EXPECT_FALSE(filed->waits);
  EXPECT_EQ(filed->clock, nullptr);
}

TEST_P(FirmsPage, ShowsTheFirmItsStepsAndNobodyElse) {
  failed_sample("SC-1", dairy);
  put("sampling_follow_up", {"number", "spot_check", "party", "party_name", "region", "ordered_on"},
      {std::string("HC-1"), std::string("SC-1"), dairy, std::string("示例乳业"),
       std::string("620102"), china_date(now())});
  const registry::Person officer{.user = "wang", .roles = {"officer"}, .region = "620000"};
  std::vector<std::string> columns;
  const auto record =
      registry_->find(officer, named("sampling_follow_up"), std::string_view("HC-1"), columns);
  ASSERT_TRUE(record);
  ASSERT_TRUE(registry_->step(officer, named("sampling_follow_up"), record->id, {}, "order", ""));

  const auto seen = view(dairy);
  ASSERT_EQ(seen.to_do.size(), 1U);
  EXPECT_EQ(seen.to_do.front().record.key, "HC-1");
  EXPECT_EQ(seen.to_do.front().steps.front().step->name, "correct");
  EXPECT_EQ(seen.to_do.front().clock->name, "correction");
  EXPECT_TRUE(seen.to_do.front().due);
  EXPECT_TRUE(seen.to_do.front().waits);

  const auto other = view(shop);
  EXPECT_TRUE(other.to_do.empty());
  // What any firm may report of its own accord, and nothing about records.
  for (const auto& one : other.offered) EXPECT_TRUE(one.about.id.empty()) << one.offer->name;
  EXPECT_TRUE(other.published.empty());
  for (const auto& one : other.registers) EXPECT_EQ(one.records, 0) << one.of->name;
  EXPECT_EQ(firms_->view(officer, now()).error().failure, &no_firm);
}

TEST_P(FirmsPage, ShowsWhatIsPublishedAboutItAndWhatItMayFile) {
  put("enterprise", {"credit_code", "name", "region"},
      {dairy, std::string("示例乳业"), std::string("350100")});
  const auto seen = view(dairy);
  ASSERT_EQ(seen.published.size(), 1U);
  EXPECT_EQ(seen.published.front().of->name, "enterprise");
  const auto* accident = own(seen, "quality_accident");
  ASSERT_NE(accident, nullptr);
  ASSERT_TRUE(accident->form);
  EXPECT_FALSE(accident->terms.empty()) << "within how long";
  EXPECT_THAT(offers(seen), Contains("report_accident " + dairy));
  const auto* penalty = own(seen, "penalty");
  ASSERT_NE(penalty, nullptr);
  EXPECT_FALSE(penalty->form) << "not the firm's to enter";
}

// Every offer begins a form of which the firm may write every field, and whose holder is the firm.
TEST_P(FirmsPage, EveryOfferIsOneThatAFirmMayTakeUp) {
  std::vector<Error> errors;
  const auto offers = catalog::load_offers(registry_->catalog(), errors);
  for (const auto& error : errors) ADD_FAILURE() << describe(error);
  ASSERT_FALSE(offers.empty());
  for (const auto& offer : offers) {
    SCOPED_TRACE(offer.name);
    EXPECT_TRUE(is_own(*registry_, firm(dairy), *offer.on));
    const auto access = registry_->access(firm(dairy), *offer.files).widest();
    EXPECT_TRUE(access.write);
    for (const auto& [name, value] : offer.fields) {
      EXPECT_TRUE(access.sees(*offer.files->find_field(name))) << name;
    }
    const bool holder = std::ranges::find(offer.fields, offer.files->holder,
                                          &catalog::Setting::field) != offer.fields.end();
    EXPECT_TRUE(holder) << offer.files->holder;
  }
}

}  // namespace
}  // namespace zhiheng::portal
