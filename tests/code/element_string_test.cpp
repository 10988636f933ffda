#include "code/element_string.h"

#include "code/failures.h"
#include "code/gs1.h"
#include "code/scan.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

const Gs1Tables& shipped_tables() {
  static const Gs1Tables read =
      load_gs1_tables(support::source_path("/catalog"), make_date(2026, 11, 22)).value();
  return read;
}

/// What the table of one row makes of it.
const Failure* table_refusal(const std::string& row) {
  const std::string head =
      "ai\tflags\tformat\trequires\texcludes\tlink\tolder_key\ttitle\tname_zh\tvalid_from\tvalid_"
      "to\tstatus\n";
  const auto read =
      ApplicationIdentifiers::read(head + row + "\n", "ai.tsv", make_date(2026, 1, 1));
  return read ? nullptr : read.error().failure;
}

TEST(ApplicationIdentifiers, AreFoundByNumberAndByTheirFirstDigits) {
  const auto& identifiers = shipped_tables().identifiers;
  EXPECT_EQ(identifiers.find("01")->title, "GTIN");
  EXPECT_EQ(identifiers.find("3103")->first, "3100");
  EXPECT_EQ(identifiers.find("95")->first, "91");
  EXPECT_EQ(identifiers.find("3106"), nullptr);
  EXPECT_EQ(identifiers.find("1"), nullptr);
  EXPECT_EQ(identifiers.find("0x"), nullptr);
  EXPECT_EQ(identifiers.length_of('8', '0'), 4U);
  EXPECT_EQ(identifiers.length_of('2', '4'), 3U);
  EXPECT_EQ(identifiers.length_of('8', '9'), 0U);
  for (const auto& row : identifiers.rows()) {
    EXPECT_FALSE(row.title.empty() && row.first != "8110" && row.first != "8112") << row.first;
    EXPECT_FALSE(row.name_zh.empty()) << row.first;
  }
}

TEST(ApplicationIdentifiers, RefuseATableThatMakesNoSense) {
  EXPECT_EQ(table_refusal("10\t?\tX..20\t01\t\t-\t\tLOT\t\t\t\tverified"), nullptr);
  for (const char* bad :
       {"1\t\tN2\t\t\t-\t\tT\t\t\t\t", "10\t!\tN2\t\t\t-\t\tT\t\t\t\t",
        "10\t\t\t\t\t-\t\tT\t\t\t\t", "10\t\tQ2\t\t\t-\t\tT\t\t\t\t",
        "10\t\tN2,nonsense\t\t\t-\t\tT\t\t\t\t", "10\t\tN2\t0n1\t\t-\t\tT\t\t\t\t",
        "10\t\tN2\t\tx\t-\t\tT\t\t\t\t", "10\t\tN2\t\t\tx\t\tT\t\t\t\t",
        "10\t\tN2\t\t\t-\t\tT\t\tnever\t\t", "12-11\t\tN2\t\t\t-\t\tT\t\t\t\t",
        "10\t\tN2\t\t\t-\t\tT\t\t\t\t\n100\t\tN2\t\t\t-\t\tT\t\t\t\t",
        "10\t\tN2\t\t\t-\t\tT\t\t\t\t\n10\t\tN2\t\t\t-\t\tT\t\t\t\t"}) {
    EXPECT_EQ(table_refusal(bad), &table_malformed) << bad;
  }
}

TEST(ApplicationIdentifiers, HoldOnTheirDaysOnly) {
  const std::string text =
      "ai\tflags\tformat\trequires\texcludes\tlink\tolder_key\ttitle\tname_zh\tvalid_from\tvalid_"
      "to\tstatus\n"
      "10\t\tX..20\t\t\t-\t\tLOT\t\t2026-01-01\t2027-01-01\tverified\n";
  const auto at = [&text](Date day) {
    return ApplicationIdentifiers::read(text, "ai.tsv", day)->find("10") != nullptr;
  };
  EXPECT_FALSE(at(make_date(2025, 12, 31)));
  EXPECT_TRUE(at(make_date(2026, 1, 1)));
  EXPECT_FALSE(at(make_date(2027, 1, 1)));
}

