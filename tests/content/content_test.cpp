#include "content/content.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "content/failures.h"
#include "content/mapped_file.h"
#include "support/sample_files.h"
#include "support/source.h"

namespace zhiheng::content {
namespace {

using support::docx;
using support::docx_parts;
using support::jpeg;
using support::pdf;
using support::png;
using support::zip;
using support::ZipPart;

constexpr const char* word =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

Rules rules() {
  Rules made;
  const auto add = [&](const char* name, Form form, std::vector<std::string> endings,
                       const char* main_part = "") {
    made.types.push_back({.name = name,
                          .title = {},
                          .media = name,
                          .endings = std::move(endings),
                          .form = form,
                          .main_part = main_part,
                          .largest = 5'000'000});
  };
  add("pdf", Form::pdf, {"pdf"});
  add("jpeg", Form::jpeg, {"jpg", "jpeg"});
  add("png", Form::png, {"png"});
  add("docx", Form::office, {"docx"}, word);
  add("ofd", Form::ofd, {"ofd"});
  add("text", Form::text, {"txt"});
  add("csv", Form::text, {"csv"});
  made.largest_unpacked = 10'000'000;
  made.largest_ratio = 200;
  made.most_parts = 20;
  made.most_pixels = 1'000'000;
  made.pdf_refused = {"JavaScript", "Launch", "EmbeddedFile"};
  made.part_refused = {"vbaproject", ".exe"};
  return made;
}

std::string type_of(const std::string& bytes, const std::string& name = "file",
                    const std::vector<std::string>& accepted = {}) {
  static const Rules all = rules();
  const auto found = examine(bytes, name, all, accepted);
  return found ? (*found)->name : std::string(found.error().failure->id);
}

std::string deflated(const std::string& bytes, int window) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(Content, IsToldByTheBytesWhateverTheName) {
  EXPECT_EQ(type_of(pdf(), "photo.jpg"), "pdf");
  EXPECT_EQ(type_of(jpeg(), "report.pdf"), "jpeg");
  EXPECT_EQ(type_of(png(), "page.html"), "png");
  EXPECT_EQ(type_of(docx(), "macro.docm"), "docx");
  EXPECT_EQ(type_of(support::ofd()), "ofd");
  EXPECT_EQ(type_of("编号,结果\n1,合格\n", "rows.csv"), "csv");
  EXPECT_EQ(type_of("编号,结果\n", "rows.CSV"), "csv");
  EXPECT_EQ(type_of("投诉内容：锅炉漏水。\n", "x"), "text");
  EXPECT_EQ(type_of("\xB9\xF8\xC2\xAF", "gb18030.txt"), "text");
}

TEST(Content, OfATypeThatIsNotAcceptedHereIsRefused) {
  EXPECT_EQ(type_of(pdf(), "a.pdf", {"jpeg", "png"}), "content.type_refused");
  EXPECT_EQ(type_of(jpeg(), "a.pdf", {"jpeg", "png"}), "jpeg");
  EXPECT_EQ(type_of("a,b\n", "a.csv", {"csv"}), "csv");
  for (const char* other : {"MZ\x90\x01",
                            "\x7F"
                            "ELF\x02",
                            "GIF89a\x01", "\x01\x02", "\x80\xFF\xFE x"}) {
    EXPECT_EQ(type_of(other, "a.pdf"), "content.type_refused") << other;
  }
  EXPECT_EQ(type_of(""), "content.empty");
}

TEST(Content, ThatABrowserWouldShowAsAPageIsRefused) {
  for (const char* page :
       {"<!DOCTYPE html><p>", "  \n<html>", "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0'?><a/>", "hello <script>alert(1)</script>", "<SCRIPT src=x>"}) {
    EXPECT_EQ(type_of(page, "a.txt"), "content.type_refused") << page;
  }
  std::string image = jpeg();
  image.insert(20, "<html><script>alert(1)</script>");
  EXPECT_EQ(type_of(image), "content.two_in_one");
}

TEST(Content, LargerThanItsTypeMayBeIsRefused) {
  EXPECT_EQ(type_of(std::string(5'000'001, 'a')), "content.too_large");
  EXPECT_EQ(type_of(std::string(5'000'000, 'a')), "text");
}

TEST(Pdf, ThatRunsSomethingIsRefused) {
  for (const char* name :
       {"/JavaScript", "/Launch", "/EmbeddedFile", "/Java#53cript", "/#4aavaScript"}) {
    EXPECT_EQ(type_of(pdf("", "4 0 obj\n<< /S " + std::string(name) + " /X (x) >>\nendobj\n")),
              "content.active")
        << name;
  }
  // Names that only begin alike are something else.
  EXPECT_EQ(type_of(pdf("", "4 0 obj\n<< /LaunchPad 1 >>\nendobj\n")), "pdf");
}

TEST(Pdf, IsLookedAtWithinItsObjectStreams) {
  const auto stream = [](const std::string& dictionary, const std::string& bytes) {
    return "4 0 obj\n<< /Type /ObjStm " + dictionary + " >>\nstream\r\n" + bytes +
           "\nendstream\nendobj\n";
  };
  const std::string bad = "5 0 << /S /JavaScript /JS (app.alert(1)) >>";
  const std::string good = "5 0 << /S /GoTo >>";
  EXPECT_EQ(type_of(pdf("", stream("/Filter /FlateDecode", deflated(bad, 15)))), "content.active");
  EXPECT_EQ(type_of(pdf("", stream("/Filter /FlateDecode", deflated(good, 15)))), "pdf");
  EXPECT_EQ(type_of(pdf("", stream("/Filter /Fl", deflated(bad, 15)))), "content.active");
  EXPECT_EQ(type_of(pdf("", stream("/Filter /ASCIIHexDecode", "00>"))), "content.locked");
  EXPECT_EQ(type_of(pdf("", stream("/Filter /FlateDecode", "no zlib stream"))), "content.damaged");
  EXPECT_EQ(
      type_of(pdf("", stream("/Filter /FlateDecode", deflated(std::string(20'000'000, ' '), 15)))),
      "content.unpacks_too_large");
}

TEST(Pdf, ThatIsLockedCutShortOrTwoFilesIsRefused) {
  EXPECT_EQ(type_of(pdf("", "4 0 obj\n<< /Encrypt 5 0 R >>\nendobj\n")), "content.locked");
  EXPECT_EQ(type_of(pdf().substr(0, 200)), "content.damaged");
  EXPECT_EQ(type_of("%PDF-9.9\n" + pdf()), "content.damaged");
  EXPECT_EQ(type_of(pdf() + "PK more"), "content.two_in_one");
  // An archive behind it, with the end of the PDF in its comment.
  EXPECT_EQ(type_of(zip({{"a", "b"}}, pdf(), "\n%%EOF\n")), "content.two_in_one");
  EXPECT_EQ(type_of("GIF89a" + pdf()), "content.two_in_one");
}

TEST(Image, IsWalkedToItsEnd) {
  EXPECT_EQ(type_of(png().substr(0, 40)), "content.damaged");
  std::string changed = png();
  changed[20] ^= 1;
  EXPECT_EQ(type_of(changed), "content.damaged");
  EXPECT_EQ(type_of(png() + "tail"), "content.two_in_one");
  EXPECT_EQ(type_of(png(0, 5)), "content.damaged");
  EXPECT_EQ(type_of(png(100'000, 100'000)), "content.unpacks_too_large");
  EXPECT_EQ(type_of(jpeg(60'000, 60'000)), "content.unpacks_too_large");
  EXPECT_EQ(type_of(jpeg().substr(0, 30)), "content.damaged");
  EXPECT_EQ(type_of("\xFF\xD8\xFF\xD9"), "content.damaged");
  // Cameras put a second image behind the first; an archive is something else.
  EXPECT_EQ(type_of(jpeg() + jpeg()), "jpeg");
  EXPECT_EQ(type_of(jpeg() + zip({{"a", "b"}})), "content.two_in_one");
}

TEST(Package, WithProgramsOrObjectsIsRefused) {
  EXPECT_EQ(type_of(docx({{"word/vbaProject.bin", "x"}})), "content.active");
  EXPECT_EQ(type_of(docx({{"word/media/image1.png", "MZ program"}})), "content.active");
  EXPECT_EQ(type_of(docx({{"word/embeddings/a.doc", "\xD0\xCF\x11\xE0..."}})), "content.active");
  auto parts = docx_parts();
  parts[0].bytes.replace(parts[0].bytes.find("</Types>"), 0,
                         "<Default Extension=\"x\" ContentType=\"application/vnd.ms-word.document."
                         "macroEnabled.main+xml\"/>");
  EXPECT_EQ(type_of(zip(parts)), "content.active");
  // A chart holds its workbook; that one is looked at too, and holds no further one.
  EXPECT_EQ(type_of(docx({{"word/embeddings/a.docx", docx()}})), "docx");
  EXPECT_EQ(type_of(docx({{"word/embeddings/a.docx", docx({{"x.exe", "x"}})}})), "content.active");
  EXPECT_EQ(type_of(docx({{"word/embeddings/a.docx", docx({{"b.docx", docx()}})}})),
            "content.active");
}

TEST(Package, ThatFetchesFromElsewhereIsRefused) {
  const auto with = [](const std::string& relation) {
    return docx(
        {{"word/_rels/settings.xml.rels", "<Relationships>" + relation + "</Relationships>"}});
  };
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  EXPECT_EQ(type_of(with("<Relationship Type=\"" + type +
                         "attachedTemplate\" Target=\"http://x\" TargetMode=\"External\"/>")),
            "content.active");
  EXPECT_EQ(type_of(with("<Relationship TargetMode = 'external' Type='" + type + "image'/>")),
            "content.active");
  EXPECT_EQ(type_of(with("<Relationship Type=\"x\" TargetMode=\"&#69;xternal\"/>")),
            "content.active");
  EXPECT_EQ(type_of(with("<Relationship Type=\"" + type +
                         "hyperlink\" Target=\"http://x\" TargetMode=\"External\"/>")),
            "docx");
  EXPECT_EQ(
      type_of(docx({{"word/a.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"}})),
      "content.active");
  EXPECT_EQ(type_of(docx({{"word/a.xml", std::string("\xFF\xFE<\0a\0", 6)}})), "content.damaged");
}

TEST(Archive, WithNamesThatLeaveTheirFolderOrRepeatIsRefused) {
  for (const char* name : {"../x", "a/../../x", "/etc/passwd", "C:x", "a\\b", "a//b", "./a", "a\nb",
                           "\xFF", "WORD/DOCUMENT.XML"}) {
    EXPECT_EQ(type_of(docx({{name, "x"}})), "content.unsafe_name") << name;
  }
  ZipPart link{"word/link", "/etc/passwd"};
  link.attributes = 0120777u << 16;
  EXPECT_EQ(type_of(docx({link})), "content.unsafe_name");
}

TEST(Archive, ThatUnpacksTooLargeIsRefused) {
  const std::string zeros(9'000'000, '\0');
  ZipPart bomb{"word/media/a", zeros};
  bomb.packed = deflated(zeros, -15);
  EXPECT_EQ(type_of(docx({bomb})), "content.unpacks_too_large");  // by its ratio
  ZipPart liar = bomb;
  liar.claimed_size = 100;  // says less than it unpacks to
  EXPECT_EQ(type_of(docx({liar})), "content.unpacks_too_large");
  ZipPart claims{"word/media/a", "x"};
  claims.claimed_size = 900'000'000;
  EXPECT_EQ(type_of(docx({claims})), "content.unpacks_too_large");
  std::vector<ZipPart> many;
  for (int i = 0; i < 30; ++i) many.push_back({"p" + std::to_string(i), "x"});
  EXPECT_EQ(type_of(docx(many)), "content.unpacks_too_large");
}

TEST(Archive, ThatCanBeReadInTwoWaysIsRefused) {
  EXPECT_EQ(type_of(zip(docx_parts(), "PK\x03\x04 before")), "content.two_in_one");
  EXPECT_EQ(type_of(zip(docx_parts(), "", "comment")), "content.damaged");
  EXPECT_EQ(type_of(docx() + "tail"), "content.damaged");
  ZipPart other{"word/a.xml", "<a/>"};
  other.name_in_header = "word/b.xml";
  EXPECT_EQ(type_of(docx({other})), "content.damaged");
  ZipPart hidden{"word/c.xml", "<a/>"};
  hidden.flags = 1;
  EXPECT_EQ(type_of(docx({hidden})), "content.locked");
  std::string changed = docx();
  changed[changed.find("<document/>") + 1] ^= 1;
  EXPECT_EQ(type_of(changed), "content.damaged");
  EXPECT_EQ(type_of(zip({{"a.txt", "b"}})), "content.type_refused");
}

TEST(SafeName, KeepsWhatPeopleReadAndNothingElse) {
  const Rules all = rules();
  const FileType& type = *all.find("pdf");
  EXPECT_EQ(safe_name("检验报告（终稿）.PDF", type), "检验报告（终稿）.pdf");
  EXPECT_EQ(safe_name("../../etc/passwd", type), "passwd.pdf");
  EXPECT_EQ(safe_name("C:\\Users\\li\\a.pdf", type), "a.pdf");
  EXPECT_EQ(safe_name("report.exe", type), "report.exe.pdf");
  EXPECT_EQ(safe_name("x\xE2\x80\xAE"
                      "fdp.exe",
                      type),
            "xfdp.exe.pdf");
  EXPECT_EQ(safe_name("a|b:c*\"<d>\r\n.pdf", type), "a_b_c___d_.pdf");
  EXPECT_EQ(safe_name("", type), "file.pdf");
  EXPECT_EQ(safe_name(" .. ", type), "file.pdf");
  EXPECT_EQ(safe_name("\xFF\xFE", type), "file.pdf");
  EXPECT_EQ(safe_name("CON.pdf", type), "_CON.pdf");
  EXPECT_EQ(safe_name(std::string(500, 'a') + ".pdf", type), std::string(120, 'a') + ".pdf");
  const std::string device = safe_name("CON." + std::string(500, 'a') + ".pdf", type);
  EXPECT_EQ(device, "_CON." + std::string(115, 'a') + ".pdf");
  EXPECT_EQ(safe_name(device, type), device);
}

TEST(MappedFile, ThatIsNotThereIsRefused) {
  const auto missing = MappedFile::open("/nowhere/at/all");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure, &cannot_read);
  EXPECT_FALSE(MappedFile::open("/"));
  const auto here = MappedFile::open(support::source_path("/LICENSE"));
  ASSERT_TRUE(here);
  EXPECT_GT(here->bytes().size(), 100u);
}

}  // namespace
}  // namespace zhiheng::content
