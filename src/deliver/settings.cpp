#include <cstdlib>
#include <fstream>

#include "deliver/deliver.h"
#include "deliver/failures.h"
#include "deliver/mail.h"

namespace zhiheng::deliver {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// A secret is named by its file, so that it stands in no list of processes.
Result<std::string> secret_of(const char* name) {
  const std::string path = variable(name);
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string secret;
  if (!std::getline(file, secret)) return fail(target_malformed, name, path, "a file, one line");
  if (!secret.empty() && secret.back() == '\r') secret.pop_back();
  return secret;
}

}  // namespace

Result<Settings> settings_from_environment() {
  Settings settings;
  ZH_TRY(settings.allowed, parse_networks(variable("ZHIHENG_DELIVER_ALLOW")));
  settings.authorities = variable("ZHIHENG_CA_FILE");
  settings.address = variable("ZHIHENG_URL");
  MailServer mail{.url = variable("ZHIHENG_SMTP_URL"),
                  .user = variable("ZHIHENG_SMTP_USER"),
                  .from = variable("ZHIHENG_SMTP_FROM")};
  if (mail.url.empty()) return settings;
  ZH_TRY(mail.password, secret_of("ZHIHENG_SMTP_PASSWORD_FILE"));
  const bool known = mail.url.starts_with("smtp://") || mail.url.starts_with("smtps://") ||
                     mail.url.starts_with("smtp+starttls://");
  if (!known) {
    return fail(target_malformed, "ZHIHENG_SMTP_URL", mail.url,
                "smtp://… | smtp+starttls://… | smtps://…");
  }
  ZH_DO(check_mail_address(mail.from));
  settings.mail = std::move(mail);
  return settings;
}

}  // namespace zhiheng::deliver
