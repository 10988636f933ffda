#pragma once
// One thing, many names: EPC URN, GS1 Digital Link and the form that the event hash wants.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::code {

/// What may follow the key of a thing: nothing, a serial or lot of text, or one of digits.
enum class EpcTail { none, text, number };

/// The shape of one EPC scheme in both notations.
/// @source GS1 EPC Tag Data Standard 2.1, 6; GS1 Digital Link: URI syntax 1.4, 4; CBV 2.0, 8
struct EpcScheme {
  std::string_view name = {};          ///< "sgtin"
  std::string_view kind = {};          ///< "id", "class"
  std::string_view key_ai = {};        ///< "01"
  std::string_view qualifier_ai = {};  ///< "21"; empty when the tail belongs to the key's own value
  int digits = 0;              ///< of prefix and reference together; 0 for a reference of text
  bool leading_digit = false;  ///< the first digit of the reference stands before the prefix
  bool leading_zero = false;   ///< of a GRAI
  bool pieces = false;         ///< two digits each for piece and total, after the check digit
  EpcTail tail = EpcTail::none;
  int tail_length = 0;      ///< the longest, escapes counted as one character
  bool pattern = false;     ///< urn:epc:idpat:…:* names the class
  bool restricted = false;  ///< the reference has only the signs of a component, [#/0-9A-Z-]
};

/// By its name in a URN, or nullptr.
[[nodiscard]] const EpcScheme* find_epc_scheme(std::string_view name);

/// How strictly signs are read and written.
enum class EpcSigns {
  standard,    ///< reserved characters are escaped, as the standards demand
  as_written,  ///< whatever stands between the separators is carried over: OpenEPCIS does this
};

/// An identifier without the notation it came in.
struct Epc {
  const EpcScheme* scheme = nullptr;
  EpcSigns signs = EpcSigns::standard;
  bool pattern = false;  ///< the class of all its serials
  std::string key = {};  ///< value of the key's AI without serial; check digit and pieces included
  std::string tail =
      {};  ///< serial, lot or extension, escapes as written; empty when there is none
  int prefix_length = 0;  ///< of the company prefix, 6 to 12; 0 when the notation does not tell

  friend bool operator==(const Epc&, const Epc&) = default;
};

/// urn:epc:id:…, urn:epc:class:… and urn:epc:idpat:….
/// @fails  code.epc_malformed
[[nodiscard]] Result<Epc> parse_epc_urn(std::string_view urn, EpcSigns signs = EpcSigns::standard);

/// A Digital Link URI of any domain, with numbers or names ("gtin", "lot"); the finest level
/// counts: a lot beside a serial is dropped, so are variant (22), query and unused extension.
/// Check digits are not looked at: an EPCIS event is identified by what it says.
/// @fails  code.epc_malformed
[[nodiscard]] Result<Epc> parse_epc_link(std::string_view uri, EpcSigns signs = EpcSigns::standard);

/// https://id.gs1.org/…, reserved characters escaped unless `epc` is as_written.
[[nodiscard]] std::string to_epc_link(const Epc& epc);

/// The URN. What a link has not told must come from the caller or a table: the company prefix is
/// never guessed.
/// @param prefix_length  6..12; 0: the one that `epc` knows
/// @fails  code.epc_prefix_unknown, code.epc_prefix_length
[[nodiscard]] Result<std::string> to_epc_urn(const Epc& epc, int prefix_length = 0);

/// The form of a GS1 identifier that goes into the event hash of CBV 2.0: canonical Digital Link of
/// the finest level. nullopt: not a GS1 identifier, the text is hashed as it stands.
/// @checked  the reference implementation's own tests; its conflicts with the standard are named
///           in docs/gs1.md
[[nodiscard]] std::optional<std::string> event_hash_form(std::string_view identifier);

}  // namespace zhiheng::code
