// zhiheng epcis capture: files into the system of record.

#include <boost/json.hpp>
#include <ostream>

#include "base/sentence.h"
#include "base/uuid.h"
#include "registry/opened.h"
#include "trace/answers.h"
#include "trace/document.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr std::size_t events_a_commit = 5000;
constexpr std::size_t most_told = 100;

/// One file on its way into the store.
class FileCapture {
 public:
  FileCapture(registry::Registry& registry, const Invocation& call, std::string file)
      : registry_(registry), call_(call), file_(std::move(file)) {
    reading_.lenient = call.has("lenient");
    reading_.warnings = false;
    options_.on_error = call.has("proceed") ? OnError::proceed : OnError::rollback;
    options_.owner = call.option("owner");
    options_.region = call.option("region");
    options_.job = to_text(make_uuid());
  }

  /// False: something of the file was not kept.
  Result<bool> run();
  [[nodiscard]] json::object report() const;
  void print() const;

 private:
  Result<void> pass(bool only_judge);
  Result<void> hand_over();
  void tell(std::size_t number, Error error) {
    ++refused_;
    if (told_.size() < most_told) told_.emplace_back(number, std::move(error));
  }

  registry::Registry& registry_;
  const Invocation& call_;
  std::string file_;
  ReadOptions reading_;
  CaptureOptions options_;
  std::vector<Event> waiting_;
  std::vector<std::size_t> numbers_;
  std::size_t events_ = 0, added_ = 0, unchanged_ = 0, refused_ = 0;
  std::size_t elements_ = 0;                         ///< of master data, new or changed
  std::vector<std::pair<std::size_t, Error>> told_;  ///< event number, 0: the document
};

Result<void> FileCapture::hand_over() {
  ZH_TRY(const CaptureReport report,
         capture(registry_, registry::local_operator(), waiting_, options_));
  added_ += report.added;
  unchanged_ += report.unchanged;
  for (std::size_t i = 0; i < report.events.size(); ++i) {
    if (report.events[i].error) tell(numbers_[i], *report.events[i].error);
  }
  waiting_.clear();
  numbers_.clear();
  return {};
}

Result<void> FileCapture::pass(bool only_judge) {
  options_.only_judge = only_judge;
  events_ = added_ = unchanged_ = refused_ = 0;
  told_.clear();
  Result<void> written;
  std::vector<std::string> ignored;
  ZH_TRY(const Document document, read_file(file_, reading_, [&](ReadEvent& event) {
           ++events_;
           if (!event.errors.empty()) {
             tell(event.number, event.errors.front());
           } else {
             ignored = *event.ignored;
             options_.ignored = ignored;
             waiting_.push_back(std::move(event.event));
             numbers_.push_back(event.number);
           }
           if (waiting_.size() >= events_a_commit) written = hand_over();
           return written && (call_.interrupted == nullptr || !*call_.interrupted);
         }));
  ZH_DO(written);
  if (call_.interrupted != nullptr && *call_.interrupted) return fail(interrupted, file_);
  if (!waiting_.empty()) ZH_DO(hand_over());
  for (const Error& error : document.errors) tell(0, error);
  if (only_judge || (refused_ > 0 && options_.on_error == OnError::rollback)) return {};
  ZH_TRY(elements_, capture_master_data(registry_, registry::local_operator(), document.master_data,
                                        options_.region));
  return {};
}

Result<bool> FileCapture::run() {
  if (options_.on_error == OnError::rollback) {
    // A file is larger than a commit: it is judged as a whole before its first event is written.
    ZH_DO(pass(true));
    if (refused_ > 0) {
      added_ = 0;
      return false;
    }
  }
  ZH_DO(pass(false));
  return refused_ == 0;
}

json::object FileCapture::report() const {
  json::array errors;
  for (const auto& [number, error] : told_) {
    errors.push_back({{"event", number},
                      {"id", std::string(error.failure->id)},
                      {"where", error.where},
                      {"found", error.found},
                      {"wanted", error.wanted},
                      {"message", said(error, call_.language)}});
  }
  return {{"file", file_},
          {"job", options_.job},
          {"events", events_},
          {"added", added_},
          {"unchanged", unchanged_},
          {"refused", refused_},
          {"master_data", elements_},
          {"errors", std::move(errors)}};
}

void FileCapture::print() const {
  const bool zh = call_.language == Language::zh;
  *call_.out << file_ << (zh ? ": 事件 " : ": events ") << events_ << (zh ? "，新增 " : ", added ")
             << added_ << (zh ? "，已有 " : ", already there ") << unchanged_
             << (zh ? "，未存入 " : ", refused ") << refused_ << '\n';
  for (const auto& [number, error] : told_) {
    *call_.out << "  ";
    if (number > 0) *call_.out << (zh ? "事件 " : "event ") << number << ": ";
    *call_.out << said(error, call_.language) << '\n';
  }
}

}  // namespace

Result<int> answer_capture(const Invocation& call) {
  ZH_TRY(const registry::Opened opened, registry::open(call));
  bool whole = true;
  for (const std::string& file : call.arguments.at("FILE")) {
    FileCapture one(*opened.registry, call, file);
    ZH_TRY(const bool kept, one.run());
    whole = kept && whole;
    if (call.json) {
      *call.out << json::serialize(one.report()) << '\n';
    } else {
      one.print();
    }
  }
  return whole ? 0 : 1;
}

}  // namespace zhiheng::trace
