#include "code/digital_link.h"

#include "code/failures.h"
#include "code/gs1_item.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

const Gs1Tables& tables() {
  static const Gs1Tables read =
      load_gs1_tables(support::source_path("/catalog"), make_date(2026, 11, 22)).value();
  return read;
}

std::string elements_of(const DigitalLink& link) {
  return to_bracketed({link.elements.begin(), link.elements.size()});
}

TEST(DigitalLink, HasKeyQualifiersAndAttributes) {
  const auto link = parse_digital_link(
      tables(), "https://shop.example.cn/p/01/06901234567892/10/A%2F1?17=261231&linkType=all#top",
      {});
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(link->stem, "https://shop.example.cn/p");
  EXPECT_EQ(elements_of(*link), "(01)06901234567892(10)A/1(17)261231");
  EXPECT_EQ(link->in_path, 2U);
  EXPECT_THAT(link->other, testing::ElementsAre("linkType=all"));
  EXPECT_EQ(link->fragment, "#top");
  EXPECT_EQ(to_digital_link({link->elements.begin(), link->elements.size()}, {}).value(),
            "https://id.gs1.org/01/06901234567892/10/A%2F1?17=261231");
}

TEST(DigitalLink, IsTheSameCompressed) {
  for (const std::string_view uri :
       {"https://id.gs1.org/01/06901234567892/10/A1/21/a-b_C",
        "https://id.gs1.org/00/106141412345678908",
        "https://id.gs1.org/01/06901234567892/10/0012?17=261231&3103=000189",
        "https://id.gs1.org/8003/06901234567892?91=x%21y",
        "https://id.gs1.org/253/6901234567892abc",
        "https://id.gs1.org/414/6901234567892/254/deadbeef"}) {
    const auto link = parse_digital_link(tables(), uri, {.checks = {.partners = false}});
    ASSERT_TRUE(link.has_value()) << uri;
    for (const auto compression : {LinkCompression::whole, LinkCompression::behind_key}) {
      const auto compressed = compress_digital_link(*link, compression, false);
      ASSERT_TRUE(compressed.has_value()) << uri;
      const auto back = parse_digital_link(tables(), *compressed, {.checks = {.partners = false}});
      ASSERT_TRUE(back.has_value()) << *compressed;
      EXPECT_EQ(to_digital_link({back->elements.begin(), back->elements.size()}, {}).value(),
                to_digital_link({link->elements.begin(), link->elements.size()}, {}).value());
    }
  }
}

TEST(DigitalLink, ReadsSequencesThatHaveOneCode) {
  // By hand: 0B stands for 01 and 10; 47 bits of GTIN; 010 00010 and two hexadecimal digits "A1".
  const auto link = parse_digital_link(tables(), "https://id.gs1.org/CwyNo0UVqIVC", {});
  ASSERT_TRUE(link.has_value()) << describe(link.error());
  EXPECT_EQ(elements_of(*link), "(01)06901234567892(10)A1");
  // By hand: behind the GTIN the half byte F, 7 bits of length, "lot", 000, 7 bits of length, 42.
  const auto other = parse_digital_link(tables(), "https://id.gs1.org/AQyNo0UVqeDlotAJU", {});
  ASSERT_TRUE(other.has_value()) << describe(other.error());
  EXPECT_EQ(elements_of(*other), "(01)06901234567892");
  EXPECT_THAT(other->other, testing::ElementsAre("lot=42"));
}

TEST(DigitalLink, RefusesWhatIsNone) {
  for (const std::string_view bad :
       {"", "https://", "https://example.cn", "https://example.cn/",
        "ftp://example.cn/01/06901234567892", "https://example.cn/10/A1",
        "https://example.cn/01/06901234567892/21/7/10/A1", "https://example.cn/01/06901234567892 ",
        "https://example.cn/01/06901234567892?10=A&10=B"}) {
    const auto link = parse_digital_link(tables(), bad, {.compressed = false});
    ASSERT_FALSE(link.has_value()) << bad;
    EXPECT_EQ(link.error().failure, &link_malformed) << bad;
  }
  EXPECT_EQ(parse_digital_link(tables(), "https://a.cn/01/", {}).error().failure, &gs1_element);
  EXPECT_EQ(parse_digital_link(tables(), "https://a.cn/01/06901234567890", {}).error().failure,
            &gs1_element);
  EXPECT_EQ(parse_digital_link(tables(), "https://a.cn/01/06901234567892?21=7", {}).error().failure,
            &gs1_identifier);
  EXPECT_EQ(parse_digital_link(tables(), "https://a.cn/!!!!", {}).error().failure, &link_malformed);
  // Six bits are no identifier: this was read as a link of nothing.
  EXPECT_EQ(parse_digital_link(tables(), "https://a.cn/Y", {}).error().failure, &link_malformed);
  // A parameter with signs that cannot stand in a link: they would have been written into one.
  const auto signs =
      parse_digital_link(tables(), "https://id.gs1.org/01/06901234567892/EAOvvAQQvRkAAAAAQQ", {});
  ASSERT_FALSE(signs.has_value());
  EXPECT_EQ(signs.error().failure, &link_malformed);
  EXPECT_EQ(to_digital_link({}, {}).error().failure, &link_malformed);
}

