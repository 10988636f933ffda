#pragma once
// GS1 Digital Link URIs: keys and qualifiers in the path, attributes in the query, compressed too.

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "code/element_string.h"

namespace zhiheng::code {

/// Which links are accepted; the defaults are those of the standard and of what is printed.
struct LinkReading {
  ElementChecks checks = {};
  bool names = true;                ///< "gtin", "lot": printed by Digital Link 1.1
  bool short_gtin = true;           ///< 8, 12 or 13 digits for 01, zeros are added
  bool older_keys = true;           ///< 410..413 and 416, keys by Digital Link 1.1
  bool compressed = true;           ///< a path that ends in base64url
  bool unknown_attributes = false;  ///< with checks.permit_unknown
};

/// A link taken apart. Moves, but does not copy: the elements look into `memory`.
struct DigitalLink {
  std::string stem;                ///< "https://id.gs1.org", everything before the key
  ElementList elements;            ///< key, qualifiers, attributes
  std::size_t in_path = 0;         ///< how many of them stood in the path
  std::size_t compressed = 0;      ///< how many of those were compressed; they follow the others
  bool names = false;              ///< whether the key was written as a name
  std::vector<std::string> other;  ///< "linkType=all", parts of the query that are not GS1
  std::string fragment;            ///< with its "#"; empty when there is none
  std::deque<std::string> memory;

  DigitalLink() = default;
  // NOLINTNEXTLINE(performance-noexcept-move-constructor): a deque allocates when it is moved
  DigitalLink(DigitalLink&&) = default;
  DigitalLink& operator=(DigitalLink&&) = default;
  DigitalLink(const DigitalLink&) = delete;
  DigitalLink& operator=(const DigitalLink&) = delete;
  ~DigitalLink() = default;
};

/// @fails  code.link_malformed, code.gs1_identifier, code.gs1_element, code.gs1_partner
[[nodiscard]] Result<DigitalLink> parse_digital_link(const Gs1Tables& tables, std::string_view uri,
                                                     const LinkReading& reading);

/// How a link is written.
struct LinkWriting {
  std::string stem = "https://id.gs1.org";
  bool names = false;  ///< "gtin" instead of 01
  bool older_keys = true;
  bool unknown_attributes = false;
};

/// Key and qualifiers into the path, the others that may into the query, those of predefined length
/// first; what is given twice is written once.
/// @fails  code.link_malformed: no key, or one that may stand neither in path nor in query;
///         code.link_stem
[[nodiscard]] Result<std::string> to_digital_link(std::span<const Element> elements,
                                                  const LinkWriting& writing);

/// Elements in the order of a link, each identifier once.
struct LinkOrder {
  std::vector<Element> path;   ///< key and qualifiers; empty when there is no key
  std::vector<Element> query;  ///< the others, as they came

  [[nodiscard]] std::vector<Element> all() const;
};

[[nodiscard]] LinkOrder link_order(std::span<const Element> elements, bool older_keys = true);

enum class LinkCompression {
  whole,       ///< key too: the shortest
  behind_key,  ///< the key stays readable for every resolver
};

/// The link with its GS1 data compressed; other parameters and fragment are kept as they are.
/// @fails  as parse_digital_link
/// @source GS1 Digital Link: Compression, 1.0
[[nodiscard]] Result<std::string> compress_digital_link(const DigitalLink& link,
                                                        LinkCompression compression, bool names);

/// A stem that a link may begin with, default port and slashes at its end removed.
/// @fails  code.link_stem
[[nodiscard]] Result<std::string> check_link_stem(std::string_view stem);

/// "a/b c" as "a%2Fb%20c" in a path, "a%2Fb+c" in a query.
[[nodiscard]] std::string escape_for_link(std::string_view value, bool in_query);
/// The inverse; in a query "+" is a blank.
[[nodiscard]] std::string unescape_from_link(std::string_view text, bool in_query);

/// Whether these identifiers make a path: a key and its qualifiers in order.
[[nodiscard]] bool is_link_path(const Gs1Tables& tables, std::span<const std::string_view> ais,
                                bool older_keys);

}  // namespace zhiheng::code
