#include "deliver/listener.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"

namespace zhiheng::deliver::test {

Line::~Line() {
  if (tls_ != nullptr) SSL_free(tls_);
  ::close(socket_);
}

bool Line::encrypt(SSL_CTX* context) {
  SSL* const tls = SSL_new(context);
  SSL_set_fd(tls, socket_);
  if (SSL_accept(tls) != 1) {
    SSL_free(tls);
    gone_ = true;
    return false;
  }
  tls_ = tls;
  waiting_.clear();  // nothing said before counts after
  return true;
}

void Line::send(const std::string& bytes) {
  if (tls_ != nullptr) {
    (void)SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
  } else {
    (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
}

bool Line::more() {
  char buffer[4096];
  const auto count = tls_ != nullptr ? SSL_read(tls_, buffer, sizeof buffer)
                                     : ::read(socket_, buffer, sizeof buffer);
  if (count <= 0) {
    gone_ = true;
    return false;
  }
  waiting_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

std::string Line::line() {
  auto end = waiting_.find("\r\n");
  while (end == std::string::npos) {
    if (!more()) return {};
    end = waiting_.find("\r\n");
  }
  std::string found = waiting_.substr(0, end);
  waiting_.erase(0, end + 2);
  return found;
}

std::string Line::exactly(std::size_t bytes) {
  while (waiting_.size() < bytes && more()) {
  }
  std::string found = waiting_.substr(0, bytes);
  waiting_.erase(0, bytes);
  return found;
}

Certificate::Certificate()
    : folder_((std::filesystem::temp_directory_path() / "zhiheng-certificate-XXXXXX").string()) {
  EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  const std::string key = folder_ + "/key.pem";
  const std::string make =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "
      "/CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout " +
      key + " -out " + file() + " 2>/dev/null";
  EXPECT_EQ(std::system(make.c_str()), 0);
  context_ = SSL_CTX_new(TLS_server_method());
  EXPECT_EQ(SSL_CTX_use_certificate_file(context_, file().c_str(), SSL_FILETYPE_PEM), 1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context_, key.c_str(), SSL_FILETYPE_PEM), 1);
}

Certificate::~Certificate() {
  SSL_CTX_free(context_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Listener::Listener(std::function<void(Line&)> serve) : serve_(std::move(serve)) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&here), size), 0);
  EXPECT_EQ(::listen(socket_, 16), 0);
  EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size), 0);
  port_ = ntohs(here.sin_port);
  thread_ = std::thread([this] {
    while (!stop_) {
      pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 50) <= 0) continue;
      const int socket = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      timeval patience{.tv_sec = 5, .tv_usec = 0};
      ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      Line line(socket);
      serve_(line);
    }
  });
}

Listener::~Listener() {
  stop_ = true;
  thread_.join();
  ::close(socket_);
}

Receiver::Receiver(const Certificate* certificate)
    : certificate_(certificate), listener_([this](Line& line) { serve(line); }) {}

std::string Receiver::url(const std::string& path) const {
  return (certificate_ == nullptr ? "http" : "https") + std::string("://127.0.0.1:") +
         std::to_string(listener_.port()) + path;
}

void Receiver::answer(const std::string& status) {
  const std::scoped_lock lock(mutex_);
  status_ = status;
}

void Receiver::hang(bool silent) {
  const std::scoped_lock lock(mutex_);
  silent_ = silent;
}

std::vector<Received> Receiver::received() const {
  const std::scoped_lock lock(mutex_);
  return received_;
}

void Receiver::serve(Line& line) {
  if (certificate_ != nullptr && !line.encrypt(certificate_->context())) return;
  Received one;
  const std::string request = line.line();
  one.target = request.substr(0, request.rfind(' '));
  for (std::string field = line.line(); !field.empty(); field = line.line()) {
    const auto colon = field.find(':');
    one.headers[to_lower(field.substr(0, colon))] =
        std::string(trim(std::string_view(field).substr(std::min(colon + 1, field.size()))));
  }
  if (line.gone()) return;
  one.body = line.exactly(std::stoul("0" + one.headers["content-length"]));
  std::string status;
  bool silent = false;
  {
    const std::scoped_lock lock(mutex_);
    received_.push_back(std::move(one));
    status = status_;
    silent = silent_;
  }
  if (silent) (void)line.exactly(1);
  if (status.empty()) return;  // hangs up without an answer
  line.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

}  // namespace zhiheng::deliver::test
