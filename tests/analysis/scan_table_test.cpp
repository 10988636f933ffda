#include "analysis/scan_table.h"

#include <cmath>

#include "analysis/failures.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

/// A call of a method on small tables; `files` by option, "in" for the input.
struct Prepared {
  Folder folder;
  Call call;

  Prepared(const std::string& method, const std::map<std::string, std::string>& files,
           const std::map<std::string, std::string>& settings) {
    call.catalog = support::source_path("/catalog");
    for (const auto& [name, text] : files) {
      auto table = Table::read(folder.write(name + ".csv", text));
      EXPECT_TRUE(table) << describe(table.error());
      if (table) call.tables[name] = *std::move(table);
    }
    const auto all = settings_of(**find_method(method), settings);
    EXPECT_TRUE(all) << describe(all.error());
    if (all) call.settings = *all;
  }
};

constexpr const char* places = "location,x,y\nA,0,0\nB,1,0\nC,5,5\n";

TEST(ScanTables, AddUpCasesOfPlacesAndPeriods) {
  const Prepared run("scan-spacetime",
                     {{"geo", places},
                      {"in", "location,year,cases,expected\nB,2001,2,1\nA,2003,1,1\nB,2001,3,1\n"}},
                     {{"to", "2004"}});
  const auto tables = scan_tables(run.call, {.places = true, .coordinates = true, .periods = true});
  ASSERT_TRUE(tables) << describe(tables.error());
  EXPECT_EQ(tables->places, (std::vector<std::string>{"A", "B", "C"}));
  EXPECT_EQ(tables->periods, (std::vector<std::int64_t>{2001, 2002, 2003, 2004}));
  EXPECT_EQ(tables->data.cases, (std::vector<double>{0, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(ScanTables, DatesMakePeriodsOfTheirCalendar) {
  const std::string in =
      "location,time,cases,expected\nA,2024-02-29,1,1\nA,2024-03-04T08:00:00,1,1\nB,2024-12-31,1,"
      "1\n";
  const auto periods = [&](const char* calendar) {
    const Prepared run("scan-spacetime", {{"geo", places}, {"in", in}}, {{"calendar", calendar}});
    const auto tables =
        scan_tables(run.call, {.places = true, .coordinates = true, .periods = true});
    EXPECT_TRUE(tables) << describe(tables.error());
    return *tables;
  };
  const ScanTables weeks = periods("weeks");
  EXPECT_EQ(weeks.periods.size(), 45U);
  EXPECT_EQ(weeks.calendar.first_day(weeks.periods[0]), "2024-02-26");
  EXPECT_EQ(weeks.calendar.last_day(weeks.periods[0]), "2024-03-03");
  EXPECT_EQ(weeks.data.cases[1], 1);
  const ScanTables months = periods("months");
  EXPECT_EQ(months.periods.size(), 11U);
  EXPECT_EQ(months.calendar.last_day(months.periods[0]), "2024-02-29");
  EXPECT_EQ(months.calendar.first_day(months.periods[10]), "2024-12-01");
  EXPECT_EQ(periods("days").periods.size(), 307U);
  EXPECT_EQ(periods("years").periods.size(), 1U);
}

TEST(ScanTables, PopulationsAreInterpolatedBetweenYears) {
  // 100 on 1 July 2001 and 300 on 1 July 2003: level before, 200 in the middle of 2002.
  const Prepared run(
      "scan-spacetime",
      {{"geo", places},
       {"population", "location,year,population\nA,2001,100\nA,2003,300\nB,2002,50\nC,2002,1\n"},
       {"in", "location,year,cases\nA,2001,10\nB,2002,5\nC,2003,1\n"}},
      {});
  const auto tables = scan_tables(run.call, {.places = true, .coordinates = true, .periods = true});
  ASSERT_TRUE(tables) << describe(tables.error());
  const auto& measure = tables->data.measure;
  // A in 2001: 181 days of 100, then rising by 200 in 730 days for 184 days.
  const double first = 181 * 100 + 184 * (100 + 184 * 200.0 / 730 / 2);
  EXPECT_NEAR(measure[0] / measure[3], first / (50 * 365.0), 1e-12);
  EXPECT_NEAR(measure[1] / measure[4], 200.0 / 50, 0.03);
  EXPECT_NEAR(tables->population[1], 50, 1e-12);
  double sum = 0;
  for (const double each : measure) sum += each;
  EXPECT_NEAR(sum, 16, 1e-12);
}

TEST(ScanTables, PlacesWithoutCasesAreKnownFromThePopulation) {
  const Prepared run("scan-temporal",
                     {{"population", "location,population\nA,100\nB,300\n"},
                      {"in", "location,year,cases\nA,2001,3\nA,2002,1\n"}},
                     {});
  const auto tables =
      scan_tables(run.call, {.places = false, .coordinates = false, .periods = true});
  ASSERT_TRUE(tables) << describe(tables.error());
  EXPECT_EQ(tables->population, std::vector<double>{400});
  EXPECT_EQ(tables->data.cases, (std::vector<double>{3, 1}));
}

TEST(ScanTables, StrataHaveTheirOwnRates) {
  // Old people have 9 of 10 cases: where all are old, nine tenths of the cases are expected.
  const Prepared run("scan",
                     {{"geo", "location,x,y\nA,0,0\nB,1,0\n"},
                      {"population", "location,population,age\nA,100,old\nB,100,young\n"},
                      {"in", "location,cases,age\nA,9,old\nB,1,young\n"}},
                     {{"strata", "age"}});
  const auto tables = scan_tables(run.call, {});
  ASSERT_TRUE(tables) << describe(tables.error());
  EXPECT_NEAR(tables->data.measure[0], 9, 1e-12);
  EXPECT_NEAR(tables->data.measure[1], 1, 1e-12);
}

TEST(ScanTables, RefusalsNameTheLineAndTheColumn) {
  const auto refused = [](const std::string& in, std::map<std::string, std::string> settings = {},
                          const std::string& geo = places) {
    const Prepared run("scan-spacetime", {{"geo", geo}, {"in", in}}, settings);
    const auto tables =
        scan_tables(run.call, {.places = true, .coordinates = true, .periods = true});
    return tables ? Error{} : tables.error();
  };
  const std::string head = "location,year,cases,expected\n";
  Error error = refused(head + "A,2001,1,1\nX,2001,1,1\n");
  EXPECT_EQ(error.failure, &cell_wrong);
  EXPECT_NE(error.where.find("line 3, column location"), std::string::npos) << error.where;
  error = refused(head + "A,2001,-1,1\n");
  EXPECT_NE(error.where.find("line 2, column cases"), std::string::npos) << error.where;
  for (const char* bad : {"NaN", "Inf", "x", ""}) {
    error = refused(head + "A,2001," + bad + ",1\n");
    EXPECT_EQ(error.failure, &not_a_number) << bad;
  }
  error = refused(head + "A,2001,1,0\n");
  EXPECT_NE(error.where.find("A, cases"), std::string::npos) << error.where;
  error = refused(head + "A,2001-02-30,1,1\n", {{"calendar", "days"}});
  EXPECT_NE(error.where.find("column year"), std::string::npos) << error.where;
  error = refused(head + "A,2001,1,1\n", {{"from", "2002"}});
  EXPECT_EQ(error.failure, &setting_wrong);
  error = refused(head + "A,2001,1,1\n", {}, "location,lat,lon\nA,91,0\n");
  EXPECT_NE(error.where.find("line 2, column lat"), std::string::npos) << error.where;
  error = refused(head + "A,2001,1,1\n", {}, "location,x,y\nA,1,0\nA,1,1\n");
  EXPECT_NE(error.where.find("line 3"), std::string::npos) << error.where;
}

TEST(ScanMethods, AnswerWithDatesAndPlaces) {
  const Prepared run("scan-spacetime",
                     {{"geo", places},
                      {"in",
                       "location,time,cases\nA,2024-01-01,1\nA,2024-01-08,9\nB,2024-01-01,4\n"
                       "C,2024-01-01,6\nC,2024-01-15,1\nB,2024-01-22,3\n"}},
                     {{"calendar", "weeks"}, {"model", "permutation"}, {"replicates", "99"}});
  const auto answer = (*find_method("scan-spacetime"))->run(run.call);
  ASSERT_TRUE(answer) << describe(answer.error());
  ASSERT_GE(answer->rows(), 1U);
  const auto cell = [&](const char* name) {
    const AnswerColumn* column = answer->find(name);
    return column == nullptr
               ? std::string("no column")
               : answer->cell(0, static_cast<std::size_t>(column - answer->columns.data()));
  };
  EXPECT_EQ(cell("locations"), "A");
  EXPECT_EQ(cell("from"), "2024-01-08");
  EXPECT_EQ(cell("to"), "2024-01-14");
  EXPECT_EQ(cell("cases"), "9");
}

TEST(ScanMethods, WindowsMayBeListed) {
  const Prepared run("scan",
                     {{"zones", "zone,regions\n1,A B\n2,3\n"},
                      {"in", "location,cases,expected\nA,8,2\nB,6,2\nC,2,12\n"}},
                     {{"replicates", "19"}});
  const auto answer = (*find_method("scan"))->run(run.call);
  ASSERT_TRUE(answer) << describe(answer.error());
  ASSERT_EQ(answer->rows(), 1U);
  EXPECT_EQ(answer->cell(0, 2), "A B");
}

}  // namespace
}  // namespace zhiheng::analysis
