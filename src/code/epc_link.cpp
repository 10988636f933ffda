// Reading and writing the Digital Links that EPCIS events use, and the form for the event hash.

#include <algorithm>
#include <array>

#include "code/epc.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/link_names.h"

namespace zhiheng::code {
namespace {

constexpr std::size_t longest_text_key = 30;
constexpr std::string_view canonical_domain = "https://id.gs1.org/";

std::unexpected<Error> malformed(std::string_view uri) {
  return fail(epc_malformed, "URI", std::string(uri), "https://id.gs1.org/01/…/21/…");
}

/// Everything after the domain, from its first slash; empty when this is no web address.
std::string_view path_of(std::string_view uri) {
  for (const std::string_view start : {"https://", "http://"}) {
    if (!uri.starts_with(start)) continue;
    const std::size_t slash = uri.find('/', start.size());
    if (slash == start.size() || slash == std::string_view::npos) return {};
    return uri.substr(slash);
  }
  return {};
}

bool link_sign(std::string_view text, std::size_t at, bool (*belongs)(char)) {
  if (is_escape(text, at)) {
    return belongs(static_cast<char>(hexadecimal(text[at + 1]) * 16 + hexadecimal(text[at + 2])));
  }
  return belongs(text[at]) && text[at] != '%' && text[at] != '&';
}

bool text_fits(std::string_view text, std::size_t longest, bool (*belongs)(char)) {
  for (std::size_t at = 0; at < text.size(); at += is_escape(text, at) ? 3 : 1) {
    if (!link_sign(text, at, belongs)) return false;
  }
  const std::size_t length = escaped_length(text);
  return length > 0 && length <= longest;
}

/// The key's value without tail, zeros added to a short GTIN; nothing when it does not fit.
std::optional<std::string> read_key(const EpcScheme& scheme, std::string_view& value) {
  if (scheme.digits == 0) {
    const auto belongs = scheme.restricted ? is_component_sign : is_gs1_sign;
    const bool starts = value.size() > 4 && all_digits(value.substr(0, 4));
    if (!starts || !text_fits(value, longest_text_key, belongs)) return std::nullopt;
    std::string key(value);
    value = {};
    return key;
  }
  auto length = static_cast<std::size_t>(key_length(scheme));
  if (scheme.key_ai == "01" && all_digits(value)) {
    if (value.size() == 8 || value.size() == 12 || value.size() == 13) length = value.size();
  }
  if (value.size() < length || !all_digits(value.substr(0, length))) return std::nullopt;
  std::string key(value.substr(0, length));
  value.remove_prefix(length);
  if (scheme.key_ai == "01") key.insert(0, 14 - length, '0');
  return key;
}

/// Up to three pairs of qualifier and value behind the key.
struct Qualifiers {
  std::array<std::string_view, 3> ais;
  std::array<std::string_view, 3> values;
  std::size_t count = 0;
};

/// The value of the finest qualifier that this key may have; nullopt when they are not in order.
struct Finest {
  std::string_view ai;
  std::string_view value;
};

std::optional<Finest> finest(std::string_view key_ai, const Qualifiers& given) {
  constexpr std::array<std::string_view, 3> item{"22", "10", "21"};
  Finest found;
  if (key_ai == "01" || key_ai == "8006") {
    if (key_ai == "01" && given.count == 1 && given.ais[0] == "235") {
      return Finest{"235", given.values[0]};
    }
    std::size_t place = 0;
    for (std::size_t i = 0; i < given.count; ++i) {
      while (place < item.size() && item[place] != given.ais[i]) ++place;
      if (place == item.size() || !text_fits(given.values[i], 20, is_gs1_sign)) return std::nullopt;
      if (given.ais[i] != "22") found = {given.ais[i], given.values[i]};
    }
    return found;
  }
  if (given.count == 0) return found;
  const bool allowed = given.count == 1 && ((key_ai == "414" && given.ais[0] == "254") ||
                                            (key_ai == "8010" && given.ais[0] == "8011"));
  if (!allowed) return std::nullopt;
  return Finest{given.ais[0], given.values[0]};
}

std::optional<Epc> read_pairs(std::string_view key_ai, std::string_view value,
                              const Qualifiers& given) {
  const auto level = finest(key_ai, given);
  if (!level) return std::nullopt;
  for (const EpcScheme& scheme : epc_schemes()) {
    if (scheme.key_ai != key_ai) continue;
    if (!level->ai.empty() && scheme.qualifier_ai != level->ai) continue;
    std::string_view rest = value;
    auto key = read_key(scheme, rest);
    if (!key) return std::nullopt;
    const std::string_view tail = level->ai.empty() ? rest : level->value;
    if (!level->ai.empty() && !rest.empty()) return std::nullopt;
    if (!tail.empty()) {
      if (scheme.tail == EpcTail::none || (level->ai.empty() && !scheme.qualifier_ai.empty())) {
        return std::nullopt;
      }
      const auto longest = static_cast<std::size_t>(scheme.tail_length);
      const bool fits = scheme.tail == EpcTail::number ? all_digits(tail) && tail.size() <= longest
                                                       : text_fits(tail, longest, is_gs1_sign);
      if (!fits) return std::nullopt;
    } else if (!level->ai.empty()) {
      return std::nullopt;
    }
    Epc epc{.scheme = &scheme, .key = *std::move(key)};
    epc.pattern = scheme.pattern && tail.empty();
    if (scheme.name != "sgln" || tail != "0") epc.tail = tail;
    return epc;
  }
  return std::nullopt;
}

/// The last `count` pairs of the path as key and qualifiers.
std::optional<Epc> read_last_pairs(std::span<const std::string_view> segments) {
  const std::string_view key_ai = link_ai(segments[0]);
  if (key_ai.empty()) return std::nullopt;
  Qualifiers given;
  for (std::size_t i = 2; i < segments.size(); i += 2) {
    given.ais[given.count] = link_ai(segments[i]);
    given.values[given.count++] = segments[i + 1];
  }
  return read_pairs(key_ai, segments[1], given);
}

std::optional<Epc> read_standard(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  constexpr std::size_t most = 8;
  std::array<std::string_view, most> segments;
  std::size_t first = most;
  while (first > 0 && !path.empty()) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) break;
    segments[--first] = path.substr(slash + 1);
    path = path.substr(0, slash);
  }
  for (std::size_t start = first + first % 2; start < most; start += 2) {
    if (auto epc = read_last_pairs(std::span(segments).subspan(start))) return epc;
  }
  return std::nullopt;
}

