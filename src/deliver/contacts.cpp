#include "deliver/contacts.h"

#include <algorithm>
#include <array>

#include "deliver/failures.h"
#include "deliver/mail.h"
#include "registry/packing.h"
#include "store/secrets.h"

namespace zhiheng::deliver {
namespace {

constexpr std::string_view contact_space = "contact";
constexpr std::array<std::string_view, 3> names = {"none", "each", "digest"};

}  // namespace

std::string_view name_of(MailWish wish) { return names[static_cast<std::size_t>(wish)]; }

Result<MailWish> parse_mail_wish(std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end())
    return fail(wish_unknown, "wish", std::string(text), "none | each | digest");
  return static_cast<MailWish>(found - names.begin());
}

Result<Contact> Contacts::find(std::string_view user) {
  ZH_TRY(const auto kept, store::get_secret(store_, contact_space, user));
  Contact contact;
  const auto parts = kept ? registry::unpack(*kept) : std::nullopt;
  if (!parts || parts->size() != 3) return contact;
  ZH_TRY(contact.wish, parse_mail_wish(parts->at(1)));
  contact.mail = parts->at(0);
  contact.language = parts->at(2) == "en" ? Language::en : Language::zh;
  return contact;
}

Result<void> Contacts::set(std::string_view user, const Contact& contact) {
  if (!contact.mail.empty() || contact.wish != MailWish::none) {
    ZH_DO(check_mail_address(contact.mail));
  }
  return store::put_secret(store_, contact_space, user,
                           registry::pack({contact.mail, std::string(name_of(contact.wish)),
                                           contact.language == Language::en ? "en" : "zh"}));
}

}  // namespace zhiheng::deliver
