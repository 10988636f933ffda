#pragma once
// Rules of a trade or a law on top of the schema: which events may a firm hand in?

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/words.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// A rule that an event does not meet.
struct Unmet {
  std::string rule;    ///< id in the profile
  std::string field;   ///< the field that is wrong; empty where several are
  std::string found;   ///< what stood there; empty for nothing
  std::string wanted;  ///< the pattern, the words, or the condition
  Words message;
  std::string source;    ///< the clause that asks for it
  bool warning = false;  ///< the event may be used all the same
};

struct ProfileRules;

/// A declared rule set: `catalog/profiles/NAME.toml`, docs/profiles.md.
class Profile {
 public:
  /// @fails  trace.profile_unknown; the first complaint of the catalog about the file
  [[nodiscard]] static Result<Profile> load(const std::filesystem::path& file);

  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const Words& title() const;
  [[nodiscard]] const std::string& source() const;
  /// Whether the rules were compared with the text that they come from.
  [[nodiscard]] bool verified() const;
  [[nodiscard]] std::size_t rules() const;

  /// Every rule that the event does not meet, in the order of the file.
  /// @param today  what `today` means in a rule
  [[nodiscard]] std::vector<Unmet> check(const Event& event, Date today) const;

 private:
  explicit Profile(std::shared_ptr<const ProfileRules> rules) : inside_(std::move(rules)) {}
  std::shared_ptr<const ProfileRules> inside_;
};

/// The file of a profile: `name` itself where it names a file, else that of the catalog.
/// @fails  trace.profile_unknown, with the names that there are
[[nodiscard]] Result<std::filesystem::path> find_profile(const std::filesystem::path& catalog,
                                                         const std::string& name);

}  // namespace zhiheng::trace
