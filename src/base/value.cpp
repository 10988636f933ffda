#include "base/value.h"

namespace zhiheng {
namespace {

/// Big-endian, so that the bytes do not depend on the machine.
void append_number(std::string& bytes, std::uint64_t number, int width) {
  char buffer[8];
  for (int i = 0; i < width; ++i) {
    buffer[i] = static_cast<char>(number >> (8 * (width - 1 - i)) & 0xFF);
  }
  bytes.append(buffer, static_cast<std::size_t>(width));
}

struct Canonical {
  std::string& bytes;

  void operator()(std::monostate) const {}
  void operator()(bool value) const { bytes.push_back(value ? 1 : 0); }
  void operator()(std::int64_t value) const {
    append_number(bytes, static_cast<std::uint64_t>(value), 8);
  }
  void operator()(Decimal value) const {
    bytes.push_back(static_cast<char>(value.scale));
    append_number(bytes, static_cast<std::uint64_t>(value.unscaled), 8);
  }
  void operator()(Date value) const {
    append_number(bytes, static_cast<std::uint32_t>(value.days), 4);
  }
  void operator()(Timestamp value) const {
    append_number(bytes, static_cast<std::uint64_t>(value.microseconds), 8);
  }
  void operator()(const std::string& value) const {
    append_number(bytes, value.size(), 8);
    bytes.append(value);
  }
};

struct Text {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const std::string& value) const { return value; }
  template <class T>
  std::string operator()(const T& value) const {
    return to_text(value);
  }
};

}  // namespace

std::string to_text(const Value& value) { return std::visit(Text{}, value); }

void append_canonical(std::string& bytes, const Value& value) {
  bytes.push_back(static_cast<char>(value.index()));
  std::visit(Canonical{bytes}, value);
}

}  // namespace zhiheng
