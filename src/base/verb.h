#pragma once
// A command of `zhiheng`, as data: rooms export theirs, src/cli turns them into a command line,
// a manual page and shell completion.

#include <atomic>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/words.h"

namespace zhiheng {

/// `--name VALUE`, or a switch when `value` is empty.
struct Option {
  std::string name;   ///< without dashes
  std::string value;  ///< "FILE", "CODE"; empty for a switch
  Words help;
  bool required = false;
  bool repeated = false;
};

/// A word that stands alone: `zhiheng import REGISTER FILE…`.
struct Argument {
  std::string name;
  Words help;
  bool required = true;
  bool repeated = false;  ///< only the last
};

/// What the user called, checked against the verb's own declaration.
struct Invocation {
  std::map<std::string, std::vector<std::string>> options;  ///< a switch has one empty value
  std::map<std::string, std::vector<std::string>> arguments;
  bool json = false;     ///< one JSON document on `out`
  std::string data;      ///< folder of the embedded store
  std::string database;  ///< postgres://… or empty
  std::string catalog;   ///< folder of the declarations
  Language language = Language::zh;
  std::ostream* out = nullptr;                     ///< the answer
  std::ostream* messages = nullptr;                ///< everything else
  const std::atomic<bool>* interrupted = nullptr;  ///< set by Ctrl-C; long work looks at it
  bool terminal = false;                           ///< whether `messages` is a terminal

  [[nodiscard]] bool has(const std::string& option) const { return options.contains(option); }
  /// First value of an option, or `otherwise`.
  [[nodiscard]] std::string option(const std::string& name, std::string otherwise = {}) const;
  /// First value of an argument, or "".
  [[nodiscard]] std::string argument(const std::string& name) const;
};

struct Verb {
  std::string path;  ///< "code check"
  Words help;        ///< one line
  std::vector<Argument> arguments = {};
  std::vector<Option> options = {};
  /// Exit code 0, or 1 for a check that failed; an Error gives its own exit code.
  std::function<Result<int>(const Invocation&)> run = {};
  Words description = {};  ///< paragraphs for `--help` and the manual page
};

}  // namespace zhiheng
