#include "code/gs1_lint.h"

#include <set>

#include "code/application_identifier.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

const LintTables& lint_tables() {
  static const Gs1Tables read =
      load_gs1_tables(support::source_path("/catalog"), make_date(2026, 11, 22)).value();
  return read.lint;
}

struct Row {
  Linter linter;
  std::string_view text, problem;
  std::size_t at = 0, length = 0;
};

// One good and one bad text of every check; what each looks at stands in the GS1 Barcode Syntax
// Dictionary, check digits and pairs were computed by hand.
const Row rows[] = {
    {Linter::couponcode, "106141416543213500110000310123196000", ""},
    {Linter::couponcode, "7", "coupon_invalid_gcp_length", 0, 1},
    {Linter::couponcode,
     "0123456123456111101233261231"
     "4270101",
     "coupon_expiration_before_start", 21, 14},
    {Linter::couponposoffer, "001234561234560123456", ""},
    {Linter::couponposoffer, "2", "coupon_invalid_format_code", 0, 1},
    {Linter::cset39, "A#-/9", ""},
    {Linter::cset39, "Aa", "invalid_cset39_character", 1, 1},
    {Linter::cset64, "QUJD", ""},
    {Linter::cset64, "QU=", ""},
    {Linter::cset64, "Q=", "invalid_cset64_padding", 1, 1},
    {Linter::cset82, "a(b)%", ""},
    {Linter::cset82, "a b", "invalid_cset82_character", 1, 1},
    {Linter::csetnumeric, "0123", ""},
    {Linter::csetnumeric, "01x3", "non_digit_character", 2, 1},
    {Linter::csum, "6901234567892", ""},
    {Linter::csum, "6901234567890", "incorrect_check_digit", 12, 1},
    {Linter::csum, "", "too_short_for_check_digit", 0, 0},
    {Linter::csumalpha, "1987654Ad4X4bL5ttr2310c2K", ""},  // General Specifications 7.9.5
    {Linter::csumalpha, "1987654Ad4X4bL5ttr2310c2L", "incorrect_check_pair", 23, 2},
    {Linter::gcppos1, "6901", ""},
    {Linter::gcppos1, "690x", "invalid_gcp_prefix", 3, 1},
    {Linter::gcppos2, "06901", ""},
    {Linter::gcppos2, "069", "too_short_for_gcp", 1, 2},
    {Linter::hasnondigit, "1a", ""},
    {Linter::hasnondigit, "12", "requires_non_digit_character", 0, 2},
    {Linter::hh, "23", ""},
    {Linter::hh, "24", "illegal_hour", 0, 2},
    {Linter::hhmi, "2359", ""},
    {Linter::hhmi, "2360", "illegal_minute", 2, 2},
    {Linter::hyphen, "-", ""},
    {Linter::hyphen, "+", "not_hyphen", 0, 1},
    {Linter::iban, "GB82WEST12345698765432", ""},  // ISO 13616, registry
    {Linter::iban, "GB83WEST12345698765432", "incorrect_iban_checksum", 2, 2},
    {Linter::iban, "GB82WEST1234569876543a", "invalid_iban_character", 21, 1},
    {Linter::importeridx, "_", ""},
    {Linter::importeridx, "!", "invalid_import_idx_character", 0, 1},
    {Linter::iso3166, "156", ""},
    {Linter::iso3166, "157", "not_iso3166", 0, 3},
    {Linter::iso3166999, "999", ""},
    {Linter::iso3166999, "998", "not_iso3166_or_999", 0, 3},
    {Linter::iso3166alpha2, "CN", ""},
    {Linter::iso3166alpha2, "cn", "not_iso3166_alpha2", 0, 2},
    {Linter::iso4217, "156", ""},
    {Linter::iso4217, "157", "not_iso4217", 0, 3},
    {Linter::iso5218, "9", ""},
    {Linter::iso5218, "3", "invalid_biological_sex_code", 0, 1},
    {Linter::latitude, "1800000000", ""},
    {Linter::latitude, "1800000001", "invalid_latitude", 0, 10},
    {Linter::longitude, "3600000000", ""},
    {Linter::longitude, "360000000", "longitude_invalid_length", 0, 9},
    {Linter::mediatype, "01", ""},
    {Linter::mediatype, "00", "invalid_media_type", 0, 2},
    {Linter::mi, "59", ""},
    {Linter::mi, "5", "minute_too_short", 0, 1},
    {Linter::nonzero, "010", ""},
    {Linter::nonzero, "000", "illegal_zero_value", 0, 3},
    {Linter::nozeroprefix, "10", ""},
    {Linter::nozeroprefix, "01", "illegal_zero_prefix", 0, 1},
    {Linter::packagetype, "PX", ""},
    {Linter::packagetype, "px", "invalid_package_type", 0, 2},
    {Linter::pcenc, "a%20b", ""},
    {Linter::pcenc, "a%2", "invalid_percent_sequence", 1, 2},
    {Linter::pieceoftotal, "0102", ""},
    {Linter::pieceoftotal, "0201", "piece_number_exceeds_total", 0, 4},
    {Linter::posinseqslash, "2/10", ""},
    {Linter::posinseqslash, "10/2", "position_exceeds_end", 0, 4},
    {Linter::ss, "00", ""},
    {Linter::ss, "601", "second_too_long", 0, 3},
    {Linter::winding, "9", ""},
    {Linter::winding, "2", "invalid_winding_direction", 0, 1},
    {Linter::yesno, "1", ""},
    {Linter::yesno, "2", "not_zero_or_one", 0, 1},
    {Linter::yymmd0, "240200", ""},
    {Linter::yymmd0, "000229", ""},
    {Linter::yymmd0, "230229", "illegal_day", 4, 2},
    {Linter::yymmdd, "240229", ""},
    {Linter::yymmdd, "240200", "illegal_day", 4, 2},
    {Linter::yyyymmd0, "19000200", ""},
    {Linter::yyyymmd0, "19000229", "illegal_day", 6, 2},
    {Linter::yyyymmdd, "20000229", ""},
    {Linter::yyyymmdd, "20001301", "illegal_month", 4, 2},
    {Linter::zero, "0", ""},
    {Linter::zero, "1", "not_zero", 0, 1},
};

TEST(Lint, FindsWhatIsWrongAndWhere) {
  std::set<Linter> seen;
  for (const Row& row : rows) {
    SCOPED_TRACE(testing::Message() << name_of(row.linter) << ' ' << row.text);
    const LintFinding finding = lint(row.linter, row.text, lint_tables());
    EXPECT_EQ(finding.problem, row.problem);
    EXPECT_EQ(finding.at, row.at);
    EXPECT_EQ(finding.length, row.length);
    seen.insert(row.linter);
  }
  EXPECT_EQ(seen.size(), linter_count);
}

TEST(Lint, AsksASourceOfCompanyPrefixesWhereThereIsOne) {
  LintTables asked = lint_tables();
  asked.company_prefix = [](std::string_view key) {
    return key.starts_with("690") ? PrefixAnswer::known : PrefixAnswer::unknown;
  };
  EXPECT_FALSE(lint(Linter::gcppos1, "6901234", asked));
  EXPECT_EQ(lint(Linter::gcppos2, "01234567", asked).problem, "invalid_gcp_prefix");
  asked.company_prefix = [](std::string_view) { return PrefixAnswer::offline; };
  EXPECT_EQ(lint(Linter::gcppos1, "6901234", asked).problem, "gcp_datasource_offline");
}

}  // namespace
}  // namespace zhiheng::code
