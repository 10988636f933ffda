// The coupon codes of North America, AI 8110 and 8112: fields that tell their own length.

#include "code/gs1_lint_parts.h"

namespace zhiheng::code {
namespace {

/// Reads a coupon field by field and keeps the first finding.
class Coupon {
 public:
  Coupon(std::string_view text, const LintTables* tables) : text_(text), tables_(tables) {
    finding_ = lint_digits(text);
  }

  [[nodiscard]] bool failed() const { return static_cast<bool>(finding_); }
  [[nodiscard]] LintFinding finding() const { return finding_; }

  /// Whether the optional field with this number comes next; its number is taken.
  bool begins(char number) {
    if (failed() || at_ >= text_.size() || text_[at_] != number) return false;
    ++at_;
    return true;
  }

  /// One digit out of `allowed`; the digit, or 0 after a failure.
  char digit(std::string_view allowed, std::string_view missing, std::string_view invalid) {
    if (failed()) return 0;
    if (at_ >= text_.size()) {
      finding_ = whole(missing, text_);
      return 0;
    }
    if (allowed.find(text_[at_]) == std::string_view::npos) {
      finding_ = {invalid, at_, 1};
      return 0;
    }
    return text_[at_++];
  }

  /// A run of digits; nothing after a failure.
  std::string_view take(std::size_t length, std::string_view truncated) {
    if (failed()) return {};
    const std::string_view rest = text_.substr(at_);
    if (rest.size() < length) {
      finding_ = rest.empty() ? whole(truncated, text_) : LintFinding{truncated, at_, rest.size()};
      return {};
    }
    at_ += length;
    return rest.substr(0, length);
  }

  /// Digits whose first tells how many more than `base` follow.
  std::string_view counted(std::size_t base, std::string_view allowed, std::string_view missing,
                           std::string_view invalid, std::string_view truncated) {
    const char count = digit(allowed, missing, invalid);
    return failed() ? std::string_view()
                    : take(base + static_cast<std::size_t>(count - '0'), truncated);
  }

  /// What was just taken must begin with a company prefix.
  void must_be_company(std::string_view prefix) {
    if (failed() || prefix.empty()) return;
    if (const auto found = lint_company_prefix(prefix, *tables_)) {
      finding_ = {found.problem, static_cast<std::size_t>(prefix.data() - text_.data()),
                  prefix.size()};
    }
  }

  std::string_view date(std::string_view truncated, std::string_view invalid) {
    const std::string_view day = take(6, truncated);
    if (!failed() && lint_date(day, 2, false)) finding_ = {invalid, at_ - 6, 6};
    return day;
  }

  /// Expiration and start stand side by side: "3YYMMDD4YYMMDD".
  void must_not_precede(std::string_view expiration, std::string_view start) {
    if (failed() || expiration.empty() || expiration >= start) return;
    finding_ = {"coupon_expiration_before_start", at_ - 14, 14};
  }

  void must_end() {
    if (!failed() && at_ < text_.size()) {
      finding_ = {"coupon_excess_data", at_, text_.size() - at_};
    }
  }

