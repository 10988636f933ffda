#include <algorithm>

#include "trace/event_hash.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// The files of a folder that end so, by name.
std::vector<fs::path> files_in(const fs::path& folder,
                               std::initializer_list<std::string_view> endings) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string ending = entry.path().extension().string();
    if (std::ranges::find(endings, ending) != endings.end()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<fs::path> documents_in(const fs::path& folder) {
  return files_in(folder, {".xml", ".json", ".jsonld"});
}

/// The first place where two lists differ.
std::string difference(const std::vector<std::string>& wanted,
                       const std::vector<std::string>& found) {
  for (std::size_t i = 0; i < std::max(wanted.size(), found.size()); ++i) {
    const std::string ours = i < found.size() ? found[i] : "nothing";
    const std::string theirs = i < wanted.size() ? wanted[i] : "nothing";
    if (ours != theirs) {
      return "event " + std::to_string(i + 1) + ": wanted " + theirs + ", found " + ours;
    }
  }
  return {};
}

}  // namespace

Result<Comparisons> reproduce_event_hash(const fs::path& folder, const fs::path& /*catalog*/) {
  Comparison reference{.area = "event-hash", .subject = "reference documents"};
  Comparison texts{.area = "event-hash", .subject = "texts before hashing"};
  Comparison equal{.area = "event-hash", .subject = "sets of equal events"};
  for (const fs::path& file : documents_in(folder / "event-hash" / "reference")) {
    fs::path beside = file;
    const std::string name = file.filename().string();
    const auto given = lines_of(beside.replace_extension(".hashes"));
    if (!given) {
      compare(reference, false, name + ": " + describe(given.error()));
      continue;
    }
    const std::vector<std::string>& hashes = *given;
    const auto ours = hash_file(file);
    compare(reference, ours && ours->hashes == hashes,
            name + ": " + (ours ? difference(hashes, ours->hashes) : describe(ours.error())));
    const auto before = lines_of(beside.replace_extension(".prehashes"));
    if (!before || !ours) continue;
    for (std::size_t i = 0; i < std::min(hashes.size(), ours->pre_hashes.size()); ++i) {
      // Some of these files are of an older state of the reference: they do not give their hashes.
      if (i >= before->size() || hash_of((*before)[i]) != hashes[i]) continue;
      compare(texts, ours->pre_hashes[i] == (*before)[i],
              name + ": wanted " + (*before)[i] + ", found " + ours->pre_hashes[i]);
    }
  }
  for (const fs::path& file : documents_in(folder / "event-hash" / "expected-equal")) {
    const auto ours = hash_file(file);
    const std::string name = file.filename().string();
    if (!ours || ours->hashes.empty()) {
      compare(equal, false, name + ": " + (ours ? "no events" : describe(ours.error())));
      continue;
    }
    const bool same = std::ranges::all_of(
        ours->hashes, [&](const std::string& hash) { return hash == ours->hashes.front(); });
    compare(equal, same,
            name + ": " +
                difference(std::vector(ours->pre_hashes.size(), ours->pre_hashes.front()),
                           ours->pre_hashes));
  }
  for (const fs::path& hashes : files_in(folder / "event-hash" / "reference", {".hashes"})) {
    const bool has_document =
        std::ranges::any_of(documents_in(hashes.parent_path()),
                            [&](const fs::path& file) { return file.stem() == hashes.stem(); });
    if (!has_document) compare(reference, false, hashes.filename().string() + ": no document");
  }
  Comparisons all;
  for (Comparison* line : {&reference, &texts, &equal}) {
    if (line->compared > 0) all.push_back(std::move(*line));
  }
  return all;
}

}  // namespace zhiheng::trace
