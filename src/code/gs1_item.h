#pragma once
// One item, whatever it was called: URN, Digital Link, element string, scan, plain number and lot.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "code/company_prefix.h"
#include "code/element_string.h"

namespace zhiheng::code {

/// How the text was written.
enum class Gs1Notation : std::uint8_t { urn, digital_link, element_string, scan, plain };

/// "urn", "digital_link", …
[[nodiscard]] std::string_view name_of(Gs1Notation notation);

/// What the reader of an item may be told.
struct ItemReading {
  ElementChecks checks = {};
  int prefix_length = 0;                      ///< of the company prefix, for the URN
  const CompanyPrefixes* prefixes = nullptr;  ///< when the length is not given
  std::string plain_ai = {};  ///< key of a plain number, "414"; empty: told by its length
  std::string lot = {};       ///< beside a plain number
  std::string serial = {};
};

/// An identifier with its value and names.
struct ItemElement {
  std::string ai;
  std::string value;
  std::string title;  ///< "BATCH/LOT"
  std::string name_zh;
};

struct Gs1Item {
  Gs1Notation notation = Gs1Notation::plain;
  /// EPC scheme of the finest level ("sgtin", "lgtin", "sscc"); of a class the key's name
  /// ("gtin", "grai_class"); for keys without EPC their title in lower case.
  std::string kind;
  /// The same for every notation: canonical Digital Link of the finest level, without variant,
  /// without lot beside a serial, without attributes.
  std::string normal;
  std::vector<ItemElement> elements;  ///< key first, everything that was there
  std::string element_string;         ///< "(01)…(10)…"
  std::string digital_link;           ///< canonical, with attributes; empty when none can carry all
  std::string urn;                    ///< empty: see urn_refused
  std::optional<Error> urn_refused;   ///< why there is no URN: the company prefix for one
};

/// @fails  code.gs1_*, code.link_malformed, code.epc_malformed
[[nodiscard]] Result<Gs1Item> read_item(const Gs1Tables& tables, std::string_view text,
                                        const ItemReading& reading);

}  // namespace zhiheng::code
