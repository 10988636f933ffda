#include "intake/encoding.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

bool is_ascii(std::string_view bytes) {
  std::size_t at = 0;
  std::uint64_t seen = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    seen |= word;
  }
  for (; at < bytes.size(); ++at) seen |= static_cast<unsigned char>(bytes[at]);
  return (seen & 0x8080808080808080U) == 0;
}

/// The line at `at`, with its end; lines end with LF, or with CR where the text has no LF.
std::string_view line_at(std::string_view bytes, std::size_t at, char line_end) {
  const std::size_t end = bytes.find(line_end, at);
  return bytes.substr(at, end == std::string_view::npos ? end : end + 1 - at);
}

char line_end_of(std::string_view bytes) {
  return bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos
             ? '\r'
             : '\n';
}

/// Offset of the first byte that is not UTF-8.
std::size_t first_bad_byte(std::string_view line) {
  std::size_t good = 0;
  while (good < line.size()) {
    const auto lead = static_cast<unsigned char>(line[good]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (!valid_utf8(line.substr(good, length))) break;
    good += std::min(length, line.size() - good);
  }
  return good;
}

/// Chinese text in GB18030 is UTF-8 by accident for one or two characters ("联通"), hardly ever
/// for six. So four sequences of three bytes prove UTF-8.
bool surely_utf8(std::string_view line) {
  const auto threes = std::ranges::count_if(line, [](char byte) { return (byte & 0xF0) == 0xE0; });
  return threes >= 4 && valid_utf8(line);
}

void mask_foreign_bytes(std::string& text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if ((text[at] & 0x80) != 0) text[at] = '?';
  }
}

void append_utf8_by_line(std::string_view bytes, std::string& text, std::vector<Fault>& faults) {
  const char line_end = line_end_of(bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view line = line_at(bytes, at, line_end);
    const std::size_t start = text.size();
    text.append(line);
    if (!valid_utf8(line)) {
      faults.push_back({start, at + first_bad_byte(line), &mixed_encoding});
      mask_foreign_bytes(text, start);
    }
    at += line.size();
  }
}

void append_gb18030_by_line(std::string_view bytes, std::string& text, std::vector<Fault>& faults) {
  const char line_end = line_end_of(bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::string_view line = line_at(bytes, at, line_end);
    const std::size_t start = text.size();
    const auto decoded = from_gb18030(line);
    const bool foreign = surely_utf8(line);
    if (decoded && !foreign) {
      text.append(*decoded);
    } else {
      const std::size_t bad = foreign ? line.find_first_of("\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEF")
                                      : std::stoul(decoded.error().where);
      faults.push_back({start, at + std::min(bad, line.size() - 1), &mixed_encoding});
      text.append(line);
      mask_foreign_bytes(text, start);
    }
    at += line.size();
  }
}

void append_gb18030(std::string_view bytes, std::string& text, std::vector<Fault>& faults) {
  const char line_end = line_end_of(bytes);
  bool foreign = false;
  for (std::size_t at = 0; at < bytes.size() && !foreign;) {
    const std::string_view line = line_at(bytes, at, line_end);
    foreign = surely_utf8(line);
    at += line.size();
  }
  const auto decoded = foreign ? Result<std::string>(std::string()) : from_gb18030(bytes);
  if (foreign || !decoded) return append_gb18030_by_line(bytes, text, faults);
  text.append(*decoded);
}

