#include "base/text.h"
#include "plan/answers.h"
#include "plan/counts.h"
#include "plan/examples.h"
#include "plan/failures.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

TEST(ExamplePlan, GivesBackItsSourceByteByByte) {
  for (const std::string name : {"yunhai-2016.txt", "qingping-2016.txt"}) {
    const Plan plan = example(name);
    EXPECT_EQ(render(plan), plan.text.source()) << name;
    std::uint32_t at = 0;
    for (const Part& part : plan.parts) {
      EXPECT_EQ(part.span.begin, at);
      at = part.span.end;
    }
    EXPECT_EQ(at, plan.text.size());
  }
}

TEST(ExamplePlan, TellsWhoSpeaksWhenAndUnderWhichNumber) {
  const Document document = example("yunhai-2016.txt").document;
  EXPECT_EQ(document.title, "云海省贯彻实施质量发展纲要2016年行动计划");
  EXPECT_EQ(document.number, "云政办发〔2016〕21号");
  EXPECT_EQ(document.issuer, "云海省人民政府办公厅");
  EXPECT_EQ(document.date, make_date(2016, 3, 5));
  EXPECT_EQ(document.level, Level::province);
  EXPECT_EQ(document.year, 2016);
}

TEST(ExamplePlan, NamesThePartiesOfEachItem) {
  const Plan plan = example("yunhai-2016.txt");
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"开展日用陶瓷专项抽查", "省质监局+省工商局、省食品药品监管局"},
      {"加强在用电梯监管", "省质监局、省住房城乡建设厅"},
      {"完善产品伤害监测", "省卫生计生委、省质监局、云海出入境检验检疫局"},
      {"推进竹编产业标准化", "省质监局+省农业厅、省林业局、有关行业协会"},
      {"提升检验检测能力", "省质监局+省发展改革委、省科技厅、省政府国资委、省政府金融办…"},
      {"健全考核机制", "省政府办公厅+省委组织部、省质量工作领导小组各成员单位"},
      {"加强宣传引导", "-"}};
  ASSERT_EQ(plan.items.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(text_of(plan, plan.items[i].title), wanted[i].first);
    EXPECT_EQ(roles_of(plan, plan.items[i]), wanted[i].second);
  }
}

TEST(ExamplePlan, OfTheCityHasItsClausesInParagraphsOfTheirOwn) {
  const Plan plan = example("qingping-2016.txt");
  ASSERT_EQ(plan.items.size(), 4);
  EXPECT_EQ(plan.document.level, Level::city);
  EXPECT_EQ(roles_of(plan, plan.items[0]), "市质监局+市工商局、市食品药品监管局");
  EXPECT_EQ(roles_of(plan, plan.items[1]), "市质监局、市住建局");
  EXPECT_EQ(roles_of(plan, plan.items[2]), "市质监局+市农业局、市政府金融办、市政府目标办…");
  EXPECT_TRUE(plan.items[0].clause->own_paragraph);
  EXPECT_EQ(plan.closing.size(), 1);
}

TEST(ExamplePlan, CountsWhatAReaderCounts) {
  const Counts counts = counts_of(example("yunhai-2016.txt"));
  EXPECT_EQ(counts.items_per_section, (std::vector<std::size_t>{3, 2, 2}));
  EXPECT_EQ(counts.clauses, 6);
  EXPECT_EQ(counts.lead, 6);
  EXPECT_EQ(counts.responsible, 3);
  EXPECT_EQ(counts.participating, 11);
  EXPECT_EQ(counts.sentences, 10);
  EXPECT_EQ(counts.closing, 1);
  EXPECT_EQ(counts.brackets_opened, counts.brackets_closed);
}

TEST(ExamplePlan, ReportsDamageAndMendsNothing) {
  const Plan plan = example("yunhai-2016.txt");
  ASSERT_NE(defect(plan, "item_lost_before"), nullptr);
  EXPECT_EQ(defect(plan, "item_lost_before")->repair, "5");
  ASSERT_NE(defect(plan, "verb_missing"), nullptr);
  EXPECT_EQ(defect(plan, "verb_missing")->repair, "及时发布产品伤害预警");
  EXPECT_NE(defect(plan, "web_noise"), nullptr);
  EXPECT_NE(defect(plan, "full_width_digits"), nullptr);
  EXPECT_NE(defect(plan, "item_without_clause"), nullptr);
  EXPECT_EQ(defect(plan, "bracket_unmatched"), nullptr);
  EXPECT_EQ(plan.items[4].no, 6);
}

TEST(ExamplePlan, PrintsAsJsonWithPlacesInTheSource) {
  const Plan plan = example("yunhai-2016.txt");
  const std::string json = to_json(plan, shipped_lexicon());
  EXPECT_NE(json.find(R"("number":"云政办发〔2016〕21号")"), std::string::npos);
  EXPECT_NE(json.find(R"("form":"牵头+配合")"), std::string::npos);
  EXPECT_TRUE(is_utf8(json));
}

TEST(PlanCommand, RefusesAPdfAndAMissingFile) {
  std::ostringstream out;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.arguments["FILE"] = {"no such file"};
  const auto missing = answer_parse(call);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure, &file_unreadable);
  const auto pdf = parse("%PDF-1.7 …", shipped_lexicon());
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.error().failure, &not_text);
}

