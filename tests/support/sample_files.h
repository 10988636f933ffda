#pragma once
// Small files of the types that records may carry, and the means to spoil them.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhiheng::support {

/// CRC-32 as ZIP and PNG use it.
inline std::uint32_t check_sum(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFF;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int i = 0; i < 8; ++i) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
  }
  return ~sum;
}

inline std::string little(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(number >> 8 * i);
  return bytes;
}
inline std::string big(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(number >> 8 * i);
  return bytes;
}

/// A page that says `text`; `more` stands among its objects.
inline std::string pdf(const std::string& text = "Zhiheng", const std::string& more = "") {
  return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
         "/Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 "
         "200 200] >>\nendobj\n% " +
         text + "\n" + more + "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
}

inline std::string png_chunk(const std::string& type, const std::string& bytes) {
  return big(bytes.size(), 4) + type + bytes + big(check_sum(type + bytes), 4);
}
/// @param text  of a comment within it
inline std::string png(const std::string& text) {
  const std::string image = "\x89PNG\r\n\x1A\n";
  return image + png_chunk("IHDR", big(1, 4) + big(1, 4) + std::string("\x08\x00\x00\x00\x00", 5)) +
         png_chunk("tEXt", "Comment" + std::string(1, '\0') + text) + png_chunk("IEND", "");
}
inline std::string png(std::uint32_t width = 1, std::uint32_t height = 1) {
  return "\x89PNG\r\n\x1A\n" +
         png_chunk("IHDR",
                   big(width, 4) + big(height, 4) + std::string("\x08\x00\x00\x00\x00", 5)) +
         png_chunk("IDAT", std::string("\x78\x9C\x63\x60\x00\x00\x00\x02\x00\x01", 10)) +
         png_chunk("IEND", "");
}

inline std::string jpeg(std::uint32_t width = 1, std::uint32_t height = 1) {
  const std::string frame =
      "\x08" + big(height, 2) + big(width, 2) + "\x01\x01\x11" + std::string(1, '\0');
  const std::string scan = std::string("\x01\x01\x00\x00\x3F\x00", 6);
  return "\xFF\xD8\xFF\xE0" + big(2 + 5, 2) + std::string("JFIF\0", 5) + "\xFF\xC0" +
         big(2 + frame.size(), 2) + frame + "\xFF\xDA" + big(2 + scan.size(), 2) + scan +
         std::string("\x12\xFF\x00\x34", 4) + "\xFF\xD9";
}

struct ZipPart {
  std::string name, bytes;
  std::uint32_t flags = 0;
  std::uint32_t attributes = 0;     ///< of the directory's line
  std::string name_in_header = {};  ///< where another one stands there
  std::uint32_t claimed_size = 0;   ///< instead of the size
  std::string packed = {};          ///< deflated bytes; empty: stored
};

inline std::string zip(const std::vector<ZipPart>& parts, const std::string& before = "",
                       const std::string& comment = "") {
  std::string file = before, directory;
  for (const ZipPart& part : parts) {
    const std::string& packed = part.packed.empty() ? part.bytes : part.packed;
    const auto size = part.claimed_size != 0 ? part.claimed_size : part.bytes.size();
    const std::string facts = little(part.packed.empty() ? 0 : 8, 2) + little(0, 4) +
                              little(check_sum(part.bytes), 4) + little(packed.size(), 4) +
                              little(size, 4);
    const std::string& header = part.name_in_header.empty() ? part.name : part.name_in_header;
    directory += "PK\x01\x02" + little(0x0314, 2) + little(20, 2) + little(part.flags, 2) + facts +
                 little(part.name.size(), 2) + little(0, 8) + little(part.attributes, 4) +
                 little(file.size(), 4) + part.name;
    file += "PK\x03\x04" + little(20, 2) + little(part.flags, 2) + facts +
            little(header.size(), 2) + little(0, 2) + header + packed;
  }
  return file + directory + "PK\x05\x06" + little(0, 4) + little(parts.size(), 2) +
         little(parts.size(), 2) + little(directory.size(), 4) + little(file.size(), 4) +
         little(comment.size(), 2) + comment;
}

inline std::vector<ZipPart> docx_parts() {
  return {{"[Content_Types].xml",
           "<?xml version=\"1.0\"?><Types "
           "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
           "PartName=\"/word/document.xml\" "
           "ContentType=\"application/"
           "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"},
          {"_rels/.rels",
           "<?xml version=\"1.0\"?><Relationships "
           "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
           "Id=\"r1\" "
           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
           "officeDocument\" "
           "Target=\"word/document.xml\"/></Relationships>"},
          {"word/document.xml", "<?xml version=\"1.0\"?><document/>"}};
}
inline std::string docx(const std::vector<ZipPart>& more = {}) {
  auto parts = docx_parts();
  parts.insert(parts.end(), more.begin(), more.end());
  return zip(parts);
}

inline std::string ofd() {
  return zip(
      {{"OFD.xml", "<?xml version=\"1.0\"?><ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"/>"}});
}

}  // namespace zhiheng::support