void append_utf16(std::string_view bytes, bool big, std::string& text, std::vector<Fault>& faults) {
  std::size_t line = text.size();
  bool damaged_line = false;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big ? first << 8 | second : second << 8 | first);
  };
  const auto put = [&](std::uint32_t point) {
    if (point < 0x80) {
      text.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
      text.push_back(static_cast<char>(0xC0 | point >> 6));
      text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else if (point < 0x10000) {
      text.push_back(static_cast<char>(0xE0 | point >> 12));
      text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
      text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else {
      text.push_back(static_cast<char>(0xF0 | point >> 18));
      text.push_back(static_cast<char>(0x80 | (point >> 12 & 0x3F)));
      text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
      text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t point = at + 1 < bytes.size() ? unit(at) : 0xFFFD;
    const bool high = point >= 0xD800 && point < 0xDC00;
    const std::uint32_t low = high && at + 3 < bytes.size() ? unit(at + 2) : 0;
    if (high && low >= 0xDC00 && low < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    } else if (point == 0xFFFD || (point >= 0xD800 && point < 0xE000)) {
      if (!damaged_line) faults.push_back({line, at, &mixed_encoding});
      damaged_line = true;
      point = '?';
    }
    put(point);
    if (point == '\n') {
      line = text.size();
      damaged_line = false;
    }
  }
}

/// NUL means nothing in a table; the text goes on without it and its line is not used.
void replace_nul(std::string& text, std::size_t from, std::vector<Fault>& faults) {
  std::size_t reported = std::string::npos;  // the line that has been listed
  for (std::size_t at = text.find('\0', from); at != std::string::npos;
       at = text.find('\0', at + 1)) {
    const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    const std::size_t line = before == std::string::npos ? from : std::max(before + 1, from);
    if (line != reported) faults.push_back({line, at - from, &nul_byte});
    reported = line;
    text[at] = ' ';
  }
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::gb18030:
      return "gb18030";
    case Encoding::utf16_little:
      return "utf-16le";
    case Encoding::utf16_big:
      return "utf-16be";
    case Encoding::ascii:
    case Encoding::utf8:
      return "utf-8";
  }
  return "utf-8";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  const std::string lower = to_lower(name);
  if (lower == "utf-8" || lower == "utf8") return Encoding::utf8;
  if (lower == "gb18030" || lower == "gbk" || lower == "gb2312") return Encoding::gb18030;
  if (lower == "utf-16le") return Encoding::utf16_little;
  if (lower == "utf-16be") return Encoding::utf16_big;
  return std::nullopt;
}

bool valid_utf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

Mark byte_order_mark(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) return {Encoding::utf8, 3};
  if (start.starts_with("\xFF\xFE")) return {Encoding::utf16_little, 2};
  if (start.starts_with("\xFE\xFF")) return {Encoding::utf16_big, 2};
  return {};
}

Result<Encoding> detect_encoding(std::string_view sample) {
  if (is_ascii(sample)) return Encoding::ascii;
  if (valid_utf8(sample)) return Encoding::utf8;
  const char line_end = line_end_of(sample);
  std::size_t in_utf8 = 0, in_gb18030 = 0, in_neither = 0;
  std::string first_strange;
  for (std::size_t at = 0, number = 1; at < sample.size(); ++number) {
    const std::string_view line = line_at(sample, at, line_end);
    if (!is_ascii(line)) {
      if (valid_utf8(line)) {
        ++in_utf8;
      } else if (from_gb18030(line)) {
        ++in_gb18030;
      } else {
        ++in_neither;
        if (first_strange.empty()) {
          first_strange = "line " + std::to_string(number) + ", byte " +
                          std::to_string(at + first_bad_byte(line) + 1);
        }
      }
    }
    at += line.size();
  }
  if (in_neither > in_utf8 + in_gb18030) {
    return fail(encoding_unknown, first_strange, {}, "UTF-8, UTF-16, GB18030");
  }
  return in_gb18030 > in_utf8 ? Encoding::gb18030 : Encoding::utf8;
}

void append_decoded(std::string_view bytes, Encoding encoding, std::string& text,
                    std::vector<Fault>& faults) {
  const std::size_t start = text.size();
  const std::size_t known = faults.size();
  switch (encoding) {
    case Encoding::ascii:
    case Encoding::utf8:
      if (valid_utf8(bytes)) {
        text.append(bytes);
      } else {
        append_utf8_by_line(bytes, text, faults);
      }
      break;
    case Encoding::gb18030:
      append_gb18030(bytes, text, faults);
      break;
    case Encoding::utf16_little:
    case Encoding::utf16_big:
      append_utf16(bytes, encoding == Encoding::utf16_big, text, faults);
      break;
  }
  replace_nul(text, start, faults);
  std::ranges::stable_sort(faults.begin() + static_cast<std::ptrdiff_t>(known), faults.end(), {},
                           &Fault::at);
}

}  // namespace zhiheng::intake
