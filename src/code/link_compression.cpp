#include "code/link_compression.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "code/epc_text.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view hexadecimal_digits = "0123456789ABCDEF";

/// One code of a hexadecimal letter for identifiers that often stand together.
/// @source GS1 Digital Link: Compression 1.0, table O
struct Sequence {
  std::string_view code;
  std::array<std::string_view, 4> ais;
};

constexpr std::array sequences{Sequence{"0A", {"01", "22"}},
                               Sequence{"0B", {"01", "10"}},
                               Sequence{"0C", {"01", "21"}},
                               Sequence{"0D", {"01", "17"}},
                               Sequence{"0E", {"01", "7003"}},
                               Sequence{"0F", {"01", "30"}},
                               Sequence{"1A", {"01", "10", "21", "17"}},
                               Sequence{"1B", {"01", "15"}},
                               Sequence{"1C", {"01", "11"}},
                               Sequence{"1D", {"01", "16"}},
                               Sequence{"1E", {"01", "91"}},
                               Sequence{"1F", {"01", "10", "15"}},
                               Sequence{"2A", {"01", "3100"}},
                               Sequence{"2B", {"01", "3101"}},
                               Sequence{"2C", {"01", "3102"}},
                               Sequence{"2D", {"01", "3103"}},
                               Sequence{"2E", {"01", "3104"}},
                               Sequence{"2F", {"01", "3105"}},
                               Sequence{"3A", {"01", "3200"}},
                               Sequence{"3B", {"01", "3201"}},
                               Sequence{"3C", {"01", "3202"}},
                               Sequence{"3D", {"01", "3203"}},
                               Sequence{"3E", {"01", "3204"}},
                               Sequence{"3F", {"01", "3205"}},
                               Sequence{"9A", {"8010", "8011"}},
                               Sequence{"9B", {"8017", "8019"}},
                               Sequence{"9C", {"8018", "8019"}},
                               Sequence{"9D", {"414", "254"}},
                               Sequence{"A0", {"01", "3920"}},
                               Sequence{"A1", {"01", "3921"}},
                               Sequence{"A2", {"01", "3922"}},
                               Sequence{"A3", {"01", "3923"}},
                               Sequence{"A4", {"01", "3924"}},
                               Sequence{"A5", {"01", "3925"}},
                               Sequence{"A6", {"01", "3926"}},
                               Sequence{"A7", {"01", "3927"}},
                               Sequence{"A8", {"01", "3928"}},
                               Sequence{"A9", {"01", "3929"}},
                               Sequence{"C0", {"255", "3900"}},
                               Sequence{"C1", {"255", "3901"}},
                               Sequence{"C2", {"255", "3902"}},
                               Sequence{"C3", {"255", "3903"}},
                               Sequence{"C4", {"255", "3904"}},
                               Sequence{"C5", {"255", "3905"}},
                               Sequence{"C6", {"255", "3906"}},
                               Sequence{"C7", {"255", "3907"}},
                               Sequence{"C8", {"255", "3908"}},
                               Sequence{"C9", {"255", "3909"}},
                               Sequence{"CA", {"255", "3940"}},
                               Sequence{"CB", {"255", "3941"}},
                               Sequence{"CC", {"255", "3942"}},
                               Sequence{"CD", {"255", "3943"}}};

/// How text is packed: by the smallest alphabet that has all its signs.
enum class Packing : std::uint8_t { number, lower_hexadecimal, upper_hexadecimal, base64, ascii };

bool all_in(std::string_view text, std::string_view signs) {
  return !text.empty() && text.find_first_not_of(signs) == std::string_view::npos;
}

Packing packing_of(std::string_view text) {
  if (!text.empty() && all_digits(text)) return Packing::number;
  if (all_in(text, hexadecimal_digits)) return Packing::upper_hexadecimal;
  if (all_in(text, "0123456789abcdef")) return Packing::lower_hexadecimal;
  return all_in(text, base64url) ? Packing::base64 : Packing::ascii;
}

/// Bits that a number of so many digits takes; one for none.
std::size_t number_bits(std::size_t digits) {
  return static_cast<std::size_t>(std::ceil(static_cast<double>(digits) * std::log2(10.0) + 0.01));
}

/// Bits that tell a length up to this one.
std::size_t length_bits(std::size_t longest) { return std::bit_width(longest); }

