#include "store/cipher.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/bytes.h"
#include "base/freed.h"
#include "store/base64.h"
#include "store/digest.h"
#include "store/failures.h"

namespace zhiheng::store {
namespace {

constexpr std::string_view prefix = "enc1:";
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

using Key = std::array<std::uint8_t, 32>;

using Context = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;

Digest hmac(const Key& key, std::string_view bytes) {
  Digest digest;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
       digest.data(), nullptr);
  return digest;
}

std::optional<Key> parse_key(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return digest_from_hex(text);
}

// O_EXCL: two processes that start together must not each make a key.
Result<void> make_key_file(const std::string& path) {
  Key key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
    return fail(key_missing, path, "no random numbers");
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail(key_missing, path, "cannot be made");
  const std::string text = to_hex(key) + "\n";
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool durable = ::fsync(file) == 0;
  ::close(file);
  if (!written || !durable) return fail(key_missing, path, "cannot be written");
  return {};
}

}  // namespace

Cipher::Cipher(const Key& master)
    : encryption_(hmac(master, "zhiheng encryption 1")),
      comparison_(hmac(master, "zhiheng comparison 1")) {}

std::string Cipher::encrypt(std::string_view text, std::string_view place) const {
  std::string bytes(nonce_size + text.size() + tag_size, '\0');
  RAND_bytes(bytes_of(bytes), static_cast<int>(nonce_size));
  const Context context(EVP_CIPHER_CTX_new());
  int size = 0;
  EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, encryption_.data(),
                     bytes_of(bytes));
  EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(place), static_cast<int>(place.size()));
  EVP_EncryptUpdate(context.get(), bytes_of(bytes) + nonce_size, &size, bytes_of(text),
                    static_cast<int>(text.size()));
  EVP_EncryptFinal_ex(context.get(), bytes_of(bytes) + nonce_size + size, &size);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size),
                      bytes_of(bytes) + nonce_size + text.size());
  return std::string(prefix) + to_base64(bytes);
}

Result<std::string> Cipher::decrypt(std::string_view stored, std::string_view place) const {
  if (!stored.starts_with(prefix)) return fail(cannot_decrypt, {}, "not encrypted");
  auto bytes = from_base64(stored.substr(prefix.size()));
  if (!bytes || bytes->size() < nonce_size + tag_size) return fail(cannot_decrypt, {}, "cut short");
  const std::size_t length = bytes->size() - nonce_size - tag_size;
  const Context context(EVP_CIPHER_CTX_new());
  std::string text(length, '\0');
  int size = 0;
  EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, encryption_.data(),
                     bytes_of(*bytes));
  EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(place), static_cast<int>(place.size()));
  EVP_DecryptUpdate(context.get(), bytes_of(text), &size, bytes_of(*bytes) + nonce_size,
                    static_cast<int>(length));
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size),
                      bytes_of(*bytes) + nonce_size + length);
  if (EVP_DecryptFinal_ex(context.get(), bytes_of(text) + size, &size) != 1) {
    return fail(cannot_decrypt, {}, "changed, moved, or of another key");
  }
  return text;
}

Digest Cipher::keyed_digest(std::string_view bytes) const { return hmac(comparison_, bytes); }

std::string Cipher::check_text() const { return to_hex(hmac(comparison_, "zhiheng key check 1")); }

std::string place_of(std::string_view table, std::string_view column, const Uuid& id) {
  std::string place;
  append_sized(place, table);
  append_sized(place, column);
  place.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  return place;
}

Result<std::shared_ptr<const Cipher>> load_cipher(const std::string& folder, bool make) {
  const char* const named = std::getenv("ZHIHENG_KEY_FILE");
  const bool has_name = named != nullptr && *named != '\0';
  if (!has_name && folder.empty()) {
    return fail(key_missing, "ZHIHENG_KEY_FILE", "not set", "the path of the key file");
  }
  const std::string path = has_name ? std::string(named) : folder + "/store.key";
  if (make && ::access(path.c_str(), F_OK) != 0) {
    std::error_code ignored;  // a folder that cannot be made shows when the file is
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
    ZH_DO(make_key_file(path));
  }
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text)) return fail(key_missing, path);
  const auto key = parse_key(text);
  if (!key) return fail(key_wrong, path, {}, "64 hexadecimal digits");
  return std::make_shared<const Cipher>(*key);
}

}  // namespace zhiheng::store
