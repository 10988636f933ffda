#include <boost/json.hpp>
#include <fstream>
#include <ostream>

#include "base/sentence.h"
#include "trace/answers.h"
#include "trace/document.h"
#include "trace/failures.h"
#include "trace/profile_check.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Warnings beyond this are counted, not kept: a file may have millions.
constexpr std::size_t most_told = 1000;

/// "event 3 /quantityList/0"
std::string place_of(std::size_t event, const Error& error) {
  if (event == 0) return error.where;
  return "event " + std::to_string(event) + " " + error.where;
}

json::object told(std::size_t event, const Error& error, Language language) {
  json::object made{{"where", error.where},
                    {"id", error.failure->id},
                    {"found", error.found},
                    {"wanted", error.wanted},
                    {"message", said(error, language)}};
  if (event != 0) made["event"] = event;
  return made;
}

/// One file after the other, each with its own report.
class Validation {
 public:
  explicit Validation(const Invocation& call) : call_(call) {
    options_.lenient = call.has("lenient");
    options_.events = call.has("profile");
  }

  Result<void> open_quarantine();
  Result<void> load_profiles();
  [[nodiscard]] bool file(const std::string& name);

 private:
  void keep(std::size_t event, const Error& error, bool warning);
  void quarantine(const std::string& file, const ReadEvent& event);
  void print(const std::string& file, const Document& document);

  const Invocation& call_;
  ReadOptions options_;
  ProfileCheck profiles_;
  std::ofstream quarantine_;
  json::array warnings_;
  std::size_t more_warnings_ = 0;
  std::vector<std::pair<std::size_t, Error>> errors_;
};

Result<void> Validation::open_quarantine() {
  const std::string name = call_.option("quarantine");
  if (name.empty()) return {};
  quarantine_.open(name, std::ios::binary);
  if (!quarantine_) return fail(answer_not_written, name);
  return {};
}

Result<void> Validation::load_profiles() {
  const auto names = call_.options.find("profile");
  if (names == call_.options.end()) return {};
  for (const std::string& name : names->second) ZH_DO(profiles_.load(call_.catalog, name));
  return {};
}

void Validation::keep(std::size_t event, const Error& error, bool warning) {
  if (warning) {
    if (warnings_.size() < most_told) {
      warnings_.push_back(told(event, error, call_.language));
    } else {
      ++more_warnings_;
    }
  } else if (errors_.size() < most_told) {
    errors_.emplace_back(event, error);
  }
}

/// One line for each event that may not be used: which, and why.
void Validation::quarantine(const std::string& file, const ReadEvent& event) {
  if (!quarantine_.is_open()) return;
  json::array reasons;
  for (const Error& error : event.errors)
    reasons.push_back(told(event.number, error, call_.language));
  quarantine_ << json::serialize(json::object{{"file", file},
                                              {"event", event.number},
                                              {"type", std::string(event.type)},
                                              {"errors", std::move(reasons)}})
              << '\n';
}

void Validation::print(const std::string& file, const Document& document) {
  std::ostream& out = *call_.out;
  if (call_.json) {
    json::object types;
    for (const auto& [type, count] : document.types) types[type] = count;
    json::object report{{"file", file},
                        {"valid", document.valid},
                        {"form", document.form},
                        {"kind", document.kind},
                        {"version", document.version},
                        {"events", document.events},
                        {"refused_events", document.refused_events},
                        {"types", std::move(types)},
                        {"first_error", nullptr}};
    json::array errors;
    for (const auto& [event, error] : errors_) errors.push_back(told(event, error, call_.language));
    if (!errors_.empty()) {
      const auto& [event, error] = errors_.front();
      report["first_error"] = place_of(event, error) + ": " + said(error, call_.language);
    }
    report["errors"] = std::move(errors);
    report["warnings"] = std::move(warnings_);
    if (more_warnings_ > 0) report["more_warnings"] = more_warnings_;
    out << json::serialize(report) << '\n';
    return;
  }
  const bool zh = call_.language == Language::zh;
  out << file << ": " << (document.valid ? (zh ? "有效" : "valid") : (zh ? "无效" : "invalid"))
      << (zh ? "，事件 " : ", events: ") << document.events;
  for (const auto& [type, count] : document.types) out << ", " << type << " " << count;
  if (document.refused_events > 0) {
    out << (zh ? "，不合格 " : ", refused: ") << document.refused_events;
  }
  out << '\n';
  for (const auto& [event, error] : errors_) {
    out << "  " << place_of(event, error) << ": " << said(error, call_.language) << '\n';
  }
  if (!warnings_.empty()) {
    out << (zh ? "  提示 " : "  warnings: ") << warnings_.size() + more_warnings_ << '\n';
    for (const json::value& warning : warnings_) {
      out << "    " << std::string_view(warning.at("message").as_string()) << '\n';
    }
  }
}

bool Validation::file(const std::string& name) {
  warnings_.clear();
  errors_.clear();
  more_warnings_ = 0;
  std::size_t unmet = 0;  // events that only a profile refuses
  const auto read = read_file(name, options_, [&](ReadEvent& event) {
    const bool good = event.errors.empty();
    profiles_.check(event, call_.language);
    if (good && !event.errors.empty()) ++unmet;
    for (const Error& error : event.errors) keep(event.number, error, false);
    for (const Error& warning : event.warnings) keep(event.number, warning, true);
    if (!event.errors.empty()) quarantine(name, event);
    return call_.interrupted == nullptr || !*call_.interrupted;
  });
  Document document;
  if (read) {
    document = *read;
    document.refused_events += unmet;
    for (Error& error : profiles_.check_file(name, document.form)) {
      document.errors.push_back(std::move(error));
    }
    document.valid = document.valid && unmet == 0 && document.errors.empty();
    // What is wrong around the events comes first: it is about all of them.
    for (const Error& error : document.errors) errors_.emplace(errors_.begin(), 0, error);
    for (const Error& warning : document.warnings) keep(0, warning, true);
  } else {
    errors_.emplace_back(0, read.error());
  }
  print(name, document);
  return document.valid;
}

}  // namespace

Result<int> answer_validate(const Invocation& call) {
  Validation validation(call);
  ZH_DO(validation.open_quarantine());
  ZH_DO(validation.load_profiles());
  bool valid = true;
  for (const std::string& file : call.arguments.at("FILE")) {
    valid = validation.file(file) && valid;
    if (call.interrupted != nullptr && *call.interrupted) return fail(interrupted, file);
  }
  return valid ? 0 : 1;
}

}  // namespace zhiheng::trace
