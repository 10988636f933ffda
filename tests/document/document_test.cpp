#include "document/document.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "catalog/attachments.h"
#include "content/content.h"
#include "document/failures.h"
#include "document/paper.h"
#include "document/verbs.h"
#include "registry/attachments.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::document {
namespace {

using registry::Person;

const Person officer{.user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
const Person analyst{.user = "he", .name = "何", .roles = {"analyst"}, .region = "620000"};
const Person nobody{.user = "", .name = "", .roles = {"public"}, .region = ""};

Paper some_paper(Language language = Language::zh) {
  Paper paper;
  paper.page = *catalog::page_of(support::shipped_catalog()->folder);
  paper.language = language;
  paper.issuer = "城关区市场监督管理局";
  paper.title = "投诉受理决定书";
  paper.number = "诉受〔2025〕T-1号";
  paper.recipient = "张三：";
  paper.paragraphs = {"你的投诉<收悉> & 受理。", std::string(2000, 'x')};
  paper.dated = make_date(2025, 10, 14);
  paper.dated_text = "2025年10月14日";
  return paper;
}

class MadeOfRecords : public support::OnBothEngines {
 protected:
  std::string complaint(bool named_respondent = true) {
    const std::vector<std::string> columns = {"number",         "kind",    "received_on",
                                              "region",         "content", "complainant_name",
                                              "respondent_name"};
    std::vector<registry::Entry> entries = {
        {.values = {std::string("T-1"), std::string("complaint"), make_date(2025, 9, 26),
                    std::string("620102"), std::string("小麦粉发霉"), std::string("张三"),
                    named_respondent ? Value(std::string("某面粉厂")) : Value()}}};
    const auto answers = registry_->put(officer, named("complaint"), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    if (!answers) return {};
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  }
  void accept(const std::string& id) {
    const std::vector<std::string> columns = {"decided_on"};
    const auto taken = registry_->step(officer, named("complaint"), id, {}, "accept", "", columns,
                                       {.values = {make_date(2025, 9, 29)}});
    ASSERT_TRUE(taken) << describe(taken.error());
    for (const auto& error : taken->errors) ADD_FAILURE() << describe(error);
  }
  Result<Made> make(const Person& person, const std::string& id, std::string_view format,
                    std::string_view notice = "complaint_acceptance",
                    Language language = Language::zh) {
    return Documents(*registry_).make(person, named("complaint"), id, notice, format, language);
  }
};
ZH_ON_BOTH_ENGINES(MadeOfRecords);

// 45 working days from 29 September 2025 over the National Day holiday, 1 to 8 October, with 28
// September and 11 October worked: counted by hand on the calendar of the State Council's notice.
TEST_P(MadeOfRecords, StateTheirNumberTheClauseAndTheTermCountedByTheCalendar) {
  const std::string id = complaint();
  accept(id);
  const auto made = make(officer, id, "html");
  ASSERT_TRUE(made) << describe(made.error());
  EXPECT_EQ(made->name, "投诉受理决定书.html");
  for (const char* text :
       {"城关区市场监督管理局", "诉受〔2025〕T-1号", "张三：", "你于2025年9月26日提出的投诉",
        "被投诉人：某面粉厂。", "该期限截至2025年12月8日", "2025年9月29日<br>（印章）"}) {
    EXPECT_NE(made->bytes.find(text), std::string::npos) << text;
  }
  const auto english = make(officer, id, "html", "complaint_acceptance", Language::en);
  ASSERT_TRUE(english);
  EXPECT_NE(english->bytes.find("Decision to accept a complaint"), std::string::npos);
}

TEST_P(MadeOfRecords, ArePossibleWhereTheRecordIsSuch) {
  const std::string id = complaint();
  Documents documents(*registry_);
  const auto& of = named("complaint");
  EXPECT_TRUE(documents.possible(officer, of, id)->empty());
  EXPECT_EQ(make(officer, id, "pdf").error().failure, &not_now);
  accept(id);
  const auto possible = documents.possible(officer, of, id);
  ASSERT_TRUE(possible);
  ASSERT_EQ(possible->size(), 1u);
  EXPECT_EQ(possible->front()->name, "complaint_acceptance");
  EXPECT_EQ(make(officer, id, "pdf", "recall_order").error().failure, &notice_unknown);
  EXPECT_EQ(make(officer, id, "odt").error().failure, &format_unknown);
  // Who may not see the complainant gets no letter to them.
  EXPECT_EQ(make(analyst, id, "pdf").error().failure, &registry::not_allowed);
  EXPECT_FALSE(make(nobody, id, "pdf"));
}

TEST_P(MadeOfRecords, AreKeptOnceAmongTheFilesOfTheRecord) {
  const std::string id = complaint();
  accept(id);
  Documents documents(*registry_);
  const auto& of = named("complaint");
  documents.after_step(officer, of, id, "accept");
  documents.after_step(officer, of, id, "refuse");
  const auto again = documents.keep(officer, of, id, "complaint_acceptance", Language::zh);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->outcome, store::Outcome::unchanged);
  const auto files = registry::Attachments(*registry_).list(officer, of, id);
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 1u);
  EXPECT_EQ(files->front().name, "投诉受理决定书.pdf");
  EXPECT_EQ(files->front().field, "notices");
  EXPECT_TRUE(registry::Attachments(*registry_).list(analyst, of, id)->empty());
  std::string kept;
  ASSERT_TRUE(registry::Attachments(*registry_)
                  .read(files->front(), 0, files->front().size, [&](std::string_view bytes) {
                    kept.append(bytes);
                    return true;
                  }));
  EXPECT_EQ(kept, make(officer, id, "pdf")->bytes);
}

TEST_P(MadeOfRecords, NameTheFirmThatIsOnRecordAndElseItsCode) {
  const auto put = [&](const char* of, const std::vector<std::string>& columns,
                       std::vector<Value> values) {
    std::vector<registry::Entry> entries(1);
    entries[0].values = std::move(values);
    const auto answers =
        registry_->put(registry::local_operator(), named(of), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  };
  const std::string code = "91350100M000100Y43";
  const std::string id =
      put("recall_plan",
          {"number", "enterprise", "region", "product", "product_class", "started_on", "basis",
           "defect"},
          {std::string("R-1"), code, std::string("620102"), std::string("电热毯"),
           std::string("food_grain"), make_date(2025, 10, 21), std::string("ordered"),
           std::string("漏电")});
  const auto order = [&] {
    const auto made = Documents(*registry_)
                          .make(registry::local_operator(), named("recall_plan"), id,
                                "recall_order", "html", Language::zh);
    return made ? made->bytes : describe(made.error());
  };
  EXPECT_NE(order().find(code + "："), std::string::npos) << order();
  put("enterprise", {"credit_code", "name", "region"},
      {code, std::string("甲电器有限公司"), std::string("350102")});
  EXPECT_NE(order().find("甲电器有限公司："), std::string::npos) << order();
}

TEST_P(MadeOfRecords, ThatLackAValueSayWhich) {
  const std::string id = complaint(false);
  accept(id);
  // A part whose condition does not hold is left out, and so is what it would state.
  EXPECT_TRUE(make(officer, id, "html"));
  const std::vector<std::string> columns = {
      "sample_number", "sampled_on", "motive", "product_name", "region", "result", "reported_on"};
  std::vector<registry::Entry> entries = {
      {.values = {std::string("S-1"), make_date(2025, 3, 1), std::string("random"),
                  std::string("小麦粉"), std::string("620102"), std::string("pass"),
                  make_date(2025, 3, 9)}}};
  const auto& of = named("spot_check");
  const auto answers = registry_->put(officer, of, columns, std::move(entries));
  ASSERT_TRUE(answers);
  const auto made =
      Documents(*registry_)
          .make(officer, of, answers->front().id, "spot_check_result", "html", Language::zh);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().failure, &value_missing);
  EXPECT_EQ(made.error().where, "producer_name");
}

TEST_P(MadeOfRecords, AreWrittenByCommand) {
  const std::string id = complaint();
  accept(id);
  registry_.reset();
  store_.reset();
  std::ostringstream out;
  const auto call = [&](const std::string& path, const std::string& file) {
    Invocation invocation;
    invocation.arguments = {
        {"REGISTER", {"complaint"}}, {"RECORD", {"T-1"}}, {"NOTICE", {"complaint_acceptance"}}};
    if (!file.empty()) invocation.arguments["FILE"] = {file};
    invocation.data = location_.folder;
    invocation.database = location_.database;
    invocation.catalog = support::source_path("/catalog");
    invocation.out = &out;
    invocation.json = true;
    for (const auto& verb : verbs()) {
      if (verb.path == path) return verb.run(invocation);
    }
    return Result<int>(-1);
  };
  ASSERT_TRUE(call("notice write", folder_.file("a.docx")));
  EXPECT_GT(std::filesystem::file_size(folder_.file("a.docx")), 3000u);
  EXPECT_EQ(call("notice write", "/nowhere/a.pdf").error().failure, &cannot_write);
  ASSERT_TRUE(call("notice keep", ""));
  ASSERT_TRUE(call("notice list", ""));
  EXPECT_NE(out.str().find("complaint_acceptance"), std::string::npos);
}

TEST(ChineseDate, IsWrittenAsNumbersAreSpoken) {
  EXPECT_EQ(chinese_date(make_date(2025, 10, 14)), "二〇二五年十月十四日");
  EXPECT_EQ(chinese_date(make_date(2030, 11, 30)), "二〇三〇年十一月三十日");
  EXPECT_EQ(chinese_date(make_date(2026, 1, 20)), "二〇二六年一月二十日");
}

TEST(Formats, OfTheSamePaperAreTheSameBytesAndAreWhatTheySay) {
  const auto rules = catalog::attachments_of(support::source_path("/catalog"));
  const Paper paper = some_paper();
  const std::string docx = as_docx(paper);
  EXPECT_EQ(docx, as_docx(paper));
  const auto word = content::examine(docx, "a.docx", rules->rules);
  ASSERT_TRUE(word) << describe(word.error());
  EXPECT_EQ((*word)->name, "docx");
  EXPECT_NE(docx.find("你的投诉&lt;收悉&gt; &amp; 受理。"), std::string::npos);
  const std::string pdf = as_pdf(paper);
  EXPECT_EQ(pdf, as_pdf(paper));
  const auto portable = content::examine(pdf, "a.pdf", rules->rules);
  ASSERT_TRUE(portable) << describe(portable.error());
  EXPECT_EQ((*portable)->name, "pdf");
  EXPECT_EQ(as_html(paper).find("<收悉>"), std::string::npos);
}

// As LibreOffice 7.4 showed: a style called "Text" is taken for its own, slanted and set apart.
TEST(Formats, DocxWritesItsTextInThePlainStyle) {
  const std::string docx = as_docx(some_paper());
  EXPECT_NE(docx.find(R"(w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>)"),
            std::string::npos);
  EXPECT_NE(
      docx.find(R"(<w:pStyle w:val="Normal"/></w:pPr><w:r><w:t xml:space="preserve">你的投诉)"),
      std::string::npos);
  EXPECT_EQ(docx.find(R"("Text")"), std::string::npos);
}

TEST(Formats, LongTextGoesOnOverPages) {
  const auto pages = [](const std::string& pdf) {
    std::size_t count = 0;
    for (auto at = pdf.find("/Type /Page %"); at != std::string::npos;
         at = pdf.find("/Type /Page %", at + 1)) {
      ++count;
    }
    return count;
  };
  Paper paper = some_paper();
  EXPECT_GE(pages(as_pdf(paper)), 2u);
  paper.paragraphs = {"短。"};
  EXPECT_EQ(pages(as_pdf(paper)), 1u);
}

// GB/T 9704-2012, 5: A4, margins of 37, 26, 35 and 28 mm, 22 lines; in twentieths of a point.
TEST(Formats, AreSetOnThePageOfTheStandard) {
  Paper paper = some_paper();
  EXPECT_NE(as_docx(paper).find(R"(<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" )"
                                R"(w:right="1474" w:bottom="1984" w:left="1587")"),
            std::string::npos);
  EXPECT_NE(as_docx(paper).find(R"(w:linePitch="580")"), std::string::npos);
  EXPECT_NE(as_html(paper).find("37mm 26mm 35mm 28mm"), std::string::npos);
  EXPECT_NE(as_html(paper).find("16pt/29pt"), std::string::npos);
  EXPECT_NE(as_pdf(paper).find("/MediaBox [ 0 0 595.275"), std::string::npos);
  paper.page.width_mm = 148;
  EXPECT_NE(as_pdf(paper).find("/MediaBox [ 0 0 419.5"), std::string::npos);
}

TEST(Notices, OfTheShippedCatalogAreReadWithoutComplaint) {
  const auto catalog = support::shipped_catalog();
  std::vector<Error> errors;
  const auto notices = catalog::load_notices(*catalog, errors);
  for (const auto& error : errors) ADD_FAILURE() << describe(error);
  EXPECT_GE(notices.size(), 12u);
}

}  // namespace
}  // namespace zhiheng::document
