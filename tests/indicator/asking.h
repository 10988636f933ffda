#pragma once
// Stores with made-up spot checks, and the cubes that answer from them.

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "cube/cube.h"
#include "indicator/indicator.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::indicator {

/// The shipped catalog with the indicators of tests/indicator/catalog.
inline std::shared_ptr<const catalog::Catalog> test_catalog() {
  static const auto loaded = [] {
    auto result = catalog::load(support::source_path("/catalog"),
                                {support::source_path("/tests/indicator/catalog")});
    for (const auto& error : result.errors) ADD_FAILURE() << describe(error);
    return result.catalog;
  }();
  return loaded;
}

/// A spot check as the tests count it by hand.
struct Check {
  std::string number;
  std::optional<Date> on;
  std::string motive, level, region, industry, category, result, retest, trade;
  std::optional<std::int64_t> cents;
};

inline const std::vector<std::string> check_columns = {
    "sample_number", "sampled_on",       "motive",      "level",     "region",
    "industry",      "product_category", "result",      "objection", "retest_result",
    "trade",         "batch_value",      "product_name"};

inline Value text_or_null(const std::string& text) { return text.empty() ? Value{} : Value{text}; }

inline store::Draft draft_of(const Check& check) {
  store::Draft draft;
  draft.values = {check.number,
                  check.on ? Value{*check.on} : Value{},
                  check.motive,
                  text_or_null(check.level),
                  text_or_null(check.region),
                  text_or_null(check.industry),
                  text_or_null(check.category),
                  check.result,
                  check.retest.empty() ? Value{} : Value{std::string("upheld")},
                  text_or_null(check.retest),
                  text_or_null(check.trade),
                  check.cents ? Value{Decimal{*check.cents, 2}} : Value{},
                  std::string("产品")};
  return draft;
}

inline std::vector<Check> random_checks(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  const auto one_of = [&](const std::vector<std::string>& words) {
    return words[random() % words.size()];
  };
  std::vector<Check> checks;
  for (std::size_t i = 0; i < count; ++i) {
    Check c;
    c.number = "N" + std::to_string(i);
    if (random() % 50 != 0)
      c.on = Date{19'358 + static_cast<int>(random() % 800)};  // 2023-01-01 on
    c.motive = one_of({"random", "random", "random", "targeted", "monitoring"});
    c.level = one_of({"national", "provincial", "county", ""});
    c.region = one_of({"620102", "620100", "620000", "110105", "341402", "340181", "429004",
                       "620524", "620524", ""});
    c.industry = one_of({"13", "1311", "14", "1512", "C", "37", ""});
    c.category = one_of({"乳制品", "肉制品", "=SUM(A1)", ""});
    c.result = one_of({"pass", "pass", "pass", "pass", "fail", "pending"});
    if (c.result == "fail" && random() % 4 == 0) c.retest = one_of({"pass", "fail"});
    c.trade = one_of({"import", "export", "domestic", ""});
    if (random() % 5 != 0) c.cents = static_cast<std::int64_t>(random() % 10'000'000);
    checks.push_back(std::move(c));
  }
  return checks;
}

/// A store with the given spot checks, on either engine.
class Asking : public support::OnBothEngines {
 protected:
  void add(const std::vector<Check>& checks) {
    std::vector<store::Draft> drafts;
    for (const auto& check : checks) drafts.push_back(draft_of(check));
    write("spot_check", check_columns, drafts);
  }
  void write(const std::string& table, const std::vector<std::string>& columns,
             const std::vector<store::Draft>& drafts) {
    auto transaction = store_->begin({.user = "test"});
    ASSERT_TRUE(transaction) << describe(transaction.error());
    const auto written = (*transaction)->append(table, columns, drafts);
    ASSERT_TRUE(written) << describe(written.error());
    ASSERT_TRUE((*transaction)->commit());
  }
  std::unique_ptr<cube::Cube> cube(cube::Engine engine) {
    auto opened = cube::open(test_catalog(), *store_, location_, engine);
    EXPECT_TRUE(opened) << describe(opened.error());
    if (!opened) return nullptr;
    const auto reached = (*opened)->refresh();
    EXPECT_TRUE(reached) << describe(reached.error());
    return *std::move(opened);
  }
  /// All engines that the store can be asked through.
  std::vector<std::unique_ptr<cube::Cube>> cubes() {
    std::vector<std::unique_ptr<cube::Cube>> all;
    all.push_back(cube(cube::Engine::duckdb));
    if (GetParam() == "postgresql") all.push_back(cube(cube::Engine::postgresql));
    return all;
  }
  static Answer asked(cube::Cube& cube, Question question) {
    if (!question.today) question.today = make_date(2026, 1, 1);
    auto answer = ask(*test_catalog(), cube, question);
    EXPECT_TRUE(answer) << describe(answer.error());
    return answer ? *std::move(answer) : Answer{};
  }
};

inline Question about(const std::string& indicator, std::vector<std::string> by = {}) {
  Question question;
  question.indicator = indicator;
  question.by = std::move(by);
  return question;
}

inline const Point* find(const Answer& answer, const std::vector<std::string>& group,
                         const std::string& period = "") {
  for (const auto& point : answer.points) {
    if (point.group == group && point.period == period) return &point;
  }
  return nullptr;
}

}  // namespace zhiheng::indicator
