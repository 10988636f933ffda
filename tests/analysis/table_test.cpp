#include "analysis/table.h"

#include "analysis/failures.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

TEST(Table, ReadsNamesAndCells) {
  const Folder folder;
  const auto table = Table::read(folder.write("a.csv", "x,name\n1,\"a, b\"\n2.5,\n"));
  ASSERT_TRUE(table) << describe(table.error());
  EXPECT_EQ(table->rows(), 2U);
  EXPECT_EQ(table->text(0, 1), "a, b");
  EXPECT_EQ(*table->numbers("x"), (std::vector<double>{1, 2.5}));
}

TEST(Table, NamesLineAndColumnOfWhatIsNoNumber) {
  const Folder folder;
  for (const std::string bad : {"NaN", "Inf", "1,5x", "", "--"}) {
    const auto table = Table::read(folder.write("a.csv", "x,y\n1,2\n\"" + bad + "\",3\n"));
    ASSERT_TRUE(table);
    const auto numbers = table->numbers("x");
    ASSERT_FALSE(numbers) << bad;
    EXPECT_EQ(numbers.error().failure, &not_a_number);
    EXPECT_TRUE(numbers.error().where.ends_with("a.csv, line 3, column x"));
    EXPECT_EQ(numbers.error().found, bad);
  }
}

TEST(Table, RefusesARowOfAnotherWidthAndTwoColumnsOfOneName) {
  const Folder folder;
  const auto ragged = Table::read(folder.write("a.csv", "x,y\n1,2\n1,2,3\n"));
  ASSERT_FALSE(ragged);
  EXPECT_EQ(ragged.error().failure, &row_width);
  EXPECT_TRUE(ragged.error().where.ends_with("line 3"));
  const auto twice = Table::read(folder.write("b.csv", "x,x\n1,2\n"));
  EXPECT_EQ(twice.error().failure, &column_twice);
}

TEST(Table, TellsWhichColumnIsMissing) {
  const Table table("t.csv", {"x", "y"});
  const auto column = table.column("z");
  ASSERT_FALSE(column);
  EXPECT_EQ(column.error().failure, &column_missing);
  EXPECT_EQ(column.error().found, "x, y");
  EXPECT_EQ(column.error().wanted, "z");
}

TEST(Table, RefusesNumbersThatWouldOverflowUnnoticed) {
  const Folder folder;
  for (const char* cell : {"1e51", "-2e60", "1e308", "1e-151", "-1e-300"}) {
    const auto table =
        Table::read(folder.write("a.csv", std::string("x,y\n0,1\n") + cell + ",1\n"));
    const auto numbers = table->numbers("x");
    ASSERT_FALSE(numbers) << cell;
    EXPECT_EQ(numbers.error().failure, &number_extreme);
    EXPECT_TRUE(numbers.error().where.ends_with("line 3, column x")) << numbers.error().where;
  }
  const auto table = Table::read(folder.write("a.csv", "x\n1e50\n-1e-150\n0\n"));
  EXPECT_TRUE(table->numbers("x"));
}

TEST(Table, TakesProbabilitiesHoweverSmall) {
  const Folder folder;
  const auto table = Table::read(folder.write("a.csv", "p,q\n1e-300,0.5\n1,1.5\n"));
  EXPECT_EQ((*table->probabilities("p"))[0], 1e-300);
  EXPECT_EQ(table->probabilities("q").error().failure, &cell_wrong);
}

TEST(Table, RefusesFractionsWhereWholeNumbersAreWanted) {
  const Folder folder;
  const auto table = Table::read(folder.write("a.csv", "x\n3\n1e3\n2.5\n"));
  const auto wholes = table->wholes("x");
  ASSERT_FALSE(wholes);
  EXPECT_EQ(wholes.error().failure, &not_whole);
}

TEST(Table, KeepsRowsThatEqualByValue) {
  const Folder folder;
  const auto table = Table::read(folder.write("a.csv", "x,y\n0.950,a\n0.95,b\n0.9,c\n"));
  const std::pair<std::string, std::string> conditions[] = {{"x", "0.95"}};
  const auto kept = table->where(conditions);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->texts(1), (std::vector<std::string>{"a", "b"}));
}

TEST(Table, TurnsALongTableWide) {
  const Folder folder;
  const auto table =
      Table::read(folder.write("a.csv", "q,value,unit\nlow,1,A\nhigh,2,A\nhigh,4,B\n"));
  const auto wide = table->pivot("q", "value");
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->columns(), (std::vector<std::string>{"unit", "low", "high"}));
  EXPECT_EQ(wide->texts(1), (std::vector<std::string>{"1", ""}));
  EXPECT_EQ(wide->texts(2), (std::vector<std::string>{"2", "4"}));
}

TEST(Table, ReadsGzippedFilesAndSaysWhenOneIsCutOff) {
  const auto file = shared_topic("outbreak") / "sim500.input.csv.gz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no shared data: " << file;
  const auto table = Table::read(file.string());
  ASSERT_TRUE(table) << describe(table.error());
  EXPECT_EQ(table->rows(), 260'000U);
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  const Folder folder;
  const auto cut = Table::read(folder.write("cut.csv.gz", bytes.substr(0, bytes.size() / 2)));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().failure->id, "intake.damaged");
}

TEST(Groups, ComeInTheOrderOfTheirFirstRow) {
  const Folder folder;
  const auto table = Table::read(folder.write("a.csv", "u\nB\nA\nB\n"));
  const auto groups = groups_of(*table, 0);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].name, "B");
  EXPECT_EQ(groups[0].rows, (std::vector<std::size_t>{0, 2}));
}

}  // namespace
}  // namespace zhiheng::analysis
