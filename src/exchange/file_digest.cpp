#include "exchange/file_digest.h"

#include <openssl/evp.h>

#include <fstream>
#include <memory>
#include <vector>

#include "base/freed.h"
#include "base/sha256.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {

Result<std::string> file_digest(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return fail(cannot_read, file);
  const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  std::vector<char> buffer(1 << 18);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) return fail(cannot_read, file);
  Digest digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  return to_hex(digest);
}

}  // namespace zhiheng::exchange
