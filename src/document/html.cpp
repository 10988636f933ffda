#include <cmath>

#include "document/markup.h"
#include "document/paper.h"

namespace zhiheng::document {

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      default:
        made += c;
    }
  }
  return made;
}

std::string as_html(const Paper& paper) {
  const bool chinese = paper.language == Language::zh;
  const catalog::PageMeasures& measures = paper.page;
  const std::string pitch = std::to_string(std::lround(measures.pitch_points()));
  const std::string title = std::to_string(measures.title_points);
  const auto mm = [](int length) { return std::to_string(length) + "mm "; };
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"" + std::string(chinese ? "zh-CN" : "en") +
      "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(paper.title) +
      "</title>\n<style>\n"
      "@page { size: " +
      mm(measures.width_mm) + mm(measures.height_mm) + "; margin: " + mm(measures.top_mm) +
      mm(measures.right_mm()) + mm(measures.bottom_mm()) + mm(measures.left_mm) +
      "}\nbody { max-width: " + mm(measures.text_width_mm) +
      "; margin: 2em auto; font: " + std::to_string(measures.body_points) + "pt/" + pitch +
      "pt FangSong, STFangsong, \"Noto Serif CJK SC\", serif }\n"
      "header { text-align: center; font-size: " +
      title + "pt; line-height: 1.5 }\nh1 { font-size: " + title +
      "pt; margin: 0 }\n"
      ".number { text-align: right }\n"
      "p { margin: 0; text-align: justify }\n"
      ".text { text-indent: 2em }\n"
      ".end { text-align: right; padding-right: 4em; margin-top: " +
      pitch +
      "pt }\n"
      "</style>\n</head>\n<body>\n";
  page += "<header>" + escaped(paper.issuer) + "\n<h1>" + escaped(paper.title) + "</h1></header>\n";
  page += "<p class=\"number\">" + escaped(paper.number) + "</p>\n";
  page += "<p>" + escaped(paper.recipient) + "</p>\n";
  for (const std::string& paragraph : paper.paragraphs) {
    page += "<p class=\"text\">" + escaped(paragraph) + "</p>\n";
  }
  page += "<p class=\"end\">" + escaped(paper.issuer) + "<br>" + escaped(paper.dated_text) +
          "<br>" + (chinese ? "（印章）" : "(seal)") + "</p>\n</body>\n</html>\n";
  return page;
}

}  // namespace zhiheng::document