 private:
  std::string_view text_;
  const LintTables* tables_;
  std::size_t at_ = 0;
  LintFinding finding_;
};

/// The words of a problem for the first, second and third product that must be bought.
struct Purchase {
  std::string_view missing_count, invalid_count, truncated, missing_code, invalid_code, family,
      missing_company, invalid_company, truncated_company;
};

constexpr Purchase first{"coupon_missing_1st_purchase_requirement_vli",
                         "coupon_invalid_1st_purchase_requirement_length",
                         "coupon_truncated_1st_purchase_requirement",
                         "coupon_missing_1st_purchase_requirement_code",
                         "coupon_invalid_1st_purchase_requirement_code",
                         "coupon_truncated_1st_purchase_family_code",
                         {},
                         {},
                         {}};
constexpr Purchase second{"coupon_missing_2nd_purchase_requirement_vli",
                          "coupon_invalid_2nd_purchase_requirement_length",
                          "coupon_truncated_2nd_purchase_requirement",
                          "coupon_missing_2nd_purchase_requirement_code",
                          "coupon_invalid_2nd_purchase_requirement_code",
                          "coupon_truncated_2nd_purchase_family_code",
                          "coupon_missing_2nd_purchase_gcp_vli",
                          "coupon_invalid_2nd_purchase_gcp_length",
                          "coupon_truncated_2nd_purchase_gcp"};
constexpr Purchase third{"coupon_missing_3rd_purchase_requirement_vli",
                         "coupon_invalid_3rd_purchase_requirement_length",
                         "coupon_truncated_3rd_purchase_requirement",
                         "coupon_missing_3rd_purchase_requirement_code",
                         "coupon_invalid_3rd_purchase_requirement_code",
                         "coupon_truncated_3rd_purchase_family_code",
                         "coupon_missing_3rd_purchase_gcp_vli",
                         "coupon_invalid_3rd_purchase_gcp_length",
                         "coupon_truncated_3rd_purchase_gcp"};

constexpr std::string_view any_digit = "0123456789";

void read_purchase(Coupon& coupon, const Purchase& words) {
  coupon.counted(0, "12345", words.missing_count, words.invalid_count, words.truncated);
  coupon.digit("012349", words.missing_code, words.invalid_code);
  coupon.take(3, words.family);
  if (words.missing_company.empty()) return;
  const char count = coupon.digit("01234569", words.missing_company, words.invalid_company);
  if (coupon.failed() || count == '9') return;
  coupon.must_be_company(
      coupon.take(6 + static_cast<std::size_t>(count - '0'), words.truncated_company));
}

void read_serial(Coupon& coupon) {
  coupon.counted(6, any_digit, "coupon_missing_serial_number_vli", "",
                 "coupon_truncated_serial_number");
}

void read_flags(Coupon& coupon) {
  coupon.digit("01256", "coupon_missing_save_value_code", "coupon_invalid_save_value_code");
  coupon.digit("012", "coupon_missing_save_value_applies_to_item",
               "coupon_invalid_save_value_applies_to_item");
  coupon.digit(any_digit, "coupon_missing_store_coupon_flag", "");
  coupon.digit("01", "coupon_missing_dont_multiply_flag", "coupon_invalid_dont_multiply_flag");
}

void read_options(Coupon& coupon) {
  if (coupon.begins('1')) {
    coupon.digit("0123", "coupon_missing_additional_purchase_rules_code",
                 "coupon_invalid_additional_purchase_rules_code");
    read_purchase(coupon, second);
  }
  if (coupon.begins('2')) read_purchase(coupon, third);
  std::string_view expiration;
  if (coupon.begins('3')) {
    expiration = coupon.date("coupon_too_short_for_expiration_date",
                             "coupon_invalid_exipiration_date");  // spelt so by the dictionary
  }
  if (coupon.begins('4')) {
    const std::string_view start =
        coupon.date("coupon_too_short_for_start_date", "coupon_invalid_start_date");
    coupon.must_not_precede(expiration, start);
  }
  if (coupon.begins('5')) read_serial(coupon);
  if (coupon.begins('6')) {
    coupon.must_be_company(coupon.counted(6, "1234567", "coupon_missing_retailer_gcp_or_gln_vli",
                                          "coupon_invalid_retailer_gcp_or_gln_length",
                                          "coupon_truncated_retailer_gcp_or_gln"));
  }
  if (coupon.begins('9')) read_flags(coupon);
}

}  // namespace

LintFinding lint_coupon(std::string_view text, const LintTables& tables) {
  Coupon coupon(text, &tables);
  coupon.must_be_company(coupon.counted(6, "0123456", "coupon_missing_gcp_vli",
                                        "coupon_invalid_gcp_length", "coupon_truncated_gcp"));
  coupon.take(6, "coupon_truncated_offer_code");
  coupon.counted(0, "12345", "coupon_missing_save_value_vli", "coupon_invalid_save_value_length",
                 "coupon_truncated_save_value");
  read_purchase(coupon, first);
  read_options(coupon);
  coupon.must_end();
  return coupon.finding();
}

LintFinding lint_coupon_offer(std::string_view text) {
  Coupon coupon(text, nullptr);
  coupon.digit("01", "coupon_missing_format_code", "coupon_invalid_format_code");
  coupon.counted(6, "0123456", "coupon_missing_funder_vli", "coupon_invalid_funder_length",
                 "coupon_truncated_funder");
  coupon.take(6, "coupon_truncated_offer_code");
  read_serial(coupon);
  coupon.must_end();
  return coupon.finding();
}

}  // namespace zhiheng::code
