#include "flow/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/date.h"
#include "support/postgres.h"
#include "support/source.h"

namespace zhiheng::flow {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

std::map<pid_t, std::chrono::steady_clock::time_point> begun;

void put_between(std::vector<std::string>& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

/// The dynamic linker knows the folder of this machine's libraries by this name.
const std::string fake_clock = "/usr/$LIB/faketime/libfaketimeMT.so.1";

/// Environment of a run: nothing of the developer's own, messages in English.
std::vector<std::string> environment(const Place& place) {
  std::vector<std::string> set = {"PATH=/usr/bin:/bin",
                                  "LANG=en_US.UTF-8",
                                  "TZ=UTC",
                                  "HOME=" + place.file("home"),
                                  "TMPDIR=" + place.file("tmp"),
                                  "ZHIHENG_CATALOG=" + place.catalog};
  if (!place.database.empty()) set.push_back("ZHIHENG_KEY_FILE=" + place.file("store.key"));
  if (fs::exists(place.file("clock"))) {
    // The clock of the day is the story's; timers go by the other one.
    set.push_back("LD_PRELOAD=" + fake_clock);
    set.push_back("FAKETIME_TIMESTAMP_FILE=" + place.file("clock"));
    for (const char* one :
         {"FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1"}) {
      set.emplace_back(one);
    }
  }
  for (const char* kept : {"ASAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH",
                           "ZHIHENG_DELIVER_ALLOW"}) {  // the last one a test sets for itself
    if (const char* value = std::getenv(kept)) set.push_back(std::string(kept) + "=" + value);
  }
  return set;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> found;
  for (const auto& text : texts) found.push_back(const_cast<char*>(text.c_str()));
  found.push_back(nullptr);
  return found;
}

constexpr bool sanitized =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;  // shadow memory needs all address space
#else
    false;
#endif

}  // namespace

std::string contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

json::object parsed(const std::string& text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  return !error && value.is_object() ? std::move(value.get_object()) : json::object();
}

json::object Ran::document() const {
  boost::system::error_code error;
  json::value value = json::parse(out, error);
  if (error || !value.is_object()) {
    ADD_FAILURE() << "no JSON document on standard output:\n" << out << messages;
    return {};
  }
  return std::move(value.get_object());
}

Place::Place(const std::string& engine) : catalog(support::source_path("/catalog")) {
  std::string pattern = (fs::temp_directory_path() / "zhiheng-flow-XXXXXX").string();
  folder_ = mkdtemp(pattern.data());
  data = folder_ + "/data";
  for (const char* part : {"data", "home", "tmp"}) fs::create_directory(file(part));
  if (engine == "postgresql") {
    auto* const server = support::PostgresServer::shared();
    usable_ = server != nullptr;
    write("store.key", std::string(64, 'a').append("\n"));
    if (usable_) database = server->create_database(database_with_tables(*server));
  }
}

/// What the databases of all tests are copied from: to make the tables of all registers takes
/// longer than most stories. Empty where it could not be made; then each test makes them itself.
const std::string& Place::database_with_tables(support::PostgresServer& server) {
  static const std::string made = [&] {
    database = server.create_database({}, true);
    const bool done = run({"list", "alert", "--limit", "1"}).code == 0;
    fs::remove_all(data);
    fs::create_directory(data);
    return done ? database : std::string();
  }();
  return made;
}

Place::~Place() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Place::clear() {
  fs::remove_all(data);
  fs::create_directory(data);
  fs::remove(file("clock"));
  // An empty one: whoever is killed may be killed while it makes the tables.
  if (!database.empty()) database = support::PostgresServer::shared()->create_database();
}

bool Place::clock_can_be_set() {
  if (sanitized) return false;
  // A child of its own says whether the linker finds it.
  const std::string asked = "LD_PRELOAD='" + fake_clock +
                            "' FAKETIME='@2001-02-03 04:05:06' TZ=UTC date +%Y 2>&1 | grep -q 2001";
  return std::system(asked.c_str()) == 0;
}

void Place::set_clock(const std::string& moment) {
  const auto time = parse_timestamp(moment);
  ASSERT_TRUE(time.has_value()) << moment;
  std::string text = to_text(*time);  // "2025-09-26T01:00:00Z"
  text[10] = ' ';
  write("clock", "@" + text.substr(0, 19) + "\n");
}

std::string Place::write(const std::string& name, std::string_view bytes) const {
  fs::create_directories(fs::path(file(name)).parent_path());
  std::ofstream stream(file(name), std::ios::binary);
  stream << bytes;
  stream.close();
  if (!stream) ADD_FAILURE() << "cannot write " << name;
  return file(name);
}

std::vector<std::string> Place::with_place(std::vector<std::string> words) const {
  put_between(words, {"--data", data});
  if (!database.empty()) put_between(words, {"--db", database});
  return words;
}

pid_t Place::start(std::vector<std::string> words, const std::string& output) const {
  words = with_place(std::move(words));
  words.insert(words.begin(), support::program_path());
  const auto variables = environment(*this);
  const auto arguments = pointers(words);
  const auto set = pointers(variables);
  const std::string messages = output + ".messages";
  for (const auto& file : {output, messages}) fs::remove(file);  // nobody reads an earlier answer
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) {
    begun[child] = std::chrono::steady_clock::now();
    return child;
  }
  const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const int err = open(messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  const int in = open("/dev/null", O_RDONLY);
  dup2(in, 0);
  dup2(out, 1);
  dup2(err, 2);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a killed test must not leave a server behind
  if (getppid() != parent) _exit(126);
  if (memory > 0 && !sanitized) {
    const rlimit limit{memory, memory};
    setrlimit(RLIMIT_AS, &limit);
  }
  execve(arguments[0], arguments.data(), set.data());
  _exit(127);
}

Ran Place::wait(pid_t child, const std::string& output) {
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  Ran ran;
  ran.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun[child]).count();
  if (WIFEXITED(status)) ran.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ran.signal = WTERMSIG(status);
  ran.peak_kib = used.ru_maxrss;
  ran.out = contents(output);
  ran.messages = contents(output + ".messages");
  return ran;
}

