#include "trace/master_store.h"

#include <sstream>

#include "trace/document.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

const std::vector<std::string> columns = {"vocabulary", "element", "region", "body"};

std::string body_of(const std::string& vocabulary, const VocabularyElement& element) {
  Document document;
  document.kind = "EPCISDocument";
  document.created = "2000-01-01T00:00:00Z";  // the same element gives the same text
  document.master_data = {{vocabulary, {element}}};
  Prefixes prefixes;
  prefixes.note(document.master_data.front());
  prefixes.settle({});
  std::ostringstream out;
  const auto writer = json_writer(out, prefixes);
  writer->begin(document);
  writer->end();
  return std::move(out).str();
}

}  // namespace

Result<std::size_t> capture_master_data(registry::Registry& registry,
                                        const registry::Person& person,
                                        std::span<const VocabularyList> lists,
                                        const std::string& region) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(master_data_register));
  const std::string& where = region.empty() ? person.region : region;
  std::vector<registry::Entry> entries;
  for (const VocabularyList& list : lists) {
    for (const VocabularyElement& element : list.elements) {
      entries.push_back({.values = {list.type, element.id, where.empty() ? Value{} : Value{where},
                                    body_of(list.type, element)}});
    }
  }
  if (entries.empty()) return 0U;
  ZH_TRY(const auto answers, registry.put(person, *of, columns, std::move(entries)));
  std::size_t written = 0;
  for (const registry::Answer& answer : answers) {
    if (!answer.errors.empty()) return std::unexpected(answer.errors.front());
    if (answer.outcome != store::Outcome::unchanged) ++written;
  }
  return written;
}

Result<MasterLookup> load_master_data(registry::Registry& registry,
                                      const registry::Person& person) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(master_data_register));
  if (!registry.access(person, *of).read) return MasterLookup{};
  store::Select select{.table = of->name};
  ZH_TRY(select.where, registry.visible_rows(person, *of, registry.store().dialect()));
  select.order = {{.column = "seq"}};
  const std::size_t body = *of->position("body");
  std::vector<std::string> texts;
  ZH_DO(registry.store().read(select, [&](const store::Version& version) {
    texts.push_back(std::get<std::string>(version.values[body]));
    return true;
  }));
  MasterLookup lookup;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  for (const std::string& text : texts) {
    std::istringstream in(text);
    ZH_TRY(const Document document, read_document(in, options, [](ReadEvent&) { return true; }));
    for (const VocabularyList& list : document.master_data) lookup.add(list);
  }
  return lookup;
}

}  // namespace zhiheng::trace