TEST(DigitalLink, BeginsWithAnAddressOnly) {
  EXPECT_EQ(check_link_stem("https://dlr.example.cn:443/a/").value(), "https://dlr.example.cn/a");
  EXPECT_EQ(check_link_stem("http://dlr.example.cn:8080").value(), "http://dlr.example.cn:8080");
  for (const std::string_view bad : {"", "example.cn", "https://", "https://a.cn:99999",
                                     "https://a.cn:", "https://a.cn/b c", "https://a.cn?x=1"}) {
    EXPECT_EQ(check_link_stem(bad).error().failure, &link_stem) << bad;
  }
}

TEST(Gs1Item, IsTheSameInEveryNotation) {
  const ItemReading reading{.prefix_length = 8};
  const std::string normal = "https://id.gs1.org/01/06901234567892/10/A1";
  for (const std::string_view text :
       {"urn:epc:class:lgtin:69012345.06789.A1", "https://id.gs1.org/01/06901234567892/10/A1",
        "HTTP://shop.example.cn/gtin/6901234567892/lot/A1?17=261231", "(01)06901234567892(10)A1",
        "^010690123456789210A1", "010690123456789210A1", "]C1010690123456789210A1",
        "]Q1https://a.cn/01/06901234567892/10/A1", "6901234567892 A1", "06901234567892,A1",
        " (10)A1(01)06901234567892(17)261231 "}) {
    const auto item = read_item(tables(), text, reading);
    ASSERT_TRUE(item.has_value()) << text << ' ' << describe(item.error());
    EXPECT_EQ(item->normal, normal) << text;
    EXPECT_EQ(item->kind, "lgtin") << text;
    EXPECT_EQ(item->urn, "urn:epc:class:lgtin:69012345.06789.A1") << text;
    EXPECT_EQ(item->elements.front().ai, "01") << text;
  }
}

TEST(Gs1Item, TellsItsKindAndWhyItHasNoUrn) {
  struct Row {
    std::string_view text, kind;
    const Failure* urn;
  };
  const Row table[] = {{"6901234567892", "gtin", &epc_prefix_unknown},
                       {"(01)06901234567892(21)7", "sgtin", &epc_prefix_unknown},
                       {"106141412345678908", "sscc", &epc_prefix_unknown},
                       {"(414)6901234567892", "gln", &epc_prefix_unknown},
                       {"urn:epc:id:sgln:69012345.6789.A", "sgln", nullptr},
                       {"(8006)069012345678920102(10)A", "itip_lot", &epc_no_urn},
                       {"(8003)06901234567892", "grai_class", &epc_prefix_unknown},
                       {"(410)6901234567892", "shipTo", &epc_no_urn}};
  for (const auto& [text, kind, urn] : table) {
    const auto item = read_item(tables(), text, {});
    ASSERT_TRUE(item.has_value()) << text << ' ' << describe(item.error());
    EXPECT_EQ(item->kind, kind) << text;
    EXPECT_EQ(item->urn_refused ? item->urn_refused->failure : nullptr, urn) << text;
    EXPECT_EQ(item->urn.empty(), urn != nullptr) << text;
  }
  const auto place = read_item(tables(), "6901234567892", {.plain_ai = "414"});
  EXPECT_EQ(place->kind, "gln");
  EXPECT_EQ(read_item(tables(), "6901234567890", {}).error().failure, &gs1_element);
  EXPECT_EQ(read_item(tables(), "hello", {}).error().failure, &gs1_identifier);
}

}  // namespace
}  // namespace zhiheng::code
