#pragma once
// What a function hands back when its input may be wrong, and what it says then.

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zhiheng {

/// What sort of refusal it is; gives the exit code (src/cli) and the HTTP status (src/api).
enum class Kind {
  usage,            ///< the caller's words are off: exit 2, 400
  invalid,          ///< the data are wrong: exit 1, 422
  not_found,        ///< no such thing, or none that this caller may see: exit 1, 404
  conflict,         ///< someone was faster, or the state does not allow it: exit 1, 409
  unauthenticated,  ///< nobody is logged in: exit 1, 401
  forbidden,        ///< logged in, not entitled: exit 1, 403
  too_large,        ///< over a stated limit: exit 1, 413
  unavailable,      ///< disk, database or file cannot be reached now: exit 1, 503
  interrupted,      ///< stopped by the user: exit 1, 499
  internal,         ///< our own fault: exit 1, 500
};

/// One thing that a room can refuse. Listed once, in the room's failures.h.
struct Failure {
  std::string_view id;  ///< "<room>.<what>", stable: clients match on it
  Kind kind;
  std::string_view sentence;  ///< English, for logs; the user's sentence stands in the catalog
};

/// A refusal: names the place, what was found and what was expected.
struct Error {
  const Failure* failure = nullptr;
  std::string where;   ///< file and line, field, or parameter
  std::string found;   ///< what stood there
  std::string wanted;  ///< what would have been right, in signs rather than words: "0..263"
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(count_out_of_range, "count", "5", "0..3");`
[[nodiscard]] std::unexpected<Error> fail(const Failure& failure, std::string where = {},
                                          std::string found = {}, std::string wanted = {});

/// One line for a log or a terminal: "id: sentence (where: …; found: …; wanted: …)".
[[nodiscard]] std::string describe(const Error& error);

}  // namespace zhiheng

#define ZH_JOIN_INNER(a, b) a##b
#define ZH_JOIN(a, b) ZH_JOIN_INNER(a, b)

/// ZH_TRY(const Interval rate, wilson_interval(failed, inspected)): take the value, or hand the
/// Error to our own caller.
#define ZH_TRY(declaration, expression) \
  ZH_TRY_INNER(declaration, expression, ZH_JOIN(zh_result_, __COUNTER__))
#define ZH_TRY_INNER(declaration, expression, result)             \
  auto result = (expression);                                     \
  if (!result) return std::unexpected(std::move(result).error()); \
  declaration = *std::move(result)

/// ZH_DO(check(row)): the same for a Result<void>.
#define ZH_DO(expression) ZH_DO_INNER(expression, ZH_JOIN(zh_done_, __COUNTER__))
#define ZH_DO_INNER(expression, result) \
  if (auto result = (expression); !result) return std::unexpected(std::move(result).error())
