#include "openid/wire.h"

#include <curl/curl.h>

#include <memory>

#include "openid/failures.h"

namespace zhiheng::openid {
namespace {

constexpr std::size_t longest_answer = 256U << 10;
constexpr long connect_seconds = 5;
constexpr long all_seconds = 10;

struct Ended {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, Ended>;
using Lines = std::unique_ptr<curl_slist, Ended>;

Easy begin() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  return Easy(once == CURLE_OK ? curl_easy_init() : nullptr);
}

std::size_t take(char* bytes, std::size_t, std::size_t size, void* body) {
  auto& text = *static_cast<std::string*>(body);
  if (text.size() + size > longest_answer) return 0;
  text.append(bytes, size);
  return size;
}

Lines headers_of(const Asked& asked) {
  Lines lines(curl_slist_append(nullptr, "Accept: application/json"));
  if (asked.authorization.empty() || lines == nullptr) return lines;
  const std::string line = "Authorization: " + asked.authorization;
  if (curl_slist* const longer = curl_slist_append(lines.get(), line.c_str())) {
    (void)lines.release();
    lines.reset(longer);
  }
  return lines;
}

Result<Answered> ask(const Asked& asked, const std::string& authorities) {
  if (!is_safe_address(asked.address)) {
    return fail(service_unreachable, "address", asked.address, "https://…");
  }
  const Easy easy = begin();
  if (easy == nullptr) return fail(service_unreachable, asked.address, "libcurl");
  CURL* const at = easy.get();
  Answered answered;
  const Lines lines = headers_of(asked);
  curl_easy_setopt(at, CURLOPT_URL, asked.address.c_str());
  curl_easy_setopt(at, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(at, CURLOPT_PROXY, "");
  curl_easy_setopt(at, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(at, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(at, CURLOPT_CONNECTTIMEOUT, connect_seconds);
  curl_easy_setopt(at, CURLOPT_TIMEOUT, all_seconds);
  curl_easy_setopt(at, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(at, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(at, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!authorities.empty()) curl_easy_setopt(at, CURLOPT_CAINFO, authorities.c_str());
  curl_easy_setopt(at, CURLOPT_HTTPHEADER, lines.get());
  if (!asked.form.empty()) {
    curl_easy_setopt(at, CURLOPT_POSTFIELDSIZE, static_cast<long>(asked.form.size()));
    curl_easy_setopt(at, CURLOPT_POSTFIELDS, asked.form.c_str());
  }
  curl_easy_setopt(at, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(at, CURLOPT_WRITEDATA, &answered.body);
  const CURLcode done = curl_easy_perform(at);
  if (done != CURLE_OK) return fail(service_unreachable, asked.address, curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(at, CURLINFO_RESPONSE_CODE, &status);
  answered.status = static_cast<int>(status);
  return answered;
}

}  // namespace

Ask over_the_network(std::string authorities) {
  return [authorities = std::move(authorities)](const Asked& asked) {
    return ask(asked, authorities);
  };
}

}  // namespace zhiheng::openid
