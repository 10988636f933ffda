// Office Open XML, written by hand: six small parts in a ZIP package without compression, whose
// bytes depend on the paper alone.

#include <zlib.h>

#include <cmath>

#include "document/markup.h"
#include "document/paper.h"

namespace zhiheng::document {
namespace {

struct Part {
  std::string name, xml;
};

constexpr const char* head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr const char* office =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* package = "http://schemas.openxmlformats.org/package/2006";

std::string little(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

// PKWARE APPNOTE 4.3; every part stored, all of the first day that the format knows.
std::string zipped(const std::vector<Part>& parts) {
  constexpr std::uint64_t first_day = 0x00210000;
  std::string file, directory;
  for (const Part& part : parts) {
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(part.xml.data()),
                           static_cast<uInt>(part.xml.size()));
    const std::string facts = little(20, 2) + little(0x0800, 2) + little(0, 2) +
                              little(first_day, 4) + little(sum, 4) + little(part.xml.size(), 4) +
                              little(part.xml.size(), 4) + little(part.name.size(), 2) +
                              little(0, 2);
    directory +=
        "PK\x01\x02" + little(20, 2) + facts + little(0, 10) + little(file.size(), 4) + part.name;
    file += "PK\x03\x04" + facts + part.name + part.xml;
  }
  return file + directory + "PK\x05\x06" + little(0, 4) + little(parts.size(), 2) +
         little(parts.size(), 2) + little(directory.size(), 4) + little(file.size(), 4) +
         little(0, 2);
}

std::string paragraph(const std::string& style, const std::string& text) {
  return "<w:p><w:pPr><w:pStyle w:val=\"" + style +
         "\"/></w:pPr><w:r><w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r></w:p>";
}

/// Twentieths of a point.
std::string twentieths(double points) { return std::to_string(std::lround(points * 20)); }
std::string of_millimetres(int millimetres) { return twentieths(millimetres * 72 / 25.4); }

std::string section(const catalog::PageMeasures& page) {
  const auto set = [](const char* name, const std::string& value) {
    return " w:" + std::string(name) + "=\"" + value + "\"";
  };
  return "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"r2\"/><w:pgSz" +
         set("w", of_millimetres(page.width_mm)) + set("h", of_millimetres(page.height_mm)) +
         "/><w:pgMar" + set("top", of_millimetres(page.top_mm)) +
         set("right", of_millimetres(page.right_mm())) +
         set("bottom", of_millimetres(page.bottom_mm())) +
         set("left", of_millimetres(page.left_mm)) +
         " w:header=\"851\" w:footer=\"1400\" w:gutter=\"0\"/><w:docGrid w:type=\"lines\"" +
         set("linePitch", twentieths(page.pitch_points())) + "/></w:sectPr>";
}

std::string document_of(const Paper& paper) {
  const bool chinese = paper.language == Language::zh;
  std::string body = paragraph("Issuer", paper.issuer) + paragraph("Title", paper.title) +
                     paragraph("Number", paper.number) + paragraph("Recipient", paper.recipient);
  for (const std::string& text : paper.paragraphs) body += paragraph("Normal", text);
  body += paragraph("End", "") + paragraph("End", paper.issuer) +
          paragraph("End", paper.dated_text) + paragraph("End", chinese ? "（印章）" : "(seal)");
  return std::string(head) + "<w:document xmlns:w=\"" + word + "\" xmlns:r=\"" + office +
         "\"><w:body>" + body + section(paper.page) + "</w:body></w:document>";
}

/// @param properties  of the paragraph, then of its letters
std::string style(const std::string& name, const std::string& paragraph_xml, int half_points,
                  bool bold, bool is_default = false) {
  return "<w:style w:type=\"paragraph\"" + std::string(is_default ? " w:default=\"1\"" : "") +
         " w:styleId=\"" + name + "\"><w:name w:val=\"" + name + "\"/>" +
         (is_default ? "" : "<w:basedOn w:val=\"Normal\"/>") + "<w:pPr>" + paragraph_xml +
         "</w:pPr><w:rPr>" +
         (bold ? "<w:rFonts w:ascii=\"SimSun\" w:hAnsi=\"SimSun\" w:eastAsia=\"SimSun\"/><w:b/>"
               : "") +
         "<w:sz w:val=\"" + std::to_string(half_points) + "\"/></w:rPr></w:style>";
}

std::string styles(const catalog::PageMeasures& page) {
  const int third = 2 * page.body_points, second = 2 * page.title_points;
  const std::string pitch = twentieths(page.pitch_points());
  const auto ems = [&](int count) { return twentieths(count * page.body_points); };
  return std::string(head) + "<w:styles xmlns:w=\"" + word +
         "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"FangSong\" "
         "w:hAnsi=\"FangSong\" w:eastAsia=\"FangSong\" w:cs=\"FangSong\"/><w:lang "
         "w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>" +
         // By the name that every word processor gives the plain style: LibreOffice takes "Text"
         // for its captions, which are slanted and set apart.
         style("Normal",
               "<w:spacing w:line=\"" + pitch +
                   "\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" "
                   "w:firstLine=\"" +
                   ems(2) + "\"/><w:jc w:val=\"both\"/>",
               third, false, true) +
         style("Issuer",
               "<w:spacing w:line=\"720\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"0\" "
               "w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
               second, false) +
         style("Title",
               "<w:spacing w:after=\"200\" w:line=\"720\" w:lineRule=\"exact\"/><w:ind "
               "w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
               second, true) +
         style("Number", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
               third, false) +
         style("Recipient", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>", third, false) +
         style("End",
               "<w:ind w:right=\"" + ems(4) +
                   "\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc "
                   "w:val=\"right\"/>",
               third, false) +
         "</w:styles>";
}

std::string footer(const catalog::PageMeasures& page) {
  const std::string size = std::to_string(2 * page.number_points);
  return std::string(head) + "<w:ftr xmlns:w=\"" + word +
         "\"><w:p><w:pPr><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc "
         "w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"" +
         size +
         "\"/></w:rPr><w:t "
         "xml:space=\"preserve\">— </w:t></w:r><w:fldSimple w:instr=\" PAGE \"><w:r><w:rPr><w:sz "
         "w:val=\"" +
         size +
         "\"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple><w:r><w:rPr><w:sz "
         "w:val=\"" +
         size + "\"/></w:rPr><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>";
}

std::string properties(const Paper& paper) {
  const std::string at = to_text(paper.dated) + "T00:00:00Z";
  return std::string(head) + "<cp:coreProperties xmlns:cp=\"" + package +
         "/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
         "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>" +
         escaped(paper.title) + "</dc:title><dc:creator>" + escaped(paper.issuer) +
         "</dc:creator><dc:identifier>" + escaped(paper.record) +
         "</dc:identifier><dc:description>" + escaped(paper.source) +
         "</dc:description><dcterms:created xsi:type=\"dcterms:W3CDTF\">" + at +
         "</dcterms:created></cp:coreProperties>";
}

std::string content_types() {
  const std::string type = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  const auto part = [](const std::string& name, const std::string& what) {
    return "<Override PartName=\"" + name + "\" ContentType=\"" + what + "\"/>";
  };
  return std::string(head) + "<Types xmlns=\"" + package +
         "/content-types\"><Default Extension=\"rels\" "
         "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
         part("/word/document.xml", type + "document.main+xml") +
         part("/word/styles.xml", type + "styles+xml") +
         part("/word/footer1.xml", type + "footer+xml") +
         part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml") +
         "</Types>";
}

std::string relations(const std::vector<std::pair<std::string, std::string>>& targets) {
  std::string xml = std::string(head) + "<Relationships xmlns=\"" + package + "/relationships\">";
  int number = 0;
  for (const auto& [type, target] : targets) {
    xml += "<Relationship Id=\"r" + std::to_string(++number) + "\" Type=\"" + type +
           "\" Target=\"" + target + "\"/>";
  }
  return xml + "</Relationships>";
}

}  // namespace

std::string as_docx(const Paper& paper) {
  const std::string to = office;
  return zipped(
      {{"[Content_Types].xml", content_types()},
       {"_rels/.rels", relations({{to + "/officeDocument", "word/document.xml"},
                                  {std::string(package) + "/relationships/metadata/core-properties",
                                   "docProps/core.xml"}})},
       {"docProps/core.xml", properties(paper)},
       {"word/_rels/document.xml.rels",
        relations({{to + "/styles", "styles.xml"}, {to + "/footer", "footer1.xml"}})},
       {"word/document.xml", document_of(paper)},
       {"word/footer1.xml", footer(paper.page)},
       {"word/styles.xml", styles(paper.page)}});
}

}  // namespace zhiheng::document
