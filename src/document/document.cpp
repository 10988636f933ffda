#include "document/document.h"

#include <algorithm>

#include "base/log.h"
#include "document/failures.h"
#include "document/paper.h"
#include "registry/attachments.h"
#include "registry/failures.h"

namespace zhiheng::document {
namespace {

/// A record with all that a document may state of it.
struct Source {
  registry::Record record;
  std::vector<std::string> columns;
  std::vector<registry::ClockReading> clocks;
  std::map<std::string, std::string> firms;

  static Result<Source> of(registry::Registry& registry, const registry::Person& person,
                           const catalog::Register& of, const std::string& id) {
    Source made;
    ZH_TRY(made.record, registry.get(person, of, id, made.columns));
    ZH_TRY(made.clocks, registry.clocks(person, of, id, made.record.recorded_at));
    made.name_firms(registry, of);
    return made;
  }

  /// What everybody may read of them; one that is not on record goes by its code.
  void name_firms(registry::Registry& registry, const catalog::Register& of) {
    const auto* enterprises = registry.catalog().find_register("enterprise");
    if (enterprises == nullptr) return;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto* field = of.find_field(columns[i]);
      const auto* code = std::get_if<std::string>(&record.values[i]);
      if (field == nullptr || field->type != catalog::FieldType::party || code == nullptr) continue;
      std::vector<std::string> names;
      const auto firm =
          registry.find({.roles = {"public"}}, *enterprises, std::string_view(*code), names);
      const auto at = std::ranges::find(names, "name");
      if (!firm || at == names.end()) continue;
      firms.emplace(*code, to_text(firm->values[static_cast<std::size_t>(at - names.begin())]));
    }
  }
};

Result<Made> rendered(const Paper& paper, std::string_view format) {
  Made made{.name = paper.title + "." + std::string(format), .media = {}, .bytes = {}};
  if (format == "html") {
    made.media = "text/html; charset=utf-8";
    made.bytes = as_html(paper);
  } else if (format == "docx") {
    made.media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    made.bytes = as_docx(paper);
  } else if (format == "pdf") {
    made.media = "application/pdf";
    made.bytes = as_pdf(paper);
  } else {
    return fail(format_unknown, "format", std::string(format), "html | docx | pdf");
  }
  return made;
}

/// Encrypted files are not told apart by their digests: their bytes are compared.
Result<bool> holds(const registry::Attachments& files, const registry::Attachment& file,
                   std::string_view bytes) {
  std::string kept;
  if (file.size != static_cast<std::int64_t>(bytes.size())) return false;
  ZH_DO(files.read(file, 0, file.size, [&](std::string_view piece) {
    kept.append(piece);
    return true;
  }));
  return kept == bytes;
}

}  // namespace

Documents::Documents(registry::Registry& registry)
    : registry_(registry), notices_(catalog::notices_of(registry.catalog())) {}

Result<const catalog::Notice*> Documents::find(const catalog::Register& of,
                                               std::string_view name) const {
  const auto found = std::ranges::find_if(*notices_, [&](const catalog::Notice& one) {
    return one.name == name && one.register_name == of.name;
  });
  if (found == notices_->end()) return fail(notice_unknown, of.name, std::string(name));
  return &*found;
}

Result<std::vector<const catalog::Notice*>> Documents::possible(const registry::Person& person,
                                                                const catalog::Register& of,
                                                                const std::string& id) {
  ZH_TRY(const Source source, Source::of(registry_, person, of, id));
  std::vector<const catalog::Notice*> all;
  for (const auto& notice : *notices_) {
    if (notice.register_name != of.name) continue;
    const Material material{registry_.catalog(), of,          notice, source.record, source.columns,
                            source.clocks,       source.firms};
    if (write_paper(material, Language::zh)) all.push_back(&notice);
  }
  return all;
}

Result<Made> Documents::make(const registry::Person& person, const catalog::Register& of,
                             const std::string& id, std::string_view notice,
                             std::string_view format, Language language) {
  ZH_TRY(const Source source, Source::of(registry_, person, of, id));
  ZH_TRY(const catalog::Notice* const found, find(of, notice));
  const Material material{registry_.catalog(), of,          *found, source.record, source.columns,
                          source.clocks,       source.firms};
  ZH_TRY(const Paper paper, write_paper(material, language));
  return rendered(paper, format);
}

Result<registry::Answer> Documents::keep(const registry::Person& person,
                                         const catalog::Register& of, const std::string& id,
                                         std::string_view notice, Language language) {
  ZH_TRY(const Made made, make(person, of, id, notice, "pdf", language));
  ZH_TRY(const catalog::Notice* const found, find(of, notice));
  registry::Attachments files(registry_);
  ZH_TRY(const auto there, files.list(person, of, id));
  for (const auto& file : there) {
    if (file.field != found->field || file.removed_at || file.name != made.name) continue;
    ZH_TRY(const bool same, holds(files, file, made.bytes));
    if (!same) continue;
    std::vector<std::string> columns;
    ZH_TRY(const auto record, registry_.get(person, of, id, columns));
    return registry::Answer{
        .outcome = store::Outcome::unchanged, .id = id, .version = record.version, .errors = {}};
  }
  return files.add(
      person, of, id, {},
      {.field = found->field, .name = made.name, .bytes = made.bytes, .keeps_name = true});
}

void Documents::after_step(const registry::Person& person, const catalog::Register& of,
                           const std::string& id, std::string_view step) {
  for (const auto& notice : *notices_) {
    const bool drafted = notice.register_name == of.name &&
                         std::ranges::find(notice.after, step) != notice.after.end();
    if (!drafted) continue;
    const auto kept = keep(person, of, id, notice.name, Language::zh);
    // A step may lead records of several kinds on; the document is for some of them.
    if (kept || kept.error().failure == &not_now) continue;
    log(Level::warning, "document.not_drafted",
        {{"notice", notice.name}, {"record", id}, {"why", describe(kept.error())}});
  }
}

}  // namespace zhiheng::document
