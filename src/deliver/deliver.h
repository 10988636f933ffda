#pragma once
// Sends what waits in the outbox, again and again until it arrives or is given up.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "catalog/catalog.h"
#include "deliver/outbox.h"
#include "deliver/target.h"
#include "deliver/wire.h"

namespace zhiheng::deliver {

/// What the machine is told by its environment; no part of the catalog.
struct Settings {
  std::vector<Network> allowed;  ///< ZHIHENG_DELIVER_ALLOW: networks that targets may lie in though
                                 ///< they are for special use, and be spoken to without TLS
  std::string authorities;       ///< ZHIHENG_CA_FILE: certificates to trust, PEM
  std::optional<MailServer> mail;  ///< ZHIHENG_SMTP_URL, _USER, _PASSWORD_FILE, _FROM
  std::string address;             ///< ZHIHENG_URL: of the pages, for links in mails
};

/// @fails  deliver.network_malformed, deliver.target_malformed, deliver.address_malformed: a
/// setting
///         that is not what it should be
[[nodiscard]] Result<Settings> settings_from_environment();

/// One attempt of one message.
using Channel = std::function<Attempt(const store::KeptMessage& message, Timestamp at)>;
using Channels = std::map<std::string, Channel, std::less<>>;

/// The webhook channel: signed POSTs to the targets of the store, as docs/delivery.md says.
[[nodiscard]] Channel webhook_channel(Outbox& outbox, const Settings& settings,
                                      const std::atomic<bool>* stop);

/// The mail channel: notices to the addresses that people gave; those who took theirs back get
/// nothing. Settings::mail must be there.
[[nodiscard]] Channel mail_channel(Outbox& outbox, const catalog::Catalog& catalog,
                                   const Settings& settings, const std::atomic<bool>* stop);

/// What became of the message whose time came first.
enum class Sent { none, sent, failed, given_up };

/// Sends one message of one channel, if any is due.
/// @param chance  lengthens the wait after a failure, 0 <= chance < 1
[[nodiscard]] Result<Sent> send_next(Outbox& outbox, std::string_view name, const Channel& channel,
                                     Timestamp at, double chance);

/// Work that makes messages, done once a second.
using Producer = std::function<Result<void>(Timestamp at)>;

/// Threads that run the producers and send, until the object ends. What is on its way then is
/// broken off and sent again later.
class Courier {
 public:
  /// Everything given must outlive this.
  Courier(Outbox& outbox, const catalog::Catalog& catalog, const Settings& settings,
          std::vector<Producer> producers);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

 private:
  void produce(const std::vector<Producer>& producers);
  void send(const std::string& name, const Channel& channel);

  Outbox& outbox_;
  std::atomic<bool> stop_{false};
  Channels channels_;
  std::vector<std::thread> threads_;
};

}  // namespace zhiheng::deliver
