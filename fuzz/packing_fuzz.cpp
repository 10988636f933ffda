// Any bytes as a packed value, a cursor or a base64url text: what is read is read back the same.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "registry/packing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::registry;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto parts = unpack(bytes)) {
    if (unpack(pack(*parts)) != parts) std::abort();
  }
  if (const auto value = unpack_value(bytes)) {
    const auto again = unpack_value(pack_value(*value));
    if (!again || *again != *value) std::abort();
  }
  if (from_base64url(to_base64url(bytes)) != bytes) std::abort();
  if (const auto decoded = from_base64url(bytes)) {
    if (from_base64url(to_base64url(*decoded)) != decoded) std::abort();
  }
  return 0;
}
