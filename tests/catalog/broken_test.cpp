// A wrong declaration stops the start with file, line and reason. Each row is a declaration with
// one mistake, and what must be said about it.

#include <unistd.h>

#include <fstream>

#include "catalog/catalog.h"
#include "catalog/failures.h"
#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "zhiheng-catalog-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((fs::path(path_) / name).parent_path());
    std::ofstream(fs::path(path_) / name) << text;
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

const std::string shipped = support::source_path("/catalog");

std::string said(const std::vector<Error>& errors) {
  std::string all;
  for (const Error& error : errors) all += describe(error) + "\n";
  return all;
}

TEST(Catalog, ShippedDeclarationsAreGood) {
  const Loaded loaded = load(shipped);
  EXPECT_TRUE(loaded.catalog) << said(loaded.errors);
  ASSERT_TRUE(loaded.catalog);
  for (const char* name :
       {"enterprise", "spot_check", "spot_check_item", "recall", "alert", "complaint"}) {
    EXPECT_NE(loaded.catalog->find_register(name), nullptr) << name;
  }
}

struct Mistake {
  const char* what;
  const char* file;
  const char* text;
  const Failure* failure;
  const char* where;  ///< start of Error::where
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.what; }

constexpr const char* good_head = R"(name = "probe"
title = { zh = "试验", en = "probe" }
key = ["number"]
[[field]]
name = "number"
type = "text"
title = { zh = "编号", en = "number" }
)";

/// A step and a clock from the only state to itself, begun; what a row adds follows.
constexpr const char* good_step = R"([[step]]
name = "finish"
title = { zh = "办结", en = "finish" }
to = "recorded"
)";
constexpr const char* good_clock = R"([[clock]]
name = "late"
title = { zh = "期限", en = "late" }
states = ["recorded"]
starts = "entered"
)";

class BrokenDeclaration : public testing::TestWithParam<Mistake> {};

TEST_P(BrokenDeclaration, IsNamedWithFileAndLine) {
  const Mistake& mistake = GetParam();
  const TemporaryFolder more;
  std::string text = mistake.text;
  const std::pair<std::string, std::string> parts[] = {
      {"@head\n", good_head},
      {"@step", good_step},
      {"@clock", good_clock},
      {"@message", R"(message = { zh = "改", en = "change" })"}};
  for (const auto& [sign, part] : parts) {
    if (const auto at = text.find(sign); at != std::string::npos) {
      text.replace(at, sign.size(), part);
    }
  }
  more.write(mistake.file, text);
  const Loaded loaded = load(shipped, {more.path()});
  EXPECT_FALSE(loaded.catalog);
  const auto found = std::ranges::find_if(loaded.errors, [&](const Error& error) {
    return error.failure == mistake.failure && error.where.starts_with(mistake.where);
  });
  EXPECT_NE(found, loaded.errors.end()) << said(loaded.errors);
}

