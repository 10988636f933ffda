#pragma once
// A code instead of an account: who knows the code of a record is whoever filed it.

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "registry/attempts.h"
#include "registry/registry.h"
#include "reporter/claim_code.h"

namespace zhiheng::reporter {

/// Codes and the records that they belong to. Only digests are kept. From many threads.
class Claims {
 public:
  struct Places {
    std::string codes;     ///< where the digests are kept
    std::string attempts;  ///< where wrong codes are counted
  };
  /// @param wrong  what a code that belongs to nothing is refused with
  Claims(registry::Registry& registry, Places places, const Failure& wrong);

  /// A new code for a record, which need not be there yet.
  Result<ClaimCode> give(const std::string& number);
  /// The record did not come about.
  Result<void> take_back(const ClaimCode& code);
  /// The number of the record. After some wrong codes with the same locator every further one is
  /// refused for a while, whether anything belongs to it or not.
  /// @fails  `wrong`, registry.login_locked
  Result<std::string> number_of(std::string_view code, Timestamp now);

 private:
  store::Store& store_;
  std::string space_;
  const Failure& wrong_;
  registry::Attempts attempts_;
};

/// How many are let in within a minute.
struct Admissions {
  int together = 0;
  int each = 0;  ///< of one address
};

/// Lets people in, some from each address and some in all. Who came from where is counted under a
/// digest keyed with a secret of this start of the program, in memory, and forgotten when the
/// minute is over: no more addresses than are let in together. From many threads.
class Turnstile {
 public:
  Turnstile(Admissions most, const Failure& full);
  /// @param from  an address as text; empty: not known, which counts with all others only
  /// @fails  `full`
  Result<void> admit(std::string_view from, Timestamp now);

 private:
  Admissions most_;
  const Failure& full_;
  std::string secret_;
  std::mutex admitting_;
  std::int64_t minute_ = 0;
  int admitted_ = 0;                    ///< in this minute
  std::map<std::string, int> by_from_;  ///< digest, how often in this minute
};

}  // namespace zhiheng::reporter
