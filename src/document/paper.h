#pragma once
// A document as it will stand on paper, whatever the format.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/notice.h"
#include "catalog/page.h"
#include "registry/lifecycle.h"
#include "registry/registry.h"

namespace zhiheng::document {

struct Paper {
  Language language = Language::zh;
  catalog::PageMeasures page;
  std::string issuer;
  std::string title;
  std::string number;     ///< 发文字号
  std::string recipient;  ///< with its colon
  std::vector<std::string> paragraphs;
  Date dated;
  std::string dated_text;
  std::string record;  ///< which record it was made of, for the properties of the file
  std::string source;  ///< law and article, likewise
};

/// What a document is made of.
struct Material {
  const catalog::Catalog& catalog;
  const catalog::Register& of;
  const catalog::Notice& notice;
  const registry::Record& record;
  std::span<const std::string> columns;  ///< of the record's values
  std::span<const registry::ClockReading> clocks;
  const std::map<std::string, std::string>& firms;  ///< names of those on record, by credit code
};

/// @fails  document.not_now, document.value_missing; registry.not_allowed: a value of the text is
///         not for this person
[[nodiscard]] Result<Paper> write_paper(const Material& material, Language language);

/// "二〇二五年十月十四日".
[[nodiscard]] std::string chinese_date(Date date);

/// A page for the browser, whole by itself.
[[nodiscard]] std::string as_html(const Paper& paper);

/// An Office Open XML document (ISO/IEC 29500) to go on writing in. The same paper gives the same
/// bytes.
[[nodiscard]] std::string as_docx(const Paper& paper);

/// Pages in the measures of catalog/page.toml; text can be selected and searched. The same paper
/// gives the same bytes where the same fonts and libraries are installed.
[[nodiscard]] std::string as_pdf(const Paper& paper);

}  // namespace zhiheng::document