bool written_fits(std::string_view text, std::size_t longest) {
  const std::size_t length = escaped_length(text);
  return length > 0 && length <= longest && std::all_of(text.begin(), text.end(), is_gs1_sign);
}

/// A component number may have slashes of its own; only the last "/8011/" is its serial's.
std::optional<Epc> match_text_key(const EpcScheme& scheme, std::string_view rest) {
  Epc epc{.scheme = &scheme, .signs = EpcSigns::as_written};
  if (!scheme.qualifier_ai.empty()) {
    const std::string marker = "/" + std::string(scheme.qualifier_ai) + "/";
    if (const std::size_t at = rest.rfind(marker); at != std::string_view::npos) {
      const std::string_view serial = rest.substr(at + marker.size());
      if (serial.empty() || serial.size() > static_cast<std::size_t>(scheme.tail_length) ||
          !all_digits(serial)) {
        return std::nullopt;
      }
      epc.tail = serial;
      rest = rest.substr(0, at);
    }
    epc.pattern = epc.tail.empty();
  }
  const bool fits = std::all_of(rest.begin(), rest.end(), [&scheme](char sign) {
    return sign == '%' || (scheme.restricted ? is_component_sign(sign) : is_gs1_sign(sign));
  });
  const std::size_t length = escaped_length(rest);
  // OpenEPCIS counts 24 characters of an asset behind the digits that it begins with.
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::size_t longest =
      scheme.name == "giai" ? std::min<std::size_t>(digits, 12) + 24 : longest_text_key;
  if (!fits || length < 7 || length > longest) return std::nullopt;
  if (!scheme.restricted && !all_digits(rest.substr(0, 6))) return std::nullopt;
  epc.key = rest;
  return epc;
}

