#include "code/scan.h"

#include <algorithm>
#include <array>

#include "code/element_string.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/gs1.h"

namespace zhiheng::code {
namespace {

/// A carrier, with its identifiers for GS1 data and for other data.
struct Carrier {
  std::string_view symbology;
  std::string_view gs1;
  std::string_view plain;
};

constexpr std::array matrix_carriers{Carrier{"QR", "]Q3", "]Q1"}, Carrier{"DM", "]d2", "]d1"},
                                     Carrier{"DotCode", "]J1", "]J0"}};
constexpr std::string_view databar_sign = "]e0";
constexpr std::string_view gs1_128_sign = "]C1";
constexpr std::string_view ean13_sign = "]E0";
constexpr std::string_view ean8_sign = "]E4";

std::unexpected<Error> unknown(std::string_view found) {
  return fail(gs1_symbology, "symbology", std::string(found.substr(0, 20)),
              "]C1, ]d2, ]Q3, ]e0, ]J1");
}

/// Structure and content, not what an identifier needs beside it: a part may stand elsewhere.
Result<void> check_data(const Gs1Tables& tables, std::string_view data) {
  ElementList elements;
  return parse_message(tables, data, '^', {.partners = false}, elements);
}

/// GS1 data as sent, with FNC1 as "^" and one in front.
Result<std::string> gs1_message(const Gs1Tables& tables, std::string_view data) {
  // Some scanners send the FNC1 in front too, which the symbology identifier has told already.
  if (data.starts_with(group_separator)) data.remove_prefix(1);
  if (data.empty()) return fail(gs1_syntax, "scan", "", "01…");
  if (data.find('^') != std::string_view::npos) {
    return fail(gs1_syntax, "scan", std::string(data), "-^");
  }
  std::string message("^");
  message.append(data);
  std::replace(message.begin(), message.end(), group_separator, '^');
  ZH_DO(check_data(tables, message));
  return message;
}

/// Whether the text begins with "^" behind any number of backslashes.
bool begins_like_fnc1(std::string_view text) {
  const std::size_t sign = text.find_first_not_of('\\');
  return sign != std::string_view::npos && text[sign] == '^';
}

Result<Scan> read_retail(const Gs1Tables& tables, std::string_view data, std::size_t digits) {
  std::string_view composite;
  if (const std::size_t bar = data.find('|'); bar != std::string_view::npos) {
    composite = data.substr(bar + 1);
    data = data.substr(0, bar);
    if (!composite.starts_with(databar_sign)) return unknown(composite);
    composite.remove_prefix(databar_sign.size());
  }
  if (data.size() != digits)
    return fail(gs1_length, "scan", std::string(data), std::to_string(digits));
  if (auto gtin = check_gtin(data); !gtin) return std::unexpected(std::move(gtin).error());
  Scan scan{digits == 8 ? "EAN8" : "EAN13", std::string(data)};
  if (composite.empty()) return scan;
  ZH_TRY(const std::string message, gs1_message(tables, composite));
  scan.message.append("|").append(message);
  return scan;
}

/// The message of the linear part, and what follows behind its "|".
struct Parts {
  std::string_view linear;
  std::string_view composite;
};

Parts split(std::string_view message) {
  const std::size_t bar = message.find("|^");
  if (bar == std::string_view::npos) return {message, {}};
  return {message.substr(0, bar), message.substr(bar + 1)};
}

std::string sent(std::string_view message) {
  std::string data(message.substr(1));
  std::replace(data.begin(), data.end(), '^', group_separator);
  return data;
}

/// Linear and composite part run together, parted where the last value could go on.
Result<std::string> joined(const Gs1Tables& tables, const Parts& parts, std::string_view sign) {
  if (!parts.linear.starts_with('^')) return unknown(parts.linear);
  ElementList elements;
  ZH_DO(parse_message(tables, parts.linear, '^', {.partners = false}, elements));
  std::string data(parts.composite.empty() ? sign : databar_sign);
  data.append(sent(parts.linear));
  if (parts.composite.empty()) return data;
  ZH_DO(check_data(tables, parts.composite));
  const auto* last = elements[elements.size() - 1].row;
  if (last == nullptr || !last->predefined_length) data.push_back(group_separator);
  return data.append(sent(parts.composite));
}

/// The digits of a retail code, from "^01…" or as they are.
std::string_view retail_digits(std::string_view linear, std::size_t digits) {
  if (!linear.starts_with("^01") || linear.size() != 17) return linear;
  const std::string_view gtin = linear.substr(3);
  const std::string_view zeros = gtin.substr(0, gtin.size() - digits);
  return zeros.find_first_not_of('0') == std::string_view::npos ? gtin.substr(zeros.size())
                                                                : linear;
}

Result<std::string> write_retail(const Gs1Tables& tables, const Parts& parts,
                                 std::string_view symbology) {
  const std::size_t length = symbology == "EAN8" ? 8 : symbology == "EAN13" ? 13 : 12;
  const std::string_view digits = retail_digits(parts.linear, length);
  if (digits.size() != length)
    return fail(gs1_length, "message", std::string(digits), std::to_string(length));
  if (auto gtin = check_gtin(digits); !gtin) return std::unexpected(std::move(gtin).error());
  std::string data(length == 8 ? ean8_sign : ean13_sign);
  data.append(length == 12 ? "0" : "").append(digits);
  if (parts.composite.empty()) return data;
  ZH_DO(check_data(tables, parts.composite));
  return data.append("|").append(databar_sign).append(sent(parts.composite));
}

Result<std::string> write_databar(const Gs1Tables& tables, Parts parts, bool limited) {
  std::string message;
  if (!parts.linear.starts_with('^')) message = "^01";
  message.append(parts.linear);
  parts.linear = message;
  const bool one_gtin = parts.linear.size() == 17 && parts.linear.starts_with("^01");
  if (!one_gtin || (limited && parts.linear[3] > '1')) return unknown(parts.linear);
  return joined(tables, parts, databar_sign);
}

}  // namespace

Result<Scan> read_scan(const Gs1Tables& tables, std::string_view text) {
  if (text.size() < 3 || text[0] != ']') return unknown(text);
  const std::string_view sign = text.substr(0, 3);
  const std::string_view data = text.substr(3);
  if (sign == ean13_sign) return read_retail(tables, data, 13);
  if (sign == ean8_sign) return read_retail(tables, data, 8);
  Scan scan;
  if (sign == databar_sign) scan.symbology = "DataBarExpanded";
  if (sign == gs1_128_sign) scan.symbology = "GS1_128_CCA";
  for (const Carrier& carrier : matrix_carriers) {
    if (sign == carrier.plain) {
      return Scan{carrier.symbology, (begins_like_fnc1(data) ? "\\" : "") + std::string(data)};
    }
    if (sign == carrier.gs1) scan.symbology = carrier.symbology;
  }
  if (scan.symbology.empty()) return unknown(text);
  ZH_TRY(scan.message, gs1_message(tables, data));
  return scan;
}

Result<std::string> write_scan(const Gs1Tables& tables, const Scan& scan) {
  const Parts parts = split(scan.message);
  for (const Carrier& carrier : matrix_carriers) {
    if (scan.symbology != carrier.symbology) continue;
    if (scan.message.starts_with('^')) {
      ZH_DO(check_data(tables, scan.message));
      return std::string(carrier.gs1) + sent(scan.message);
    }
    const bool escaped = scan.message.starts_with('\\') && begins_like_fnc1(scan.message);
    return std::string(carrier.plain) + scan.message.substr(escaped ? 1 : 0);
  }
  if (scan.symbology == "DataBarExpanded") return joined(tables, parts, databar_sign);
  if (scan.symbology == "GS1_128_CCA" || scan.symbology == "GS1_128_CCC") {
    return joined(tables, parts, gs1_128_sign);
  }
  if (scan.symbology.starts_with("DataBar")) {
    return write_databar(tables, parts, scan.symbology == "DataBarLimited");
  }
  if (scan.symbology == "UPCA" || scan.symbology == "UPCE" || scan.symbology == "EAN8" ||
      scan.symbology == "EAN13") {
    return write_retail(tables, parts, scan.symbology);
  }
  return unknown(scan.symbology);
}

}  // namespace zhiheng::code