/// What compression sees of an identifier's value: neighbouring fixed numbers are one number,
/// what may be absent has a length of its own.
struct Part {
  bool number = false;
  bool fixed = false;
  std::size_t longest = 0;
};

std::vector<Part> parts_of(const ApplicationIdentifier& row) {
  std::vector<Part> parts;
  for (const AiComponent& component : row.components) {
    const Part part{component.signs == AiSigns::digits,
                    component.shortest == component.longest && !component.optional,
                    component.longest};
    const bool joins = !parts.empty() && parts.back().number == part.number &&
                       parts.back().fixed == part.fixed && (part.fixed || component.optional);
    if (joins) {
      parts.back().longest += part.longest;
    } else {
      parts.push_back(part);
    }
  }
  return parts;
}

class BitWriter {
 public:
  void add(std::size_t value, std::size_t bits) {
    for (std::size_t bit = bits; bit > 0; --bit) bits_.push_back((value >> (bit - 1) & 1) != 0);
  }

  void add_number(std::string_view digits) {
    const std::size_t bits = number_bits(digits.size());
    const std::size_t start = bits_.size();
    bits_.resize(start + bits, false);
    std::string rest(digits);
    for (std::size_t bit = bits; bit > 0 && !rest.empty(); --bit)
      bits_[start + bit - 1] = halve(rest);
  }

  void add_text(std::string_view text, std::size_t bits_of_length) {
    const Packing packing = packing_of(text);
    add(static_cast<std::size_t>(packing), 3);
    if (bits_of_length > 0) add(text.size(), bits_of_length);
    if (packing == Packing::number) return add_number(text);
    for (const char sign : text) {
      if (packing == Packing::ascii) {
        add(static_cast<unsigned char>(sign), 7);
      } else if (packing == Packing::base64) {
        add(base64url.find(sign), 6);
      } else {
        add(static_cast<std::size_t>(hexadecimal(sign)), 4);
      }
    }
  }

  [[nodiscard]] std::string text() const {
    std::string text;
    for (std::size_t at = 0; at < bits_.size(); at += 6) {
      std::size_t value = 0;
      for (std::size_t bit = at; bit < at + 6; ++bit) {
        value = value * 2 + (bit < bits_.size() && bits_[bit] ? 1 : 0);
      }
      text.push_back(base64url[value]);
    }
    return text;
  }

 private:
  /// Halves a decimal number in place; whether one was left over.
  static bool halve(std::string& digits) {
    int carry = 0;
    for (char& digit : digits) {
      const int value = carry * 10 + (digit - '0');
      digit = static_cast<char>('0' + value / 2);
      carry = value % 2;
    }
    return carry == 1;
  }

  std::vector<bool> bits_;
};

