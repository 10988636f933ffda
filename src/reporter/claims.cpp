#include "reporter/claims.h"

#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::reporter {
namespace {

constexpr std::int64_t minute = 60'000'000;

std::string digest_of(const ClaimCode& code) {
  return registry::token_digest(code.locator + code.secret);
}

}  // namespace

Claims::Claims(registry::Registry& registry, Places places, const Failure& wrong)
    : store_(registry.store()),
      space_(std::move(places.codes)),
      wrong_(wrong),
      attempts_(registry.store(), registry.catalog().security, std::move(places.attempts)) {}

Result<ClaimCode> Claims::give(const std::string& number) {
  ClaimCode code = make_claim_code();
  while (true) {
    ZH_TRY(const auto taken, store_.get(space_, code.locator));
    if (!taken) break;
    code = make_claim_code();
  }
  ZH_DO(store_.put(space_, code.locator, registry::pack({digest_of(code), number})));
  return code;
}

Result<void> Claims::take_back(const ClaimCode& code) {
  ZH_TRY([[maybe_unused]] const bool kept, store_.erase(space_, code.locator));
  return {};
}

Result<std::string> Claims::number_of(std::string_view text, Timestamp now) {
  const auto code = read_claim_code(text);
  if (!code) return fail(wrong_, "code");
  ZH_DO(attempts_.charge(code->locator, now));
  ZH_TRY(const auto kept, store_.get(space_, code->locator));
  const auto parts = kept ? registry::unpack(*kept) : std::nullopt;
  if (!parts || parts->size() != 2 || parts->front() != digest_of(*code)) {
    return fail(wrong_, "code");
  }
  ZH_DO(attempts_.forgive(code->locator));
  return parts->back();
}

Turnstile::Turnstile(Admissions most, const Failure& full)
    : most_(most), full_(full), secret_(registry::random_token()) {}

Result<void> Turnstile::admit(std::string_view from, Timestamp now) {
  const std::string digest = registry::token_digest(secret_ + std::string(from));
  const std::scoped_lock lock(admitting_);
  if (now.microseconds / minute != minute_) {
    admitted_ = 0;
    by_from_.clear();
  }
  minute_ = now.microseconds / minute;
  if (admitted_ >= most_.together) return fail(full_);
  if (!from.empty()) {
    int& of_this = by_from_[digest];
    if (of_this >= most_.each) return fail(full_);
    ++of_this;
  }
  ++admitted_;
  return {};
}

}  // namespace zhiheng::reporter
