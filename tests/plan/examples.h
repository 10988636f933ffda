#pragma once
// Plans to read in tests: the example plans, the real ones where they are at hand, short texts.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "plan/plan.h"
#include "support/source.h"

namespace zhiheng::plan {

inline const Lexicon& shipped_lexicon() {
  static const Lexicon lexicon = [] {
    auto loaded = Lexicon::load(support::source_path("/catalog"));
    if (!loaded) {
      ADD_FAILURE() << describe(loaded.error());
      return Lexicon{};
    }
    return *std::move(loaded);
  }();
  return lexicon;
}

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Plan read(std::string text) {
  auto plan = parse(std::move(text), shipped_lexicon());
  if (!plan) ADD_FAILURE() << describe(plan.error());
  return plan ? *std::move(plan) : Plan{};
}

inline Plan example(const std::string& name) {
  return read(file_text(support::source_path("/examples/plans/" + name)));
}

/// Where the real plans lie, or nothing.
inline std::optional<std::filesystem::path> real_plan(const std::string& name) {
  const auto path = std::filesystem::path(support::shared_path("/plans")) / name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

inline std::string text_of(const Plan& plan, Span span) {
  return std::string(plan.text.printed(span));
}

/// "A、B+C、D…": leads, participants, and whether the list is open; without a lead "A、B".
inline std::string roles_of(const Plan& plan, const Item& item) {
  if (!item.clause) return "-";
  std::string all;
  Role last = item.clause->assignments.front().role;
  for (const Assignment& assignment : item.clause->assignments) {
    if (!all.empty()) all += assignment.role == last ? "、" : "+";
    all += plan.parties[assignment.party].canonical;
    last = assignment.role;
  }
  return all + (item.clause->open ? "…" : "");
}

inline const Defect* defect(const Plan& plan, std::string_view what) {
  for (const Defect& one : plan.defects) {
    if (one.what == what) return &one;
  }
  return nullptr;
}

}  // namespace zhiheng::plan
