#pragma once
// Every read of personal data is written down: who, when, of which records.

#include "registry/inside.h"

namespace zhiheng::registry {

/// One read under way: looks at what goes out, and writes a line about it if it was personal.
class PersonalRead {
 public:
  /// @param shown  positions of the fields that go out
  PersonalRead(const Registry::Inside& inside, const Person& person, const catalog::Register& of,
               const std::vector<std::size_t>& shown, std::string action, std::string filter = {});

  void saw(const store::Version& version);
  /// Before anything is handed over. Nothing personal was seen: nothing is written.
  [[nodiscard]] Result<void> write() const;

 private:
  const Registry::Inside& inside_;
  const Person& person_;
  const catalog::Register& of_;
  std::vector<std::size_t> personal_;  ///< positions of personal fields that go out
  std::string action_, filter_;
  std::int64_t records_ = 0;
  std::string ids_;
};

}  // namespace zhiheng::registry