Ran Place::run(std::vector<std::string> words) const {
  const std::string output = file("output");
  return wait(start(std::move(words), output), output);
}

json::object Place::ask(std::vector<std::string> words, int code) const {
  std::string called;
  for (const auto& word : words) called += word + " ";
  words.emplace_back("--json");
  const Ran ran = run(std::move(words));
  EXPECT_EQ(ran.code, code) << called << "\n" << ran.messages << ran.out;
  return ran.document();
}

std::int64_t Place::count(const std::string& of, const std::string& filter) const {
  std::vector<std::string> words = {"list", of, "--count", "--limit", "1"};
  if (!filter.empty()) put_between(words, {"--filter", filter});
  const auto answer = ask(std::move(words));
  const auto* count = answer.if_contains("count");
  return count == nullptr ? -1 : count->to_number<std::int64_t>();
}

testing::AssertionResult Place::verifies() const {
  const Ran ran = run({"audit", "verify"});
  if (ran.code == 0) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "audit verify: exit " << ran.code << "\n"
                                     << ran.out << ran.messages;
}

HttpAnswer Caller::send_bytes(const std::string& method, const std::string& target,
                              std::string_view bytes, std::vector<std::string> lines) const {
  if (!cookie_.empty()) lines.push_back("Cookie: " + cookie_);
  if (!csrf_.empty() && method != "GET") lines.push_back("X-CSRF-Token: " + csrf_);
  test::HttpClient client(port_);
  return client.ask(method, target, lines, bytes);
}

HttpAnswer Caller::get(const std::string& target, std::vector<std::string> lines) const {
  return send_bytes("GET", target, {}, std::move(lines));
}

HttpAnswer Caller::send(const std::string& method, const std::string& target,
                        const json::value& body, std::vector<std::string> lines) const {
  lines.emplace_back("Content-Type: application/json");
  return send_bytes(method, target, json::serialize(body), std::move(lines));
}

