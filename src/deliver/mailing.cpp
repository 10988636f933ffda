// Notices as letters.

#include "deliver/contacts.h"
#include "deliver/deliver.h"
#include "deliver/mail.h"
#include "deliver/notice.h"

namespace zhiheng::deliver {
namespace {

std::string page_of(const Notice& notice, const std::string& address) {
  if (address.empty()) return {};
  const std::string base = address.ends_with('/') ? address : address + "/";
  if (notice.kind == Notice::Kind::digest) return base + "work";
  return base + "registers/" + notice.register_name + "/" + notice.id;
}

Letter letter_of(const Notice& notice, const Contact& contact, const catalog::Catalog& catalog,
                 const Rules& rules, const Settings& settings) {
  const auto words = [&](std::string_view name) {
    return rules.wording.find(name)->second.in(contact.language);
  };
  const std::string line = said(notice, catalog, rules).in(contact.language);
  const std::string page = page_of(notice, settings.address);
  Letter letter{.from = settings.mail->from, .from_name = words("sender"), .to = contact.mail};
  letter.subject = filled(words("subject"), {{"line", line}});
  letter.text = line + "\n" + (page.empty() ? "" : page + "\n") + "\n" + words("footer") + "\n";
  return letter;
}

}  // namespace

Channel mail_channel(Outbox& outbox, const catalog::Catalog& catalog, const Settings& settings,
                     const std::atomic<bool>* stop) {
  const ChannelRules& rules = outbox.rules().channels.at("mail");
  const WireLimits limits{.connect_timeout_s = rules.connect_timeout_s,
                          .timeout_s = rules.timeout_s,
                          .guard = {},
                          .authorities = settings.authorities,
                          .stop = stop};
  return [&outbox, &catalog, settings, limits](const store::KeptMessage& kept,
                                               Timestamp at) -> Attempt {
    const auto given_up = [](const Error& error) {
      return Attempt{.for_good = true, .error = describe(error)};
    };
    const auto notice = parse_notice(kept.message.body);
    if (!notice) return given_up(notice.error());
    const auto contact = Contacts(outbox.store()).find(kept.message.target);
    if (!contact) return given_up(contact.error());
    if (contact->wish == MailWish::none) return {.for_good = true, .error = "not wished for"};
    Letter letter = letter_of(*notice, *contact, catalog, outbox.rules(), settings);
    letter.id = kept.id;
    letter.at = at;
    const auto text = make_mail(letter);
    if (!text) return given_up(text.error());
    return send_mail({.to = contact->mail, .text = *text}, *settings.mail, limits);
  };
}

}  // namespace zhiheng::deliver
