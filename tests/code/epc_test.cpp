#include "code/epc.h"

#include "code/company_prefix.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

TEST(Epc, OfEverySchemeGoesToItsDigitalLinkAndBack) {
  struct Row {
    std::string_view urn, link;
  };
  // GS1 EPC Tag Data Standard 2.1, section 6.3 (examples); check digits computed by hand.
  const Row table[] = {
      {"urn:epc:id:sgtin:0614141.112345.400", "https://id.gs1.org/01/10614141123459/21/400"},
      {"urn:epc:id:sscc:0614141.1234567890", "https://id.gs1.org/00/106141412345678908"},
      {"urn:epc:id:sgln:0614141.12345.400", "https://id.gs1.org/414/0614141123452/254/400"},
      {"urn:epc:id:sgln:0614141.12345.0", "https://id.gs1.org/414/0614141123452"},
      {"urn:epc:id:grai:0614141.12345.400", "https://id.gs1.org/8003/00614141123452400"},
      {"urn:epc:id:grai:061414112345..400", "https://id.gs1.org/8003/00614141123452400"},
      {"urn:epc:id:giai:0614141.12345400", "https://id.gs1.org/8004/061414112345400"},
      {"urn:epc:id:gsrn:0614141.1234567890", "https://id.gs1.org/8018/061414112345678902"},
      {"urn:epc:id:gsrnp:0614141.1234567890", "https://id.gs1.org/8017/061414112345678902"},
      {"urn:epc:id:gdti:0614141.12345.400", "https://id.gs1.org/253/0614141123452400"},
      {"urn:epc:id:cpi:0614141.5PQ7%2FZ43.12345",
       "https://id.gs1.org/8010/06141415PQ7%2FZ43/8011/12345"},
      {"urn:epc:id:sgcn:4012345.67890.04711", "https://id.gs1.org/255/401234567890104711"},
      {"urn:epc:id:ginc:0614141.xyz47%2F11", "https://id.gs1.org/401/0614141xyz47%2F11"},
      {"urn:epc:id:gsin:0614141.123456789", "https://id.gs1.org/402/06141411234567890"},
      {"urn:epc:id:itip:4012345.012345.01.02.987",
       "https://id.gs1.org/8006/040123451234560102/21/987"},
      {"urn:epc:id:pgln:0614141.12345", "https://id.gs1.org/417/0614141123452"},
      {"urn:epc:class:lgtin:4012345.012345.998877",
       "https://id.gs1.org/01/04012345123456/10/998877"},
      {"urn:epc:idpat:sgtin:4012345.012345.*", "https://id.gs1.org/01/04012345123456"},
  };
  for (const auto& [urn, link] : table) {
    SCOPED_TRACE(urn);
    const auto epc = parse_epc_urn(urn);
    ASSERT_TRUE(epc.has_value());
    EXPECT_EQ(to_epc_link(*epc), link);
    EXPECT_EQ(to_epc_urn(*epc).value(), urn);
    const auto back = parse_epc_link(link);
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(to_epc_urn(*back, epc->prefix_length).value(), urn);
    EXPECT_EQ(event_hash_form(urn), link);
    EXPECT_EQ(event_hash_form(link), link);
  }
}

TEST(Epc, EscapesWhatEachNotationReserves) {
  const auto epc = parse_epc_urn("urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()");
  ASSERT_TRUE(epc.has_value());
  EXPECT_EQ(to_epc_link(*epc),
            "https://id.gs1.org/01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29");
  const auto back = parse_epc_link(to_epc_link(*epc));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(to_epc_urn(*back, 7).value(), "urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()");
  EXPECT_FALSE(parse_epc_urn("urn:epc:id:sgtin:0614141.812345.6789/1").has_value());
  EXPECT_TRUE(parse_epc_urn("urn:epc:id:sgtin:0614141.812345.6789/1", EpcSigns::as_written));
}

