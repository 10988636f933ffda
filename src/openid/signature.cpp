// Signatures by OpenSSL: the one file of this room that knows it.

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <memory>

#include "base/bytes.h"
#include "base/freed.h"
#include "openid/failures.h"
#include "openid/keys.h"

namespace zhiheng::openid {
namespace {

using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Making = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using PublicKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Checking = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Pair = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

PublicKey made(const char* kind, OSSL_PARAM* parameters) {
  const Making making(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (making == nullptr || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return nullptr;
  }
  return PublicKey(key);
}

PublicKey public_key(const Key& key) {
  const Builder builder(OSSL_PARAM_BLD_new());
  if (key.algorithm == Algorithm::rs256) {
    const Number modulus = number_of(key.modulus);
    const Number exponent = number_of(key.exponent);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    return made("RSA", parameters.get());
  }
  const std::string point = "\x04" + key.x + key.y;
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return made("EC", parameters.get());
}

// OpenSSL wants DER where a token has the two numbers side by side.
std::string as_der(std::string_view signature) {
  if (signature.size() != 64) return {};
  const Pair pair(ECDSA_SIG_new());
  Number r = number_of(signature.substr(0, 32));
  Number s = number_of(signature.substr(32));
  if (ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();
  (void)s.release();
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

Result<void> check_signature(const SignedToken& token, const Key& key) {
  if (token.algorithm != key.algorithm) return fail(signature_wrong, "alg");
  const PublicKey against = public_key(key);
  if (against == nullptr) return fail(signature_wrong, "key");
  const std::string signature =
      key.algorithm == Algorithm::es256 ? as_der(token.signature) : token.signature;
  const Checking checking(EVP_MD_CTX_new());
  const bool right =
      !signature.empty() &&
      EVP_DigestVerifyInit(checking.get(), nullptr, EVP_sha256(), nullptr, against.get()) == 1 &&
      EVP_DigestVerify(checking.get(), bytes_of(signature), signature.size(),
                       bytes_of(token.covered), token.covered.size()) == 1;
  if (!right) return fail(signature_wrong, "signature");
  return {};
}

}  // namespace zhiheng::openid
