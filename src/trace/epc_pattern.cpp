#include "trace/epc_pattern.h"

#include <algorithm>

#include "code/epc.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view urn_fronts[] = {"urn:epc:idpat:", "urn:epc:id:", "urn:epc:class:"};

/// "sgtin:4012345.012345.1" without what stands before the scheme; empty: no such URN.
std::string_view behind_front(std::string_view text) {
  for (const std::string_view front : urn_fronts) {
    if (text.starts_with(front)) return text.substr(front.size());
  }
  return {};
}

/// Components; the last takes all the points that are left.
std::vector<std::string_view> components(std::string_view text, std::size_t most) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < most) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) break;
    parts.push_back(text.substr(0, point));
    text.remove_prefix(point + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace

std::optional<EpcPattern> EpcPattern::parse(std::string_view text) {
  EpcPattern made;
  const std::string_view body = behind_front(text);
  if (body.empty()) {
    if (text.find('*') + 1 != text.size() || text.size() < 2) return std::nullopt;
    made.front = text.substr(0, text.size() - 1);
    return made;
  }
  const std::size_t colon = body.find(':');
  if (colon == std::string_view::npos || code::find_epc_scheme(body.substr(0, colon)) == nullptr) {
    return std::nullopt;
  }
  made.scheme = body.substr(0, colon);
  for (const std::string_view part : components(body.substr(colon + 1), 8)) {
    // "*" stands for a whole component, and behind it all are open.
    const bool open = part == "*";
    const bool after_open = !made.parts.empty() && made.parts.back() == "*";
    if ((!open && part.find('*') != std::string_view::npos) || (after_open && !open)) {
      return std::nullopt;
    }
    made.parts.emplace_back(part);
  }
  return made;
}

bool EpcPattern::matches(std::string_view identifier) const {
  if (scheme.empty()) {
    if (identifier.starts_with(front)) return true;
    const auto form = code::event_hash_form(identifier);
    return form && form->starts_with(front);
  }
  std::string urn(identifier);
  std::string_view body = behind_front(urn);
  if (body.empty()) {
    const auto epc = code::parse_epc_link(identifier);
    if (!epc || epc->scheme == nullptr || epc->scheme->name != scheme) return false;
    if (parts.front() == "*") return true;
    // The pattern says how long the company prefix is, the link does not.
    const auto written = code::to_epc_urn(*epc, static_cast<int>(parts.front().size()));
    if (!written) return false;
    urn = *written;
    body = behind_front(urn);
  }
  const std::size_t colon = body.find(':');
  if (colon == std::string_view::npos || body.substr(0, colon) != scheme) return false;
  const auto found = components(body.substr(colon + 1), parts.size());
  return found.size() == parts.size() &&
         std::ranges::equal(found, parts, [](auto a, auto& b) { return b == "*" || a == b; });
}

std::optional<std::string> EpcPattern::class_link() const {
  if (scheme != "sgtin" || parts.size() != 3 || parts[2] != "*" || parts[1] == "*") {
    return std::nullopt;
  }
  const auto epc = code::parse_epc_urn("urn:epc:idpat:sgtin:" + parts[0] + "." + parts[1] + ".*");
  if (!epc) return std::nullopt;
  return code::to_epc_link(*epc);
}

}  // namespace zhiheng::trace
