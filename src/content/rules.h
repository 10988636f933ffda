#pragma once
// What files may be kept: types and limits as data, from catalog/attachments.toml.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"

namespace zhiheng::content {

/// How the bytes of a type are looked at.
enum class Form {
  pdf,     ///< ISO 32000
  jpeg,    ///< ISO/IEC 10918-1
  png,     ///< ISO/IEC 15948
  office,  ///< ISO/IEC 29500: a ZIP package with [Content_Types].xml
  ofd,     ///< GB/T 33190-2016: a ZIP package with OFD.xml
  text     ///< UTF-8 or GB 18030
};

struct FileType {
  std::string name;  ///< "pdf"
  Words title;
  std::string media;  ///< what a download is called: "application/pdf"
  std::vector<std::string>
      endings;  ///< lower case, without dot; the first is given where none fits
  Form form = Form::pdf;
  std::string main_part;     ///< content type of the main part, for `office`
  std::int64_t largest = 0;  ///< bytes
};

struct Rules {
  std::vector<FileType> types;
  std::int64_t largest_unpacked = 0;      ///< bytes of all parts of a package together
  std::int64_t largest_ratio = 0;         ///< of a part: bytes unpacked by bytes packed
  std::int64_t most_parts = 0;            ///< of a package
  std::int64_t most_pixels = 0;           ///< of an image
  std::vector<std::string> pdf_refused;   ///< names that make a PDF active: "JavaScript"
  std::vector<std::string> part_refused;  ///< what names of active parts contain: "vbaproject"
  std::int64_t most_files = 0;            ///< in one field of a record

  [[nodiscard]] const FileType* find(std::string_view name) const;
  /// Bytes of the largest file of any type.
  [[nodiscard]] std::int64_t largest() const;
};

}  // namespace zhiheng::content
