#include "code/gs1_item.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "code/digital_link.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/gs1.h"
#include "code/link_names.h"
#include "code/scan.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 5> notation_names{"urn", "digital_link", "element_string",
                                                         "scan", "plain"};

/// A text taken apart, with all the memory that its elements look into.
struct Parts {
  Gs1Notation notation = Gs1Notation::element_string;
  ElementList elements;
  std::string text;
  std::string unescaped;
  DigitalLink link;
  std::optional<Epc> epc;  ///< from a URN

  [[nodiscard]] std::span<const Element> span() const {
    return {elements.begin(), elements.size()};
  }
};

bool is_link(std::string_view text) {
  const std::string start = to_lower(text.substr(0, 8));
  return start.starts_with("http://") || start == "https://";
}

Result<void> read_link(const Gs1Tables& tables, std::string_view text, const ElementChecks& checks,
                       Parts& parts) {
  LinkReading reading;
  reading.checks = checks;
  ZH_TRY(parts.link, parse_digital_link(tables, text, reading));
  parts.elements = parts.link.elements;
  return {};
}

/// A URN by way of its canonical link, which has all that it says.
Result<void> read_urn(const Gs1Tables& tables, const ItemReading& reading, Parts& parts) {
  parts.notation = Gs1Notation::urn;
  ZH_TRY(parts.epc, parse_epc_urn(parts.text));
  return read_link(tables, to_epc_link(*parts.epc), reading.checks, parts);
}

Result<void> read_scanned(const Gs1Tables& tables, const ItemReading& reading, Parts& parts) {
  parts.notation = Gs1Notation::scan;
  ZH_TRY(const Scan scan, read_scan(tables, parts.text));
  parts.text = scan.message;
  if (is_link(parts.text)) return read_link(tables, parts.text, reading.checks, parts);
  if (parts.text.starts_with('^')) {
    return parse_message(tables, parts.text, '^', reading.checks, parts.elements);
  }
  // A retail code, and behind it what a composite symbol has to say.
  const std::size_t bar = parts.text.find("|^");
  const std::string_view digits = std::string_view(parts.text).substr(0, bar);
  ZH_TRY(const Gtin gtin, check_gtin(digits));
  std::string message = "^01" + std::string(gtin.stored());
  if (bar != std::string::npos) message.append(parts.text, bar + 2);
  parts.text = std::move(message);
  return parse_message(tables, parts.text, '^', reading.checks, parts.elements);
}

/// The key of a number without any sign of it; empty when its length tells nothing.
std::string_view plain_key(std::string_view digits, const std::string& given) {
  if (!all_digits(digits)) return {};
  if (!given.empty()) return given;
  switch (digits.size()) {
    case 8:
    case 12:
    case 13:
    case 14:
      return "01";
    case 18:
      return "00";
    default:
      return {};
  }
}

/// "06901234567892 A1": what stands before and behind the first separator.
std::pair<std::string_view, std::string_view> number_and_lot(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(" \t,;"), text.size());
  return {text.substr(0, end), trim(text.substr(std::min(end + 1, text.size())))};
}

/// A plain number, with lot and serial, as a message of its own.
std::optional<std::string> plain_message(std::string_view text, const ItemReading& reading) {
  const auto [digits, behind] = number_and_lot(text);
  const std::string_view key = plain_key(digits, reading.plain_ai);
  if (key.empty() || (!behind.empty() && key != "01")) return std::nullopt;
  std::string message = "^" + std::string(key);
  if (key == "01" && digits.size() < 14) message.append(14 - digits.size(), '0');
  message.append(digits);
  const std::string lot = behind.empty() ? reading.lot : std::string(behind);
  if (!lot.empty()) message.append("^10").append(lot);
  if (!reading.serial.empty()) message.append("^21").append(reading.serial);
  return message;
}

Result<void> read_data(const Gs1Tables& tables, const ItemReading& reading, Parts& parts) {
  if (parts.text.starts_with('(')) {
    return parse_bracketed(tables, parts.text, reading.checks, parts.unescaped, parts.elements);
  }
  if (auto message = plain_message(parts.text, reading)) {
    parts.notation = Gs1Notation::plain;
    parts.text = *std::move(message);
    return parse_message(tables, parts.text, '^', reading.checks, parts.elements);
  }
  const char separator =
      parts.text.find(group_separator) != std::string::npos ? group_separator : '^';
  return parse_message(tables, parts.text, separator, reading.checks, parts.elements);
}

Result<void> read_parts(const Gs1Tables& tables, const ItemReading& reading, Parts& parts) {
  if (parts.text.starts_with("urn:")) return read_urn(tables, reading, parts);
  if (parts.text.starts_with(']')) return read_scanned(tables, reading, parts);
  if (is_link(parts.text)) {
    parts.notation = Gs1Notation::digital_link;
    return read_link(tables, parts.text, reading.checks, parts);
  }
  return read_data(tables, reading, parts);
}

std::string kind_of(const Epc& epc) {
  if (epc.scheme->name.empty()) return "itip_lot";
  if (epc.scheme->name == "sgln" && epc.tail.empty()) return "gln";
  if (!epc.pattern) return std::string(epc.scheme->name);
  return epc.scheme->name == "sgtin" ? "gtin" : std::string(epc.scheme->name) + "_class";
}

std::string kind_of(const Element& key) {
  const std::string_view name = link_name(key.ai);
  return name.empty() ? to_lower(key.row->title) : std::string(name);
}

void name_urn(const Epc& epc, const ItemReading& reading, Gs1Item& item) {
  auto urn = reading.prefix_length > 0 || epc.prefix_length > 0 || reading.prefixes == nullptr
                 ? to_epc_urn(epc, reading.prefix_length)
                 : to_epc_urn(epc, *reading.prefixes);
  if (urn) {
    item.urn = *std::move(urn);
  } else {
    item.urn_refused = std::move(urn).error();
  }
}

}  // namespace

std::string_view name_of(Gs1Notation notation) {
  return notation_names[static_cast<std::size_t>(notation)];
}

Result<Gs1Item> read_item(const Gs1Tables& tables, std::string_view text,
                          const ItemReading& reading) {
  Parts parts;
  parts.text = trim(text);
  ZH_DO(read_parts(tables, reading, parts));
  const LinkOrder order = link_order(parts.span());
  const std::vector<Element> elements = order.all();
  Gs1Item item;
  item.notation = parts.notation;
  for (const Element& element : elements) {
    item.elements.push_back({std::string(element.ai), std::string(element.value),
                             element.row == nullptr ? "" : element.row->title,
                             element.row == nullptr ? "" : element.row->name_zh});
  }
  item.element_string = to_bracketed(elements);
  if (auto link = to_digital_link(elements, {})) item.digital_link = *std::move(link);
  ZH_TRY(item.normal, to_digital_link(order.path, {}));
  if (auto epc = parse_epc_link(item.normal)) {
    if (parts.epc) epc->prefix_length = parts.epc->prefix_length;
    item.normal = to_epc_link(*epc);
    item.kind = kind_of(*epc);
    name_urn(*epc, reading, item);
  } else {
    item.kind = kind_of(order.path.front());
    item.urn_refused = Error{&epc_no_urn, "", item.kind, ""};
  }
  return item;
}

}  // namespace zhiheng::code
