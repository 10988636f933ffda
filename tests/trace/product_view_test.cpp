#include "trace/product_view.h"

#include "code/failures.h"
#include "support/place.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

registry::Person anybody() {
  registry::Person person;
  person.roles = {"public"};
  return person;
}

class ProductViews : public support::OnBothEngines {
 protected:
  using Fields = std::vector<std::pair<std::string, Value>>;

  void write(const std::string& name, const Fields& fields) {
    std::vector<std::string> columns;
    registry::Entry entry;
    for (const auto& [column, value] : fields) {
      columns.push_back(column);
      entry.values.push_back(value);
    }
    std::vector<registry::Entry> entries;
    entries.push_back(std::move(entry));
    const auto answers =
        registry_->put(registry::local_operator(), named(name), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const Error& error : answers->front().errors) ADD_FAILURE() << describe(error);
  }

  void write_recall(const std::string& number, const std::string& codes,
                    const std::string& status = "ongoing") {
    write("recall", {{"source", std::string("samr_consumer")},
                     {"recall_number", number},
                     {"title", "召回 " + number},
                     {"recalled_on", *parse_date("2026-03-01")},
                     {"status", status},
                     {"product_codes", codes},
                     {"remark", std::string("内部备注")}});
  }

  ProductView view(const std::string& lot = {}) {
    const auto key = product_key("6901234567892", lot, {});
    EXPECT_TRUE(key);
    auto found = view_product(*registry_, anybody(), *key);
    EXPECT_TRUE(found) << describe(found.error());
    return *std::move(found);
  }
};

TEST_P(ProductViews, FindARecallByBarCodeAndLot) {
  write_recall("R1", "6901234567892|A1|A2");
  write_recall("R2", "6901234567991");
  EXPECT_TRUE(view("A1").recalled());
  EXPECT_EQ(view("A1").recalls.at(0).reach, RecallReach::lot);
  EXPECT_TRUE(view().recalled());
  const ProductView other = view("B7");
  ASSERT_EQ(other.recalls.size(), 1U);
  EXPECT_EQ(other.recalls[0].reach, RecallReach::other_lots);
  EXPECT_FALSE(other.recalled());
}

TEST_P(ProductViews, ReadTheLinksThatTheTraceWritesIntoARecall) {
  const std::string link = "https://id.gs1.org/01/06901234567892";
  write_recall("R9", link + "/10/A1|" + link + "/21/7");
  EXPECT_EQ(view("A1").recalls.at(0).reach, RecallReach::lot);
  EXPECT_EQ(view("A2").recalls.at(0).reach, RecallReach::other_lots);
  EXPECT_FALSE(view("A2").recalled());
  EXPECT_EQ(view().recalls.at(0).reach, RecallReach::product);  // some of it is
  const auto piece = product_key("6901234567892", "", "7");
  EXPECT_TRUE(view_product(*registry_, anybody(), *piece)->recalled());
  const std::vector<std::string_view> whole{link};
  EXPECT_EQ(reach_of(whole, *product_key("6901234567892", "A2", "")), RecallReach::product);
}

TEST_P(ProductViews, ShowCertificatesOfTheProductAndOfItsProducer) {
  const std::string firm = "91350100M000100Y43";
  const Value gtin = std::string("06901234567892");
  write("spot_check", {{"sample_number", std::string("S9")},
                       {"sampled_on", *parse_date("2026-03-05")},
                       {"product_name", std::string("纯牛奶")},
                       {"product", gtin},
                       {"producer", firm},
                       {"motive", std::string("random")},
                       {"announced_on", *parse_date("2026-04-01")},
                       {"region", std::string("620102")},
                       {"result", std::string("pass")}});
  const auto certificate = [&](const std::string& number, const Value& product) {
    write("certificate", {{"number", number},
                          {"scheme", std::string("ccc")},
                          {"holder", firm},
                          {"holder_name", std::string("某乳业")},
                          {"product", product},
                          {"region", std::string("620102")},
                          {"issued_on", *parse_date("2025-01-01")},
                          {"valid_until", *parse_date("2028-01-01")}});
  };
  certificate("C1", {});
  certificate("C2", gtin);
  const ProductView found = view();
  ASSERT_EQ(found.certificates.size(), 2U);
  EXPECT_EQ(found.certificates[0].number, "C2");
  EXPECT_TRUE(found.certificates[0].of_product);
  EXPECT_EQ(found.certificates[1].number, "C1");
  EXPECT_FALSE(found.certificates[1].of_product);
  EXPECT_EQ(found.certificates[1].state, "valid");
}

TEST_P(ProductViews, TellPastRecallsFromThoseInForce) {
  write_recall("R3", "6901234567892", "terminated");
  const ProductView found = view();
  EXPECT_EQ(found.recalls.size(), 1U);
  EXPECT_FALSE(found.recalled());
}

TEST_P(ProductViews, ShowSpotChecksWithTheSameLotMarked) {
  const Value gtin = std::string("06901234567892");
  write("spot_check", {{"sample_number", std::string("S1")},
                       {"sampled_on", *parse_date("2026-03-05")},
                       {"product_name", std::string("纯牛奶")},
                       {"product", gtin},
                       {"lot", std::string("2026-03-01 A1")},
                       {"producer_name", std::string("某乳业")},
                       {"motive", std::string("random")},
                       {"announced_on", *parse_date("2026-04-01")},
                       {"region", std::string("620102")},
                       {"result", std::string("pass")}});
  const ProductView found = view("A1");
  ASSERT_EQ(found.checks.size(), 1U);
  EXPECT_TRUE(found.checks[0].same_lot);
  EXPECT_EQ(found.names, std::vector<std::string>{"纯牛奶"});
  EXPECT_EQ(found.producers, std::vector<std::string>{"某乳业"});
  EXPECT_FALSE(view("A12").checks.at(0).same_lot);
}

ZH_ON_BOTH_ENGINES(ProductViews);

TEST(ProductKeys, AreDigitalLinks) {
  const auto key = product_key("6901234567892", "A/1", "7");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->canonical(), "https://id.gs1.org/01/06901234567892/10/A%2F1/21/7");
  EXPECT_EQ(product_key("6901234567893", {}, {}).error().failure, &code::gs1_check);
  EXPECT_EQ(product_key("6901234567892", "批号", {}).error().failure, &value_malformed);
  EXPECT_EQ(product_key("6901234567892", {}, std::string(21, '1')).error().failure,
            &value_malformed);
}

TEST(RecallReaches, ReadNoticesAsTheyArePrinted) {
  const auto reach = [](std::vector<std::string_view> codes, const std::string& lot) {
    return reach_of(codes, {.gtin = "00012345678905", .lot = lot});
  };
  EXPECT_EQ(reach({"UPC 0 12345 67890 5"}, ""), RecallReach::product);
  EXPECT_EQ(reach({"UPC 012345678905, lot L7"}, "L7"), RecallReach::lot);
  EXPECT_EQ(reach({"012345678905", "Lot: L7"}, "l7"), RecallReach::lot);
  EXPECT_EQ(reach({"012345678905", "Lot: L7"}, "L"), RecallReach::other_lots);
  EXPECT_EQ(reach({"012345678905"}, "L7"), RecallReach::product);
  EXPECT_EQ(reach({"112345678905"}, ""), std::nullopt);
  EXPECT_EQ(reach({}, ""), std::nullopt);
}

}  // namespace
}  // namespace zhiheng::trace
