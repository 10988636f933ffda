#include "api/server.h"

#include <fstream>
#include <future>
#include <thread>

#include "api/failures.h"
#include "support/http_client.h"

namespace zhiheng::api {
namespace {

using test::HttpAnswer;
using test::HttpClient;

// A server with a few routes of its own, stopped when the test ends.
class Server : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("zhiheng-server-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    options_.port = 0;
    options_.upload_folder = folder_.string();
    options_.largest_body = 1000;
    options_.largest_upload = 300'000;
    options_.idle_seconds = 2;
    options_.request_seconds = 10;
    options_.worker_threads = 2;
    options_.waiting_requests = 4;
    add("GET", "/hello", [](Request& request) -> Result<Response> {
      Response response;
      response.body = "{\"name\":\"" + request.parameter("name") + "\"}";
      return response;
    });
    add("POST", "/echo", [](Request& request) -> Result<Response> {
      Response response;
      response.body = request.body;
      return response;
    });
    add("POST", "/upload", [](Request& request) -> Result<Response> {
      Response response;
      response.body = std::to_string(std::filesystem::file_size(request.body_file));
      return response;
    });
    routes_.back().upload = true;
    options_.trusted_proxies = *deliver::parse_networks("127.0.0.1");
    add("GET", "/from", [](Request& request) -> Result<Response> {
      Response response;
      response.body = request.address;
      return response;
    });
    add("GET", "/large", [](Request&) -> Result<Response> {
      Response response;
      response.stream = [](const Sink& sink) -> Result<void> {
        for (int i = 0; i < 5000; ++i) {
          if (!sink(std::string(1000, 'x'))) break;
        }
        return {};
      };
      return response;
    });
    add("GET", "/breaks", [](Request&) -> Result<Response> {
      Response response;
      response.stream = [](const Sink& sink) -> Result<void> {
        sink(std::string(200'000, 'x'));
        return fail(cannot_write, "disk");
      };
      return response;
    });
    add("GET", "/slow", [this](Request&) -> Result<Response> {
      open_.wait();
      return Response();
    });
    handler_.find = [this](const Request& request) -> const Route* {
      for (const Route& route : routes_) {
        if (route.method == request.method && route.pattern == request.path) return &route;
      }
      return nullptr;
    };
    handler_.answer = [](const Route* route, Request& request) {
      if (route == nullptr) {
        Response missing;
        missing.status = 404;
        return missing;
      }
      return *route->run(request);
    };
    std::promise<std::uint16_t> bound;
    auto port = bound.get_future();
    thread_ = std::thread([this, &bound] {
      result_ = run_server(options_, handler_, stop_,
                           [&](std::uint16_t number) { bound.set_value(number); });
    });
    port_ = port.get();
  }

  void TearDown() override {
    release();
    stop_ = true;
    thread_.join();
    EXPECT_TRUE(result_);
    std::filesystem::remove_all(folder_);
  }

  void add(const char* method, const char* pattern, std::function<Result<Response>(Request&)> run) {
    Route route;
    route.method = method;
    route.pattern = pattern;
    route.run = std::move(run);
    routes_.push_back(std::move(route));
  }

  void release() {
    if (!released_) gate_.set_value();
    released_ = true;
  }

  std::filesystem::path folder_;
  ServerOptions options_;
  Handler handler_;
  std::vector<Route> routes_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  Result<void> result_;
  std::uint16_t port_ = 0;
  std::promise<void> gate_;
  std::shared_future<void> open_ = gate_.get_future().share();
  bool released_ = false;
};

TEST_F(Server, AnswersSeveralRequestsOnOneConnection) {
  HttpClient client(port_);
  for (int i = 0; i < 3; ++i) {
    const HttpAnswer answer = client.ask("GET", "/hello?name=%E8%B4%A8%E8%A1%A1");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "{\"name\":\"质衡\"}");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
  }
  EXPECT_EQ(client.ask("POST", "/echo", {}, "{}").body, "{}");
  EXPECT_EQ(client.ask("GET", "/nowhere").status, 404);
}

TEST_F(Server, AnswersHeadWithoutABody) {
  HttpClient client(port_);
  client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.empty());
}

TEST_F(Server, RefusesABodyOverTheLimitOfTheRoute) {
  HttpClient json(port_);
  const HttpAnswer refused = json.ask("POST", "/echo", {}, std::string(1001, 'x'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find("api.body_too_large"), std::string::npos) << refused.body;
  HttpClient file(port_);
  EXPECT_EQ(file.ask("POST", "/upload", {}, std::string(300'000, 'x')).body, "300000");
  HttpClient larger(port_);
  EXPECT_EQ(larger.ask("POST", "/upload", {}, std::string(300'001, 'x')).status, 413);
  EXPECT_TRUE(std::filesystem::is_empty(folder_)) << "no upload stays that its route did not keep";
}

TEST_F(Server, KeepsNoBodyOfAClientThatLeavesWithinIt) {
  {
    HttpClient client(port_);
    client.send("POST /upload HTTP/1.1\r\nHost: t\r\nContent-Length: 200000\r\n\r\n" +
                std::string(100'000, 'x'));
    for (int tries = 0; tries < 200 && std::filesystem::is_empty(folder_); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_FALSE(std::filesystem::is_empty(folder_)) << "what came is put down while more comes";
  }
  for (int tries = 0; tries < 200 && !std::filesystem::is_empty(folder_); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Server, TellsARouteWhereARequestComesFromAndBelievesTrustedProxiesOnly) {
  const auto from = [&](const std::string& line) {
    HttpClient client(port_);
    client.send("GET /from HTTP/1.1\r\nHost: t\r\n" + line + "\r\n");
    return client.receive().body;
  };
  EXPECT_EQ(from(""), "127.0.0.1");
  EXPECT_EQ(from("X-Forwarded-For: 198.51.100.1\r\n"), "198.51.100.1");
  EXPECT_EQ(from("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 198.51.100.2\r\n"),
            "198.51.100.2");
}

TEST_F(Server, EndsABodyInPiecesThatGrowsBeyondTheLimit) {
  HttpClient client(port_);
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) client.send("1f4\r\n" + std::string(500, 'x') + "\r\n");
  const HttpAnswer refused = client.receive();
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find("api.body_too_large"), std::string::npos) << refused.body;
  HttpClient within(port_);
  within.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  within.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(within.receive().body, "abcde");
  HttpClient wrong(port_);
  wrong.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
  EXPECT_NE(wrong.receive().status, 200);
}

TEST_F(Server, AnswersOthersWhileManySendSlowly) {
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(std::make_unique<HttpClient>(port_));
    slow.back()->send(i % 2 == 0 ? "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 900\r\n\r\nx"
                                 : "GET /hello?na");
  }
  const auto began = std::chrono::steady_clock::now();
  HttpClient other(port_);
  EXPECT_EQ(other.ask("GET", "/hello?name=a").status, 200);
  EXPECT_EQ(other.ask("POST", "/echo", {}, "{}").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
  for (auto& one : slow) EXPECT_NE(one->receive().status, 200) << "they are ended";
}

TEST_F(Server, RefusesAnAddressThatIsNoText) {
  HttpClient client(port_);
  const HttpAnswer answer = client.ask("GET", "/hello?name=%ff");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("api.malformed_url"), std::string::npos);
}

TEST_F(Server, EndsAConnectionThatSendsNonsenseOrNothing) {
  HttpClient nonsense(port_);
  nonsense.send("\x16\x03\x01 this is not HTTP\r\n\r\n");
  EXPECT_EQ(nonsense.receive().status, 0);
  HttpClient header(port_);
  header.send("GET /hello HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n");
  EXPECT_EQ(header.receive().status, 0);
  HttpClient silent(port_);
  silent.send("GET /hel");
  EXPECT_EQ(silent.receive().status, 0) << "idle connections are ended";
}

TEST_F(Server, StreamsABodyOfUnknownLength) {
  HttpClient client(port_);
  const HttpAnswer answer = client.ask("GET", "/large");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.whole);
  EXPECT_EQ(answer.body.size(), 5'000'000U);
  EXPECT_EQ(client.ask("GET", "/hello?name=a").status, 200) << "the connection goes on";
}

TEST_F(Server, LetsTheClientSeeThatAStreamBroke) {
  HttpClient client(port_);
  const HttpAnswer answer = client.ask("GET", "/breaks");
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.whole);
}

TEST_F(Server, AnswersBusyInsteadOfQueueingWithoutBound) {
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<HttpClient>(port_));
    clients.back()->send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  // All four must have arrived before a fifth can be too many.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  HttpClient fifth(port_);
  const HttpAnswer answer = fifth.ask("GET", "/hello?name=a");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("api.overloaded"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.headers.at("retry-after"), "1");
  release();
  for (auto& client : clients) EXPECT_EQ(client->receive().status, 200);
}

TEST_F(Server, FinishesWhatIsUnderWayWhenItIsStopped) {
  HttpClient client(port_);
  client.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  stop_ = true;
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  release();
  EXPECT_EQ(client.receive().status, 200);
}

TEST(ServerStart, SaysWhichAddressCannotBeListenedOn) {
  ServerOptions options;
  options.address = "not an address";
  const std::atomic<bool> stop = true;
  const auto result = run_server(options, {}, stop, [](std::uint16_t) {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, &cannot_listen);
}

}  // namespace
}  // namespace zhiheng::api
