// Reading and writing urn:epc:….

#include <algorithm>

#include "code/epc.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/gs1.h"

namespace zhiheng::code {
namespace {

constexpr int shortest_prefix = 6;
constexpr int longest_prefix = 12;

/// Takes the part up to the next dot; nothing is left when there is no dot.
std::string_view take_part(std::string_view& rest) {
  const std::size_t dot = rest.find('.');
  const std::string_view part = rest.substr(0, dot);
  rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
  return part;
}

std::unexpected<Error> malformed(std::string_view urn, std::string wanted) {
  return fail(epc_malformed, "URN", std::string(urn), std::move(wanted));
}

/// Whether a serial, lot or reference of text has only signs that a URN may have here.
bool signs_fit(std::string_view text, bool restricted, EpcSigns signs) {
  const auto belongs = restricted ? is_component_sign : is_gs1_sign;
  if (signs == EpcSigns::as_written) {
    return std::all_of(text.begin(), text.end(),
                       [belongs](char sign) { return sign == '%' || belongs(sign); });
  }
  constexpr std::string_view reserved = "\"%&/<>?#";
  for (std::size_t at = 0; at < text.size();) {
    if (is_escape(text, at)) {
      const int value = hexadecimal(text[at + 1]) * 16 + hexadecimal(text[at + 2]);
      if (!belongs(static_cast<char>(value))) return false;
      at += 3;
      continue;
    }
    if (!belongs(text[at]) || reserved.find(text[at]) != std::string_view::npos) return false;
    ++at;
  }
  return true;
}

bool tail_fits(const EpcScheme& scheme, std::string_view tail, EpcSigns signs) {
  const std::size_t length = escaped_length(tail);
  if (length == 0 || length > static_cast<std::size_t>(scheme.tail_length)) return false;
  return scheme.tail == EpcTail::number ? all_digits(tail) : signs_fit(tail, false, signs);
}

bool prefix_fits(std::string_view prefix) {
  return prefix.size() >= shortest_prefix && prefix.size() <= longest_prefix && all_digits(prefix);
}

/// A key of text has 30 characters; OpenEPCIS counts 24 of an asset behind the company prefix.
std::size_t longest_key_of(const Epc& epc, std::size_t prefix) {
  const bool beyond = epc.signs == EpcSigns::as_written && epc.scheme->name == "giai";
  return beyond ? prefix + 24 : 30;
}

/// Serial or "*", for what is left of the URN.
Result<void> read_tail(std::string_view urn, std::string_view rest, Epc& epc) {
  if (epc.pattern) {
    if (rest != "*") return malformed(urn, "…*");
    return {};
  }
  if (!tail_fits(*epc.scheme, rest, epc.signs)) {
    return malformed(urn, std::string(epc.scheme->tail == EpcTail::number ? "0-9, " : "") + "1.." +
                              std::to_string(epc.scheme->tail_length));
  }
  if (epc.scheme->name != "sgln" || rest != "0") epc.tail = rest;
  return {};
}

Result<void> read_number_key(std::string_view urn, std::string_view rest, Epc& epc) {
  const EpcScheme& scheme = *epc.scheme;
  const std::string_view prefix = take_part(rest);
  const bool reference_follows = prefix.data() + prefix.size() < urn.data() + urn.size();
  std::string_view reference = rest;
  const bool more = scheme.tail != EpcTail::none || scheme.pieces;
  if (more) reference = take_part(rest);
  if (!prefix_fits(prefix) || !reference_follows || !all_digits(reference) ||
      prefix.size() + reference.size() != static_cast<std::size_t>(scheme.digits)) {
    return malformed(urn, "6..12 + … = " + std::to_string(scheme.digits) + " digits");
  }
  epc.prefix_length = static_cast<int>(prefix.size());
  epc.key = scheme.leading_zero ? "0" : "";
  if (scheme.leading_digit) epc.key.push_back(reference.front());
  epc.key.append(prefix).append(reference.substr(scheme.leading_digit ? 1 : 0));
  epc.key.push_back(gs1_check_digit(epc.key));
  if (scheme.pieces) {
    for (int i = 0; i < 2; ++i) {
      const std::string_view piece = take_part(rest);
      if (piece.size() != 2 || !all_digits(piece)) return malformed(urn, "….01.02.…");
      epc.key.append(piece);
    }
  }
  if (scheme.tail == EpcTail::none) return {};
  return read_tail(urn, rest, epc);
}

Result<void> read_text_key(std::string_view urn, std::string_view rest, Epc& epc) {
  const std::string_view prefix = take_part(rest);
  std::string_view reference = rest;
  if (epc.scheme->tail != EpcTail::none) {
    const std::size_t dot = rest.rfind('.');
    if (dot == std::string_view::npos) return malformed(urn, "….*, …");
    reference = rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
    ZH_DO(read_tail(urn, rest, epc));
  }
  const bool may_be_empty = epc.pattern && epc.signs == EpcSigns::as_written;
  if (!prefix_fits(prefix) || (reference.empty() && !may_be_empty) ||
      !signs_fit(reference, epc.scheme->restricted, epc.signs) ||
      prefix.size() + escaped_length(reference) > longest_key_of(epc, prefix.size())) {
    return malformed(urn, "6..12 digits . reference, <= 30");
  }
  epc.prefix_length = static_cast<int>(prefix.size());
  epc.key.assign(prefix).append(reference);
  return {};
}

/// With the escapes that a URN demands, whatever the notation before.
void append_for_urn(std::string& urn, std::string_view text, EpcSigns signs) {
  if (signs == EpcSigns::as_written) {
    urn.append(text);
    return;
  }
  constexpr std::string_view reserved = "\"%&/<>?#";
  for (const char sign : unescape(text)) {
    if (reserved.find(sign) == std::string_view::npos) {
      urn.push_back(sign);
    } else {
      append_escape(urn, sign);
    }
  }
}

}  // namespace

Result<Epc> parse_epc_urn(std::string_view urn, EpcSigns signs) {
  constexpr std::string_view start = "urn:epc:";
  if (!urn.starts_with(start)) return malformed(urn, "urn:epc:id:…, urn:epc:class:…");
  std::string_view rest = urn.substr(start.size());
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return malformed(urn, "urn:epc:id:…:…");
  const std::string_view kind = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  const std::string_view name = rest.substr(0, rest.find(':'));
  Epc epc{.scheme = find_epc_scheme(name), .signs = signs, .pattern = kind == "idpat"};
  if (epc.scheme == nullptr || name.size() == rest.size()) return malformed(urn, "sgtin, sscc, …");
  if (kind != epc.scheme->kind && !(epc.pattern && epc.scheme->pattern)) {
    return malformed(urn, std::string(epc.scheme->kind));
  }
  rest.remove_prefix(name.size() + 1);
  ZH_DO(epc.scheme->digits == 0 ? read_text_key(urn, rest, epc) : read_number_key(urn, rest, epc));
  return epc;
}

Result<std::string> to_epc_urn(const Epc& epc, int prefix_length) {
  const EpcScheme& scheme = *epc.scheme;
  if (scheme.name.empty()) return fail(epc_no_urn, "AI", std::string(scheme.key_ai) + " + 10");
  if (prefix_length == 0) prefix_length = epc.prefix_length;
  if (prefix_length == 0)
    return fail(epc_prefix_unknown, "AI " + std::string(scheme.key_ai), epc.key);
  if (prefix_length < shortest_prefix || prefix_length > longest_prefix) {
    return fail(epc_prefix_length, "company prefix", std::to_string(prefix_length), "6..12");
  }
  std::string_view payload = epc.key;
  std::string_view pieces;
  if (scheme.digits > 0) {
    pieces = payload.substr(payload.size() - (scheme.pieces ? 4 : 0));
    payload = payload.substr(scheme.leading_zero ? 1 : 0, static_cast<std::size_t>(scheme.digits));
  }
  const std::string_view lead = payload.substr(0, scheme.leading_digit ? 1 : 0);
  payload.remove_prefix(lead.size());
  const auto cut = static_cast<std::size_t>(prefix_length);
  const bool empty_fits = scheme.digits > 0 || (epc.pattern && epc.signs == EpcSigns::as_written);
  if (payload.size() < cut + (empty_fits ? 0 : 1) ||
      (epc.signs == EpcSigns::standard && !all_digits(payload.substr(0, cut))) ||
      (!epc.pattern && !all_digits(payload.substr(0, cut)))) {
    return fail(epc_prefix_length, "company prefix", std::string(payload.substr(0, cut)),
                std::to_string(prefix_length) + " digits + …");
  }
  std::string urn = "urn:epc:";
  urn.append(epc.pattern ? "idpat" : scheme.kind).append(":").append(scheme.name).append(":");
  urn.append(payload.substr(0, cut)).append(".").append(lead);
  append_for_urn(urn, payload.substr(cut), epc.signs);
  if (!pieces.empty()) {
    urn.append(".").append(pieces.substr(0, 2)).append(".").append(pieces.substr(2));
  }
  if (scheme.tail == EpcTail::none) return urn;
  urn.append(".");
  if (epc.pattern) {
    urn.append("*");
  } else if (epc.tail.empty()) {
    urn.append("0");
  } else {
    append_for_urn(urn, epc.tail, epc.signs);
  }
  return urn;
}

}  // namespace zhiheng::code
