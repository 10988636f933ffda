#include "deliver/target.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "base/uuid.h"
#include "deliver/failures.h"
#include "deliver/signature.h"
#include "deliver/wire.h"
#include "registry/packing.h"
#include "store/messages.h"
#include "store/secrets.h"

namespace zhiheng::deliver {
namespace {

constexpr std::string_view target_space = "delivery_target";
constexpr std::size_t longest_header = 1000, most_headers = 20;

std::string packed(const Target& target) {
  std::vector<std::string> headers;
  for (const auto& [name, value] : target.headers) {
    headers.push_back(name);
    headers.push_back(value);
  }
  return registry::pack({target.purpose, target.owner, target.url, target.secret,
                         registry::pack(headers), std::to_string(target.made.microseconds)});
}

Result<Target> unpacked(std::string_view id, const std::string& text) {
  const auto parts = registry::unpack(text);
  const auto headers = parts && parts->size() == 6 ? registry::unpack(parts->at(4)) : std::nullopt;
  if (!headers || headers->size() % 2 != 0) return fail(target_unknown, "target", std::string(id));
  Target target{.id = std::string(id),
                .purpose = parts->at(0),
                .owner = parts->at(1),
                .url = parts->at(2),
                .secret = parts->at(3),
                .headers = {}};
  for (std::size_t i = 0; i < headers->size(); i += 2) {
    target.headers.emplace_back(headers->at(i), headers->at(i + 1));
  }
  const std::string& made = parts->at(5);
  std::from_chars(made.data(), made.data() + made.size(), target.made.microseconds);
  return target;
}

bool is_ours(std::string_view name) {
  const std::string lower = to_lower(name);
  static constexpr std::string_view ours[] = {
      "host",    "content-type", "content-length", "connection", "transfer-encoding", "expect",
      "upgrade", "te",           "trailer"};
  return lower.starts_with("webhook-") || std::ranges::find(ours, lower) != std::end(ours);
}

bool is_token(std::string_view name) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";  // RFC 9110, 5.6.2
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != others.npos;
  });
}

Result<void> check_headers(const Target& target) {
  if (target.headers.size() > most_headers) {
    return fail(header_malformed, "headers", std::to_string(target.headers.size()), "<= 20");
  }
  for (const auto& [name, value] : target.headers) {
    const bool plain = std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
    if (!is_token(name) || is_ours(name) || !plain || value.size() > longest_header) {
      return fail(header_malformed, "headers", name.substr(0, 100), "name: ASCII");
    }
  }
  return {};
}

}  // namespace

Result<Target> Targets::add(Target target, Timestamp at) {
  ZH_TRY(target.url, check_url(target.url));
  ZH_DO(check_headers(target));
  if (target.secret.empty()) target.secret = make_secret();
  ZH_DO(check_secret(target.secret));
  target.id = to_text(make_uuid());
  target.made = at;
  ZH_DO(store::put_secret(store_, target_space, target.id, packed(target)));
  return target;
}

Result<Target> Targets::find(std::string_view id) {
  ZH_TRY(const auto kept, store::get_secret(store_, target_space, id));
  if (!kept) return fail(target_unknown, "target", std::string(id));
  return unpacked(id, *kept);
}

Result<std::vector<Target>> Targets::all() {
  ZH_TRY(const auto kept, store::list_secrets(store_, target_space));
  std::vector<Target> targets;
  for (const auto& [id, text] : kept) {
    ZH_TRY(targets.emplace_back(), unpacked(id, text));
  }
  return targets;
}

Result<void> Targets::remove(std::string_view id) {
  ZH_TRY(const bool there, store_.erase(target_space, id));
  if (!there) return fail(target_unknown, "target", std::string(id));
  ZH_TRY(auto messages, store::Messages::open(store_));
  return messages.forget_target("webhook", id);
}

}  // namespace zhiheng::deliver
