#include <algorithm>
#include <filesystem>

#include "catalog/attachments.h"
#include "catalog/capacity.h"
#include "catalog/catalog.h"
#include "catalog/failures.h"
#include "catalog/loaders.h"
#include "catalog/notice.h"
#include "catalog/page.h"
#include "catalog/product_classes.h"
#include "catalog/tiles.h"
#include "code/industry.h"
#include "code/region.h"

namespace zhiheng::catalog {

namespace fs = std::filesystem;

namespace {

struct File {
  std::string path;
  std::string name;  ///< as complaints call it: "registers/alert.toml"
};

// In the order of their names, so that the same catalog always loads the same way.
std::vector<File> files_below(const std::string& folder, const std::string& part) {
  std::vector<File> found;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(folder) / part, ignored)) {
    if (entry.is_regular_file() && entry.path().extension() == ".toml") {
      found.push_back({entry.path().string(), fs::relative(entry.path(), folder).string()});
    }
  }
  std::ranges::sort(found, {}, &File::name);
  return found;
}

template <class Each>
void each_file(const std::vector<std::string>& folders, const std::string& part,
               std::vector<Error>& errors, const Each& each) {
  for (const auto& folder : folders) {
    for (const auto& [path, name] : files_below(folder, part)) {
      if (auto file = Declaration::read(path, name, errors)) each(*file, name);
    }
  }
}

template <class T>
void add(std::vector<T>& things, T thing, Declaration& file) {
  const bool taken = std::ranges::any_of(
      things, [&](const T& other) { return !thing.name.empty() && other.name == thing.name; });
  if (taken) file.complain(name_taken, "name", thing.name, "a name of its own");
  things.push_back(std::move(thing));
}

}  // namespace

namespace {

void load_code_tables(Catalog& catalog, std::vector<Error>& errors) {
  if (auto regions = code::load_regions(catalog.folder)) {
    catalog.regions = std::make_shared<const code::Regions>(*std::move(regions));
  } else {
    errors.push_back(std::move(regions).error());
  }
  if (auto industries = code::load_industries(catalog.folder)) {
    catalog.industries = std::make_shared<const code::Industries>(*std::move(industries));
  } else {
    errors.push_back(std::move(industries).error());
  }
}

}  // namespace

std::map<std::string, Words> load_sentences(const std::string& folder) {
  std::map<std::string, Words> sentences;
  std::vector<Error> ignored;
  each_file({folder}, "messages", ignored,
            [&](Declaration& file, const std::string&) { load_messages(file, sentences); });
  return sentences;
}

Loaded load(const std::string& folder, const std::vector<std::string>& more) {
  Loaded loaded;
  std::vector<Error>& errors = loaded.errors;
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    errors.push_back({&folder_missing, folder, "", "a folder with registers/ and codes/"});
    return loaded;
  }
  auto catalog = std::make_shared<Catalog>();
  catalog->folder = folder;
  std::vector<std::string> folders = {folder};
  folders.insert(folders.end(), more.begin(), more.end());

  load_code_tables(*catalog, errors);
  each_file(folders, "lists", errors, [&](Declaration& file, const std::string&) {
    add(catalog->code_lists, load_codes(file), file);
  });
  each_file(folders, "calendars", errors, [&](Declaration& file, const std::string&) {
    WorkingCalendar calendar = load_calendar(file);
    catalog->calendars[calendar.name] = std::move(calendar);
  });
  each_file(folders, "terms", errors, [&](Declaration& file, const std::string& name) {
    for (LegalTerm& term : load_terms(file)) {
      term.file = name;
      add(catalog->terms, std::move(term), file);
    }
  });
  each_file(folders, "messages", errors,
            [&](Declaration& file, const std::string&) { load_messages(file, catalog->messages); });
  each_file(folders, "registers", errors, [&](Declaration& file, const std::string& name) {
    Register made = load_register(file, catalog->messages);
    made.file = name;
    add(catalog->registers, std::move(made), file);
  });
  each_file(folders, "weights", errors, [&](Declaration& file, const std::string& name) {
    Weights made = load_weights(file);
    made.file = name;
    add(catalog->weights, std::move(made), file);
  });
  each_file(folders, "indicators", errors, [&](Declaration& file, const std::string& name) {
    Indicator made = load_indicator(file, *catalog);
    made.file = name;
    add(catalog->indicators, std::move(made), file);
  });
  each_file(folders, "targets", errors, [&](Declaration& file, const std::string& name) {
    for (Target& target : load_targets(file, *catalog)) {
      target.file = name;
      catalog->targets.push_back(std::move(target));
    }
  });
  each_file(folders, "assessments", errors, [&](Declaration& file, const std::string& name) {
    Scheme made = load_scheme(file, *catalog);
    made.file = name;
    made.digest = file.digest();
    catalog->schemes.push_back(std::move(made));
  });
  each_file(folders, "mappings", errors, [&](Declaration& file, const std::string& name) {
    Mapping made = load_mapping(file);
    made.file = name;
    add(catalog->mappings, std::move(made), file);
  });
  catalog->roles = load_roles((fs::path(folder) / "roles.toml").string(), errors);
  catalog->security = load_security((fs::path(folder) / "security.toml").string(), errors);
  catalog->wording = load_wording((fs::path(folder) / "wording.toml").string(), errors);
  check_attachments(*catalog, load_attachments(folder, errors), errors);
  (void)load_notices(*catalog, errors);
  (void)load_capacity(folder, errors);
  (void)load_page(folder, errors);
  (void)load_tiles(folder, errors);
  (void)load_class_sources(*catalog, errors);
  check_references(*catalog, errors);
  if (errors.empty()) loaded.catalog = std::move(catalog);
  return loaded;
}

}  // namespace zhiheng::catalog
