// Verdicts on changed EPCIS documents, beside the schema engines where these are installed. The
// full comparison, 10,000 changes of either form, is tools/compare_verdicts.py by itself.

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>

#include "support/source.h"

namespace zhiheng::flow {
namespace {

constexpr int missing = 77;

/// @param form  "json" or "xml"; of the other none is changed
void compare(const std::string& form) {
  const std::string documents = support::shared_path("/data/epcis");
  if (!std::filesystem::exists(documents)) GTEST_SKIP() << documents << " is not here";
  const std::string other = form == "json" ? "xml" : "json";
  const std::string command = "python3 '" + support::source_path("/tools/compare_verdicts.py") +
                              "' '" + support::program_path() + "' '" + documents + "' --" + form +
                              " 500 --" + other + " 0 --seed 3 2>&1";
  std::FILE* run = popen(command.c_str(), "r");
  ASSERT_NE(run, nullptr);
  std::string said;
  for (int sign = std::fgetc(run); sign != EOF; sign = std::fgetc(run)) {
    said += static_cast<char>(sign);
  }
  const int code = WEXITSTATUS(pclose(run));
  if (code == missing) GTEST_SKIP() << said;
  EXPECT_EQ(code, 0) << said;
  EXPECT_NE(said.find("500 of 500 agree"), std::string::npos) << said;
}

TEST(Verdicts, OnChangedJsonAreThoseOfAjv) { compare("json"); }

TEST(Verdicts, OnChangedXmlAreThoseOfLibxml2) { compare("xml"); }

}  // namespace
}  // namespace zhiheng::flow