json::object Caller::import(const std::string& of, const std::string& name, std::string_view bytes,
                            json::object options) const {
  const auto sent = send_bytes("POST", "/api/uploads?name=" + encoded(name), bytes);
  EXPECT_EQ(sent.status, 201) << sent.body;
  const json::object upload = parsed(sent.body);
  if (!upload.contains("upload")) return {};
  options["register"] = of;
  const std::string id(upload.at("upload").as_string());
  const auto started = send("POST", "/api/uploads/" + id + "/import", options);
  EXPECT_EQ(started.status, 202) << started.body;
  const json::object job = parsed(started.body);
  if (!job.contains("job")) return {};
  for (int tries = 0; tries < 600; ++tries) {
    json::object state = parsed(get("/api/jobs/" + std::string(job.at("job").as_string())).body);
    if (!state.contains("state") || state["state"] == "done" || state["state"] == "failed") {
      return state;
    }
    std::this_thread::sleep_for(50ms);
  }
  ADD_FAILURE() << "the import of " << name << " does not end";
  return {};
}

Served::Served(const Place& place, std::vector<std::string> more) : output_(place.file("served")) {
  std::vector<std::string> words = {"serve", "--port", "0", "--lang", "en"};
  words.insert(words.end(), more.begin(), more.end());
  child_ = place.start(std::move(words), output_);
  constexpr std::string_view address = "http://127.0.0.1:", password = "password ";
  for (int tries = 0; tries < 600; ++tries) {
    const std::string said = contents(output_);
    const auto at = said.find(address);
    if (at != std::string::npos && said.find("Ctrl-C") != std::string::npos) {
      const char* const digits = said.data() + at + address.size();
      std::from_chars(digits, said.data() + said.size(), port_);
      if (const auto secret = said.find(password); secret != std::string::npos) {
        const auto from = secret + password.size();
        first_password_ = said.substr(from, said.find('\n', from) - from);
      }
      return;
    }
    int status = 0;
    if (waitpid(child_, &status, WNOHANG) == child_) {
      child_ = -1;
      break;
    }
    std::this_thread::sleep_for(20ms);
  }
  ADD_FAILURE() << "the server does not start\n"
                << contents(output_) << contents(output_ + ".messages");
}

Served::~Served() {
  if (child_ > 0) (void)stop(SIGTERM);
}

Ran Served::stop(int signal) {
  kill(child_, signal);
  const pid_t child = std::exchange(child_, -1);
  return Place::wait(child, output_);
}

Caller Served::log_in(const std::string& user, const std::string& password) const {
  const auto answer =
      anyone().send("POST", "/api/session", {{"user", user}, {"password", password}});
  EXPECT_EQ(answer.status, 200) << user << ": " << answer.body;
  const auto cookie = answer.headers.find("set-cookie");
  const auto session = parsed(answer.body);
  if (cookie == answer.headers.end() || !session.contains("csrf")) return anyone();
  return {port_, cookie->second.substr(0, cookie->second.find(';')),
          std::string(session.at("csrf").as_string())};
}

std::optional<std::string> shared_file(const std::string& name) {
  const fs::path file = fs::path(support::shared_path("/data/regulators")) / name;
  if (!fs::is_regular_file(file)) return std::nullopt;
  return file.string();
}

std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.') {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::string engine_name(const testing::TestParamInfo<std::string>& engine) { return engine.param; }

std::int64_t in_group(const json::object& answer, const std::vector<std::string>& group,
                      std::string_view member) {
  const auto* points = answer.if_contains("points");
  if (points == nullptr) return -1;
  for (const auto& point : points->as_array()) {
    const auto& codes = point.at("group").as_array();
    const bool same = std::ranges::equal(
        codes, group,
        [](const json::value& a, const std::string& b) { return a.as_string() == b; });
    if (same) {
      const auto& value = point.as_object().at(member);
      return value.is_null() ? -1 : value.to_number<std::int64_t>();
    }
  }
  return 0;
}

}  // namespace zhiheng::flow
