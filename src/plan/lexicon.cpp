#include "plan/lexicon.h"

#include <algorithm>

#include "code/table.h"
#include "plan/failures.h"
#include "plan/folded_text.h"
#include "plan/paragraphs.h"

namespace zhiheng::plan {
namespace {

struct WordSheet {
  std::string text;  // the table's cells are views into it
  code::Table table;
};

template <std::size_t columns>
Result<WordSheet> read_sheet(const std::filesystem::path& catalog, std::string_view name,
                             const std::array<std::string_view, columns>& names) {
  WordSheet sheet;
  ZH_TRY(sheet.text, code::read_file(catalog / "plan" / name));
  ZH_TRY(sheet.table, code::read_table(sheet.text, name, names));
  return sheet;
}

}  // namespace

Result<Lexicon> Lexicon::load(const std::filesystem::path& catalog) {
  Lexicon lexicon;
  constexpr std::array<std::string_view, 3> word_columns{"kind", "word", "value"};
  ZH_TRY(const auto words, read_sheet(catalog, "words.tsv", word_columns));
  for (std::size_t row = 0; row < words.table.rows(); ++row) {
    lexicon.words_[std::string(words.table.cell(row, 0))].push_back(
        {to_characters(words.table.cell(row, 1)), std::string(words.table.cell(row, 2))});
  }
  for (auto& [kind, list] : lexicon.words_) {
    std::ranges::stable_sort(list, std::greater{},
                             [](const Word& word) { return word.word.size(); });
  }

  constexpr std::array<std::string_view, 10> authority_columns{
      "authority", "zh",        "en",     "branch", "from",
      "until",     "successor", "within", "source", "status"};
  ZH_TRY(const auto bodies, read_sheet(catalog, "authorities.tsv", authority_columns));
  for (std::size_t row = 0; row < bodies.table.rows(); ++row) {
    const auto cell = [&](std::size_t column) {
      return std::string(bodies.table.cell(row, column));
    };
    lexicon.authorities_[cell(0)] = {cell(0), cell(1), cell(2), cell(3), cell(4),
                                     cell(5), cell(6), cell(7), cell(8), cell(9)};
  }

  constexpr std::array<std::string_view, 2> name_columns{"name", "authority"};
  ZH_TRY(const auto names, read_sheet(catalog, "authority_names.tsv", name_columns));
  for (std::size_t row = 0; row < names.table.rows(); ++row) {
    const std::string key(names.table.cell(row, 1));
    if (!lexicon.authorities_.contains(key)) {
      return fail(word_unknown, "authority_names.tsv", key, "authorities.tsv");
    }
    lexicon.names_.emplace(to_characters(names.table.cell(row, 0)), key);
  }

  constexpr std::array<std::string_view, 3> document_columns{"number", "title", "issuer"};
  ZH_TRY(const auto documents, read_sheet(catalog, "documents.tsv", document_columns));
  for (std::size_t row = 0; row < documents.table.rows(); ++row) {
    lexicon.documents_.push_back({std::string(documents.table.cell(row, 0)),
                                  std::string(documents.table.cell(row, 1)),
                                  std::string(documents.table.cell(row, 2))});
  }
  return lexicon;
}

const std::vector<Word>& Lexicon::words(std::string_view kind) const {
  static const std::vector<Word> none;
  const auto found = words_.find(kind);
  return found == words_.end() ? none : found->second;
}

const Word* Lexicon::ending(std::string_view kind, std::u32string_view text) const {
  for (const Word& word : words(kind)) {
    if (text.ends_with(word.word)) return &word;
  }
  return nullptr;
}

const Word* Lexicon::beginning(std::string_view kind, std::u32string_view text) const {
  for (const Word& word : words(kind)) {
    if (text.starts_with(word.word)) return &word;
  }
  return nullptr;
}

const Word* Lexicon::inside(std::string_view kind, std::u32string_view text) const {
  for (const Word& word : words(kind)) {
    if (text.find(word.word) != std::u32string_view::npos) return &word;
  }
  return nullptr;
}

const Authority* Lexicon::authority_named(std::u32string_view name) const {
  const auto found = names_.find(std::u32string(name));
  return found == names_.end() ? nullptr : authority(found->second);
}

const Authority* Lexicon::standing_in(const Authority& authority, int year) const {
  constexpr int longest = 8;  // reorganisations in a row; keeps a circle in the table harmless
  const Authority* body = &authority;
  for (int step = 0; step < longest && !body->successor.empty(); ++step) {
    const auto until = arabic_number(to_characters(body->until));
    const Authority* next = Lexicon::authority(body->successor);
    if (!until || year < *until || next == nullptr) break;
    body = next;
  }
  return body;
}

const Authority* Lexicon::authority(std::string_view key) const {
  const auto found = authorities_.find(key);
  return found == authorities_.end() ? nullptr : &found->second;
}

}  // namespace zhiheng::plan
