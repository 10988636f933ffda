#include "intake/xlsx.h"

#include <xlsxwriter.h>

#include "intake/failures.h"
#include "intake/workbook.h"
#include "intake_fixture.h"
#include "zip_writer.h"

namespace zhiheng::intake {
namespace {

using Lines = std::vector<std::vector<std::string>>;
using namespace std::string_literals;

struct Sheet {
  Lines lines;
  std::vector<std::vector<CellKind>> kinds;
  std::vector<std::int64_t> numbers;
  std::optional<Error> stopped;
};

Sheet read_sheet(const std::string& file, const std::string& name = "") {
  Sheet sheet;
  auto source = open_xlsx(file, name);
  if (!source) {
    sheet.stopped = source.error();
    return sheet;
  }
  Line line;
  for (;;) {
    const auto more = (*source)->next(line);
    if (!more) sheet.stopped = more.error();
    if (!more || !*more) return sheet;
    auto& texts = sheet.lines.emplace_back();
    auto& kinds = sheet.kinds.emplace_back();
    for (const Cell& cell : line.cells) {
      texts.emplace_back(cell.text);
      kinds.push_back(cell.kind);
    }
    sheet.numbers.push_back(line.number);
  }
}

/// A workbook made by a real writer.
class Workbook {
 public:
  explicit Workbook(const std::string& file) : book(workbook_new(file.c_str())) {
    sheet = workbook_add_worksheet(book, nullptr);
  }
  ~Workbook() { workbook_close(book); }
  void text(int row, int column, const char* words) {
    worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                           words, nullptr);
  }
  void number(int row, int column, double value, const char* format = nullptr) {
    lxw_format* style = nullptr;
    if (format != nullptr) {
      style = workbook_add_format(book);
      format_set_num_format(style, format);
    }
    worksheet_write_number(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                           value, style);
  }
  lxw_workbook* book;
  lxw_worksheet* sheet;
};

/// The smallest workbook around a sheet's XML.
std::string raw_workbook(const std::string& sheet, const std::string& strings = "",
                         const std::string& workbook_properties = "") {
  ZipWriter zip;
  zip.add("xl/workbook.xml",
          "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
          "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">" +
              workbook_properties +
              "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
          "relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
  zip.add("xl/worksheets/sheet1.xml", sheet);
  if (!strings.empty()) zip.add("xl/sharedStrings.xml", strings);
  return zip.bytes();
}

std::string sheet_xml(const std::string& rows, const std::string& behind = "") {
  return "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
         "<sheetData>" +
         rows + "</sheetData>" + behind + "</worksheet>";
}

class Xlsx : public testing::Test {
 protected:
  Sheet raw(const std::string& sheet, const std::string& strings = "",
            const std::string& properties = "") {
    return read_sheet(folder.write("raw.xlsx", raw_workbook(sheet, strings, properties)));
  }
  Folder folder;
};

TEST_F(Xlsx, ReadsTextsNumbersAndBooleans) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    book.text(0, 0, "抽样编号");
    book.text(0, 2, "数量");
    book.text(2, 0, "CJ1");
    book.number(2, 1, 12.5);
    book.number(2, 2, 690'123'456'789'2);
    worksheet_write_boolean(book.sheet, 3, 1, 1, nullptr);
  }
  const Sheet sheet = read_sheet(file);
  EXPECT_EQ(sheet.lines,
            (Lines{{"抽样编号", "", "数量"}, {"CJ1", "12.5", "6901234567892"}, {"", "true"}}));
  EXPECT_EQ(sheet.numbers, (std::vector<std::int64_t>{1, 3, 4}));
  EXPECT_EQ(sheet.kinds[1][1], CellKind::plain_number);
}

TEST_F(Xlsx, PrintsNumbersAsTheirFormatDoes) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    book.number(0, 0, 2024.9650, "0.0000");
    book.number(0, 1, 2024.9650);
    book.number(0, 2, 0.1 + 0.2);
    book.number(0, 3, 1234.5, "#,##0.00");
    book.number(0, 4, 0.125, "0.00");
    book.number(0, 5, 1e17);
    book.number(0, 6, -3, "0_);[Red](0)");
  }
  const Sheet sheet = read_sheet(file);
  EXPECT_EQ(sheet.lines[0], (std::vector<std::string>{"2024.9650", "2024.965", "0.3", "1234.50",
                                                      "0.125", "1e+17", "-3"}));
  EXPECT_EQ(sheet.kinds[0][0], CellKind::number);
  EXPECT_EQ(sheet.kinds[0][1], CellKind::plain_number);
}

