#include "registry/packing.h"

#include <charconv>

namespace zhiheng::registry {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string pack(const std::vector<std::string>& parts) {
  std::string bytes;
  for (const auto& part : parts) {
    bytes.append(std::to_string(part.size())).append(":").append(part).append(",");
  }
  return bytes;
}

std::optional<std::vector<std::string>> unpack(std::string_view bytes) {
  std::vector<std::string> parts;
  while (!bytes.empty()) {
    const auto colon = bytes.substr(0, 20).find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto length = number_of<std::size_t>(bytes.substr(0, colon));
    bytes.remove_prefix(colon + 1);
    if (!length || *length >= bytes.size() || bytes[*length] != ',') return std::nullopt;
    parts.emplace_back(bytes.substr(0, *length));
    bytes.remove_prefix(*length + 1);
  }
  return parts;
}

std::string pack_value(const Value& value) {
  const std::string kind(1, static_cast<char>('0' + value.index()));
  if (const auto* date = std::get_if<Date>(&value)) return kind + std::to_string(date->days);
  if (const auto* time = std::get_if<Timestamp>(&value)) {
    return kind + std::to_string(time->microseconds);
  }
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    return kind + static_cast<char>('a' + decimal->scale) + std::to_string(decimal->unscaled);
  }
  return kind + to_text(value);
}

std::optional<Value> unpack_value(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const std::string_view rest = bytes.substr(1);
  const auto wrapped = [](auto number, auto make) -> std::optional<Value> {
    if (!number) return std::nullopt;
    return make(*number);
  };
  switch (bytes.front()) {
    case '0':
      return rest.empty() ? std::optional<Value>(Value{}) : std::nullopt;
    case '1':
      if (rest != "true" && rest != "false") return std::nullopt;
      return Value(rest == "true");
    case '2':
      return wrapped(number_of<std::int64_t>(rest), [](std::int64_t n) { return Value(n); });
    case '3': {
      if (rest.empty() || rest.front() < 'a' || rest.front() > 'a' + 18) return std::nullopt;
      const auto scale = static_cast<std::uint8_t>(rest.front() - 'a');
      return wrapped(number_of<std::int64_t>(rest.substr(1)), [&](std::int64_t n) {
        return Value(Decimal{n, scale});
      });
    }
    case '4':
      return wrapped(number_of<std::int32_t>(rest), [](std::int32_t n) { return Value(Date{n}); });
    case '5':
      return wrapped(number_of<std::int64_t>(rest),
                     [](std::int64_t n) { return Value(Timestamp{n}); });
    case '6':
      return Value(std::string(rest));
    default:
      return std::nullopt;
  }
}

std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(byte);
    for (held += 8; held >= 6; held -= 6) text.push_back(alphabet[bits >> (held - 6) & 63]);
  }
  if (held > 0) text.push_back(alphabet[bits << (6 - held) & 63]);
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char sign : text) {
    const auto value = alphabet.find(sign);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) bytes.push_back(static_cast<char>(bits >> (held -= 8) & 255));
  }
  return bytes;
}

}  // namespace zhiheng::registry