class BitReader {
 public:
  explicit BitReader(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t left() const { return text_.size() * 6 - at_; }
  [[nodiscard]] bool failed() const { return failed_; }

  std::size_t take(std::size_t bits) {
    if (left() < bits) {
      failed_ = true;
      at_ = text_.size() * 6;
      return 0;
    }
    std::size_t value = 0;
    for (; bits > 0; --bits, ++at_) {
      const std::size_t six = base64url.find(text_[at_ / 6]);
      value = value * 2 + (six >> (5 - at_ % 6) & 1);
    }
    return value;
  }

  /// A number, zeros in front up to `digits`; a failure when it has more.
  std::string take_number(std::size_t digits) {
    const std::size_t bits = number_bits(digits);
    std::string number(digits, '0');
    for (std::size_t bit = 0; bit < bits && !failed_; ++bit) {
      int carry = static_cast<int>(take(1));
      for (std::size_t at = digits; at > 0; --at) {
        const int value = (number[at - 1] - '0') * 2 + carry;
        number[at - 1] = static_cast<char>('0' + value % 10);
        carry = value / 10;
      }
      if (carry != 0) failed_ = true;
    }
    return number;
  }

  std::string take_text(std::size_t bits_of_length, std::size_t length) {
    const std::size_t packing = take(3);
    if (bits_of_length > 0) length = take(bits_of_length);
    if (packing > static_cast<std::size_t>(Packing::ascii)) failed_ = true;
    if (failed_) return {};
    if (packing == 0) return take_number(length);
    std::string text;
    for (; length > 0 && !failed_; --length) {
      switch (static_cast<Packing>(packing)) {
        case Packing::lower_hexadecimal:
          text.push_back("0123456789abcdef"[take(4)]);
          break;
        case Packing::upper_hexadecimal:
          text.push_back(hexadecimal_digits[take(4)]);
          break;
        case Packing::base64:
          text.push_back(base64url[take(6)]);
          break;
        default:
          text.push_back(static_cast<char>(take(7)));
      }
    }
    return text;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

std::unexpected<Error> malformed(std::string_view text) {
  return fail(link_malformed, "compressed part", std::string(text), "base64url");
}

bool write_value(BitWriter& writer, const ApplicationIdentifier& row, std::string_view value) {
  for (const Part& part : parts_of(row)) {
    const std::string_view piece = value.substr(0, part.longest);
    if (part.fixed && piece.size() < part.longest) return false;
    if (part.number && !all_digits(piece)) return false;
    value.remove_prefix(piece.size());
    if (!part.number) {
      writer.add_text(piece, part.fixed ? 0 : length_bits(part.longest));
      continue;
    }
    if (!part.fixed) writer.add(piece.size(), length_bits(part.longest));
    writer.add_number(piece);
  }
  return value.empty();
}

std::string read_value(BitReader& reader, const ApplicationIdentifier& row) {
  std::string value;
  for (const Part& part : parts_of(row)) {
    if (!part.number) {
      value.append(reader.take_text(part.fixed ? 0 : length_bits(part.longest), part.longest));
    } else {
      const std::size_t length = part.fixed ? part.longest : reader.take(length_bits(part.longest));
      value.append(reader.take_number(length));
    }
  }
  return value;
}

/// Identifiers of the next code, or none when it means nothing.
std::vector<std::string> next_identifiers(const Gs1Tables& tables, BitReader& reader) {
  std::string code;
  for (int i = 0; i < 2; ++i) code.push_back(hexadecimal_digits[reader.take(4)]);
  if (!all_digits(code)) {
    const auto* found = std::find_if(sequences.begin(), sequences.end(),
                                     [&code](const Sequence& each) { return each.code == code; });
    if (found == sequences.end()) return {};
    std::vector<std::string> ais;
    for (const std::string_view ai : found->ais) {
      if (!ai.empty()) ais.emplace_back(ai);
    }
    return ais;
  }
  const std::size_t length = tables.identifiers.length_of(code[0], code[1]);
  if (length == 0) return {};
  while (code.size() < length) code.push_back(hexadecimal_digits[reader.take(4)]);
  return {code};
}

/// "key=value" behind a first half byte of F.
std::string read_parameter(BitReader& reader) {
  std::size_t length = reader.take(7);
  std::string text;
  for (; length > 0 && !reader.failed(); --length) text.push_back(base64url[reader.take(6)]);
  return text.append("=").append(reader.take_text(7, 0));
}

}  // namespace

Result<std::string> compress_elements(std::span<const Element> elements) {
  std::vector<Element> ordered(elements.begin(), elements.end());
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Element& a, const Element& b) { return a.ai < b.ai; });
  BitWriter writer;
  for (const Element& element : ordered) {
    if (element.row == nullptr) return fail(gs1_identifier, "AI", std::string(element.ai), "");
    for (const char digit : element.ai) writer.add(static_cast<std::size_t>(digit - '0'), 4);
    if (!write_value(writer, *element.row, element.value)) return malformed(element.value);
  }
  return writer.text();
}

Result<void> decompress_elements(const Gs1Tables& tables, std::string_view text,
                                 std::deque<std::string>& memory, ElementList& out,
                                 std::vector<std::string>& other) {
  if (text.empty() || text.find_first_not_of(base64url) != std::string_view::npos) {
    return malformed(text);
  }
  BitReader reader(text);
  while (reader.left() > 8) {
    BitReader ahead = reader;
    if (ahead.take(4) == 15) {
      reader = ahead;
      other.push_back(read_parameter(reader));
      if (reader.failed()) return malformed(text);
      continue;
    }
    const auto ais = next_identifiers(tables, reader);
    if (ais.empty()) return malformed(text);
    for (const std::string& ai : ais) {
      const auto* row = tables.identifiers.find(ai);
      if (row == nullptr) return malformed(text);
      const std::string& kept = memory.emplace_back(ai);
      const std::string& value = memory.emplace_back(read_value(reader, *row));
      if (reader.failed() || !out.add({kept, value, row})) return malformed(text);
    }
  }
  return {};
}

}  // namespace zhiheng::code