TEST(ElementString, IsTheSameBracketedAndRaw) {
  ElementList bracketed;
  std::string memory;
  ASSERT_TRUE(parse_bracketed(shipped_tables(), "(01)06901234567892(17)261231(10)A\\(1(21)7", {},
                              memory, bracketed));
  const std::string message = to_message({bracketed.begin(), bracketed.size()}, '^', true);
  EXPECT_EQ(message, "^01069012345678921726123110A(1^217");
  ElementList raw;
  ASSERT_TRUE(parse_message(shipped_tables(), message, '^', {}, raw));
  EXPECT_EQ(to_bracketed({raw.begin(), raw.size()}), "(01)06901234567892(17)261231(10)A\\(1(21)7");
  EXPECT_EQ(raw.find("10")->value, "A(1");
  EXPECT_EQ(raw.find("11"), nullptr);
}

TEST(ElementString, NamesTheBadPart) {
  ElementList elements;
  std::string memory;
  const auto refused = [&](std::string_view text) {
    return parse_bracketed(shipped_tables(), text, {}, memory, elements).error();
  };
  const Error digit = refused("(01)06901234567890");
  EXPECT_EQ(digit.failure, &gs1_element);
  EXPECT_EQ(digit.where, "(01)");
  EXPECT_EQ(digit.found, "0690123456789|0|");
  EXPECT_EQ(digit.wanted, "incorrect_check_digit");
  EXPECT_EQ(refused("(01)06901234567892(17)261301").wanted, "illegal_month");
  EXPECT_EQ(refused("(01)06901234567892(10)").wanted, "value_too_short");
  EXPECT_EQ(refused("(01)06901234567892(10)123456789012345678901").wanted, "value_too_long");
  EXPECT_EQ(refused("(49)1").failure, &gs1_identifier);
  EXPECT_EQ(refused("(01").failure, &gs1_syntax);
  EXPECT_EQ(refused("01)").failure, &gs1_syntax);
  EXPECT_EQ(refused("").failure, &gs1_syntax);
}

TEST(ElementString, AsksForPartners) {
  ElementList elements;
  std::string memory;
  const auto refused = [&](std::string_view text) {
    const auto parsed = parse_bracketed(shipped_tables(), text, {}, memory, elements);
    return parsed ? nullptr : parsed.error().failure;
  };
  EXPECT_EQ(refused("(10)A1"), &gs1_partner);
  EXPECT_EQ(refused("(01)06901234567892(37)5"), &gs1_partner);
  EXPECT_EQ(refused("(01)06901234567892(10)A(10)B"), &gs1_partner);
  EXPECT_EQ(refused("(255)6901234567892(8030)ABC123"), &gs1_partner);
  EXPECT_EQ(refused("(01)06901234567892(10)A(10)A"), nullptr);
  EXPECT_TRUE(parse_bracketed(shipped_tables(), "(10)A1", {.partners = false}, memory, elements));
}

TEST(ElementString, LetsUnknownIdentifiersPassOnlyWhenAskedAndWhereOneCouldBe) {
  ElementList elements;
  std::string memory;
  const ElementChecks lenient{.permit_unknown = true};
  EXPECT_FALSE(parse_bracketed(shipped_tables(), "(89)A", {}, memory, elements));
  EXPECT_TRUE(parse_bracketed(shipped_tables(), "(89)A", lenient, memory, elements));
  EXPECT_TRUE(parse_message(shipped_tables(), "^89A^99B", '^', lenient, elements));
  EXPECT_EQ(elements.size(), 2U);
  // All that begin with 99 have two digits.
  EXPECT_FALSE(parse_bracketed(shipped_tables(), "(999)A", lenient, memory, elements));
  EXPECT_EQ(parse_bracketed(shipped_tables(), "(89)A B", lenient, memory, elements).error().found,
            "A| |B");
}

