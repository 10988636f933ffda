#pragma once
// ZIP archives byte by byte, so that tests can damage them.

#include <zip.h>
#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace zhiheng::intake {

/// Stores files without packing them.
class ZipWriter {
 public:
  void add(const std::string& name, const std::string& content) {
    const auto sum = static_cast<std::uint32_t>(crc32(
        0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
    std::string common;  // from "version needed" to "extra length"
    put(common, 20, 2);
    put(common, 0, 2);
    put(common, 0, 2);
    put(common, 0, 4);
    put(common, sum, 4);
    put(common, content.size(), 4);
    put(common, content.size(), 4);
    put(common, name.size(), 2);
    put(common, 0, 2);
    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += common;
    put(directory_, 0, 2);
    put(directory_, 0, 2);
    put(directory_, 0, 2);
    put(directory_, 0, 4);
    put(directory_, bytes_.size(), 4);
    directory_ += name;
    bytes_ += "PK\x03\x04" + common + name + content;
    ++entries_;
  }

  std::string bytes() const {
    std::string all = bytes_ + directory_ + "PK\x05\x06";
    put(all, 0, 4);
    put(all, entries_, 2);
    put(all, entries_, 2);
    put(all, directory_.size(), 4);
    put(all, bytes_.size(), 4);
    put(all, 0, 2);
    return all;
  }

 private:
  static void put(std::string& to, std::uint64_t number, int size) {
    for (int at = 0; at < size; ++at) to.push_back(static_cast<char>(number >> (8 * at) & 0xFF));
  }
  std::string bytes_, directory_;
  std::uint64_t entries_ = 0;
};

/// A workbook whose sheet unfolds to `size` bytes of blanks.
inline void write_bomb(const std::string& file, std::size_t size) {
  const zipFile zip = zipOpen64(file.c_str(), APPEND_STATUS_CREATE);
  const auto add = [&](const char* name, const std::string& content, std::size_t times) {
    zipOpenNewFileInZip64(zip, name, nullptr, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 9, 0);
    for (std::size_t at = 0; at < times; ++at) {
      zipWriteInFileInZip(zip, content.data(), static_cast<unsigned>(content.size()));
    }
    zipCloseFileInZip(zip);
  };
  add("xl/workbook.xml",
      "<workbook xmlns:r=\"r\"><sheets><sheet name=\"s\" r:id=\"a\"/></sheets></workbook>", 1);
  add("xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"sheet.xml\"/>"
      "</Relationships>",
      1);
  const std::string blanks(std::size_t{1} << 20, ' ');
  add("xl/sheet.xml", blanks, size >> 20);
  zipClose(zip, nullptr);
}

}  // namespace zhiheng::intake
