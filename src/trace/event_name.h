#pragma once
// Names of events in few bytes: UUIDs and event hashes as the bytes that they write out.

#include <string>
#include <string_view>

namespace zhiheng::trace {

/// "urn:uuid:…" in lower case takes 17 bytes, "ni:///sha-256;…?ver=CBV2.0" 33, any other text
/// itself and one more.
[[nodiscard]] std::string packed_event_name(std::string_view name);
[[nodiscard]] std::string unpacked_event_name(std::string_view packed);

}  // namespace zhiheng::trace
