// Accounts: making, changing and keeping them.

#include <algorithm>

#include "registry/account.h"
#include "registry/attempts.h"
#include "registry/failures.h"
#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view accounts = "account";
constexpr std::string_view sessions = "session";
constexpr std::size_t parts_of_account = 4;  // name, roles, region, password

Result<void> check_name(std::string_view user) {
  const auto allowed = [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '.' ||
           sign == '-' || sign == '_';
  };
  // Under these names the program itself acts.
  const bool taken = user == "system" || user == "local";
  if (taken || user.size() < 2 || user.size() > 64 || !std::ranges::all_of(user, allowed)) {
    return fail(user_name_wrong, "user", std::string(user), "[a-z0-9._-]{2,64}");
  }
  return {};
}

}  // namespace

Result<void> People::check_password(std::string_view password) const {
  const auto starts_character = [](char byte) { return (byte & 0xC0) != 0x80; };
  const auto characters = std::ranges::count_if(password, starts_character);
  if (static_cast<std::size_t>(characters) < rules_.shortest_password) {
    return fail(password_too_short, "password", std::to_string(characters),
                ">= " + std::to_string(rules_.shortest_password));
  }
  if (password.size() > rules_.longest_password) {
    return fail(password_too_long, "password", std::to_string(password.size()),
                "<= " + std::to_string(rules_.longest_password));
  }
  return {};
}

Person local_operator() {
  return {.user = "local", .name = "local", .roles = {"administrator"}, .region = {}};
}

Result<std::optional<People::Account>> People::account(std::string_view user) {
  ZH_TRY(const auto kept, store_.get(accounts, user));
  if (!kept) return std::nullopt;
  const auto parts = unpack(*kept);
  if (!parts || parts->size() < parts_of_account) return fail(account_damaged, std::string(user));
  Account found;
  found.person.user = user;
  found.person.name = parts->at(0);
  const auto roles = unpack(parts->at(1));
  if (!roles) return fail(account_damaged, std::string(user));
  found.person.roles = *roles;
  found.person.region = parts->at(2);
  found.password = parts->at(3);
  // Accounts of earlier programs have no more parts.
  if (parts->size() > 5) {
    found.person.company = parts->at(4);
    found.person.unit = parts->at(5);
  }
  return found;
}

Result<void> People::keep(const Account& account) {
  const Person& person = account.person;
  return store_.put(accounts, person.user,
                    pack({person.name, pack(person.roles), person.region, account.password,
                          person.company, person.unit}));
}

Result<void> People::add(const Person& person, std::string_view password) {
  ZH_DO(check_name(person.user));
  ZH_DO(check_password(password));
  const std::scoped_lock lock(counting_);
  ZH_TRY(const auto before, account(person.user));
  if (before) return fail(user_exists, "user", person.user);
  return keep({.person = person, .password = hash_password(password)});
}

Result<void> People::set_password(std::string_view user, std::string_view password) {
  ZH_DO(check_password(password));
  const std::scoped_lock lock(counting_);
  ZH_TRY(auto found, account(user));
  if (!found) return fail(user_unknown, "user", std::string(user));
  found->password = hash_password(password);
  ZH_DO(keep(*found));
  ZH_DO(forgive_attempts(store_, login_attempts, user));
  return end_sessions(user);
}

Result<void> People::change(const Person& person) {
  const std::scoped_lock lock(counting_);
  ZH_TRY(auto found, account(person.user));
  if (!found) return fail(user_unknown, "user", person.user);
  found->person = person;
  return keep(*found);
}

Result<void> People::remove(std::string_view user) {
  ZH_TRY(const bool existed, store_.erase(accounts, user));
  if (!existed) return fail(user_unknown, "user", std::string(user));
  return end_sessions(user);
}

Result<void> People::end_sessions(std::string_view user) {
  ZH_TRY(const auto kept, store_.list(sessions));
  for (const auto& [digest, value] : kept) {
    const auto parts = unpack(value);
    if (parts && !parts->empty() && parts->front() == user) ZH_DO(store_.erase(sessions, digest));
  }
  return {};
}

Result<Person> People::person(std::string_view user) {
  ZH_TRY(auto found, account(user));
  if (!found) return fail(user_unknown, "user", std::string(user));
  return std::move(found->person);
}

Result<std::vector<Person>> People::all() {
  ZH_TRY(const auto kept, store_.list(accounts));
  std::vector<Person> everyone;
  for (const auto& [user, value] : kept) {
    ZH_TRY(auto found, account(user));
    if (found) everyone.push_back(std::move(found->person));
  }
  std::ranges::sort(everyone, {}, &Person::user);
  return everyone;
}

Result<std::optional<std::string>> People::ensure_first() {
  ZH_TRY(const auto kept, store_.list(accounts));
  if (!kept.empty()) return std::nullopt;
  std::string password = random_password();
  ZH_DO(
      add({.user = "admin", .name = "admin", .roles = {"administrator"}, .region = {}}, password));
  return password;
}

}  // namespace zhiheng::registry
