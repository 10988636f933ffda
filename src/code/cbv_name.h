#pragma once
// The three ways to write a term of the Core Business Vocabulary: bare, as URN, as web address.

#include <string>
#include <string_view>

namespace zhiheng::code {

/// "urn:epcglobal:cbv:bizstep:packing", "https://ref.gs1.org/cbv/BizStep-packing" and
/// "cbv:BizStep-packing" as "packing"; any other text as it is.
/// @source CBV 2.0, 7
[[nodiscard]] std::string cbv_word(std::string_view text);

/// As URN; any other text as it is.
[[nodiscard]] std::string cbv_urn(std::string_view text);

/// As web address; any other text as it is.
[[nodiscard]] std::string cbv_address(std::string_view text);

/// A term of a field ("bizStep", "disposition", "sourceList", …), bare too, in one of the
/// notations.
/// @param notation  "urn" or "webURI", upper or lower case; anything else leaves the text alone
[[nodiscard]] std::string cbv_term(std::string_view text, std::string_view field,
                                   std::string_view notation);

/// A Digital Link with names and domain of its own as canonical address, all else as it stands; a
/// text that is no Digital Link as it is.
[[nodiscard]] std::string canonical_names(std::string_view text);

}  // namespace zhiheng::code
