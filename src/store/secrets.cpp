#include "store/secrets.h"

#include "store/database.h"
#include "store/failures.h"
#include "store/image.h"

namespace zhiheng::store {
namespace {

Result<std::shared_ptr<const Cipher>> cipher_of(Store& store) {
  // store::open makes nothing else.
  auto cipher = dynamic_cast<Database&>(store).cipher();
  if (cipher == nullptr) return fail(key_missing);
  return cipher;
}

std::string place_of_pair(std::string_view space, std::string_view key) {
  std::string place;
  append_sized(place, "pairs");
  append_sized(place, space);
  append_sized(place, key);
  return place;
}

}  // namespace

Result<void> put_secret(Store& store, std::string_view space, std::string_view key,
                        std::string_view text) {
  ZH_TRY(const auto cipher, cipher_of(store));
  return store.put(space, key, cipher->encrypt(text, place_of_pair(space, key)));
}

Result<std::optional<std::string>> get_secret(Store& store, std::string_view space,
                                              std::string_view key) {
  ZH_TRY(const auto cipher, cipher_of(store));
  ZH_TRY(const auto kept, store.get(space, key));
  std::optional<std::string> text;
  if (!kept) return text;
  ZH_TRY(text, cipher->decrypt(*kept, place_of_pair(space, key)));
  return text;
}

Result<std::vector<std::pair<std::string, std::string>>> list_secrets(Store& store,
                                                                      std::string_view space) {
  ZH_TRY(const auto cipher, cipher_of(store));
  ZH_TRY(auto kept, store.list(space));
  for (auto& [key, text] : kept) {
    ZH_TRY(text, cipher->decrypt(text, place_of_pair(space, key)));
  }
  return kept;
}

}  // namespace zhiheng::store
