#include "catalog/declaration.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "base/sha256.h"
#include "catalog/failures.h"

namespace zhiheng::catalog {

struct Declaration::Inside {
  std::shared_ptr<const toml::table> root;  // keeps the nodes alive
  const toml::table* table = nullptr;
  std::string file;
  std::string path;
  std::vector<Error>* errors = nullptr;
  std::set<std::string, std::less<>> read;

  const toml::node* find(std::string_view key) {
    read.emplace(key);
    return table->get(key);
  }
};

namespace {

std::string line_of(const std::string& file, const toml::node& node) {
  return file + ":" + std::to_string(node.source().begin.line);
}

std::string shown(const toml::node& node) {
  std::ostringstream text;
  if (const auto* word = node.as_string()) return word->get();
  node.visit([&](const auto& inner) { text << inner; });
  return text.str();
}

}  // namespace

std::optional<Declaration> Declaration::read(const std::string& file, const std::string& name,
                                             std::vector<Error>& errors) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    errors.push_back({&folder_missing, name, "", "a readable file"});
    return std::nullopt;
  }
  try {
    auto inside = std::make_shared<Inside>();
    auto root = std::make_shared<const toml::table>(toml::parse(stream, name));
    inside->table = root.get();
    inside->root = std::move(root);
    inside->file = name;
    inside->path = file;
    inside->errors = &errors;
    return Declaration(std::move(inside));
  } catch (const toml::parse_error& error) {
    errors.push_back({&not_toml, name + ":" + std::to_string(error.source().begin.line),
                      std::string(error.description()), "TOML 1.0"});
    return std::nullopt;
  }
}

std::string Declaration::digest() const {
  std::ifstream stream(inside_->path, std::ios::binary);
  return to_hex(sha256(std::string(std::istreambuf_iterator<char>(stream), {})));
}

bool Declaration::has(std::string_view key) const { return inside_->table->contains(key); }

std::string Declaration::place(std::string_view key) const {
  const toml::node* node = key.empty() ? nullptr : inside_->table->get(key);
  return line_of(inside_->file, node != nullptr ? *node : *inside_->table);
}

void Declaration::complain(const Failure& failure, std::string_view key, std::string found,
                           std::string wanted) {
  std::string where = place(key);
  if (!key.empty()) where.append(" ").append(key);
  inside_->errors->push_back({&failure, std::move(where), std::move(found), std::move(wanted)});
}

std::string Declaration::text(std::string_view key) {
  if (!has(key)) {
    complain(key_missing, key, "", "text");
    return {};
  }
  return text_or(key, {});
}

std::string Declaration::text_or(std::string_view key, std::string otherwise) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return otherwise;
  if (const auto* word = node->as_string()) return word->get();
  complain(wrong_type, key, shown(*node), "text");
  return otherwise;
}

Words Declaration::words(std::string_view key) {
  if (!has(key)) {
    complain(key_missing, key, "", R"({ zh = "…", en = "…" })");
    return {};
  }
  return words_or(key, {});
}

Words Declaration::words_or(std::string_view key, Words otherwise) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return otherwise;
  const auto* both = node->as_table();
  const auto part = [&](std::string_view language) {
    const toml::node* word = both == nullptr ? nullptr : both->get(language);
    return word != nullptr && word->is_string() ? word->as_string()->get() : std::string();
  };
  Words found{part("zh"), part("en")};
  if (found.zh.empty() || found.en.empty() || both->size() != 2) {
    complain(wrong_type, key, shown(*node), R"({ zh = "…", en = "…" })");
  }
  return found;
}

bool Declaration::flag(std::string_view key, bool otherwise) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return otherwise;
  if (const auto* truth = node->as_boolean()) return truth->get();
  complain(wrong_type, key, shown(*node), "true or false");
  return otherwise;
}

int Declaration::integer_or(std::string_view key, int otherwise) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return otherwise;
  if (const auto* number = node->as_integer();
      number != nullptr && std::abs(number->get()) <= 1'000'000'000) {
    return static_cast<int>(number->get());
  }
  complain(wrong_type, key, shown(*node), "an integer");
  return otherwise;
}

double Declaration::real_or(std::string_view key, double otherwise) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return otherwise;
  if (node->is_number()) return node->value<double>().value_or(otherwise);
  complain(wrong_type, key, shown(*node), "a number");
  return otherwise;
}

std::optional<Decimal> Declaration::decimal(std::string_view key) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return std::nullopt;
  std::string digits;
  if (node->is_integer()) digits = std::to_string(node->as_integer()->get());
  if (const auto* word = node->as_string()) digits = word->get();
  const auto point = digits.find('.');
  const auto places = point == std::string::npos ? 0 : digits.size() - point - 1;
  if (!digits.empty() && places <= 18) {
    if (auto number = parse_decimal(digits, static_cast<int>(places))) return *number;
  }
  complain(wrong_type, key, shown(*node), R"(an integer, or a decimal as text: "0.90")");
  return std::nullopt;
}

