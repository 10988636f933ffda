#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace zhiheng::test {

HttpClient::HttpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{.tv_sec = 30, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot connect");
  }
}

HttpClient::~HttpClient() { ::close(socket_); }

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server may refuse and leave before it has everything
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool HttpClient::more() {
  char bytes[65536];
  const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  waiting_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::string HttpClient::line() {
  std::size_t end = 0;
  while ((end = waiting_.find("\r\n")) == std::string::npos) {
    if (!more()) return {};
  }
  std::string found = waiting_.substr(0, end);
  waiting_.erase(0, end + 2);
  return found;
}

std::string HttpClient::exactly(std::size_t bytes) {
  while (waiting_.size() < bytes && more()) {
  }
  std::string found = waiting_.substr(0, bytes);
  waiting_.erase(0, found.size());
  return found;
}

HttpAnswer HttpClient::receive() {
  HttpAnswer answer;
  const std::string status = line();
  if (status.size() < 12) return answer;
  answer.status = std::stoi(status.substr(9, 3));
  for (std::string header = line(); !header.empty(); header = line()) {
    const auto colon = header.find(':');
    std::string name = header.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    });
    std::string value = header.substr(std::min(colon + 2, header.size()));
    answer.headers[name] = value;
  }
  if (answer.headers["transfer-encoding"] == "chunked") {
    while (!ended_) {
      const std::string size = line();
      if (size.empty()) break;
      const auto bytes = std::stoul(size, nullptr, 16);
      answer.body += exactly(bytes);
      line();
      if (bytes == 0) {
        answer.whole = true;
        break;
      }
    }
    return answer;
  }
  const auto length = answer.headers.find("content-length");
  if (length != answer.headers.end() && !length->second.empty()) {
    answer.body = exactly(std::stoul(length->second));
    answer.whole = answer.body.size() == std::stoul(length->second);
  }
  return answer;
}

HttpAnswer HttpClient::ask(std::string_view method, std::string_view target,
                           const std::vector<std::string>& lines, std::string_view body) {
  std::string request(method);
  request.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
  for (const auto& header : lines) request.append(header).append("\r\n");
  if (!body.empty() || method == "POST" || method == "PATCH") {
    request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  request.append("\r\n").append(body);
  send(request);
  return receive();
}

}  // namespace zhiheng::test
