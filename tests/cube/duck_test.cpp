#include "cube/duck.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "cube/failures.h"
#include "support/place.h"

namespace zhiheng::cube {
namespace {

TEST(DuckFile, RefusesAFileThatIsNoDatabase) {
  const support::Folder folder;
  std::ofstream(folder.file("cube.duckdb")) << std::string(100'000, 'x');
  const auto opened = DuckFile::open(folder.file("cube.duckdb"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &damaged) << describe(opened.error());
}

TEST(DuckFile, SaysThatAQueryNeedsMoreMemoryThanItMayUse) {
  const support::Folder folder;
  setenv("ZHIHENG_CUBE_MEMORY", "16MB", 1);
  const auto file = DuckFile::open(folder.file("cube.duckdb"));
  unsetenv("ZHIHENG_CUBE_MEMORY");
  ASSERT_TRUE(file) << describe(file.error());
  const auto connection = (*file)->connect();
  ASSERT_TRUE(connection) << describe(connection.error());
  // A list in one cell cannot be moved to the disk.
  const auto table = (*connection)->query({"SELECT len(list(x)) FROM range(20000000) AS a(x)", {}});
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().failure, &out_of_memory) << describe(table.error());
  EXPECT_TRUE((*connection)->query({"SELECT 1", {}})) << "smaller queries go on";
}

}  // namespace
}  // namespace zhiheng::cube