std::optional<Date> Declaration::date(std::string_view key) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* day = node->as_date()) {
    return make_date(day->get().year, day->get().month, day->get().day);
  }
  complain(wrong_type, key, shown(*node), "a date: 2024-01-31");
  return std::nullopt;
}

std::vector<std::string> Declaration::texts(std::string_view key) {
  const toml::node* node = inside_->find(key);
  std::vector<std::string> found;
  if (node == nullptr) return found;
  const auto* array = node->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const auto* word = (*array)[i].as_string();
    good = word != nullptr;
    if (good) found.push_back(word->get());
  }
  if (!good) complain(wrong_type, key, shown(*node), R"(texts: ["…", "…"])");
  return found;
}

std::vector<std::vector<std::string>> Declaration::text_lists(std::string_view key) {
  const toml::node* node = inside_->find(key);
  std::vector<std::vector<std::string>> found;
  if (node == nullptr) return found;
  const auto* outer = node->as_array();
  bool good = outer != nullptr;
  for (std::size_t i = 0; good && i < outer->size(); ++i) {
    const auto* inner = (*outer)[i].as_array();
    good = inner != nullptr;
    found.emplace_back();
    for (std::size_t j = 0; good && j < inner->size(); ++j) {
      const auto* word = (*inner)[j].as_string();
      good = word != nullptr;
      if (good) found.back().push_back(word->get());
    }
  }
  if (!good) complain(wrong_type, key, shown(*node), R"(lists of texts: [["…"], ["…", "…"]])");
  return found;
}

std::vector<Declaration> Declaration::tables(std::string_view key) {
  const toml::node* node = inside_->find(key);
  std::vector<Declaration> found;
  if (node == nullptr) return found;
  const auto* array = node->as_array();
  if (array == nullptr) {
    complain(wrong_type, key, shown(*node), "[[" + std::string(key) + "]]");
    return found;
  }
  for (const auto& element : *array) {
    if (const auto* inner = element.as_table()) {
      auto inside = std::make_shared<Inside>();
      inside->root = inside_->root;
      inside->table = inner;
      inside->file = inside_->file;
      inside->path = inside_->path;
      inside->errors = inside_->errors;
      found.push_back(Declaration(std::move(inside)));
    } else {
      complain(wrong_type, key, shown(element), "[[" + std::string(key) + "]]");
    }
  }
  return found;
}

std::optional<Declaration> Declaration::table(std::string_view key) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr) return std::nullopt;
  const auto* inner = node->as_table();
  if (inner == nullptr) {
    complain(wrong_type, key, shown(*node), "[" + std::string(key) + "]");
    return std::nullopt;
  }
  auto inside = std::make_shared<Inside>();
  inside->root = inside_->root;
  inside->table = inner;
  inside->file = inside_->file;
  inside->path = inside_->path;
  inside->errors = inside_->errors;
  return Declaration(std::move(inside));
}

std::vector<Declaration> Declaration::one_or_more(std::string_view key) {
  const toml::node* node = inside_->find(key);
  if (node == nullptr || !node->is_table()) return tables(key);
  return {*table(key)};
}

std::vector<std::string> Declaration::keys() {
  std::vector<std::pair<toml::source_index, std::string>> found;
  for (const auto& [key, node] : *inside_->table) {
    inside_->read.emplace(key.str());
    found.emplace_back(key.source().begin.line, std::string(key.str()));
  }
  std::ranges::stable_sort(found);
  std::vector<std::string> names;
  names.reserve(found.size());
  for (auto& [line, name] : found) names.push_back(std::move(name));
  return names;
}

std::size_t Declaration::choice(std::string_view key, const std::vector<std::string_view>& choices,
                                std::optional<std::size_t> otherwise) {
  if (otherwise && !has(key)) return *otherwise;
  const std::string word = text(key);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i] == word) return i;
  }
  std::string wanted;
  for (const auto choice : choices) wanted.append(wanted.empty() ? "" : ", ").append(choice);
  if (has(key)) complain(wrong_value, key, word, wanted);
  return otherwise.value_or(0);
}

void Declaration::finish() {
  for (const auto& [key, node] : *inside_->table) {
    if (!inside_->read.contains(key.str())) {
      inside_->errors->push_back({&key_unknown,
                                  inside_->file + ":" + std::to_string(key.source().begin.line),
                                  std::string(key.str()), "a key that is documented"});
    }
  }
}

}  // namespace zhiheng::catalog