TEST(ElementString, HasAtMostSixtyFourElements) {
  std::string text;
  for (int i = 0; i < 65; ++i) text.append("(99)A");
  ElementList elements;
  std::string memory;
  EXPECT_EQ(parse_bracketed(shipped_tables(), text, {}, memory, elements).error().failure,
            &gs1_syntax);
  std::string message;
  for (int i = 0; i < 65; ++i) message.append("^99A");
  EXPECT_EQ(parse_message(shipped_tables(), message, '^', {}, elements).error().failure,
            &gs1_syntax);
}

TEST(Lint, KnowsEveryCheckByName) {
  for (std::size_t i = 0; i < linter_count; ++i) {
    const auto linter = static_cast<Linter>(i);
    EXPECT_EQ(linter_named(name_of(linter)), linter);
  }
  EXPECT_FALSE(linter_named("nonsense").has_value());
}

TEST(Lint, ReadsTheCodeListsOrRefusesThem) {
  EXPECT_TRUE(CodeLists::read("list\tcode\ncountry\t156\n", "lists.tsv")->countries[156]);
  for (const std::string bad : {"country\t15", "currency\tCNY", "country_alpha2\tcn",
                                "media_type\t1", "package_type\t", "planet\t3"}) {
    EXPECT_EQ(CodeLists::read("list\tcode\n" + bad + "\n", "lists.tsv").error().failure,
              &table_malformed)
        << bad;
  }
}

TEST(Scan, IsReadAndWrittenByItsSymbologyIdentifier) {
  const auto scan = read_scan(shipped_tables(),
                              "]d20106901234567892"
                              "10A1\x1d"
                              "217");
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->symbology, "DM");
  EXPECT_EQ(scan->message, "^010690123456789210A1^217");
  EXPECT_EQ(write_scan(shipped_tables(), *scan).value(),
            "]d20106901234567892"
            "10A1\x1d"
            "217");
  EXPECT_EQ(read_scan(shipped_tables(), "]E06901234567892")->message, "6901234567892");
  EXPECT_EQ(write_scan(shipped_tables(), {"EAN13", "6901234567892"}).value(), "]E06901234567892");
  EXPECT_EQ(write_scan(shipped_tables(), {"DataBarOmni", "^0106901234567892"}).value(),
            "]e00106901234567892");
}

TEST(Scan, HasOneFnc1InFrontHoweverManyWereSent) {
  // An FNC1 behind the symbology identifier once came out twice, and could not be read again.
  const auto scan = read_scan(shipped_tables(),
                              "]C1\x1d"
                              "0106901234567892");
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->message, "^0106901234567892");
}

TEST(Scan, RefusesWhatNoScannerSends) {
  for (const std::string_view bad : {"", "0106901234567892", "]XX0106901234567892", "]C"}) {
    EXPECT_EQ(read_scan(shipped_tables(), bad).error().failure, &gs1_symbology) << bad;
  }
  EXPECT_EQ(read_scan(shipped_tables(), "]e0").error().failure, &gs1_syntax);
  EXPECT_EQ(read_scan(shipped_tables(), "]E06901234567890").error().failure, &gs1_check);
  EXPECT_EQ(write_scan(shipped_tables(), {"Aztec", "1"}).error().failure, &gs1_symbology);
  EXPECT_EQ(write_scan(shipped_tables(), {"DataBarLimited", "^0126901234567896"}).error().failure,
            &gs1_symbology);
}

TEST(PriceCheckDigit, FollowsTheStandardsExamples) {
  // General Specifications 7.9.3 and 7.9.4.
  EXPECT_EQ(gs1_price_check_digit("2875"), '9');
  EXPECT_EQ(gs1_price_check_digit("14685"), '6');
  EXPECT_EQ(gs1_price_check_digit("123"), '\0');
}

}  // namespace
}  // namespace zhiheng::code