TEST_F(Xlsx, ReadsDatesByTheirFormat) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    book.number(0, 0, 45356, "yyyy-mm-dd");
    book.number(0, 1, 45356.5, "yyyy/m/d h:mm");
    book.number(0, 2, 45356, "yyyy\"年\"m\"月\"d\"日\"");
    book.number(0, 3, 0.75, "h:mm");
    book.number(0, 4, 1, "d-mmm-yy");
    book.number(0, 5, 59, "m/d/yyyy");
    book.number(0, 6, 60, "m/d/yyyy");
    book.number(0, 7, 61, "m/d/yyyy");
    book.number(0, 8, 45356.999999, "yyyy-mm-dd");
  }
  // 1900-01-01 is day 1, day 60 never was, 2024-03-05 is day 45356.
  EXPECT_EQ(read_sheet(file).lines[0],
            (std::vector<std::string>{"2024-03-05", "2024-03-05 12:00:00", "2024-03-05", "18:00:00",
                                      "1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01",
                                      "2024-03-06"}));
}

TEST_F(Xlsx, KnowsTheFormatsOfChineseExcelThatHaveNoCode) {
  EXPECT_EQ(builtin_format(14).kind, FormatKind::date);
  EXPECT_EQ(builtin_format(31).kind, FormatKind::date);
  EXPECT_EQ(builtin_format(57).kind, FormatKind::date);
  EXPECT_EQ(builtin_format(33).kind, FormatKind::time);
  EXPECT_EQ(builtin_format(2).places, 2);
  EXPECT_EQ(builtin_format(0).kind, FormatKind::general);
  EXPECT_EQ(builtin_format(49).kind, FormatKind::text);
  EXPECT_EQ(classify_format("[$-804]yyyy\"年\"m\"月\";@").kind, FormatKind::date);
  EXPECT_EQ(classify_format("[Red]0.00").kind, FormatKind::number);
  EXPECT_EQ(classify_format("[h]:mm:ss").kind, FormatKind::time);
  EXPECT_EQ(classify_format("0\"天\"").kind, FormatKind::number);
  EXPECT_EQ(classify_format("General").kind, FormatKind::general);
  EXPECT_EQ(classify_format("0.00%").kind, FormatKind::general);
}

TEST_F(Xlsx, CountsDaysSince1904WhereTheWorkbookDoes) {
  const std::string styles =
      "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<cellStyleXfs><xf numFmtId=\"0\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"31\"/></cellXfs></styleSheet>";
  ZipWriter zip;
  std::string bytes = raw_workbook(sheet_xml("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>0</v></c>"
                                             "<c r=\"B1\" s=\"1\"><v>43894</v></c></row>"),
                                   "", "<workbookPr date1904=\"1\"/>");
  // Only the styles are missing: the archive is written again with them.
  zip.add("xl/workbook.xml",
          "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
          "relationships\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"s\" r:id=\"a\"/>"
          "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" "
          "Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>");
  zip.add("xl/worksheets/sheet1.xml", sheet_xml("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>0</v></c>"
                                                "<c r=\"B1\" s=\"1\"><v>43894</v></c></row>"));
  zip.add("xl/styles.xml", styles);
  EXPECT_EQ(read_sheet(folder.write("m.xlsx", zip.bytes())).lines,
            (Lines{{"1904-01-01", "2024-03-05"}}));
}

TEST_F(Xlsx, JoinsRichTextAndLeavesPhoneticsOut) {
  const std::string strings =
      "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<si><r><t>大肠</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">菌群 </t></r></si>"
      "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si/></sst>";
  EXPECT_EQ(raw(sheet_xml("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                          "<c t=\"s\"><v>2</v></c><c t=\"inlineStr\"><is><t>内</t></is></c></row>"),
                strings)
                .lines,
            (Lines{{"大肠菌群 ", "東京", "", "内"}}));
}

TEST_F(Xlsx, ReadsStoredResultsOfFormulasAndKnowsErrors) {
  const Sheet sheet = raw(sheet_xml(
      "<row r=\"5\"><c r=\"A5\" t=\"str\"><f>A1&amp;\"x\"</f><v>x</v></c>"
      "<c r=\"B5\"><f>1+1</f><v>2</v></c><c r=\"C5\" t=\"e\"><v>#N/A</v></c>"
      "<c r=\"D5\"><f>NOW()</f></c><c r=\"E5\" t=\"d\"><v>2024-03-05T08:00:00</v></c></row>"));
  ASSERT_EQ(sheet.lines, (Lines{{"x", "2", "#N/A", "=…", "2024-03-05 08:00:00"}}));
  EXPECT_EQ(sheet.numbers[0], 5);
  EXPECT_EQ(sheet.kinds[0][2], CellKind::error);
  EXPECT_EQ(sheet.kinds[0][3], CellKind::error);
}