TEST(Epc, NeverGuessesACompanyPrefix) {
  const auto epc = parse_epc_link("https://example.org/01/06901234567892/10/A1");
  ASSERT_TRUE(epc.has_value());
  EXPECT_EQ(to_epc_urn(*epc).error().failure, &epc_prefix_unknown);
  EXPECT_EQ(to_epc_urn(*epc, 5).error().failure, &epc_prefix_length);
  EXPECT_EQ(to_epc_urn(*epc, 13).error().failure, &epc_prefix_length);
  EXPECT_EQ(to_epc_urn(*epc, 7).value(), "urn:epc:class:lgtin:6901234.056789.A1");
  const auto prefixes =
      CompanyPrefixes::read("prefix\tgcp_length\n690\t7\n6912-6914\t8\n020\t0\n", "lengths.tsv");
  ASSERT_TRUE(prefixes.has_value());
  EXPECT_EQ(prefixes->size(), 5U);
  EXPECT_EQ(to_epc_urn(*epc, *prefixes).value(), "urn:epc:class:lgtin:6901234.056789.A1");
  EXPECT_EQ(prefixes->length_of("6913000000000"), 8);
  EXPECT_EQ(prefixes->length_of("6915000000000"), 0);
  const auto internal = parse_epc_link("https://example.org/01/02045678901234");
  EXPECT_EQ(to_epc_urn(*internal, *prefixes).error().failure, &epc_prefix_unknown);
}

TEST(Epc, RefusesATableOfPrefixesThatMakesNoSense) {
  for (const std::string_view bad :
       {"69x\t7", "690\t13", "690\t5", "690-680\t7", "690-6910\t7", "690\t"}) {
    const auto read =
        CompanyPrefixes::read("prefix\tgcp_length\n" + std::string(bad) + "\n", "t.tsv");
    ASSERT_FALSE(read.has_value()) << bad;
    EXPECT_EQ(read.error().failure, &table_malformed);
  }
}

TEST(Epc, RefusesWhatIsNone) {
  for (const std::string_view bad :
       {"", "urn:epc:", "urn:epc:id:", "urn:epc:id:sgtin",
        "urn:epc:id:sgtin:", "urn:epc:id:gtin:0614141.112345.1", "urn:epc:id:sgtin:0614141.112345",
        "urn:epc:id:sgtin:0614141.112345.", "urn:epc:id:sgtin:061414.112345.1",
        "urn:epc:id:sgtin:06141411234567.1.1", "urn:epc:id:sscc:0614141.12345678901",
        "urn:epc:id:sgtin:0614141.11234A.1", "urn:epc:idpat:sscc:0614141.*",
        "urn:epc:id:cpi:0614141.5PQ7/Z43.12345", "urn:epc:id:giai:0614141.",
        "urn:epc:class:sgtin:0614141.112345.1",
        "urn:epc:id:sgtin:0614141.112345.123456789012345678901"}) {
    const auto epc = parse_epc_urn(bad);
    ASSERT_FALSE(epc.has_value()) << bad;
    EXPECT_EQ(epc.error().failure, &epc_malformed) << bad;
    EXPECT_FALSE(event_hash_form(bad).has_value()) << bad;
  }
  for (const std::string_view bad :
       {"https://01/09521234543213", "ftp://a/01/09521234543213", "https://a/01/09521234543213/",
        "https://a/01/09521234543213/99/x", "https://a/01/09521234543213/21/1/10/2",
        "https://a/zzz/09521234543213"}) {
    EXPECT_FALSE(parse_epc_link(bad).has_value()) << bad;
  }
}

TEST(EventHashForm, IsTheFinestLevelWithoutDomainVariantQueryAndName) {
  struct Row {
    std::string_view written, form;
  };
  const Row table[] = {
      {"https://example.de/shop/gtin/04012345123456/cpv/344/ser/987654?17=261231",
       "https://id.gs1.org/01/04012345123456/21/987654"},
      {"https://id.gs1.org/8006/040123451234560102/22/ABCD/10/XYZ",
       "https://id.gs1.org/8006/040123451234560102/10/XYZ"},
      {"http://example.de/01/97803111", "https://id.gs1.org/01/00000097803111"},
      {"urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB",
       "https://id.gs1.org/01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB"},
  };
  for (const auto& [written, form] : table) EXPECT_EQ(event_hash_form(written), form);
  for (const std::string_view other :
       {"geo:47.5,11.1", "https://example.org/vocabulary/loc", "urn:uuid:0", "4012345123456",
        "https://id.gs1.org/01/04012345123456/21/a(b)", "https://id.gs1.org/01/04012345123456#x"}) {
    EXPECT_FALSE(event_hash_form(other).has_value()) << other;
  }
}

}  // namespace
}  // namespace zhiheng::code
