// A wrong scheme of assessment is refused with file and line.

#include <fstream>

#include "catalog/catalog.h"
#include "catalog/failures.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::catalog {
namespace {

constexpr const char* good = R"(name = "probe"
version = "1"
title = { zh = "试验", en = "probe" }
assessor = "620000"
points = 100
valid_from = 2025-01-01
valid_to = 2025-12-31
source = "test"
[[grade]]
code = "A"
title = { zh = "甲", en = "A" }
from = 60
[[grade]]
code = "D"
title = { zh = "丁", en = "D" }
to = 59
[[node]]
id = "all"
title = { zh = "全部", en = "all" }
points = 100
source = "test"
[[node]]
id = "first"
parent = "all"
title = { zh = "甲", en = "first" }
weight = "0.6"
indicator = "food_pass_rate"
source = "test"
[node.score]
function = "bands"
[[node.score.band]]
to = "0.9"
points = 10
[[node.score.band]]
from = "0.9"
points = 60
[[node]]
id = "second"
parent = "all"
title = { zh = "乙", en = "second" }
points = 40
review = true
source = "test"
[[veto]]
id = "stop"
title = { zh = "否决", en = "stop" }
register = "assessment_event"
filter = "kind = 'fraud'"
grade = "D"
source = "test"
)";

Loaded with(const std::string& text, const std::string& name = "assessments/probe.toml") {
  const support::Folder more;
  const auto path = std::filesystem::path(more.path()) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
  return load(support::source_path("/catalog"), {more.path()});
}

TEST(Scheme, AGoodOneIsReadWithItsDigest) {
  const auto loaded = with(good);
  for (const auto& error : loaded.errors) ADD_FAILURE() << describe(error);
  ASSERT_TRUE(loaded.catalog);
  const auto* scheme = loaded.catalog->find_scheme("probe", make_date(2025, 6, 1));
  ASSERT_NE(scheme, nullptr);
  EXPECT_EQ(scheme->digest.size(), 64U);
  EXPECT_EQ(to_text(scheme->nodes[1].points), "60.00");
  EXPECT_EQ(to_text(scheme->full_points()), "100.00");
  EXPECT_EQ(loaded.catalog->find_scheme("probe", make_date(2026, 6, 1)), nullptr);
}

struct Mistake {
  const char* what;
  const char* found;    ///< in the good scheme
  const char* instead;  ///< what stands there
  const Failure* failure;
  const char* where;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.what; }

class WrongScheme : public testing::TestWithParam<Mistake> {};

TEST_P(WrongScheme, IsNamedWithFileAndLine) {
  const auto& mistake = GetParam();
  std::string text = good;
  const auto at = text.find(mistake.found);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string_view(mistake.found).size(), mistake.instead);
  const auto loaded = with(text);
  EXPECT_FALSE(loaded.catalog);
  const bool named = std::ranges::any_of(loaded.errors, [&](const Error& error) {
    return error.failure == mistake.failure && error.where.starts_with(mistake.where);
  });
  EXPECT_TRUE(named);
  if (!named) {
    for (const auto& error : loaded.errors) ADD_FAILURE() << describe(error);
  }
}

const Mistake mistakes[] = {
    {"WeightsDoNotSum", "weight = \"0.6\"", "weight = \"0.5\"", &wrong_value,
     "assessments/probe.toml:20 points"},
    {"PointsDoNotSum", "points = 100\nvalid_from", "points = 90\nvalid_from", &wrong_value,
     "assessments/probe.toml:5 points"},
    {"BandsOverlap", "from = \"0.9\"", "from = \"0.8\"", &wrong_value,
     "assessments/probe.toml:35 from"},
    {"BandsLeaveAGap", "from = \"0.9\"", "from = \"0.95\"", &wrong_value,
     "assessments/probe.toml:35 from"},
    {"BandGivesTooMuch", "points = 60\n[[node]]", "points = 61\n[[node]]", &wrong_value,
     "assessments/probe.toml:29 score"},
    {"GradesOverlap", "to = 59", "to = 60", &wrong_value, "assessments/probe.toml:16 to"},
    {"GradesLeaveAGap", "to = 59", "to = 58", &wrong_value, "assessments/probe.toml:16 to"},
    {"UnknownIndicator", "indicator = \"food_pass_rate\"", "indicator = \"fod_pass_rate\"",
     &reference_unknown, "assessments/probe.toml:27 indicator"},
    {"UnknownParent", "parent = \"all\"\ntitle = { zh = \"乙\"",
     "parent = \"al\"\ntitle = { zh = \"乙\"", &reference_unknown,
     "assessments/probe.toml:39 parent"},
    {"UnknownFunction", "function = \"bands\"", "function = \"band\"", &wrong_value,
     "assessments/probe.toml:30 function"},
    {"UnknownGradeOfVeto", "grade = \"D\"\nsource", "grade = \"E\"\nsource", &reference_unknown,
     "assessments/probe.toml:49 grade"},
    {"FilterNamesNoField", "kind = 'fraud'", "knid = 'fraud'", &expression_wrong,
     "assessments/probe.toml:48 filter"},
    {"NodeTwice", "id = \"second\"", "id = \"first\"", &name_taken, "assessments/probe.toml:38 id"},
    {"LeafWithoutData", "review = true\n", "", &key_missing, "assessments/probe.toml:37 indicator"},
    {"UnknownAssessor", "assessor = \"620000\"", "assessor = \"999999\"", &reference_unknown,
     "assessments/probe.toml:4 assessor"},
    {"InexactPoints", "points = 40", "points = 40.0", &wrong_type, "assessments/probe.toml:41"},
    {"UnknownKey", "review = true", "review = true\nrevue = true", &key_unknown,
     "assessments/probe.toml:43"},
    {"FormulaWithInexactResult", "function = \"bands\"",
     "function = \"expression\"\nexpression = \"value / 3\"", &wrong_type,
     "assessments/probe.toml:31 expression"},
    {"VersionsOverlap", "name = \"probe\"\nversion = \"1\"",
     "name = \"example_province\"\nversion = \"9\"", &wrong_value,
     "assessments/probe.toml:6 valid_from"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, WrongScheme, testing::ValuesIn(mistakes),
                         [](const auto& row) { return std::string(row.param.what); });

}  // namespace
}  // namespace zhiheng::catalog
