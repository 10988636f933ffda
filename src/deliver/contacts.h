#pragma once
// Where and when people want to be told beside the pages. Nobody is told by mail who did not ask.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/words.h"
#include "store/store.h"

namespace zhiheng::deliver {

enum class MailWish {
  none,
  each,   ///< every notice when it comes
  digest  ///< once on the morning of a working day
};
[[nodiscard]] std::string_view name_of(MailWish wish);

struct Contact {
  std::string mail = {};  ///< address; empty: none
  MailWish wish = MailWish::none;
  Language language = Language::zh;
};

/// Of accounts; kept encrypted. From many threads.
class Contacts {
 public:
  explicit Contacts(store::Store& store) : store_(store) {}

  /// What nobody has said is "none".
  Result<Contact> find(std::string_view user);
  /// @fails  deliver.address_malformed: also an empty one where mail is wished for
  Result<void> set(std::string_view user, const Contact& contact);

 private:
  store::Store& store_;
};

/// "none", "each", "digest".
/// @fails  deliver.wish_unknown
[[nodiscard]] Result<MailWish> parse_mail_wish(std::string_view text);

}  // namespace zhiheng::deliver
