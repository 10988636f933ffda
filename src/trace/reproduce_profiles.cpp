#include <algorithm>

#include "base/text.h"
#include "trace/profile_check.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// The schemas of a folder of profiles and the documents that they judge.
struct ProfileSuite {
  std::string name;
  std::vector<fs::path> schemas, documents;
};

Result<ProfileSuite> read_suite(const fs::path& folder) {
  ProfileSuite suite{.name = folder.filename().string(), .schemas = {}, .documents = {}};
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(folder, ignored)) {
    const fs::path ending = entry.path().extension();
    if (ending != ".json" && ending != ".jsonld") continue;
    ZH_TRY(const std::string text, read_text_file(entry.path()));
    const bool schema = text.find("\"$schema\"") != std::string::npos;
    (schema ? suite.schemas : suite.documents).push_back(entry.path());
  }
  std::ranges::sort(suite.schemas);
  std::ranges::sort(suite.documents);
  return suite;
}

/// The schema whose name has most in common with that of the document.
const fs::path* schema_for(const ProfileSuite& suite, const fs::path& document) {
  const fs::path* best = nullptr;
  std::size_t longest = 0;
  const std::string name = document.filename().string();
  for (const fs::path& schema : suite.schemas) {
    const std::string other = schema.filename().string();
    const auto differ = std::ranges::mismatch(name, other);
    const auto same = static_cast<std::size_t>(differ.in1 - name.begin());
    if (best == nullptr || same > longest) {
      best = &schema;
      longest = same;
    }
  }
  return best;
}

/// These suites say in the name of a document whether it breaks the profile.
bool must_fail(const fs::path& document) {
  const std::string name = to_lower(document.filename().string());
  return name.find("invalid") != std::string::npos || name.find("missing") != std::string::npos;
}

/// "" for a document that passes, else what is wrong with it.
Result<std::string> verdict(const fs::path& document, const ProfileCheck& check) {
  std::string wrong;
  const auto read = read_file(document.string(), {}, [&](ReadEvent& event) {
    check.check(event, Language::en);
    if (!event.errors.empty() && wrong.empty()) wrong = describe(event.errors.front());
    return true;
  });
  if (!read) return std::unexpected(read.error());
  for (const Error& error : read->errors) wrong = describe(error);
  for (const Error& error : check.check_file(document.string(), read->form)) {
    if (wrong.empty()) wrong = describe(error);
  }
  return wrong;
}

Result<void> compare_verdict(Comparison& line, const fs::path& document,
                             const ProfileCheck& check) {
  ZH_TRY(const std::string wrong, verdict(document, check));
  compare(line, wrong.empty() != must_fail(document),
          document.filename().string() + ": " + (wrong.empty() ? "passes" : wrong));
  return {};
}

/// Which of our own profiles asks for the same as the folder's: the one of the same name, signs
/// between its letters and digits apart.
std::string declared_profile(const fs::path& catalog, const std::string& suite) {
  const auto plain = [](std::string name) {
    std::erase_if(name, [](char sign) { return sign == '-' || sign == '_'; });
    return name;
  };
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(catalog / "profiles", ignored)) {
    const std::string name = entry.path().stem().string();
    if (plain(name) == plain(suite)) return name;
  }
  return {};
}

}  // namespace

Result<Comparisons> reproduce_profiles(const fs::path& folder, const fs::path& catalog) {
  Comparisons lines;
  std::vector<fs::path> suites;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder / "profiles", ignored)) {
    if (entry.is_directory(ignored)) suites.push_back(entry.path());
  }
  std::ranges::sort(suites);
  for (const fs::path& at : suites) {
    ZH_TRY(const ProfileSuite suite, read_suite(at));
    Comparison published{.area = "profiles", .subject = suite.name + ": published profile"};
    for (const fs::path& document : suite.documents) {
      const fs::path* schema = schema_for(suite, document);
      if (schema == nullptr) continue;
      ProfileCheck check;
      ZH_DO(check.load(catalog, schema->string()));
      ZH_DO(compare_verdict(published, document, check));
    }
    if (published.compared > 0) lines.push_back(std::move(published));
    const std::string own = declared_profile(catalog, suite.name);
    if (own.empty()) continue;
    Comparison declared{.area = "profiles", .subject = suite.name + ": profile " + own};
    ProfileCheck check;
    ZH_DO(check.load(catalog, own));
    for (const fs::path& document : suite.documents) {
      ZH_DO(compare_verdict(declared, document, check));
    }
    lines.push_back(std::move(declared));
  }
  return lines;
}

}  // namespace zhiheng::trace
