#include "code/digital_link.h"

#include <algorithm>

#include "base/text.h"
#include "code/epc_text.h"
#include "code/failures.h"
#include "code/link_compression.h"
#include "code/link_names.h"

namespace zhiheng::code {
namespace {

std::unexpected<Error> malformed(std::string_view where, std::string_view found,
                                 std::string wanted) {
  return fail(link_malformed, std::string(where), std::string(found), std::move(wanted));
}

/// RFC 3986: what may stand in a URI at all. Brackets only enclose addresses that no link has.
bool is_uri_sign(char sign) {
  return is_unreserved(sign) ||
         std::string_view(":/?#@!$&'()*+,;=%").find(sign) != std::string_view::npos;
}

/// Where everything stands in a URI.
struct UriParts {
  std::string_view origin;  ///< "https://id.gs1.org"
  std::string_view path;    ///< from its first slash
  std::string_view query;
  std::string_view fragment;  ///< with "#"
};

/// A part of a query that stays one when it is written: compressed ones may hold any signs.
bool is_query_part(std::string_view part) {
  return std::all_of(part.begin(), part.end(), is_uri_sign) &&
         part.find_first_of("&#") == std::string_view::npos;
}

std::optional<UriParts> split_uri(std::string_view uri) {
  if (!std::all_of(uri.begin(), uri.end(), is_uri_sign)) return std::nullopt;
  const std::size_t colon = uri.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string scheme = to_lower(uri.substr(0, colon));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  UriParts parts;
  if (const std::size_t hash = uri.find('#'); hash != std::string_view::npos) {
    parts.fragment = uri.substr(hash);
    uri = uri.substr(0, hash);
  }
  if (const std::size_t mark = uri.find('?'); mark != std::string_view::npos) {
    parts.query = uri.substr(mark + 1);
    uri = uri.substr(0, mark);
  }
  const std::size_t slash = std::min(uri.find('/', colon + 3), uri.size());
  parts.origin = uri.substr(0, slash);
  parts.path = uri.substr(slash);
  if (slash == colon + 3) return std::nullopt;
  return parts;
}

std::vector<std::string_view> split(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(sign);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view identifier_of(std::string_view segment, bool names) {
  const std::string_view ai = link_ai(segment);
  return names || ai == segment ? ai : std::string_view();
}

bool follows(const std::vector<std::string>& order, std::span<const std::string_view> given) {
  std::size_t place = 0;
  for (const std::string_view each : given) {
    while (place < order.size() && order[place] != each) ++place;
    if (place++ == order.size()) return false;
  }
  return true;
}

/// Reads one link into `link`.
struct LinkReader {
  const Gs1Tables& tables;
  const LinkReading& reading;
  DigitalLink& link;

  /// Where in the path the key stands; the last place that works.
  std::optional<std::size_t> find_key(std::span<const std::string_view> segments) const {
    for (std::size_t start = segments.size(); start-- > 0;) {
      const std::size_t count = segments.size() - start;
      if (count < 2 || (count % 2 != 0 && !reading.compressed)) continue;
      std::vector<std::string_view> ais;
      for (std::size_t i = start; i + 1 < segments.size(); i += 2) {
        ais.push_back(identifier_of(segments[i], reading.names));
      }
      if (is_link_path(tables, ais, reading.older_keys)) return start;
    }
    return std::nullopt;
  }

  Result<void> add(std::string_view ai, std::string value) {
    if (ai == "01" && reading.short_gtin && all_digits(value) &&
        (value.size() == 8 || value.size() == 12 || value.size() == 13)) {
      value.insert(0, 14 - value.size(), '0');
    }
    if (link.elements.find(ai) != nullptr) return malformed("AI", ai, "1 x " + std::string(ai));
    const std::string& kept = link.memory.emplace_back(ai);
    Element element{kept, link.memory.emplace_back(std::move(value)), tables.identifiers.find(ai)};
    if (!link.elements.add(element)) return malformed("AI", "> 64", "<= 64");
    return {};
  }

  Result<void> read_path(const UriParts& parts) {
    std::vector<std::string_view> segments = split(parts.path, '/');
    segments.erase(segments.begin());  // before the first slash
    auto start = find_key(segments);
    if (!start && (!reading.compressed || segments.empty() || segments.back().empty())) {
      return malformed("path", parts.path, "/01/…");
    }
    const std::size_t first = start.value_or(segments.empty() ? 0 : segments.size() - 1);
    link.stem = parts.origin;
    for (std::size_t i = 0; i < first; ++i) link.stem.append("/").append(segments[i]);
    std::size_t at = first;
    for (; at + 1 < segments.size(); at += 2) {
      link.names = link.names || link_ai(segments[at]) != segments[at];
      ZH_DO(add(identifier_of(segments[at], reading.names),
                unescape_from_link(segments[at + 1], false)));
    }
    const std::size_t readable = link.elements.size();
    if (at < segments.size()) {
      ZH_DO(decompress_elements(tables, segments[at], link.memory, link.elements, link.other));
      if (link.elements.size() == 0) return malformed("compressed part", segments[at], "01, 00, …");
      if (!std::all_of(link.other.begin(), link.other.end(), is_query_part)) {
        return malformed("compressed part", segments[at], "name=value");
      }
    }
    link.in_path = link.elements.size();
    link.compressed = link.in_path - readable;
    return {};
  }

  Result<void> read_attribute(std::string_view pair) {
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const bool number = !name.empty() && all_digits(name);
    const std::string_view ai = identifier_of(name, reading.names);
    if (equals == std::string_view::npos || (ai.empty() && !number)) {
      if (!pair.empty()) link.other.emplace_back(pair);
      return {};
    }
    const auto* row = tables.identifiers.find(ai);
    const bool unknown_fits = row == nullptr && reading.unknown_attributes &&
                              reading.checks.permit_unknown && tables.identifiers.could_be(ai);
    if (row == nullptr ? !unknown_fits : !row->attribute) {
      return fail(gs1_identifier, "query", std::string(name), "");
    }
    return add(ai, unescape_from_link(pair.substr(equals + 1), true));
  }

  Result<void> read(std::string_view uri) {
    const auto parts = split_uri(uri);
    if (!parts) return malformed("URI", uri, "https://…");
    ZH_DO(read_path(*parts));
    link.fragment = parts->fragment;
    for (const std::string_view pair : split(parts->query, '&')) ZH_DO(read_attribute(pair));
    for (const Element& element : link.elements) {
      ZH_DO(check_element(tables, element, reading.checks));
    }
    if (!reading.checks.partners) return {};
    const LinkOrder order = link_order({link.elements.begin(), link.elements.size()});
    return check_partners(order.all(), order.path.empty() ? 0 : order.path.size() - 1);
  }
};

}  // namespace

bool is_link_path(const Gs1Tables& tables, std::span<const std::string_view> ais, bool older_keys) {
  if (ais.empty()) return false;
  const auto* key = tables.identifiers.find(ais[0]);
  if (key == nullptr || !(key->key || (older_keys && key->older_key))) return false;
  const auto given = ais.subspan(1);
  if (given.empty()) return true;
  return std::any_of(key->qualifiers.begin(), key->qualifiers.end(),
                     [given](const auto& order) { return follows(order, given); });
}

Result<DigitalLink> parse_digital_link(const Gs1Tables& tables, std::string_view uri,
                                       const LinkReading& reading) {
  DigitalLink link;
  ZH_DO((LinkReader{tables, reading, link}.read(uri)));
  return link;
}

Result<std::string> check_link_stem(std::string_view stem) {
  const auto refuse = [stem] {
    return fail(link_stem, "stem", std::string(stem), "https://id.gs1.org");
  };
  const auto parts = split_uri(stem);
  if (!parts || stem.find_first_of("?#") != std::string_view::npos) return refuse();
  std::string_view host = parts->origin.substr(parts->origin.find("://") + 3);
  std::string origin(parts->origin);
  if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !all_digits(port)) return refuse();
    int number = 0;
    for (const char digit : port) number = number * 10 + (digit - '0');
    if (number > 65'535) return refuse();
    const bool secure = to_lower(parts->origin).starts_with("https");
    if (number == (secure ? 443 : 80)) origin.resize(origin.size() - port.size() - 1);
    host = host.substr(0, colon);
  }
  const bool fits = !host.empty() && std::all_of(host.begin(), host.end(), [](char sign) {
    return is_unreserved(sign) || sign == '%';
  });
  if (!fits) return refuse();
  std::string_view path = parts->path;
  while (path.ends_with('/')) path.remove_suffix(1);
  return origin.append(path);
}

std::string unescape_from_link(std::string_view text, bool in_query) {
  if (!in_query) return unescape(text);
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '+', ' ');
  return unescape(plain);
}

}  // namespace zhiheng::code
