#pragma once
// The same event in the notation that somebody asked for: which of their spellings identifiers and
// words have.

#include <optional>
#include <string>
#include <string_view>

#include "code/company_prefix.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// GS1-EPC-Format and GS1-CBV-XML-Format of EPCIS 2.0, 12.5.
enum class Identifiers { as_captured, digital_link, urn };
/// Its name is not Words, which is zhiheng::Words: a file that read this one first would take the
/// one for the other.
enum class WordNotation { address, urn };

/// "Always_GS1_Digital_Link", "Always_EPC_URN", "Never_Translates", "No_Preference"; the case does
/// not matter. None for any other text.
[[nodiscard]] std::optional<Identifiers> identifiers_named(std::string_view text);
[[nodiscard]] std::string_view name_of(Identifiers notation);
/// "Always_Web_URI", "Always_URN", "No_Preference"; none for "Never_Translates" too: how a word was
/// written is not kept.
[[nodiscard]] std::optional<WordNotation> words_named(std::string_view text);
[[nodiscard]] std::string_view name_of(WordNotation notation);

/// An identifier in a notation. A Digital Link becomes a URN only where `prefixes` tells how long
/// the company prefix is; it is never guessed, and the text stays as it is.
[[nodiscard]] std::string in_notation(const std::string& identifier, Identifiers notation,
                                      const code::CompanyPrefixes& prefixes);

/// Identifiers of things, classes, places, parties and transactions, and words of the Core Business
/// Vocabulary. The event hash stays the same.
[[nodiscard]] Event in_notation(Event event, Identifiers identifiers, WordNotation words,
                                const code::CompanyPrefixes& prefixes);

}  // namespace zhiheng::trace
