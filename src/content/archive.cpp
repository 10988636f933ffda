#include "content/archive.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "content/forms.h"

namespace zhiheng::content {
namespace {

constexpr std::size_t local_size = 30, central_size = 46, end_size = 22;
constexpr std::string_view local_sign = "PK\x03\x04", central_sign = "PK\x01\x02",
                           end_sign = "PK\x05\x06", descriptor_sign = "PK\x07\x08";
constexpr std::uint32_t encrypted_flag = 0x0001, descriptor_flag = 0x0008;
constexpr std::uint32_t only_in_zip64 = 0xFFFFFFFF;

std::uint32_t number(std::string_view bytes, std::size_t at, int size) {
  std::uint32_t found = 0;
  for (int i = size - 1; i >= 0; --i) {
    found = found << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  }
  return found;
}

/// A line of the directory.
struct Line {
  Part part;
  std::size_t offset = 0;  ///< of the part's own header
  std::uint32_t flags = 0, packed_size = 0;
};

Result<void> check_name(const std::string& name) {
  const auto refused = [&] { return fail(unsafe_name, {}, shorten(name, 80)); };
  if (name.empty() || name.size() > 512 || !is_utf8(name)) return refused();
  if (name.front() == '/' || name.find_first_of("\\:") != std::string::npos) return refused();
  const bool control = std::ranges::any_of(
      name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (control) return refused();
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view folder = rest.substr(0, end);
    if (folder.empty() || folder == "." || folder == "..") return refused();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

Result<Line> read_line(std::string_view bytes, std::size_t& at, std::size_t end) {
  if (at + central_size > end || !bytes.substr(at).starts_with(central_sign)) {
    return fail(damaged, "zip", "directory");
  }
  Line line;
  const std::uint32_t made_by = number(bytes, at + 5, 1);
  line.flags = number(bytes, at + 8, 2);
  const std::uint32_t method = number(bytes, at + 10, 2);
  line.part.sum = number(bytes, at + 16, 4);
  line.packed_size = number(bytes, at + 20, 4);
  line.part.size = number(bytes, at + 24, 4);
  const std::size_t name = number(bytes, at + 28, 2);
  const std::size_t rest = number(bytes, at + 30, 2) + std::size_t{number(bytes, at + 32, 2)};
  const std::uint32_t attributes = number(bytes, at + 38, 4);
  line.offset = number(bytes, at + 42, 4);
  if (at + central_size + name + rest > end) return fail(damaged, "zip", "directory");
  line.part.name = bytes.substr(at + central_size, name);
  at += central_size + name + rest;
  ZH_DO(check_name(line.part.name));
  if ((line.flags & encrypted_flag) != 0) return fail(locked, line.part.name);
  if (method != 0 && method != 8)
    return fail(damaged, line.part.name, "method " + std::to_string(method), "0, 8");
  line.part.deflated = method == 8;
  if (line.packed_size == only_in_zip64 || line.part.size == only_in_zip64) {
    return fail(unpacks_too_large, line.part.name, "ZIP64");
  }
  constexpr std::uint32_t unix_system = 3, type_mask = 0170000, link = 0120000;
  if (made_by == unix_system && ((attributes >> 16) & type_mask) == link) {
    return fail(unsafe_name, {}, line.part.name);
  }
  return line;
}

/// How many bytes a part takes from its offset on, its header and what follows it included.
Result<std::size_t> extent(std::string_view bytes, Line& line, std::size_t limit) {
  const auto refused = [&] { return fail(damaged, line.part.name, "header"); };
  const std::size_t at = line.offset;
  if (at > limit || limit - at < local_size || !bytes.substr(at).starts_with(local_sign)) {
    return refused();
  }
  const std::size_t name = number(bytes, at + 26, 2);
  const std::size_t data = at + local_size + name + number(bytes, at + 28, 2);
  if (data > limit || limit - data < line.packed_size) return refused();
  const bool agrees = bytes.substr(at + local_size, name) == line.part.name &&
                      number(bytes, at + 6, 2) == line.flags &&
                      number(bytes, at + 8, 2) == (line.part.deflated ? 8u : 0u);
  if (!agrees) return refused();
  line.part.packed = bytes.substr(data, line.packed_size);
  std::size_t end = data + line.packed_size;
  if ((line.flags & descriptor_flag) == 0) {
    const bool same = number(bytes, at + 14, 4) == line.part.sum &&
                      number(bytes, at + 18, 4) == line.packed_size &&
                      number(bytes, at + 22, 4) == static_cast<std::uint32_t>(line.part.size);
    if (!same) return refused();
    return end - at;
  }
  if (bytes.substr(end).starts_with(descriptor_sign)) end += descriptor_sign.size();
  end += 12;
  if (end > limit) return refused();
  return end - at;
}

// Parts follow each other from the first byte on: what stood between or before them would be seen
// by one program and not by another.
Result<void> check_layout(std::string_view bytes, std::vector<Line>& lines, std::size_t directory) {
  std::vector<Line*> order;
  for (Line& line : lines) order.push_back(&line);
  std::ranges::sort(order, {}, [](const Line* line) { return line->offset; });
  std::size_t expected = 0;
  for (Line* line : order) {
    if (line->offset != expected) {
      return fail(two_in_one, line->part.name, std::to_string(line->offset),
                  std::to_string(expected));
    }
    ZH_TRY(const std::size_t size, extent(bytes, *line, directory));
    expected += size;
  }
  if (expected == directory) return {};
  return fail(two_in_one, "zip", std::to_string(directory), std::to_string(expected));
}

Result<void> check_sizes(const std::vector<Line>& lines, const Rules& rules) {
  std::int64_t all = 0;
  std::set<std::string, std::less<>> names;
  for (const Line& line : lines) {
    all += line.part.size;
    if (all > rules.largest_unpacked) {
      return fail(unpacks_too_large, line.part.name, "> " + std::to_string(rules.largest_unpacked));
    }
    if (!names.insert(to_lower(line.part.name)).second) {
      return fail(unsafe_name, {}, line.part.name, "each name once");
    }
  }
  return {};
}

}  // namespace

bool ends_as_archive(std::string_view bytes) {
  constexpr std::size_t longest_comment = 65'535;
  const std::size_t tail = std::min(bytes.size(), end_size + longest_comment);
  for (std::string_view rest = bytes.substr(bytes.size() - tail); rest.size() >= end_size;) {
    const std::size_t at = rest.find(end_sign);
    if (at == std::string_view::npos || rest.size() - at < end_size) return false;
    rest.remove_prefix(at);
    if (number(rest, 20, 2) <= rest.size() - end_size && number(rest, 10, 2) > 0) return true;
    rest.remove_prefix(end_sign.size());
  }
  return false;
}

Result<std::vector<Part>> read_archive(std::string_view bytes, const Rules& rules) {
  const auto refused = [](std::string what) { return fail(damaged, "zip", std::move(what)); };
  if (bytes.size() < end_size) return refused("no end");
  const std::size_t end = bytes.size() - end_size;
  if (!bytes.substr(end).starts_with(end_sign) || number(bytes, end + 20, 2) != 0) {
    return refused("no end");
  }
  const std::size_t count = number(bytes, end + 10, 2);
  const std::size_t directory = number(bytes, end + 16, 4);
  const bool whole = number(bytes, end + 4, 4) == 0 && number(bytes, end + 8, 2) == count &&
                     directory <= end && end - directory == number(bytes, end + 12, 4);
  if (!whole) return refused("directory");
  if (static_cast<std::int64_t>(count) > rules.most_parts) {
    return fail(unpacks_too_large, "parts", std::to_string(count),
                "<= " + std::to_string(rules.most_parts));
  }
  std::vector<Line> lines;
  std::size_t at = directory;
  while (lines.size() < count) {
    ZH_TRY(Line line, read_line(bytes, at, end));
    lines.push_back(std::move(line));
  }
  if (at != end || lines.empty()) return refused("directory");
  ZH_DO(check_sizes(lines, rules));
  ZH_DO(check_layout(bytes, lines, directory));
  std::vector<Part> parts;
  for (Line& line : lines) parts.push_back(std::move(line.part));
  return parts;
}

Result<std::string> unpack(const Part& part, const Rules& rules) {
  // Small parts may be repetitive; a large one that is has been made to be.
  constexpr std::int64_t small = 1 << 20;
  const auto packed = static_cast<std::int64_t>(part.packed.size());
  if (part.size > small && part.size / std::max<std::int64_t>(packed, 1) > rules.largest_ratio) {
    return fail(unpacks_too_large, part.name,
                std::to_string(part.size / std::max<std::int64_t>(packed, 1)),
                "<= " + std::to_string(rules.largest_ratio));
  }
  std::string bytes(part.deflated ? std::string_view() : part.packed);
  std::size_t used = part.packed.size();
  if (part.deflated) {
    auto text = inflated(part.packed, true, part.size, used);
    if (!text)
      return fail(*text.error().failure, part.name, text.error().found, text.error().wanted);
    bytes = *std::move(text);
  }
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  if (static_cast<std::int64_t>(bytes.size()) != part.size || used != part.packed.size() ||
      sum != part.sum) {
    return fail(damaged, part.name, "size, CRC");
  }
  return bytes;
}

}  // namespace zhiheng::content
