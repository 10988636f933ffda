#include "support/login_service.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>

namespace zhiheng::support {
namespace {

namespace json = boost::json;

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

std::string base64url(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string number_of(EVP_PKEY* key, const char* name, std::size_t size = 0) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string bytes(size == 0 ? static_cast<std::size_t>(BN_num_bytes(number)) : size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  BN_free(number);
  return bytes;
}

std::string signature_of(EVP_PKEY* key, const std::string& text) {
  EVP_MD_CTX* const making = EVP_MD_CTX_new();
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  EVP_DigestSignInit(making, nullptr, EVP_sha256(), nullptr, key);
  EVP_DigestSign(making, nullptr, &size, bytes, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(making, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                 text.size());
  signature.resize(size);
  EVP_MD_CTX_free(making);
  return signature;
}

// DER to r and s side by side.
std::string side_by_side(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string bytes(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + 32, 32);
  ECDSA_SIG_free(pair);
  return bytes;
}

std::string decoded(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      bytes.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
      i += 2;
    } else {
      bytes.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return bytes;
}

std::string sha256_text(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

ServiceAnswer refusal(const char* error) {
  return {.status = 400, .body = json::serialize(json::object{{"error", error}})};
}

}  // namespace

std::map<std::string, std::string> form_values(const std::string& form) {
  std::map<std::string, std::string> values;
  for (std::size_t at = 0; at < form.size();) {
    const auto end = std::min(form.find('&', at), form.size());
    const std::string pair = form.substr(at, end - at);
    const auto equals = std::min(pair.find('='), pair.size());
    values[decoded(pair.substr(0, equals))] =
        decoded(pair.substr(std::min(equals + 1, pair.size())));
    at = end + 1;
  }
  return values;
}

LoginService::LoginService()
    : rsa_(owned(EVP_RSA_gen(2048))), elliptic_(owned(EVP_EC_gen("P-256"))) {}

LoginService::~LoginService() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  if (socket_ >= 0) ::close(socket_);
}

void LoginService::rotate() {
  const std::scoped_lock lock(answering_);
  rsa_ = owned(EVP_RSA_gen(2048));
  elliptic_ = owned(EVP_EC_gen("P-256"));
  ++generation_;
}

std::string LoginService::published_keys() const {
  const std::string generation = std::to_string(generation_);
  EVP_PKEY* const rsa = rsa_.get();
  EVP_PKEY* const elliptic = elliptic_.get();
  json::array keys;
  keys.push_back(json::object{{"kty", "oct"}, {"kid", "rsa-" + generation}, {"k", "AAAA"}});
  keys.push_back(json::object{{"kty", "RSA"},
                              {"use", "sig"},
                              {"kid", "rsa-" + generation},
                              {"n", base64url(number_of(rsa, OSSL_PKEY_PARAM_RSA_N))},
                              {"e", base64url(number_of(rsa, OSSL_PKEY_PARAM_RSA_E))}});
  keys.push_back(json::object{{"kty", "EC"},
                              {"crv", "P-256"},
                              {"alg", "ES256"},
                              {"kid", "ec-" + generation},
                              {"x", base64url(number_of(elliptic, OSSL_PKEY_PARAM_EC_PUB_X, 32))},
                              {"y", base64url(number_of(elliptic, OSSL_PKEY_PARAM_EC_PUB_Y, 32))}});
  return json::serialize(json::object{{"keys", std::move(keys)}});
}

std::string LoginService::signed_token(const Granted& granted) {
  const bool rsa = algorithm == "RS256";
  const std::string kind = (rsa ? "rsa-" : "ec-") + std::to_string(generation_);
  json::object header{{"alg", algorithm}, {"typ", "JWT"}, {"kid", lie == "key" ? "other" : kind}};
  if (lie == "none") header["alg"] = "none";
  if (lie == "hmac") header["alg"] = "HS256";
  const auto time = static_cast<std::int64_t>(std::time(nullptr));
  json::object claims{{"iss", lie == "issuer" ? "http://127.0.0.1:2" : issuer},
                      {"sub", subject},
                      {"aud", lie == "audience" ? "somebody else" : granted.client},
                      {"nonce", lie == "nonce" ? "another" : granted.nonce},
                      {"exp", lie == "expired" ? time - 3600 : time + 300},
                      {"iat", lie == "early" ? time + 3600 : time},
                      {"name", name},
                      {"groups", json::array(groups.begin(), groups.end())}};
  const std::string covered =
      base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
  if (lie == "malformed") return covered;
  if (lie == "none") return covered + ".";
  if (lie == "hmac") {
    // The public key taken for a secret: the oldest trick with such tokens.
    const std::string secret_key = number_of(rsa_.get(), OSSL_PKEY_PARAM_RSA_N);
    std::string mac(32, '\0');
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret_key.data(), static_cast<int>(secret_key.size()),
         reinterpret_cast<const unsigned char*>(covered.data()), covered.size(),
         reinterpret_cast<unsigned char*>(mac.data()), &size);
    return covered + "." + base64url(mac);
  }
  std::string signature = signature_of(rsa ? rsa_.get() : elliptic_.get(), covered);
  if (!rsa) signature = side_by_side(signature);
  if (lie == "signature") signature[5] = static_cast<char>(signature[5] ^ 1);
  return covered + "." + base64url(signature);
}

ServiceAnswer LoginService::authorize(const std::map<std::string, std::string>& with) {
  const auto at = [&](const char* key) {
    const auto found = with.find(key);
    return found == with.end() ? std::string() : found->second;
  };
  if (at("response_type") != "code" || at("code_challenge_method") != "S256" ||
      at("code_challenge").size() != 43 || at("state").size() < 20 || at("nonce").size() < 20) {
    return refusal("invalid_request");
  }
  const std::string code = "code-" + std::to_string(codes_.size() + 1);
  codes_[code] = {at("code_challenge"), at("nonce"), at("redirect_uri"), at("client_id")};
  std::string address = at("redirect_uri") + "?state=" + at("state");
  address += lie == "denied" ? "&error=access_denied" : "&code=" + code;
  address += "&iss=" + (lie == "named" ? "http%3A%2F%2F127.0.0.1%3A2" : issuer);
  return {.status = 302, .location = address};
}

ServiceAnswer LoginService::token(const std::map<std::string, std::string>& with,
                                  const std::string& authorization) {
  const auto at = [&](const char* key) {
    const auto found = with.find(key);
    return found == with.end() ? std::string() : found->second;
  };
  if (!secret.empty()) {
    std::string wanted = base64url("zhiheng:" + secret);
    while (wanted.size() % 4 != 0) wanted.push_back('=');
    if (authorization != "Basic " + wanted) return refusal("invalid_client");
  }
  const auto granted = codes_.find(at("code"));
  if (at("grant_type") != "authorization_code" || granted == codes_.end()) {
    return refusal("invalid_grant");
  }
  const Granted kept = granted->second;
  if (forgets_codes) granted->second.challenge = "used";
  const bool proves = base64url(sha256_text(at("code_verifier"))) == kept.challenge;
  if (!proves || at("redirect_uri") != kept.redirect) return refusal("invalid_grant");
  json::object body{{"access_token", "x"}, {"token_type", "Bearer"}};
  if (lie != "no_token") body["id_token"] = signed_token(kept);
  return {.body = json::serialize(body)};
}

ServiceAnswer LoginService::answer(const std::string& method, const std::string& target,
                                   const std::string& body, const std::string& authorization) {
  const std::scoped_lock lock(answering_);
  const auto question = std::min(target.find('?'), target.size());
  const std::string path = target.substr(0, question);
  const auto query = form_values(target.substr(std::min(question + 1, target.size())));
  if (path == "/.well-known/openid-configuration") {
    return {.body = json::serialize(
                json::object{{"issuer", lie == "discovery" ? "http://127.0.0.1:2" : issuer},
                             {"authorization_endpoint", issuer + "/authorize"},
                             {"token_endpoint", issuer + "/token"},
                             {"jwks_uri", issuer + "/keys"},
                             {"end_session_endpoint", issuer + "/end"}})};
  }
  if (path == "/keys") {
    ++keys_asked_;
    return {.body = published_keys()};
  }
  if (path == "/authorize") return authorize(query);
  if (path == "/token" && method == "POST") return token(form_values(body), authorization);
  if (path == "/end") {
    const auto back = query.find("post_logout_redirect_uri");
    return {.status = 302, .location = back == query.end() ? "/" : back->second};
  }
  return {.status = 404, .body = "{}"};
}

std::string LoginService::visit(const std::string& address) {
  const auto answered = answer("GET", address.substr(issuer.size()), "", "");
  return answered.location.substr(std::min(answered.location.find('?'), answered.location.size()));
}

void LoginService::listen() {
  socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::listen(socket_, 16);
  socklen_t size = sizeof address;
  ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
  issuer = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  thread_ = std::thread([this] { serve(socket_); });
}

void LoginService::serve(int listening) {
  while (!stopping_) {
    pollfd waiting{listening, POLLIN, 0};
    if (::poll(&waiting, 1, 100) <= 0) continue;
    const int client = ::accept(listening, nullptr, nullptr);
    if (client < 0) continue;
    std::string request;
    std::size_t wanted = std::string::npos;
    char bytes[4096];
    while (request.size() < wanted) {
      const auto got = ::recv(client, bytes, sizeof bytes, 0);
      if (got <= 0) break;
      request.append(bytes, static_cast<std::size_t>(got));
      const auto end = request.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      const auto length = request.find("Content-Length: ");
      const std::size_t more =
          length < end ? static_cast<std::size_t>(std::stoul(request.substr(length + 16))) : 0;
      wanted = end + 4 + more;
    }
    const auto space = std::min(request.find(' '), request.size());
    const auto target_end = std::min(request.find(' ', space + 1), request.size());
    const auto body_at = std::min(request.find("\r\n\r\n"), request.size());
    std::string authorization;
    if (const auto at = request.find("Authorization: "); at < body_at) {
      authorization = request.substr(at + 15, request.find("\r\n", at) - at - 15);
    }
    const ServiceAnswer made =
        answer(request.substr(0, space), request.substr(space + 1, target_end - space - 1),
               request.substr(std::min(body_at + 4, request.size())), authorization);
    std::string text =
        "HTTP/1.1 " + std::to_string(made.status) + " x\r\nContent-Type: " + made.type +
        "\r\nContent-Length: " + std::to_string(made.body.size()) + "\r\nConnection: close\r\n";
    if (!made.location.empty()) text += "Location: " + made.location + "\r\n";
    text += "\r\n" + made.body;
    (void)!::send(client, text.data(), text.size(), MSG_NOSIGNAL);
    ::close(client);
  }
}

}  // namespace zhiheng::support
