#include "intake/csv.h"

#include "intake/failures.h"
#include "intake_fixture.h"

namespace zhiheng::intake {
namespace {

using namespace std::string_literals;

struct Cells {
  std::vector<std::vector<std::string>> lines;
  std::vector<std::int64_t> numbers;
  std::vector<const Failure*> faults;
  std::vector<std::string> places;
  std::string encoding;
  std::optional<Error> stopped;
};

Cells cells_of(const std::string& file, std::string_view encoding = "", char delimiter = 0) {
  Cells cells;
  auto source = open_csv(file, encoding, delimiter);
  if (!source) {
    cells.stopped = source.error();
    return cells;
  }
  Line line;
  for (;;) {
    const auto more = (*source)->next(line);
    if (!more) cells.stopped = more.error();
    if (!more || !*more) break;
    auto& texts = cells.lines.emplace_back();
    for (const Cell& cell : line.cells) texts.emplace_back(cell.text);
    cells.numbers.push_back(line.number);
    cells.faults.push_back(line.fault ? line.fault->failure : nullptr);
    cells.places.push_back(line.fault ? line.fault->where : "");
  }
  cells.encoding = (*source)->encoding();
  return cells;
}

class Csv : public testing::Test {
 protected:
  Cells read(std::string_view bytes, std::string_view encoding = "", char delimiter = 0) {
    return cells_of(folder.write("a.csv", bytes), encoding, delimiter);
  }
  Folder folder;
};

using Lines = std::vector<std::vector<std::string>>;

TEST_F(Csv, ReadsWhatRfc4180Shows) {
  // RFC 4180, section 2, rules 1 to 7.
  EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n").lines,
            (Lines{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx").lines,
            (Lines{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(read("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx").lines,
            (Lines{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
  EXPECT_EQ(read("\"aaa\",\"b\"\"bb\",\"\"\"\"\n").lines, (Lines{{"aaa", "b\"bb", "\""}}));
}

TEST_F(Csv, EndsLinesWithLfCrLfOrCr) {
  const Lines expected{{"a", "b"}, {"1", ""}, {"", "2"}};
  for (const std::string& end : {"\n"s, "\r\n"s, "\r"s}) {
    const std::string text = "a,b" + end + "1," + end + end + ",2";
    const Cells cells = read(text);
    EXPECT_EQ(cells.lines, expected);
    EXPECT_EQ(cells.numbers, (std::vector<std::int64_t>{1, 2, 4}));
    EXPECT_EQ(read(text + end).lines, expected);
  }
}

TEST_F(Csv, FindsTheDelimiter) {
  EXPECT_EQ(likely_delimiter("a;b;c\n1,5;2;3\n"), ';');
  EXPECT_EQ(likely_delimiter("a\tb\n1\t2,3\n"), '\t');
  EXPECT_EQ(likely_delimiter("a|b|c\n1|2|3\n"), '|');
  EXPECT_EQ(likely_delimiter("2024年监督抽查结果\na,b,c\n\"x;y;z\",2,3\n4;5,5,6\n"), ',');
  EXPECT_EQ(likely_delimiter("alone\n1\n2\n"), ',');
}

TEST_F(Csv, KeepsEveryCellOfALongFileAcrossBlocks) {
  // Blocks are 1 MiB: quoted line ends, doubled quotes and UTF-8 fall on their borders.
  std::string text = "no,text\n";
  std::vector<std::string> expected;
  for (int at = 0; at < 60'000; ++at) {
    const std::string cell =
        "第" + std::to_string(at) + "行\n\"" + std::string(at % 61, 'x') + "\"";
    expected.push_back(cell);
    std::string quoted;
    for (const char sign : cell) quoted += sign == '"' ? "\"\""s : std::string(1, sign);
    text += std::to_string(at) + ",\"" + quoted + "\"\r\n";
  }
  ASSERT_GT(text.size(), std::size_t{3} << 20);
  const Cells cells = read(text);
  ASSERT_EQ(cells.lines.size(), expected.size() + 1);
  for (std::size_t at = 0; at < expected.size(); ++at) {
    ASSERT_EQ(cells.lines[at + 1][1], expected[at]);
    ASSERT_EQ(cells.numbers[at + 1], static_cast<std::int64_t>(2 * at + 2));
  }
}

TEST_F(Csv, StripsTheByteOrderMarkAndReadsUtf16) {
  EXPECT_EQ(read("\xEF\xBB\xBF编号,名\n").lines, (Lines{{"编号", "名"}}));
  EXPECT_EQ(read("\xFF\xFE\x16\x7F,\0a\0\n\0"s).lines, (Lines{{"编", "a"}}));
  EXPECT_EQ(read("\xFE\xFF\x7F\x16\0,\0a\0\n"s).lines, (Lines{{"编", "a"}}));
  const Cells without_mark = read(
      "a\0,\0b\0\n\0"
      "1\0,\0"
      "2\0\n\0"s);
  EXPECT_EQ(without_mark.lines, (Lines{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(without_mark.encoding, "utf-16le");
  EXPECT_EQ(read("\xFF\xFE=\xD8\x00\xDE,\0b\0\n\0"s).lines, (Lines{{"\xF0\x9F\x98\x80", "b"}}));
}

TEST_F(Csv, RecognisesGb18030) {
  const Cells cells = read(gb_header + "1,\xD6\xCA\xC1\xBF\n");  // 质量
  EXPECT_EQ(cells.encoding, "gb18030");
  EXPECT_EQ(cells.lines, (Lines{{"抽样编号", "食品名称"}, {"1", "质量"}}));
  // '|' is 0x7C, which is also the second byte of characters: 亅 is 81 7C.
  EXPECT_EQ(read("a|b|c\n1|\x81\x7C|3\n", "gb18030").lines,
            (Lines{{"a", "b", "c"}, {"1", "亅", "3"}}));
}

TEST_F(Csv, DecidesOnTheEncodingWhenTheFirstChineseComes) {
  std::string text = "a,b\n";
  while (text.size() < (std::size_t{2} << 20)) text += "1,plain text without anything special\n";
  const Cells gb = read(text + "2,\xD6\xCA\xC1\xBF\n");
  EXPECT_EQ(gb.encoding, "gb18030");
  EXPECT_EQ(gb.lines.back(), (std::vector<std::string>{"2", "质量"}));
  EXPECT_EQ(read(text + "2,质量\n").encoding, "utf-8");
}

TEST_F(Csv, NamesLineAndByteOfAForeignEncoding) {
  const Cells utf8 = read("抽样编号,食品名称\n1,甲乙丙丁\n2,\xD6\xCA\xC1\xBF\n3,质量\n");
  EXPECT_EQ(utf8.encoding, "utf-8");
  EXPECT_EQ(utf8.faults[2], &mixed_encoding);
  EXPECT_EQ(utf8.numbers[2], 3);
  EXPECT_EQ(utf8.places[2], "byte 44");
  EXPECT_EQ(utf8.faults[3], nullptr);
  const Cells gb = read(gb_header + "1,\xD6\xCA\xC1\xBF\n2,\xD6\xCA\xC1\xBF\n3,质量监督抽查\n");
  EXPECT_EQ(gb.encoding, "gb18030");
  EXPECT_EQ(gb.faults[3], &mixed_encoding);
  EXPECT_EQ(gb.places[3], "byte 35");
}

TEST_F(Csv, RefusesTextInNoEncodingItKnows) {
  const Cells cells = read("a,b\n1,\xFF\xFF\xFF\n2,\x80\xFF\n");
  ASSERT_TRUE(cells.stopped);
  EXPECT_EQ(cells.stopped->failure, &encoding_unknown);
  EXPECT_EQ(cells.stopped->where, "line 2, byte 7");
  EXPECT_EQ(read("a\n", "klingon").stopped->failure, &encoding_unknown);
}

TEST_F(Csv, RefusesARowWithNulAndReadsTheNext) {
  const Cells cells = read("a,b\n1,x\0y\n2,z\n"s);
  EXPECT_EQ(cells.faults, (std::vector<const Failure*>{nullptr, &nul_byte, nullptr}));
  EXPECT_EQ(cells.places[1], "byte 8");
}

TEST_F(Csv, RefusesARowWithTextBehindAQuote) {
  const Cells cells = read("a,b\n\"1\"x,2\n\"3\" ,4\n5\",6\n");
  EXPECT_EQ(cells.faults,
            (std::vector<const Failure*>{nullptr, &quote_misplaced, nullptr, nullptr}));
  EXPECT_EQ(cells.lines[2], (std::vector<std::string>{"3", "4"}));
  EXPECT_EQ(cells.lines[3], (std::vector<std::string>{"5\"", "6"}));
}

TEST_F(Csv, NamesTheLineOfAQuoteThatIsNeverClosed) {
  const Cells cells = read("a,b\n1,2\n3,\"4\n5,6\n");
  ASSERT_TRUE(cells.stopped);
  EXPECT_EQ(cells.stopped->failure, &quote_not_closed);
  EXPECT_EQ(cells.stopped->where, "line 3");
}

/// Memory that this program has used at most, in KiB.
long peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      long kib = 0;
      status >> kib;
      return kib;
    }
  }
  return 0;
}

TEST_F(Csv, StopsAtALineOf100MegabytesWithoutHoldingIt) {
  const std::string file = folder.name("long.csv");
  {
    std::ofstream out(file, std::ios::binary);
    out << "a,b\n";
    const std::string block(1 << 20, 'x');
    for (int at = 0; at < 100; ++at) out << block;
  }
  const long before = peak_kib();
  const Cells cells = cells_of(file);
  ASSERT_TRUE(cells.stopped);
  EXPECT_EQ(cells.stopped->failure, &too_large);
  EXPECT_LT(peak_kib() - before, 64 * 1024);
}

TEST_F(Csv, RefusesACellOverOneMegabyteButNotTheRest) {
  const Cells cells = read("a,b\n1," + std::string((1 << 20) + 1, 'x') + "\n2,y\n");
  EXPECT_EQ(cells.faults, (std::vector<const Failure*>{nullptr, &cell_too_long, nullptr}));
}

TEST_F(Csv, RefusesAMissingOrEmptyFile) {
  EXPECT_EQ(cells_of(folder.name("none.csv")).stopped->failure, &cannot_read);
  EXPECT_EQ(cells_of(folder.name("")).stopped->failure, &cannot_read);
  EXPECT_EQ(read("").stopped->failure, &empty_file);
}

}  // namespace
}  // namespace zhiheng::intake
