#pragma once
// A text in both languages of the interface.

#include <string>

namespace zhiheng {

enum class Language { zh, en };

/// Chinese first, English complete.
struct Words {
  std::string zh;
  std::string en;

  [[nodiscard]] const std::string& in(Language language) const {
    return language == Language::zh ? zh : en;
  }
  bool operator==(const Words&) const = default;
};

}  // namespace zhiheng
