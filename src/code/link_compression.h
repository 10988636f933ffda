#pragma once
// The bits of a compressed Digital Link.

#include <deque>
#include <string>
#include <string_view>

#include "code/element_string.h"

namespace zhiheng::code {

/// Base64url of the elements in the order of their identifiers.
/// @fails  code.gs1_identifier, code.link_malformed when a value does not fit its identifier
[[nodiscard]] Result<std::string> compress_elements(std::span<const Element> elements);

/// The inverse; sequences of identifiers that the standard gives one code are understood.
/// @param memory  grows by the values
/// @param other   grows by "key=value" of parameters that are not GS1
/// @fails  code.link_malformed
[[nodiscard]] Result<void> decompress_elements(const Gs1Tables& tables, std::string_view text,
                                               std::deque<std::string>& memory, ElementList& out,
                                               std::vector<std::string>& other);

}  // namespace zhiheng::code
