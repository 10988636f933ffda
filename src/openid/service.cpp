#include "openid/service.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "catalog/declaration.h"
#include "openid/failures.h"

namespace zhiheng::openid {
namespace {

using catalog::Declaration;

std::string address_at(Declaration& at, std::string_view key) {
  std::string address = at.text(key);
  while (address.ends_with('/')) address.pop_back();
  if (!is_safe_address(address)) {
    at.complain(configuration_wrong, key, address, "https://… | http://127.0.0.1:…");
  }
  return address;
}

std::string secret_at(Declaration& at, const std::filesystem::path& folder) {
  const std::string name = at.text_or("secret_file", "");
  if (name.empty()) return {};
  std::ifstream file(folder / name);
  std::string secret;
  if (!std::getline(file, secret) || trim(secret).empty()) {
    at.complain(configuration_wrong, "secret_file", name, "a file with one line");
  }
  return std::string(trim(secret));
}

void read_roles(Declaration& at, const catalog::Catalog& catalog, Service& made) {
  made.role_claim = at.text_or("role_claim", "");
  if (!at.has("roles")) return;
  for (const auto& pair : at.text_lists("roles")) {
    if (pair.size() != 2 || catalog.find_role(pair[1]) == nullptr) {
      at.complain(configuration_wrong, "roles", pair.empty() ? "" : pair.back(), "[[\"…\", role]]");
      continue;
    }
    made.roles.emplace_back(pair[0], pair[1]);
  }
  if (made.role_claim.empty() || !made.provision) {
    at.complain(configuration_wrong, "roles", "", "role_claim, provision = true");
  }
}

Service read_service(Declaration& at, const catalog::Catalog& catalog,
                     const std::filesystem::path& folder) {
  Service made;
  made.name = at.text("name");
  const auto plain = [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '-';
  };
  if (made.name.empty() || !std::ranges::all_of(made.name, plain)) {
    at.complain(configuration_wrong, "name", made.name, "[a-z0-9-]+");
  }
  made.title = at.words("title");
  made.issuer = address_at(at, "issuer");
  made.client = at.text("client");
  made.secret = secret_at(at, folder);
  if (at.has("scopes")) made.scopes = at.texts("scopes");
  if (std::ranges::find(made.scopes, "openid") == made.scopes.end()) {
    made.scopes.insert(made.scopes.begin(), "openid");
  }
  made.provision = at.flag("provision");
  read_roles(at, catalog, made);
  at.finish();
  return made;
}

}  // namespace

bool is_safe_address(std::string_view address) {
  const auto plain = [](char sign) {
    const auto byte = static_cast<unsigned char>(sign);
    return byte > 0x20 && byte < 0x7F && sign != '"' && sign != '\\' && sign != '@';
  };
  if (!std::ranges::all_of(address, plain)) return false;
  if (address.starts_with("https://")) return address.size() > 8 && address[8] != '/';
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!address.starts_with(host)) continue;
    const auto rest = address.substr(host.size());
    return rest.empty() || rest[0] == ':' || rest[0] == '/';
  }
  return false;
}

Services load_services(const std::string& file, const catalog::Catalog& catalog,
                       std::vector<Error>& errors) {
  Services made;
  auto read = Declaration::read(file, std::filesystem::path(file).filename().string(), errors);
  if (!read) return made;
  made.base = address_at(*read, "base");
  for (auto& at : read->tables("service")) {
    made.all.push_back(read_service(at, catalog, std::filesystem::path(file).parent_path()));
    const auto& name = made.all.back().name;
    if (std::ranges::count(made.all, name, &Service::name) > 1) {
      at.complain(configuration_wrong, "name", name, "once");
    }
  }
  read->finish();
  return made;
}

}  // namespace zhiheng::openid
