#pragma once
// A report of a violation by somebody who need not be known: filed, followed, answered, rewarded,
// all by a code that is shown once.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/limits.h"
#include "reporter/claims.h"
#include "reporter/custody.h"
#include "reporter/thread.h"

namespace zhiheng::reporter {

/// Who reports, where they want that to be kept. It goes to the custodians sealed and nowhere else.
struct Identity {
  std::string name = {}, phone = {}, address = {}, account = {};
};

struct Filing {
  std::string region = {}, matter = {}, suspect = {}, suspect_name = {}, place = {}, content = {};
  bool insider = false;  ///< works for the firm that is reported
  std::optional<Identity> identity = {};
};

struct Filed {
  std::string code;           ///< shown this once; only its digest is kept
  std::vector<Error> errors;  ///< when refused: where = field
};

struct RewardStanding {
  std::string state;
  std::string amount;  ///< CNY
  std::string told_on, claimed_on, paid_on;
};
/// That the identity was opened: when, by whose office, and why. Not by whom.
struct OpeningStanding {
  Timestamp at{};
  std::string ground;  ///< code of identity_opening_reason
};
struct Standing {
  std::string state;
  std::string received_on, decided_on, informed_on;
  bool identity_kept = false;
  std::vector<Message> messages;
  std::vector<RewardStanding> rewards;
  std::vector<OpeningStanding> openings;
};

/// From many threads. Every function that takes a code refuses it for a while after some wrong ones
/// for the same report: registry.login_locked.
class Reports {
 public:
  explicit Reports(registry::Registry& registry);

  /// @fails  reporter.too_many, reporter.no_custodian, reporter.identity_wrong,
  ///         reporter.names_itself; what is wrong with the report comes in the answer
  /// @param from  address of whoever sends it, as Turnstile takes it; it is kept nowhere
  Result<Filed> file(const Filing& filing, Timestamp now, std::string_view from = {});
  /// @fails  reporter.code_wrong
  Result<Standing> follow(std::string_view code, Timestamp now);
  /// To what the office has asked, or of one's own accord.
  /// @fails  reporter.code_wrong, reporter.text_wrong
  Result<void> answer(std::string_view code, const std::string& text, Timestamp now);
  /// The reward that was awarded: in cash against the code, or to an account, which is sealed.
  /// @param account  empty: in cash
  /// @fails  reporter.code_wrong, reporter.no_reward, reporter.no_custodian, identity_wrong
  Result<void> claim(std::string_view code, const std::string& account, Timestamp now);

 private:
  /// On record: that something is kept about this report, and until when.
  Result<std::vector<Error>> note_kept(const std::string& number, const Value& region,
                                       Timestamp now, store::Transaction* transaction);
  Result<Filed> write(const Filing& filing, const std::string& number, Timestamp now);

  registry::Registry& registry_;
  Custody custody_;
  catalog::Limits limits_;
  Claims claims_;
  Turnstile turnstile_;
};

}  // namespace zhiheng::reporter
