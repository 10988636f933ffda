// Documents named in plans, their numbers brought to one form, and the graph of who rests on whom.

#include "plan/citation_graph.h"
#include "plan/examples.h"

namespace zhiheng::plan {
namespace {

std::string first_number(const std::string& printed) {
  const Plan plan = read("工作方案\n根据《某通知》" + printed + "，制定本方案。\n一、监管\n");
  return plan.citations.empty() ? "" : plan.citations.front().number;
}

TEST(DocumentNumber, HasOneFormHoweverItIsPrinted) {
  for (const std::string printed :
       {"（国办发〔2012〕27号）", "(国办发[2012]27号)", "（国办发（2012）27号）",
        "（国办发【2012】27号）", "（国办发 〔2012〕 27 号）", "（国办发〔２０１２〕２７号）",
        "（国办发〔2012〕第27号）", "（国办发2012年27号）", "（国办发2012年第27号）",
        "（國辦發〔2012〕27號）"}) {
    EXPECT_EQ(first_number(printed), "国办发〔2012〕27号") << printed;
  }
}

TEST(DocumentNumber, IsNotAnyBracketWithDigits) {
  for (const std::string printed :
       {"（2012年）", "（2013-2020年）", "（国办发〔12〕27号）", "（第27号）", "（共3号文件）"}) {
    EXPECT_EQ(first_number(printed), "") << printed;
  }
}

TEST(DocumentNumber, IsFoundInRunningTextBehindTheWordThatCites) {
  const Plan plan =
      read("工作方案\n根据国办发〔2012〕27号和豫政〔2012〕103号文件要求，制定本方案。\n一、监管\n");
  ASSERT_EQ(plan.citations.size(), 2);
  EXPECT_EQ(plan.citations[0].number, "国办发〔2012〕27号");
  EXPECT_EQ(plan.citations[0].mentions[0].wording, "根据");
  EXPECT_EQ(plan.citations[0].mentions[0].where, "前言");
  EXPECT_EQ(plan.citations[1].number, "豫政〔2012〕103号");
}

/// "from > to relation [repaired]", each edge once.
std::vector<std::string> edges_of(const CitationGraph& graph) {
  std::vector<std::string> lines;
  const auto name = [&](std::size_t i) {
    const CitedDocument& document = graph.documents[i];
    return document.number.empty() ? document.title : document.number;
  };
  for (const CitationEdge& edge : graph.edges) {
    lines.push_back(name(edge.from) + " > " + name(edge.to) + " " + edge.mention.where + " " +
                    edge.mention.wording + (edge.repaired ? " repaired" : ""));
  }
  std::ranges::sort(lines);
  return lines;
}

TEST(CitationGraph, OfTheExamplePlansLeadsFromTheCityToTheOutline) {
  std::vector<LoadedPlan> plans;
  for (const std::string name : {"yunhai-2016.txt", "qingping-2016.txt"}) {
    plans.push_back({name, example(name)});
  }
  const CitationGraph graph = citation_graph(plans, shipped_lexicon());
  ASSERT_GE(graph.documents.size(), 3);
  EXPECT_EQ(graph.documents[0].standing, Standing::loaded);
  EXPECT_EQ(graph.documents[2].number, "国发〔2012〕9号");
  EXPECT_EQ(graph.documents[2].standing, Standing::known);
  EXPECT_EQ(graph.documents[2].level, Level::national);
  EXPECT_EQ(graph.documents[2].year, 2012);
  ASSERT_EQ(graph.edges.size(), 2);
  EXPECT_EQ(graph.edges[0].to, 2);
  EXPECT_EQ(graph.edges[1].to, 0);
  EXPECT_EQ(graph.edges[1].plan, 1);
}

TEST(CitationGraph, ResolvesANumberWithoutItsYearByTheTitleAndSaysSo) {
  std::vector<LoadedPlan> plans;
  plans.push_back({"upper", read("甲省人民政府关于印发甲省质量工作2015年行动计划的通知\n\n"
                                 "甲政发〔2015〕8号\n\n甲省质量工作2015年行动计划\n\n一、监管\n"
                                 "（一）抽查。抽查。（省质监局负责）\n")});
  plans.push_back(
      {"lower", read("乙市方案\n\n根据《甲省人民政府关于印发甲省质量工作年行动计划的通知"
                     "》（甲政发〔〕8号），制定本方案。\n\n一、监管\n")});
  const CitationGraph graph = citation_graph(plans, shipped_lexicon());
  EXPECT_EQ(edges_of(graph),
            std::vector<std::string>{"乙市方案 > 甲政发〔2015〕8号 前言 根据 repaired"});
}

TEST(CitationGraph, GivesAnUnknownDocumentANodeOfItsOwn) {
  std::vector<LoadedPlan> plans;
  plans.push_back({"one", read("方案\n按照《某某管理办法》要求，制定本方案。\n一、监管\n")});
  const CitationGraph graph = citation_graph(plans, shipped_lexicon());
  ASSERT_EQ(graph.documents.size(), 2);
  EXPECT_EQ(graph.documents[1].standing, Standing::unresolved);
  EXPECT_TRUE(citation_graph({}, shipped_lexicon()).documents.empty());
}

TEST(CitationGraph, OfTheFivePlansHasTheirBases) {
  std::vector<LoadedPlan> plans;
  for (const std::string name :
       {"state-council-2012", "city-2012", "gansu-2014", "outline-2011-2020", "henan-2013"}) {
    const auto path = real_plan(name + ".txt");
    if (!path) GTEST_SKIP() << "no shared/plans/" << name;
    plans.push_back({name, read(file_text(*path))});
  }
  const auto edges = edges_of(citation_graph(plans, shipped_lexicon()));
  const std::string gansu = "甘肃省贯彻实施质量发展纲要2014年行动计划";
  const std::string henan = "贯彻落实质量发展纲要深入实施质量立省战略2013年行动计划";
  for (const std::string& edge :
       {std::string("国办发〔2012〕27号 > 国发〔2012〕9号 前言 贯彻实施"),
        std::string("落实质量纲要行动计划 > 国办发〔2012〕27号 前言 根据 repaired"),
        gansu + " > 国发〔2012〕9号 前言 贯彻落实", gansu + " > 国发〔2013〕10号 19 贯彻落实",
        gansu + " > 国办发〔2014〕8号 21 按照", gansu + " > 国办发〔2013〕47号 29 按照",
        henan + " > 国办发〔2013〕18号 前言 根据", henan + " > 国发〔2012〕9号 1 落实",
        henan + " > 国发〔2012〕9号 前言 贯彻落实", gansu + " > 甘政发〔2012〕110号 前言 贯彻落实",
        henan + " > 豫政〔2012〕103号 前言 根据",
        std::string("粤府〔2012〕28号 > 国发〔2012〕9号 通知 转发")}) {
    EXPECT_NE(std::ranges::find(edges, edge), edges.end()) << edge;
  }
}

}  // namespace
}  // namespace zhiheng::plan
