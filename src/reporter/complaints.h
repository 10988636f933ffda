#pragma once
// A consumer's complaint, filed and followed without an account: the ordinary record of the
// register of complaints, and a code that is shown once.

#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/complaint_limits.h"
#include "registry/lifecycle.h"
#include "reporter/claims.h"
#include "reporter/thread.h"

namespace zhiheng::reporter {

/// A field that a complainant fills in.
struct AskedField {
  const catalog::Field* field = nullptr;
  bool required = false;  ///< a complaint without it is refused
};

struct FiledComplaint {
  std::string code;           ///< shown this once; only its digest is kept
  std::string number;         ///< of the record
  std::vector<Error> errors;  ///< when refused: where = field
};

/// To which authority it was handed over.
struct Handover {
  std::string to, sent_on, received_on, their_number;
};

/// How a complaint stands, as the complainant is told. Nothing in it says who complained.
struct ComplaintStanding {
  std::string state;
  std::vector<std::pair<const catalog::Field*, Value>> values;  ///< those that are filled in
  std::vector<registry::ClockReading> clocks;
  std::vector<registry::Past> past;  ///< oldest first; not by whom
  std::vector<Message> messages;
  std::vector<Handover> handovers;
  std::vector<const catalog::Step*> steps;  ///< that the complainant may take now
};

/// From many threads. Every function that takes a code refuses it for a while after some wrong
/// ones.
class Complaints {
 public:
  explicit Complaints(registry::Registry& registry);

  /// What is asked, in the order of the register.
  Result<std::vector<AskedField>> asked() const;
  /// @param columns  names of asked fields
  /// @param from     address of whoever sends it, as Turnstile takes it
  /// @fails  reporter.too_many_complaints, reporter.complaint_twice, registry.column_unknown; what
  ///         is wrong with the values comes in the answer
  Result<FiledComplaint> file(std::span<const std::string> columns, std::vector<Value> values,
                              Timestamp now, std::string_view from = {});
  /// @fails  reporter.complaint_code_wrong
  Result<ComplaintStanding> follow(std::string_view code, Timestamp now);
  /// @fails  reporter.complaint_code_wrong, reporter.text_wrong, reporter.complaint_closed
  Result<void> say(std::string_view code, const std::string& text, Timestamp now);
  /// Takes one of the steps that follow offers. @return  what is wrong with the values
  /// @fails  reporter.complaint_code_wrong, registry.step_not_possible
  Result<std::vector<Error>> take(std::string_view code, const std::string& step,
                                  std::span<const std::string> columns, std::vector<Value> values,
                                  Timestamp now);

 private:
  struct Found;
  Result<Found> found(std::string_view code, Timestamp now);
  /// The same of the same person within a day: held until `now` is that much later.
  Result<std::string> hold(std::span<const std::string> columns, std::span<const Value> values,
                           Timestamp now);
  void release(const std::string& held);
  Result<FiledComplaint> write(registry::Entry entry, std::span<const std::string> columns,
                               const std::string& number);

  registry::Registry& registry_;
  catalog::ComplaintLimits limits_;
  Claims claims_;
  Turnstile turnstile_;
  std::string salt_;  ///< so that what is held tells nothing
  std::mutex holding_;
  std::map<std::string, Timestamp> held_;
};

}  // namespace zhiheng::reporter