const Mistake mistakes[] = {
    {"NotToml", "registers/probe.toml", "name = \"probe\nkey = [", &not_toml,
     "registers/probe.toml:1"},
    {"NoName", "registers/probe.toml",
     "title = { zh = \"试验\", en = \"probe\" }\n[[field]]\nname = \"a\"\ntype = \"text\"\n"
     "title = { zh = \"甲\", en = \"a\" }\n",
     &key_missing, "registers/probe.toml:1 name"},
    {"MisspeltKey", "registers/probe.toml", "@head\nrequierd = true\n", &key_unknown,
     "registers/probe.toml:8"},
    {"RegionAndAllRegions", "registers/probe.toml",
     "all_regions = true\nparent = \"recall\"\n@head\n", &wrong_value,
     "registers/probe.toml:1 all_regions"},
    {"PartThatNamesNoWhole", "registers/probe.toml", "part_of = \"recall\"\n@head\n",
     &reference_unknown, "registers/probe.toml part_of"},
    {"PartOfItself", "registers/probe.toml",
     "part_of = \"probe\"\n@head\n[[field]]\nname = \"above\"\ntype = \"record\"\n"
     "target = \"probe\"\nrequired = true\ntitle = { zh = \"上级\", en = \"above\" }\n",
     &reference_unknown, "registers/probe.toml part_of"},
    {"KindsWithoutAKindField", "registers/probe.toml", "@head\nkinds = [\"works\"]\n", &key_missing,
     "registers/probe.toml:8 kinds"},
    {"KindFieldThatMayBeEmpty", "registers/probe.toml", "kind = \"number\"\n@head\n", &wrong_value,
     "registers/probe.toml:1 kind"},
    {"KindThatIsNoCode", "registers/probe.toml",
     "kind = \"subject\"\n@head\nkinds = [\"wroks\"]\n[[field]]\nname = \"subject\"\n"
     "type = \"code\"\ncodes = \"check_subject\"\nrequired = true\n"
     "title = { zh = \"对象\", en = \"subject\" }\n",
     &reference_unknown, "registers/probe.toml field number"},
    {"ConditionOfWhatIsNotPublic", "registers/probe.toml",
     "public_when = \"number is not null\"\n@head\n", &wrong_value,
     "registers/probe.toml:1 public_when"},
    {"ConditionWithoutItsField", "registers/probe.toml",
     "public = true\npublic_when = \"numbr is not null\"\n@head\n", &expression_wrong,
     "registers/probe.toml:2 public_when"},
    {"UnknownType", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"txet\"\ntitle = { zh = \"甲\", en = \"a\" }\n",
     &wrong_value, "registers/probe.toml:10 type"},
    {"OneLanguageOnly", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"text\"\ntitle = { zh = \"甲\" }\n", &wrong_type,
     "registers/probe.toml:11 title"},
    {"NameOfTheSystem", "registers/probe.toml",
     "@head\n[[field]]\nname = \"version\"\ntype = \"text\"\ntitle = { zh = \"甲\", en = \"a\" }\n",
     &wrong_value, "registers/probe.toml:9 name"},
    {"FieldTwice", "registers/probe.toml",
     "@head\n[[field]]\nname = \"number\"\ntype = \"text\"\ntitle = { zh = \"甲\", en = \"a\" }\n",
     &name_taken, "registers/probe.toml:4 field"},
    {"KeyNamesNoField", "registers/probe.toml",
     "name = \"probe\"\ntitle = { zh = \"试验\", en = \"probe\" }\nkey = [\"nubmer\"]\n[[field]]\n"
     "name = \"number\"\ntype = \"text\"\ntitle = { zh = \"编号\", en = \"number\" }\n",
     &reference_unknown, "registers/probe.toml:3 key"},
    {"UnknownCodeList", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"code\"\ncodes = \"no_such_list\"\n"
     "title = { zh = \"甲\", en = \"a\" }\n",
     &reference_unknown, "registers/probe.toml field a"},
    {"SummaryByNoField", "registers/probe.toml", "@head\n[[summary]]\nkeys = [\"nubmer\"]\n",
     &reference_unknown, "registers/probe.toml:9 keys"},
    {"SummaryByFreeText", "registers/probe.toml", "@head\n[[summary]]\nkeys = [\"number\"]\n",
     &wrong_value, "registers/probe.toml:9 keys"},
    {"SummaryByDayInsteadOfMonth", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"date\"\ntitle = { zh = \"甲\", en = \"a\" }\n"
     "[[summary]]\nkeys = [\"a\"]\n",
     &wrong_value, "registers/probe.toml:13 keys"},
    {"SummaryOfPersonalData", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"text\"\npersonal = true\n"
     "title = { zh = \"甲\", en = \"a\" }\n[[summary]]\nkeys = [\"a\"]\n",
     &wrong_value, "registers/probe.toml:14 keys"},
    {"SummaryTwice", "registers/probe.toml",
     "@head\n[[summary]]\nkeys = [\"state\"]\n[[summary]]\nkeys = [\"state\"]\n", &name_taken,
     "registers/probe.toml:11 keys"},
    {"SummaryWithoutKeys", "registers/probe.toml", "@head\n[[summary]]\nkeys = []\n", &key_missing,
     "registers/probe.toml:9 keys"},
    {"PersonalAndPublic", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"text\"\npersonal = true\npublic = true\n"
     "title = { zh = \"甲\", en = \"a\" }\n",
     &wrong_value, "registers/probe.toml:12 public"},
    {"IntegerTooLargeForConditions", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"integer\"\nmaximum = \"2000000000000000\"\n"
     "title = { zh = \"甲\", en = \"a\" }\n",
     &wrong_value, "registers/probe.toml:11 maximum"},
    {"ConditionNamesNoField", "registers/probe.toml",
     "@head\n[[rule]]\nid = \"probe.r\"\ncondition = \"nubmer is null\"\n"
     "message = { zh = \"改\", en = \"change\" }\nsource = \"test\"\n",
     &expression_wrong, "registers/probe.toml:10 condition"},
    {"StepToNowhere", "registers/probe.toml",
     "@head\n[[state]]\nname = \"open\"\ntitle = { zh = \"开\", en = \"open\" }\n[[step]]\n"
     "name = \"close\"\ntitle = { zh = \"结\", en = \"close\" }\nfrom = [\"open\"]\nto = \"shut\"\n"
     "roles = [\"officer\"]\n",
     &reference_unknown, "registers/probe.toml:15 to"},
    {"UnknownRole", "registers/probe.toml",
     "@head\n[[state]]\nname = \"open\"\ntitle = { zh = \"开\", en = \"open\" }\n[[step]]\n"
     "name = \"close\"\ntitle = { zh = \"结\", en = \"close\" }\nfrom = [\"open\"]\nto = \"open\"\n"
     "roles = [\"nobody\"]\n",
     &reference_unknown, "registers/probe.toml step close"},
    {"RegisterNameTaken", "registers/again.toml",
     "name = \"alert\"\ntitle = { zh = \"试验\", en = \"probe\" }\n[[field]]\nname = \"number\"\n"
     "type = \"text\"\ntitle = { zh = \"编号\", en = \"number\" }\n",
     &name_taken, "registers/again.toml:1 name"},
    {"InexactDecimal", "targets/probe.toml",
     "[[target]]\nid = \"X1\"\ntitle = { zh = \"试验\", en = \"probe\" }\ncomparator = "
     "\"at_least\"\n"
     "value = 0.9\nforce = \"goal\"\nclause = \"x\"\n",
     &wrong_type, "targets/probe.toml:5 value"},
    {"SpellingOfTwoCodes", "lists/probe.toml",
     "name = \"probe\"\ntitle = { zh = \"试验\", en = \"probe\" }\nsource = \"test\"\n[[code]]\n"
     "code = \"a\"\ntitle = { zh = \"甲\", en = \"one\" }\n[[code]]\ncode = \"b\"\n"
     "title = { zh = \"乙\", en = \"One\" }\n",
     &name_taken, "lists/probe.toml:8 code"},
    {"IndicatorOfNothing", "indicators/probe.toml",
     "name = \"probe\"\ntitle = { zh = \"试验\", en = \"probe\" }\nregister = \"no_such\"\n"
     "kind = \"count\"\nsource = \"test\"\n",
     &reference_unknown, "indicators/probe.toml:3 register"},
    {"ProportionWithoutNumerator", "indicators/probe.toml",
     "name = \"probe\"\ntitle = { zh = \"试验\", en = \"probe\" }\nregister = \"alert\"\n"
     "kind = \"proportion\"\ninterval = \"wilson\"\nsource = \"test\"\n",
     &key_missing, "indicators/probe.toml:1 numerator"},
    {"MappingIntoNoField", "mappings/probe.toml",
     "name = \"probe\"\ntitle = { zh = \"试验\", en = \"probe\" }\nsource = \"test\"\n"
     "formats = [\"csv\"]\n[[record]]\nregister = \"alert\"\n[[record.column]]\nfield = \"nope\"\n"
     "names = [\"x\"]\n",
     &reference_unknown, "mappings/probe.toml record alert"},
    {"FamilyOfNoRequirement", "registers/probe.toml", "family = \"Z\"\n@head\n", &wrong_value,
     "registers/probe.toml:1 family"},
    {"HolderIsNoParty", "registers/probe.toml", "holder = \"number\"\n@head\n", &wrong_value,
     "registers/probe.toml:1 holder"},
    {"VisibleToNoRole", "registers/probe.toml",
     "@head\n[[field]]\nname = \"a\"\ntype = \"text\"\nvisible = [\"nobody\"]\n"
     "title = { zh = \"甲\", en = \"a\" }\n",
     &reference_unknown, "registers/probe.toml field a"},
    {"GuardThatIsNoCondition", "registers/probe.toml", "@head\n@stepguard = \"1 + 1\"\n@message\n",
     &wrong_type, "registers/probe.toml:12 guard"},
    {"GuardWithoutMessage", "registers/probe.toml", "@head\n@stepguard = \"number = 'x'\"\n",
     &key_missing, "registers/probe.toml:8 message"},
    {"GuardNamesNoField", "registers/probe.toml",
     "@head\n@stepguard = \"nubmer = 'x'\"\n@message\n", &expression_wrong,
     "registers/probe.toml:12 guard"},
    {"SetsNoField", "registers/probe.toml", "@head\n@stepsets = { nubmer = \"'x'\" }\n",
     &reference_unknown, "registers/probe.toml:12 sets"},
    {"SetsAnotherType", "registers/probe.toml", "@head\n@stepsets = { number = \"today\" }\n",
     &wrong_type, "registers/probe.toml:12 sets"},
    {"DistinctFromNoStep", "registers/probe.toml", "@head\n@stepdistinct_from = [\"smaple\"]\n",
     &reference_unknown, "registers/probe.toml:12 distinct_from"},
    {"NotifiesAHolderThatIsNot", "registers/probe.toml", "@head\n@stepnotify = [\"holder\"]\n",
     &reference_unknown, "registers/probe.toml step finish notify"},
    {"PublishesAndWithdraws", "registers/probe.toml",
     "@head\n@steppublish = true\nwithdraw = true\n", &wrong_value,
     "registers/probe.toml:13 withdraw"},
    {"OpensNoRegister", "registers/probe.toml",
     "@head\n@stepopens = { register = \"reclal\", link = \"probe\" }\n", &reference_unknown,
     "registers/probe.toml step finish opens"},
    {"OpensWithoutALinkBack", "registers/probe.toml",
     "@head\n@stepopens = { register = \"recall\", link = \"title\" }\n", &reference_unknown,
     "registers/probe.toml step finish opens"},
    {"OpensWithoutWhatIsRequired", "registers/probe.toml",
     "@head\n@stepopens = { register = \"recall\", link = \"title\" }\n", &key_missing,
     "registers/probe.toml step finish opens"},
    {"ClockOfNoTerm", "registers/probe.toml", "@head\n@clockterm = \"no.such\"\n",
     &reference_unknown, "registers/probe.toml clock late"},
    {"ClockWithoutTerm", "registers/probe.toml", "@head\n@clock", &key_missing,
     "registers/probe.toml:8 term"},
    {"ClockStartsAtAText", "registers/probe.toml",
     "@head\n[[clock]]\nname = \"late\"\ntitle = { zh = \"期\", en = \"late\" }\n"
     "states = [\"recorded\"]\nstarts = \"number\"\nterm = \"complaint.acceptance\"\n",
     &reference_unknown, "registers/probe.toml:12 starts"},
    {"ClockOfAStateThatIsNot", "registers/probe.toml",
     "@head\n[[clock]]\nname = \"late\"\ntitle = { zh = \"期\", en = \"late\" }\n"
     "states = [\"rceorded\"]\nstarts = \"entered\"\nterm = \"complaint.acceptance\"\n",
     &reference_unknown, "registers/probe.toml:11 states"},
    {"ClockExtendedByNoStep", "registers/probe.toml",
     "@head\n@clockterm = \"complaint.acceptance\"\n"
     "extension = { step = \"extend\", term = \"complaint.acceptance\" }\n",
     &reference_unknown, "registers/probe.toml:14 step"},
    {"ClockWithAConditionThatIsNone", "registers/probe.toml",
     "@head\n@clockterm = \"complaint.acceptance\"\n"
     "terms = [{ when = \"number\", term = \"complaint.acceptance\" }]\n",
     &wrong_type, "registers/probe.toml:14 when"},
    {"ClockWithAChoiceOfNoTerm", "registers/probe.toml",
     "@head\n@clockterm = \"complaint.acceptance\"\n"
     "terms = [{ when = \"number = '1'\", term = \"no.such\" }]\n",
     &reference_unknown, "registers/probe.toml clock late"},
    {"StepThatTellsNoUnit", "registers/probe.toml", "@head\n@stepnotify = [\"unit:number\"]\n",
     &reference_unknown, "registers/probe.toml step finish notify"},
    {"TermWithoutAmount", "terms/probe.toml",
     "[[term]]\nid = \"probe.t\"\ntitle = { zh = \"期\", en = \"t\" }\n[[term.version]]\n"
     "from = 2020-01-01\nunit = \"hours\"\nsource = \"test\"\n",
     &wrong_value, "terms/probe.toml:4 amount"},
    {"TermWithoutVersion", "terms/probe.toml",
     "[[term]]\nid = \"probe.t\"\ntitle = { zh = \"期\", en = \"t\" }\n", &key_missing,
     "terms/probe.toml:1 version"},
    {"TermVersionsOutOfOrder", "terms/probe.toml",
     "[[term]]\nid = \"probe.t\"\ntitle = { zh = \"期\", en = \"t\" }\n[[term.version]]\n"
     "from = 2020-01-01\namount = 1\nunit = \"hours\"\nsource = \"test\"\n[[term.version]]\n"
     "from = 2019-01-01\namount = 1\nunit = \"hours\"\nsource = \"test\"\n",
     &wrong_value, "terms/probe.toml:10 from"},
    {"TermTwice", "terms/probe.toml",
     "[[term]]\nid = \"complaint.acceptance\"\ntitle = { zh = \"期\", en = \"t\" }\n"
     "[[term.version]]\nfrom = 2020-01-01\namount = 1\nunit = \"hours\"\nsource = \"test\"\n",
     &name_taken, "terms/probe.toml:1 name"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, BrokenDeclaration, testing::ValuesIn(mistakes),
                         [](const auto& row) { return std::string(row.param.what); });

TEST(Catalog, FindsAllMistakesAtOnce) {
  const TemporaryFolder more;
  more.write("registers/a.toml", "name = 5\n");
  more.write("registers/b.toml", "nonsense");
  const Loaded loaded = load(shipped, {more.path()});
  EXPECT_FALSE(loaded.catalog);
  EXPECT_GE(loaded.errors.size(), 3U);
}

// What stands once in a catalog: each row is the shipped file with one change.
TEST(Catalog, RulesForAllAreNotLeftOpenByAMistake) {
  struct Row {
    const char *file, *from, *to;
    const Failure* failure;
    const char* where;
  };
  const Row table[] = {
      {"security.toml", "failures        = 5", "failures = 0", &wrong_value, "security.toml:"},
      {"security.toml", "failures        = 5", "", &key_missing, "security.toml:"},
      {"security.toml", "longest_seconds = 3600", "longest_seconds = 10", &wrong_value,
       "security.toml:"},
      {"security.toml", "forgotten_hours = 24", "forgotten_hours = 0", &wrong_value,
       "security.toml:"},
      {"security.toml", "[session]\nhours = 12", "", &key_missing, "security.toml"},
      {"security.toml", "hours = 12", "hours = 12\nminutes = 3", &key_unknown, "security.toml:"},
      {"security.toml", "shortest_characters = 10", "shortest_characters = 4", &wrong_value,
       "security.toml:"},
      {"security.toml", "[lock]", "[lock", &not_toml, "security.toml:"},
      {"security.toml", "wrong_codes   = 5", "wrong_codes = 0", &wrong_value, "security.toml:"},
      {"security.toml", "pause_seconds = 300", "", &key_missing, "security.toml:"},
      {"security.toml", "per_minute              = 600", "", &key_missing, "security.toml:"},
      {"security.toml", "twice_hours = 24", "twice_hours = 0", &wrong_value, "security.toml:"},
      {"security.toml", "longest_days = 366", "longest_days = 0", &wrong_value, "security.toml:"},
      {"security.toml", "clock_skew_seconds  = 60", "clock_skew_seconds = 3600", &wrong_value,
       "security.toml:"},
      {"capacity.toml", "at_once         = 500", "", &key_missing, "capacity.toml:"},
      {"capacity.toml", "at_once         = 500", "at_once = 1001", &wrong_value, "capacity.toml:"},
      {"capacity.toml", "many                    = 100000", "many = 7999", &wrong_value,
       "capacity.toml:"},
      {"capacity.toml", "[search]", "[serach]", &key_missing, "capacity.toml"},
      {"capacity.toml", "connections  = 200", "connections = 200\nmore = 1", &key_unknown,
       "capacity.toml:"},
      {"page.toml", "lines          = 22", "", &key_missing, "page.toml:"},
      {"page.toml", "text_width_mm  = 156", "text_width_mm = 183", &wrong_value, "page.toml:"},
      {"tiles.tsv", "230000\t8\t0", "230000\teight\t0", &code::table_malformed,
       "tiles.tsv:5 column"},
      {"tiles.tsv", "230000\t8\t0", "230000\t8\t-1", &code::table_malformed, "tiles.tsv:5 row"},
      {"tiles.tsv", "230000\t8\t0", "230000\t8\t1x", &code::table_malformed, "tiles.tsv:5 row"},
      {"tiles.tsv", "230000\t8\t0", "230000\t8", &code::table_malformed, "tiles.tsv:5"},
      {"product_classes.toml", "\"product_master\"", "\"nothing\"", &reference_unknown,
       "product_classes.toml:"},
      {"product_classes.toml", "\"product_master\"", "\"recall\"", &reference_unknown,
       "product_classes.toml:"},
      {"product_classes.toml", "class_field = \"product_class\"", "", &reference_unknown,
       "product_classes.toml:"},
      {"product_classes.toml", "class_field = \"product_class\"", "class_field = \"gtin\"",
       &reference_unknown, "product_classes.toml:"},
      {"product_classes.toml", "\"defence\"", "\"none\"", &reference_unknown,
       "product_classes.toml:"},
      {"product_classes.toml", "[\"listed\"]", "[\"none\"]", &reference_unknown,
       "product_classes.toml:"},
      {"wording.toml", "tolerance = \"0.10\"", "", &key_missing, "wording.toml:"},
      {"wording.toml", "tolerance = \"0.10\"", "tolerance = \"0\"", &wrong_value, "wording.toml:"},
      {"wording.toml", "tolerance = \"0.10\"", "tolerance = 1", &wrong_value, "wording.toml:"},
      {"wording.toml", "[about]", "[near]", &key_missing, "wording.toml"},
      {"wording.toml", "status    = \"unverified\"", "", &key_missing, "wording.toml:"},
      {"roles.toml", "registers = [\"complaint\",", "registers = [\"complant\",",
       &reference_unknown, "roles.toml role officer"},
      {"roles.toml", "name     = \"public\"", "name     = \"everybody\"", &key_missing,
       "roles.toml:"},
      {"roles.toml", "actions   = [\"read\"]", "actions   = [\"raed\"]", &wrong_value,
       "roles.toml:"},
  };
  for (const auto& [file, from, to, failure, where] : table) {
    SCOPED_TRACE(std::string(file) + ": " + to);
    const TemporaryFolder folder;
    fs::copy(shipped, folder.path(), fs::copy_options::recursive);
    std::ifstream stream(fs::path(shipped) / file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    folder.write(file, text.replace(at, std::string_view(from).size(), to));
    const Loaded loaded = load(folder.path());
    EXPECT_FALSE(loaded.catalog);
    EXPECT_TRUE(std::ranges::any_of(loaded.errors, [&](const Error& error) {
      return error.failure == failure && error.where.starts_with(where);
    })) << said(loaded.errors);
  }
}

TEST(Catalog, SaysSoWhenThereIsNone) {
  const Loaded loaded = load("/nonexistent");
  EXPECT_FALSE(loaded.catalog);
  ASSERT_FALSE(loaded.errors.empty());
  EXPECT_EQ(loaded.errors.front().failure, &folder_missing);
}

TEST(CodeList, KnowsCodesTitlesAndSynonymsInAnyWidthAndCase) {
  const Loaded loaded = load(shipped);
  ASSERT_TRUE(loaded.catalog) << said(loaded.errors);
  const CodeList* results = loaded.catalog->find_codes("test_result");
  ASSERT_NE(results, nullptr);
  for (const char* spelling : {"fail", "FAIL", "不合格", " 不 合 格 ", "ｆａｉｌ", "不符合"}) {
    const Code* code = results->find(spelling);
    ASSERT_NE(code, nullptr) << spelling;
    EXPECT_EQ(code->code, "fail");
  }
  EXPECT_EQ(results->find("perhaps"), nullptr);
}

}  // namespace
}  // namespace zhiheng::catalog
