#include "reporter/sealing.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/freed.h"
#include "base/sha256.h"
#include "registry/packing.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

constexpr std::string_view prefix = "sealed1:";
constexpr std::string_view purpose = "zhiheng sealed 1";
constexpr std::size_t point_size = 65;
constexpr std::size_t id_size = 16;
constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

using PublicOrPrivate = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Work = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Text = std::unique_ptr<BIO, Freed<BIO_free>>;
using Method = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using Deriving = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;
using Ciphering = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

std::string point_of(EVP_PKEY* key) {
  std::string point(point_size, '\0');
  std::size_t size = 0;
  const bool got = EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY,
                                                   bytes_of(point), point.size(), &size) == 1;
  return got && size == point_size ? point : std::string();
}

/// Null for bytes that are no point of the curve.
PublicOrPrivate from_point(std::string point) {
  if (point.size() != point_size) return nullptr;
  char curve[] = "prime256v1";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  const Work work(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(work.get()) != 1 ||
      EVP_PKEY_fromdata(work.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return nullptr;
  }
  return PublicOrPrivate(key);
}

PublicOrPrivate from_text(std::string_view private_key) {
  const Text text(BIO_new_mem_buf(private_key.data(), static_cast<int>(private_key.size())));
  // Asked for a password, OpenSSL would ask on the terminal.
  const auto no_password = [](char*, int, int, void*) { return 0; };
  PublicOrPrivate key(PEM_read_bio_PrivateKey(text.get(), nullptr, no_password, nullptr));
  char curve[32] = {};
  std::size_t size = 0;
  const bool fits = key != nullptr && EVP_PKEY_is_a(key.get(), "EC") == 1 &&
                    EVP_PKEY_get_group_name(key.get(), curve, sizeof curve, &size) == 1 &&
                    std::string_view(curve) == "prime256v1";
  return fits ? std::move(key) : nullptr;
}

std::optional<std::string> shared_secret(EVP_PKEY* own, EVP_PKEY* other) {
  const Work work(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  std::string secret(key_size, '\0');
  std::size_t size = secret.size();
  if (EVP_PKEY_derive_init(work.get()) != 1 || EVP_PKEY_derive_set_peer(work.get(), other) != 1 ||
      EVP_PKEY_derive(work.get(), bytes_of(secret), &size) != 1 || size != key_size) {
    return std::nullopt;
  }
  return secret;
}

/// Key and nonce, one after the other.
std::string derived(std::string secret, std::string salt) {
  std::string made(key_size + nonce_size, '\0');
  std::string info(purpose);
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), salt.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  const Method method(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const Deriving deriving(EVP_KDF_CTX_new(method.get()));
  if (EVP_KDF_derive(deriving.get(), bytes_of(made), made.size(), parameters) != 1) return {};
  return made;
}

std::string encrypted(const std::string& keys, std::string_view text, std::string_view place) {
  std::string made(text.size() + tag_size, '\0');
  const Ciphering cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(keys),
                     bytes_of(keys) + key_size);
  EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(place), static_cast<int>(place.size()));
  EVP_EncryptUpdate(cipher.get(), bytes_of(made), &size, bytes_of(text),
                    static_cast<int>(text.size()));
  EVP_EncryptFinal_ex(cipher.get(), bytes_of(made) + size, &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size),
                      bytes_of(made) + text.size());
  return made;
}

std::optional<std::string> decrypted(const std::string& keys, std::string bytes,
                                     std::string_view place) {
  const std::size_t length = bytes.size() - tag_size;
  std::string text(length, '\0');
  const Ciphering cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(keys),
                     bytes_of(keys) + key_size);
  EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(place), static_cast<int>(place.size()));
  EVP_DecryptUpdate(cipher.get(), bytes_of(text), &size, bytes_of(bytes), static_cast<int>(length));
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size),
                      bytes_of(bytes) + length);
  if (EVP_DecryptFinal_ex(cipher.get(), bytes_of(text) + size, &size) != 1) return std::nullopt;
  return text;
}

}  // namespace

KeyPair make_keys() {
  const PublicOrPrivate key(EVP_EC_gen("P-256"));
  const Text text(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return {std::string(bytes, static_cast<std::size_t>(size)),
          registry::to_base64url(point_of(key.get()))};
}

Result<std::string> public_key_of(std::string_view private_key) {
  const auto key = from_text(private_key);
  if (key == nullptr) return fail(key_wrong, "key", {}, "-----BEGIN PRIVATE KEY-----");
  return registry::to_base64url(point_of(key.get()));
}

Result<std::string> key_id(std::string_view public_key) {
  const auto point = registry::from_base64url(public_key);
  if (!point || from_point(*point) == nullptr)
    return fail(key_wrong, "key", {}, "P-256, base64url");
  return to_hex(sha256(*point)).substr(0, id_size);
}

Result<std::string> seal(std::string_view public_key, std::string_view text,
                         std::string_view place) {
  ZH_TRY(const std::string id, key_id(public_key));
  const std::string theirs = *registry::from_base64url(public_key);
  const auto to = from_point(theirs);
  const PublicOrPrivate fresh(EVP_EC_gen("P-256"));
  const auto secret = fresh == nullptr ? std::nullopt : shared_secret(fresh.get(), to.get());
  if (!secret) return fail(key_wrong, "key", id);
  const std::string ours = point_of(fresh.get());
  const std::string keys = derived(*secret, ours + theirs);
  return std::string(prefix) + id + ":" +
         registry::to_base64url(ours + encrypted(keys, text, place));
}

Result<std::string> unseal(std::string_view private_key, std::string_view sealed,
                           std::string_view place) {
  const auto own = from_text(private_key);
  if (own == nullptr) return fail(key_wrong, "key", {}, "-----BEGIN PRIVATE KEY-----");
  const std::size_t start = prefix.size() + id_size + 1;
  if (!sealed.starts_with(prefix) || sealed.size() < start) return fail(cannot_unseal, "sealed");
  const auto bytes = registry::from_base64url(sealed.substr(start));
  if (!bytes || bytes->size() < point_size + tag_size) return fail(cannot_unseal, "sealed");
  const std::string theirs = bytes->substr(0, point_size);
  const auto fresh = from_point(theirs);
  const auto secret = fresh == nullptr ? std::nullopt : shared_secret(own.get(), fresh.get());
  if (!secret) return fail(cannot_unseal, "sealed");
  auto text =
      decrypted(derived(*secret, theirs + point_of(own.get())), bytes->substr(point_size), place);
  if (!text) return fail(cannot_unseal, "sealed");
  return *std::move(text);
}

}  // namespace zhiheng::reporter
