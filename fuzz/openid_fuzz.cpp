// Any bytes as a token, as keys, as claims and as what a service says of itself: nothing crashes,
// and nothing that was not signed by a published key passes.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "openid/claims.h"
#include "openid/keys.h"
#include "openid/provider.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhiheng::openid;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto split = bytes.find('\0');
  const auto keys = parse_keys(bytes.substr(0, split));
  (void)read_claims(bytes);
  if (const auto found = read_discovery(bytes, "https://a")) {
    if (!is_safe_address(found->token) || !is_safe_address(found->keys)) std::abort();
  }
  const auto token = parse_token(split == std::string_view::npos ? bytes : bytes.substr(split + 1));
  if (!token || !keys) return 0;
  const auto key = key_of(*token, *keys);
  if (!key) return 0;
  if ((*key)->algorithm != token->algorithm) std::abort();
  // What passes once passes always, and with one bit changed never.
  if (!check_signature(*token, **key)) return 0;
  SignedToken changed = *token;
  changed.covered.push_back('x');
  if (check_signature(changed, **key)) std::abort();
  return 0;
}
