// Counts and rates over the registers of the field work, each against what a hand counts.

#include <algorithm>

#include "indicator/asking.h"

namespace zhiheng::indicator {
namespace {

struct Line {
  std::vector<Value> values;
  std::string state;
};

/// Records of one register, and what an indicator says of them.
struct Case {
  std::string indicator, table;
  std::vector<std::string> columns;
  std::vector<Line> lines = {};
  std::int64_t records = 0;
  std::int64_t hits = 0;             ///< of a proportion
  std::optional<double> value = {};  ///< of totals and ratios, as a fraction
};

Value text(const char* word) { return std::string(word); }
Value yuan(std::int64_t amount) { return Decimal{amount * 100, 2}; }
Value whole(std::int64_t number) { return number; }

const Value day = make_date(2025, 3, 3);
const Value moment = *parse_timestamp("2025-03-03T09:00:00+08:00");

const std::vector<std::string> return_columns = {"unit",
                                                 "kind",
                                                 "period_start",
                                                 "output_value",
                                                 "internal_failure_cost",
                                                 "external_failure_cost"};

std::vector<Case> cases() {
  return {
      // 320,000 + 180,000 of 25,000,000 and 200,000 of 5,000,000; what is not accepted is left out.
      {"quality_loss_rate",
       "statistical_return",
       return_columns,
       {{{text("A"), text("industrial"), day, yuan(25'000'000), yuan(320'000), yuan(180'000)},
         "accepted"},
        {{text("B"), text("industrial"), day, yuan(5'000'000), Value{}, yuan(200'000)}, "accepted"},
        {{text("C"), text("industrial"), day, yuan(1'000), yuan(1'000), yuan(0)}, "submitted"}},
       2,
       0,
       700'000.0 / 30'000'000},
      {"industrial_pass_value",
       "statistical_return",
       {"unit", "kind", "period_start", "tested_value", "passed_value"},
       {{{text("D"), text("industrial"), day, yuan(1000), yuan(970)}, "accepted"},
        {{text("E"), text("industrial"), day, yuan(200), yuan(180)}, "accepted"}},
       2,
       0,
       1150.0 / 1200},
      {"testing_revenue",
       "statistical_return",
       {"unit", "kind", "period_start", "revenue"},
       {{{text("F"), text("testing_service"), day, yuan(1500)}, "accepted"},
        {{text("G"), text("testing_service"), day, yuan(500)}, "accepted"}},
       2,
       0,
       2000},
      {"service_complaints_settled",
       "statistical_return",
       {"unit", "kind", "period_start", "complaints_received", "complaints_settled"},
       {{{text("H"), text("service"), day, whole(50), whole(40)}, "accepted"},
        {{text("I"), text("service"), day, whole(10), whole(9)}, "accepted"}},
       2,
       0,
       49.0 / 60},
      {"certified_system_share",
       "statistical_return",
       {"unit", "kind", "period_start", "system_certified"},
       {{{text("J"), text("management"), day, true}, "accepted"},
        {{text("K"), text("management"), day, false}, "accepted"}},
       2,
       1},
      {"award_count",
       "award",
       {"number", "awarded_on"},
       {{{text("1"), day}, "granted"},
        {{text("2"), day}, "shown"},
        {{text("3"), day}, "withdrawn"}},
       2},
      {"demonstration_count",
       "recognition",
       {"category", "number", "named_on"},
       {{{text("model"), text("1"), day}, "named"},
        {{text("model"), text("2"), day}, "withdrawn"},
        {{text("zone"), text("3"), day}, "named"}},
       1},
      {"incentive_paid",
       "incentive_payment",
       {"award", "amount", "paid_on"},
       {{{text("1"), yuan(300), day}, "paid"}, {{text("2"), yuan(70), day}, "approved"}},
       1,
       0,
       300},
      {"funding_spent_share",
       "quality_funding",
       {"budget_line", "planned", "spent", "decided_on"},
       {{{text("1"), yuan(500), yuan(400), day}, "settled"},
        {{text("2"), yuan(100), yuan(100), day}, "settled"},
        {{text("3"), yuan(900), Value{}, day}, "planned"}},
       2,
       0,
       500.0 / 600},
      {"sampling_quota_share",
       "sampling_plan",
       {"number", "quota", "sampled", "period_to"},
       {{{text("1"), whole(200), whole(150), day}, "running"},
        {{text("2"), whole(100), Value{}, day}, "running"},
        {{text("3"), whole(100), Value{}, day}, "cancelled"}},
       2,
       0,
       150.0 / 300},
      {"recheck_pass_rate",
       "sampling_follow_up",
       {"number", "recheck_result", "rechecked_on"},
       {{{text("1"), text("pass"), day}, "passed"}, {{text("2"), text("fail"), day}, "failed"}},
       2,
       1},
      {"case_count",
       "case_file",
       {"number", "opened_on", "goods_value"},
       {{{text("1"), day, yuan(900)}, "opened"}, {{text("2"), day, yuan(100)}, "closed"}},
       2},
      {"case_value", "case_file", {}, {}, 2, 0, 1000},
      {"penalty_count",
       "penalty",
       {"number", "decided_on"},
       {{{text("1"), day}, "published"}, {{text("2"), day}, "withdrawn"}},
       1},
      {"transferred_case_count",
       "case_transfer",
       {"number", "proposed_on"},
       {{{text("1"), day}, "opened"}, {{text("2"), day}, "kept"}},
       1},
      {"listed_case_count",
       "listed_case",
       {"number", "listed_on"},
       {{{text("1"), day}, "listed"}},
       1},
      {"inspection_defect_rate",
       "inspection",
       {"number", "inspected_on", "result"},
       {{{text("1"), day, text("pass")}, "inspected"},
        {{text("2"), day, text("serious")}, "inspected"},
        {{text("3"), day, text("absent")}, "inspected"}},
       2,
       1},
      {"valid_licence_count",
       "licence",
       {"number", "issued_on"},
       {{{text("1"), day}, "valid"}, {{text("2"), day}, "revoked"}},
       1},
      {"label_defect_rate",
       "market_finding",
       {"subject", "number", "found_on", "result"},
       {{{text("label"), text("1"), day, text("pass")}, "found"},
        {{text("label"), text("2"), day, text("fail")}, "closed"},
        {{text("listing"), text("3"), day, text("fail")}, "tested"}},
       2,
       1},
      {"monitoring_exceedance",
       "monitoring_value",
       {"sample_number", "item", "sampled_on", "legal_limit", "exceeds"},
       {{{text("1"), text("镉"), day, Decimal{200'000, 6}, true}, "recorded"},
        {{text("2"), text("镉"), day, Decimal{200'000, 6}, false}, "recorded"},
        {{text("3"), text("镉"), day, Value{}, Value{}}, "recorded"}},
       2,
       1},
      {"injury_count",
       "injury_case",
       {"case_number", "treated_on"},
       {{{text("1"), day}, "accepted"}, {{text("2"), day}, "returned"}},
       1},
      {"warning_count",
       "risk_warning",
       {"number", "drafted_on"},
       {{{text("1"), day}, "released"}, {{text("2"), day}, "drafted"}},
       1},
      {"accident_deaths",
       "quality_accident",
       {"number", "happened_at", "deaths"},
       {{{text("1"), moment, whole(2)}, "closed"}, {{text("2"), moment, whole(1)}, "known"}},
       2,
       0,
       3},
      {"hazard_removal_rate",
       "hazard",
       {"number", "found_on"},
       {{{text("1"), day}, "closed"},
        {{text("2"), day}, "ordered"},
        {{text("3"), day}, "dismissed"}},
       2,
       1},
      {"recall_completion",
       "recall_plan",
       {"number", "started_on", "units", "remedied"},
       {{{text("1"), day, whole(5000), whole(1500)}, "announced"},
        {{text("2"), day, whole(1000), whole(900)}, "closed"}},
       2,
       0,
       2400.0 / 6000},
      {"post_certificate_rate",
       "quality_post",
       {"post_number", "kind", "appointed_on", "required_certificate", "certificate",
        "certificate_until"},
       {{{text("1"), text("key_post"), day, text("operator_certificate"),
          text("operator_certificate"), make_date(2027, 1, 1)},
         "held"},
        {{text("2"), text("chief_quality_officer"), day, text("cqo_training"), text("cqo_training"),
          make_date(2025, 12, 31)},
         "held"}},
       2,
       1},
      {"chief_quality_officer_count", "quality_post", {}, {}, 1},
      {"commitment_count",
       "commitment",
       {"number", "declared_on"},
       {{{text("1"), day}, "published"}, {{text("2"), day}, "returned"}},
       1},
      {"insurance_claim_total",
       "insurance_claim",
       {"claim_number", "happened_on", "paid"},
       {{{text("1"), day, yuan(80)}, "paid"}, {{text("2"), day, Value{}}, "refused"}},
       1,
       0,
       80},
      {"redress_paid",
       "redress_claim",
       {"number", "paid_on", "awarded"},
       {{{text("1"), day, yuan(60)}, "paid"}, {{text("2"), Value{}, yuan(500)}, "granted"}},
       1,
       0,
       60},
      {"credit_list_count",
       "credit_list_entry",
       {"number", "listed_on"},
       {{{text("1"), day}, "listed"}, {{text("2"), day}, "removed"}},
       1},
      {"credit_measure_rate",
       "credit_measure",
       {"number", "notified_on"},
       {{{text("1"), day}, "executed"},
        {{text("2"), day}, "notified"},
        {{text("3"), day}, "declined"}},
       2,
       1},
      {"exchange_use_rate",
       "exchange_record",
       {"item", "sent_on", "received", "used"},
       {{{text("1"), day, whole(100), whole(40)}, "received"}},
       1,
       0,
       0.4},
      {"cylinder_filling_count",
       "cylinder_filling",
       {"label", "filled_at"},
       {{{text("1"), moment}, "recorded"}},
       1},
      {"label_market_test_rate",
       "efficiency_label",
       {"filing_number", "tested_on", "result"},
       {{{text("1"), day, text("pass")}, "shown"}, {{text("2"), day, text("fail")}, "failed"}},
       2,
       1},
  };
}

/// Something for a part of the natural key that does not matter here.
Value any(const catalog::Field& field) {
  if (field.storage() == Storage::integer) return whole(1);
  if (field.storage() == Storage::date) return day;
  return text("x");
}

class FieldWork : public Asking {
 protected:
  void write_lines(const Case& one) {
    auto columns = one.columns;
    std::vector<Value> rest;
    for (const auto& key : named(one.table).key) {
      if (std::ranges::find(one.columns, key) != one.columns.end()) continue;
      columns.push_back(key);
      rest.push_back(any(*named(one.table).find_field(key)));
    }
    std::vector<store::Draft> drafts;
    for (const auto& line : one.lines) {
      store::Draft draft;
      draft.values = line.values;
      draft.values.insert(draft.values.end(), rest.begin(), rest.end());
      draft.state = line.state;
      drafts.push_back(std::move(draft));
    }
    if (!drafts.empty()) write(one.table, columns, drafts);
  }
};
ZH_ON_BOTH_ENGINES(FieldWork);

TEST_P(FieldWork, IsCountedAsAHandCountsIt) {
  for (const auto& one : cases()) write_lines(one);
  for (const auto& cube : cubes()) {
    for (const auto& one : cases()) {
      SCOPED_TRACE(one.indicator);
      const auto answer = asked(*cube, about(one.indicator));
      EXPECT_EQ(answer.points.size(), 1U);
      if (answer.points.empty()) continue;
      const Point& point = answer.points.front();
      EXPECT_EQ(point.records, one.records);
      if (one.hits > 0) {
        EXPECT_EQ(point.hits, one.hits);
      }
      if (!one.value) continue;
      EXPECT_TRUE(point.value) << point.note;
      EXPECT_NEAR(point.value.value_or(-1), *one.value, 1e-12);
    }
  }
}

}  // namespace
}  // namespace zhiheng::indicator
