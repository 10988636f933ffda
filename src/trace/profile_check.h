#pragma once
// The profiles that a user named, applied to what is read.

#include <filesystem>
#include <string>
#include <vector>

#include "base/words.h"
#include "trace/document.h"
#include "trace/json_schema.h"
#include "trace/profile.h"

namespace zhiheng::trace {

class ProfileCheck {
 public:
  /// @param name  of a profile in the catalog, or a file: TOML, or JSON Schema (`.json`)
  /// @fails  trace.profile_unknown, what Profile::load and JsonSchema::load fail with
  Result<void> load(const std::filesystem::path& catalog, const std::string& name);

  /// Adds what the declared profiles find to the errors and warnings of an event that was read.
  /// An event with errors already is left alone: it may not be understood.
  void check(ReadEvent& event, Language language) const;

  /// What profiles written as JSON Schema find in a whole file.
  [[nodiscard]] std::vector<Error> check_file(const std::string& file, std::string_view form) const;

 private:
  std::vector<Profile> profiles_;
  std::vector<JsonSchema> schemas_;
};

}  // namespace zhiheng::trace