/// What follows "/01/", where serials may have any sign, a slash too.
std::optional<Epc> match_number_key(const EpcScheme& scheme, std::string_view rest) {
  const auto length = static_cast<std::size_t>(key_length(scheme));
  if (rest.size() < length || !all_digits(rest.substr(0, length))) return std::nullopt;
  Epc epc{
      .scheme = &scheme, .signs = EpcSigns::as_written, .key = std::string(rest.substr(0, length))};
  rest.remove_prefix(length);
  if (rest.empty()) {
    epc.pattern = scheme.pattern;
    if (scheme.tail == EpcTail::none || scheme.pattern || scheme.name == "sgln") return epc;
    return std::nullopt;
  }
  if (!scheme.qualifier_ai.empty()) {
    const std::string marker = "/" + std::string(scheme.qualifier_ai) + "/";
    if (!rest.starts_with(marker)) return std::nullopt;
    rest.remove_prefix(marker.size());
  }
  if (scheme.tail == EpcTail::none ||
      !written_fits(rest, static_cast<std::size_t>(scheme.tail_length)))
    return std::nullopt;
  if (scheme.tail == EpcTail::number && !all_digits(rest)) return std::nullopt;
  if (scheme.name != "sgln" || rest != "0") epc.tail = rest;
  return epc;
}

std::optional<Epc> read_as_written(std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    for (const EpcScheme& scheme : epc_schemes()) {
      const std::string_view from = path.substr(slash + 1);
      if (!from.starts_with(scheme.key_ai) || !from.substr(scheme.key_ai.size()).starts_with('/')) {
        continue;
      }
      const std::string_view rest = from.substr(scheme.key_ai.size() + 1);
      auto epc = scheme.digits == 0 ? match_text_key(scheme, rest) : match_number_key(scheme, rest);
      if (epc) return epc;
    }
  }
  return std::nullopt;
}

/// The seven signs that the reference implementation escapes; it keeps ' ; = and older escapes.
void append_for_hash(std::string& out, std::string_view text) {
  for (const char sign : text) {
    if (std::string_view("!()*+,:").find(sign) == std::string_view::npos) {
      out.push_back(sign);
    } else {
      append_escape(out, sign);
    }
  }
}

void append_for_link(std::string& out, std::string_view text) {
  for (const char sign : unescape(text)) {
    if (is_unreserved(sign)) {
      out.push_back(sign);
    } else {
      append_escape(out, sign);
    }
  }
}

std::string write_link(const Epc& epc, void (*append)(std::string&, std::string_view)) {
  const EpcScheme& scheme = *epc.scheme;
  std::string link(canonical_domain);
  link.append(scheme.key_ai).append("/");
  append(link, epc.key);
  if (epc.tail.empty()) return link;
  if (!scheme.qualifier_ai.empty()) link.append("/").append(scheme.qualifier_ai).append("/");
  append(link, epc.tail);
  return link;
}

void append_as_written(std::string& out, std::string_view text) { out.append(text); }

bool has_raw_reserved(std::string_view text) {
  return text.find_first_of("!()*+,:") != std::string_view::npos;
}

}  // namespace

Result<Epc> parse_epc_link(std::string_view uri, EpcSigns signs) {
  const std::string_view path = path_of(uri);
  auto epc = signs == EpcSigns::standard ? read_standard(path) : read_as_written(path);
  if (!epc) return malformed(uri);
  return *std::move(epc);
}

std::string to_epc_link(const Epc& epc) {
  return write_link(epc, epc.signs == EpcSigns::as_written ? append_as_written : append_for_link);
}

std::optional<std::string> event_hash_form(std::string_view identifier) {
  if (identifier.starts_with("urn:epc:")) {
    const auto epc = parse_epc_urn(identifier);
    if (!epc) return std::nullopt;
    return write_link(*epc, append_for_hash);
  }
  const auto epc = read_standard(path_of(identifier));
  if (!epc || identifier.find('#') != std::string_view::npos) return std::nullopt;
  if (has_raw_reserved(epc->key) || has_raw_reserved(epc->tail)) return std::nullopt;
  return write_link(*epc, append_as_written);
}

}  // namespace zhiheng::code
