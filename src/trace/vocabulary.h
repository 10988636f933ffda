#pragma once
// The words of the Core Business Vocabulary, in their three spellings:
// "shipping", "https://ref.gs1.org/cbv/BizStep-shipping", "urn:epcglobal:cbv:bizstep:shipping".

#include <string>
#include <string_view>

namespace zhiheng::trace {

enum class Vocabulary {
  biz_step,
  disposition,
  transaction_type,
  source_type,  ///< of sources and destinations
  error_reason,
  component,    ///< of a sensor's coordinate system
  measurement,  ///< of a sensor's report
  alert,        ///< of a sensor's report
};

/// Whether the vocabulary has the bare word.
/// @source  GS1 Core Business Vocabulary 2.0, as the JSON Schema of EPCIS 2.0.0 lists it
[[nodiscard]] bool has_word(Vocabulary vocabulary, std::string_view word);

/// The web URI of a bare word, of an older URN or of a CURIE ("cbv:BizStep-shipping", "gs1:Mass");
/// anything else as it is.
[[nodiscard]] std::string to_web_uri(Vocabulary vocabulary, std::string_view value);

/// The bare word of a web URI where the vocabulary has it; anything else as it is.
[[nodiscard]] std::string to_word(Vocabulary vocabulary, std::string_view value);

/// Older URNs of the vocabulary inside of any text become web URIs, as the event hash asks for.
/// True when `text` was changed.
bool replace_urns(std::string& text);

}  // namespace zhiheng::trace
