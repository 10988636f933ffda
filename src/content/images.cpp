// JPEG and PNG: walked from mark to mark, so that what only begins like an image is none.

#include <zlib.h>

#include "content/forms.h"

namespace zhiheng::content {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at, int size) {
  std::uint32_t number = 0;
  for (int i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return number;
}

Result<void> check_size(std::uint32_t width, std::uint32_t height, const Rules& rules) {
  if (width == 0 || height == 0) return fail(damaged, "width, height", "0", "> 0");
  const auto pixels = std::uint64_t{width} * height;
  if (pixels <= static_cast<std::uint64_t>(rules.most_pixels)) return {};
  return fail(unpacks_too_large, "pixels", std::to_string(pixels),
              "<= " + std::to_string(rules.most_pixels));
}

/// Start of frame, ISO/IEC 10918-1 table B.1; C4, C8 and CC are something else.
bool is_frame(unsigned char mark) {
  return mark >= 0xC0 && mark <= 0xCF && mark != 0xC4 && mark != 0xC8 && mark != 0xCC;
}

/// Behind the compressed data: the next mark that is none of them (FF00 and RST belong to them).
std::size_t after_scan(std::string_view bytes, std::size_t at) {
  for (; at + 1 < bytes.size(); ++at) {
    if (bytes[at] != '\xFF') continue;
    const auto mark = static_cast<unsigned char>(bytes[at + 1]);
    if (mark != 0 && mark != 0xFF && (mark < 0xD0 || mark > 0xD7)) return at;
  }
  return bytes.size();
}

}  // namespace

// What follows the end of the image is let be, because cameras put a second, smaller image or the
// data of their makers there; only an archive or a document is refused, by who called this.
Result<void> check_jpeg(std::string_view bytes, const Rules& rules) {
  constexpr unsigned char end_of_image = 0xD9, start_of_scan = 0xDA;
  bool framed = false, scanned = false;
  for (std::size_t at = 2; at + 1 < bytes.size();) {
    if (bytes[at] != '\xFF') return fail(damaged, "jpeg", std::to_string(at), "FF");
    const auto mark = static_cast<unsigned char>(bytes[at + 1]);
    if (mark == 0xFF) {  // filling
      ++at;
      continue;
    }
    if (mark == end_of_image) {
      if (!framed || !scanned) return fail(damaged, "jpeg", "no image");
      return {};
    }
    if (at + 4 > bytes.size()) break;
    const std::size_t length = big_endian(bytes, at + 2, 2);
    if (length < 2 || at + 2 + length > bytes.size()) break;
    if (is_frame(mark)) {
      if (length < 8) break;
      framed = true;
      ZH_DO(check_size(big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2), rules));
    }
    at += 2 + length;
    if (mark != start_of_scan) continue;
    scanned = true;
    at = after_scan(bytes, at);
  }
  return fail(damaged, "jpeg", "no end", "FFD9");
}

Result<void> check_png(std::string_view bytes, const Rules& rules) {
  bool first = true;
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::size_t length = big_endian(bytes, at, 4);
    if (length > bytes.size() - at - 12) break;
    const std::string_view typed = bytes.substr(at + 4, length + 4);
    const std::string_view type = typed.substr(0, 4);
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(typed.data()), static_cast<uInt>(typed.size()));
    if (sum != big_endian(bytes, at + 8 + length, 4))
      return fail(damaged, std::string(type), "CRC");
    if (first != (type == "IHDR")) return fail(damaged, "png", std::string(type), "IHDR");
    if (first && length != 13) return fail(damaged, "IHDR", std::to_string(length), "13");
    if (first)
      ZH_DO(check_size(big_endian(bytes, at + 8, 4), big_endian(bytes, at + 12, 4), rules));
    first = false;
    at += 12 + length;
    if (type != "IEND") continue;
    if (at == bytes.size()) return {};
    return fail(two_in_one, "IEND", std::to_string(bytes.size() - at), "0");
  }
  return fail(damaged, "png", "no end", "IEND");
}

}  // namespace zhiheng::content