TEST(PlanCommand, NamesTheHeirsOfAYearAndRefusesWhatIsNone) {
  std::ostringstream out;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.arguments["FILE"] = {support::source_path("/examples/plans/yunhai-2016.txt")};
  call.options["as-of"] = {"2018"};
  ASSERT_TRUE(answer_parse(call));
  EXPECT_NE(out.str().find("省质监局 → 市场监督管理"), std::string::npos);
  for (const std::string year : {"soon", "18", "１", ""}) {
    call.options["as-of"] = {year};
    const auto answer = answer_parse(call);
    ASSERT_FALSE(answer) << year;
    EXPECT_EQ(answer.error().failure, &year_unusable);
  }
}

TEST(PlanCommand, CitesSeveralFilesAndNamesTheOneItCannotRead) {
  std::ostringstream out;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.json = true;
  call.arguments["FILE"] = {support::source_path("/examples/plans/yunhai-2016.txt"),
                            support::source_path("/examples/plans/qingping-2016.txt")};
  ASSERT_TRUE(answer_cite(call));
  EXPECT_NE(out.str().find(R"("from":"云政办发〔2016〕21号","to":"国发〔2012〕9号")"),
            std::string::npos);
  call.arguments["FILE"].push_back("no such file");
  const auto answer = answer_cite(call);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().where, "no such file");
}

TEST(PlanCommand, ReadsGb18030) {
  const auto source = file_text(support::source_path("/examples/plans/qingping-2016.txt"));
  const auto converted = to_gb18030(source);
  ASSERT_TRUE(converted);
  const auto path = std::filesystem::path(testing::TempDir()) / "plan-gb18030.txt";
  std::ofstream(path, std::ios::binary) << *converted;
  std::ostringstream out;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.arguments["FILE"] = {path.string()};
  const auto answer = answer_parse(call);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_NE(out.str().find("市质监局 + 市工商局、市食品药品监管局"), std::string::npos);
  std::filesystem::remove(path);
}

TEST(Parse, RefusesWhatIsNoText) {
  const std::pair<std::string, const Failure*> table[] = {
      {"", &text_empty},
      {std::string("\0\1\2", 3), &not_text},
      {"PK\x03\x04 docx", &not_text},
      {"\xFF\xFE\x00", &not_text},
      {std::string(FoldedText::most_bytes + 1, 'x'), &text_too_large}};
  for (const auto& [source, failure] : table) {
    const auto plan = parse(source, shipped_lexicon());
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().failure, failure);
  }
}

/// Two megabytes of signs in a random order that is the same every time.
std::string two_megabytes_of(std::vector<std::string_view> signs) {
  std::string source;
  std::uint32_t state = 12345;
  while (source.size() < 2'000'000) {
    state = state * 1664525 + 1013904223;
    source += signs[(state >> 16) % signs.size()];
  }
  return source;
}

TEST(Parse, ReadsTwoMegabytesOfAnythingInBoundedTime) {
  const std::string texts[] = {
      two_megabytes_of({"（", "）", "(", ")", "《", "》", "[", "由", "负责", "、", "及"}),
      two_megabytes_of({"1.抽查5个城市。\n", "一、监管\n", "（一）抽查10批次以上。\n"}),
      two_megabytes_of({"5个", "达到", "98%", "、", "争取"}),
      two_megabytes_of({"《", "〔2012〕", "27号", "根据", "（国办发"}),
      two_megabytes_of({"牵头单位：", "市质监局", "；", "，", "、", "\t", "　　"}),
      two_megabytes_of({"序号\t工作任务\t牵头单位\n", "1\t抽查\t质监局\n", "\t\t\n"}),
      two_megabytes_of({"把", "县", "、", "作为", "两县", "“", "”（", "）工程"})};
  for (const std::string& source : texts) {
    SCOPED_TRACE(source.substr(0, 60));
    const auto start = std::chrono::steady_clock::now();
    const Plan plan = read(source);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_EQ(render(plan), source);
  }
}

TEST(Parse, FindsNoItemsInRandomBrackets) {
  const Plan plan =
      read(two_megabytes_of({"（", "）", "(", ")", "《", "》", "[", "由", "负责", "、", "及"}));
  EXPECT_TRUE(plan.items.empty());
  EXPECT_GT(plan.defects_left_out, 0);
}

TEST(Lexicon, NamesTheTableThatItCannotRead) {
  const auto lexicon = Lexicon::load("/nonexistent");
  ASSERT_FALSE(lexicon);
  EXPECT_NE(lexicon.error().where.find("words.tsv"), std::string::npos);
}

TEST(Lexicon, KnowsBodiesTheirSuccessorsAndTheirNationalCounterparts) {
  const Authority* body = shipped_lexicon().authority_named(U"出入境检验检疫局");
  ASSERT_NE(body, nullptr);
  EXPECT_EQ(body->within, "quality");
  EXPECT_EQ(shipped_lexicon().authority("quality")->successor, "market");
  EXPECT_EQ(shipped_lexicon().authority_named(U"无此机关"), nullptr);
}

TEST(Lexicon, RefusesANameWithoutItsBody) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "plan-lexicon";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::copy(support::source_path("/catalog/plan"), folder / "plan",
                        std::filesystem::copy_options::recursive);
  std::ofstream(folder / "plan" / "authority_names.tsv", std::ios::app) << "某局\tnowhere\n";
  const auto lexicon = Lexicon::load(folder);
  std::filesystem::remove_all(folder);
  ASSERT_FALSE(lexicon);
  EXPECT_EQ(lexicon.error().failure, &word_unknown);
}

}  // namespace
}  // namespace zhiheng::plan