TEST_F(Xlsx, GivesTheValueOfMergedCellsToAllOfThem) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    worksheet_merge_range(book.sheet, 0, 0, 1, 0, "抽样编号", nullptr);
    worksheet_merge_range(book.sheet, 0, 1, 0, 2, "不合格项目", nullptr);
    book.text(1, 1, "项目名称");
    book.text(1, 2, "检验结果");
    worksheet_merge_range(book.sheet, 2, 0, 3, 0, "CJ1", nullptr);
    book.text(2, 1, "铅");
    book.text(3, 1, "镉");
  }
  EXPECT_EQ(read_sheet(file).lines, (Lines{{"抽样编号", "不合格项目", "不合格项目"},
                                           {"抽样编号", "项目名称", "检验结果"},
                                           {"CJ1", "铅"},
                                           {"CJ1", "镉"}}));
}

TEST_F(Xlsx, SkipsHiddenSheetsUnlessAsked) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    book.text(0, 0, "secret");
    lxw_worksheet* second = workbook_add_worksheet(book.book, "数据");
    worksheet_write_string(second, 0, 0, "shown", nullptr);
    worksheet_activate(second);
    worksheet_hide(book.sheet);
  }
  EXPECT_EQ(read_sheet(file).lines, (Lines{{"shown"}}));
  EXPECT_EQ(sheets_of(file).value(), (std::vector<std::string>{"数据"}));
  EXPECT_EQ(read_sheet(file, "Sheet1").lines, (Lines{{"secret"}}));
  EXPECT_EQ(read_sheet(file, "none").stopped->failure, &sheet_unknown);
}

TEST_F(Xlsx, IgnoresTheDimensionThatASheetClaims) {
  const Sheet sheet =
      raw("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>"
          "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>"
          "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>");
  ASSERT_EQ(sheet.lines.size(), 1U);
  EXPECT_LE(sheet.lines[0].size(), 256U);
}

TEST_F(Xlsx, RefusesACutOffArchive) {
  const std::string whole = raw_workbook(sheet_xml("<row><c><v>1</v></c></row>"));
  for (const std::size_t size :
       {std::size_t{4}, std::size_t{30}, whole.size() / 2, whole.size() - 22}) {
    const Sheet sheet = read_sheet(folder.write("cut.xlsx", whole.substr(0, size)));
    ASSERT_TRUE(sheet.stopped) << size;
    EXPECT_EQ(sheet.stopped->failure, &damaged);
  }
}

TEST_F(Xlsx, RefusesBytesThatDoNotFitTheirChecksum) {
  std::string bytes = raw_workbook(sheet_xml("<row><c><v>1234567</v></c></row>"));
  const std::size_t at = bytes.find("1234567");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = '9';
  EXPECT_EQ(read_sheet(folder.write("crc.xlsx", bytes)).stopped->failure, &damaged);
}

TEST_F(Xlsx, RefusesAZipBomb) {
  // 400 MiB of zeros in under 1 MiB, as the sheet and as the shared strings.
  const std::string file = folder.name("bomb.xlsx");
  write_bomb(file, std::size_t{400} << 20);
  ASSERT_LT(std::filesystem::file_size(file), std::size_t{1} << 20);
  const Sheet sheet = read_sheet(file);
  ASSERT_TRUE(sheet.stopped);
  EXPECT_EQ(sheet.stopped->failure, &too_large);
}

TEST_F(Xlsx, RefusesEntities) {
  const Sheet sheet =
      raw("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
          "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>");
  ASSERT_TRUE(sheet.stopped);
  EXPECT_EQ(sheet.stopped->failure, &forbidden_markup);
}

TEST_F(Xlsx, RefusesStringsAndColumnsThatAreNotThere) {
  const Read read = read_all(
      "enterprise",
      folder.write("a.xlsx", raw_workbook(sheet_xml(
                                 "<row><c t=\"inlineStr\"><is><t>企业名称</t></is></c></row>"
                                 "<row><c t=\"s\"><v>7</v></c></row>"
                                 "<row><c r=\"XFE3\"><v>1</v></c></row>"))));
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  ASSERT_EQ(read.refusals.size(), 2U);
  EXPECT_EQ(read.refusals[0].error.failure, &record_malformed);
  EXPECT_EQ(read.refusals[1].error.failure, &too_many_cells);
}

