#include "analysis/limits.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/failures.h"
#include "analysis/scan_table.h"
#include "asked.h"
#include "stat/table_text.h"

namespace zhiheng::analysis {
namespace {

Call a_call() {
  Call call;
  call.catalog = support::source_path("/catalog");
  call.tables["in"] = Table("in.csv", {"value"});
  return call;
}

TEST(Limits, NameMethodsThatThereAreAndHoldToTheLastRow) {
  const Call call = a_call();
  const auto text = call.declared("statistics/limits.tsv");
  ASSERT_TRUE(text) << describe(text.error());
  const auto limits = stat::TableText::parse(*text, {"method", "of", "most", "work"});
  ASSERT_TRUE(limits) << describe(limits.error());
  EXPECT_GT(limits->rows(), 10U);
  for (std::size_t line = 0; line < limits->rows(); ++line) {
    const std::string method(limits->text(line, 0));
    const std::string of(limits->text(line, 1));
    SCOPED_TRACE(method);
    EXPECT_TRUE(find_method(method));
    EXPECT_TRUE(of == "rows" || of == "places") << of;
    const auto most = static_cast<std::size_t>(*limits->whole(line, 2, 0));
    EXPECT_TRUE(check_size(call, method, of, most));
    const auto more = check_size(call, method, of, most + 1);
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().failure, &too_many_rows);
    EXPECT_NE(more.error().wanted.find(std::to_string(most)), std::string::npos);
  }
  EXPECT_TRUE(check_size(call, "share", "rows", 1'000'000'000));
}

TEST(Limits, AreLookedAtBeforeTheMethodRuns) {
  Call call = a_call();
  for (int row = 0; row < 5001; ++row) {
    const std::string_view cell[] = {row % 2 == 0 ? "1" : "2"};
    call.tables["in"].append(cell, row + 2);
  }
  Method method = **find_method("breakpoint");
  bool ran = false;
  method.run = [&](const Call&) -> Result<Answer> {
    ran = true;
    return Answer{};
  };
  const auto found = answer(method, call);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().found, "5001 rows");
  EXPECT_FALSE(ran);
  method.name = "trend";
  EXPECT_TRUE(answer(method, call));
  EXPECT_TRUE(ran);
}

TEST(Limits, CountThePlacesOfAScanAndNotItsRows) {
  const auto places = [](int count) {
    Call call = a_call();
    Table table("in.csv", {"location", "cases", "expected", "x", "y"});
    for (int row = 0; row < count; ++row) {
      const std::string name = std::to_string(row);
      const std::string_view cells[] = {name, "1", "1", name, "0"};
      table.append(cells, row + 2);
    }
    call.tables["in"] = std::move(table);
    call.settings = *settings_of(**find_method("tango"), {});
    return scan_tables(call, {.limit = "tango"});
  };
  EXPECT_TRUE(places(5000));
  const auto more = places(5001);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().failure, &too_many_rows);
}

TEST(Limits, WantTheirTable) {
  Call call = a_call();
  call.catalog = "/nowhere";
  EXPECT_EQ(check_size(call, "trend", "rows", 1).error().failure, &file_unreadable);
}

}  // namespace
}  // namespace zhiheng::analysis