TEST_F(Xlsx, NamesOldWorkbooks) {
  const std::string ole("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on");
  const Read read = read_all("enterprise", folder.write("old.xls", ole));
  ASSERT_FALSE(read.outcome);
  EXPECT_EQ(read.outcome.error().failure, &legacy_workbook);
}

TEST_F(Xlsx, KeepsReferencesOnlyWhenTheirZerosAreSure) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    const char* headers[] = {"reference", "date", "classification"};
    for (int at = 0; at < 3; ++at) book.text(0, at, headers[at]);
    for (int row = 1; row <= 3; ++row) {
      book.number(row, 1, 45656, "yyyy-mm-dd");
      book.text(row, 2, "alert notification");
    }
    book.number(1, 0, 2024.9650, "0.0000");
    book.number(2, 0, 2024.9650);
    book.text(3, 0, "2024.9651");
  }
  const Read read = read_all("alert", file, {.mapping = "rasff-full"});
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.text(0, "reference"), "2024.9650");
  EXPECT_EQ(read.text(0, "notified_on"), "2024-12-30");
  EXPECT_EQ(read.text(1, "reference"), "2024.9651");
  ASSERT_EQ(read.refusals.size(), 1U);
  EXPECT_EQ(read.refusals[0].line, 3);
  EXPECT_EQ(read.refusals[0].field, "reference");
}

TEST_F(Xlsx, RefusesKeysThatLostDigitsAndCellsThatAreErrors) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    book.text(0, 0, "抽样编号");
    book.text(0, 1, "产品名称");
    book.number(1, 0, 2024.965);
    book.number(2, 0, 911100001000000020.0);
    book.number(3, 0, 20240001);
    book.number(3, 1, 2.5);
    book.text(4, 0, "CJ4");
    worksheet_write_formula_str(book.sheet, 4, 1, "=NA()", nullptr, "#N/A");
    book.text(5, 0, "CJ5");
    book.text(5, 1, "糕点");
  }
  const Read read = read_all("spot_check", file);
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  ASSERT_EQ(read.refusals.size(), 3U);
  EXPECT_EQ(read.refusals[0].error.failure, &number_lost_zeros);
  EXPECT_EQ(read.refusals[1].error.failure, &number_lost_zeros);
  EXPECT_EQ(read.refusals[2].error.failure, &cell_error);
  EXPECT_EQ(read.refusals[2].line, 5);
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.text(0, "sample_number"), "20240001");
  EXPECT_EQ(read.text(0, "product_name"), "2.5");
}

TEST_F(Xlsx, ReadsAPublishedTableWithMergedTitleAndTwoHeaderLines) {
  const std::string file = folder.name("a.xlsx");
  {
    Workbook book(file);
    worksheet_merge_range(book.sheet, 0, 0, 0, 4, "某省监督抽检不合格产品信息", nullptr);
    worksheet_merge_range(book.sheet, 1, 0, 2, 0, "抽样编号", nullptr);
    worksheet_merge_range(book.sheet, 1, 1, 2, 1, "食品名称", nullptr);
    worksheet_merge_range(book.sheet, 1, 2, 1, 4, "不合格情况", nullptr);
    book.text(2, 2, "不合格项目");
    book.text(2, 3, "检验结果");
    book.text(2, 4, "标准值");
    worksheet_merge_range(book.sheet, 3, 0, 4, 0, "CJ1", nullptr);
    worksheet_merge_range(book.sheet, 3, 1, 4, 1, "糕点", nullptr);
    book.text(3, 2, "铅");
    book.number(3, 3, 0.8, "0.00");
    book.text(4, 2, "镉");
    worksheet_merge_range(book.sheet, 5, 0, 5, 4, "注：排名不分先后", nullptr);
  }
  const Read read = read_all("spot_check", file, {.mapping = "spot-check-fail"});
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  EXPECT_TRUE(read.refusals.empty());
  ASSERT_EQ(read.rows_of("spot_check_item"), 2U);
  EXPECT_EQ(read.text(1, "measured"), "0.80");
  EXPECT_EQ(read.text(3, "spot_check"), "CJ1");
  EXPECT_EQ(read.text(3, "item"), "镉");
}

}  // namespace
}  // namespace zhiheng::intake
