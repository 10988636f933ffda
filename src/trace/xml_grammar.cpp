#include "trace/xml_grammar.h"

#include <algorithm>
#include <cassert>

namespace zhiheng::trace {
namespace {

template <class Meaning>
struct Word {
  std::string_view word;
  Meaning meaning;
};

constexpr Word<Simple> forms[] = {
    {"string", Simple::string},         {"any_uri", Simple::any_uri},
    {"date_time", Simple::date_time},   {"date_time_stamp", Simple::date_time_stamp},
    {"decimal", Simple::decimal},       {"double_number", Simple::double_number},
    {"int_number", Simple::int_number}, {"integer", Simple::integer},
    {"boolean", Simple::boolean},       {"hex_binary", Simple::hex_binary},
    {"action", Simple::action},         {"behaviour", Simple::behaviour},
    {"severity", Simple::severity},     {"transaction_service", Simple::transaction_service}};

constexpr Word<Space> spaces[] = {{"epcis", Space::epcis},
                                  {"query", Space::query},
                                  {"master", Space::master},
                                  {"sbdh", Space::sbdh}};

constexpr Word<Wildcard> wildcards[] = {{"<other>", Wildcard::other},
                                        {"<local>", Wildcard::local},
                                        {"<scope>", Wildcard::scope_information}};

constexpr Word<Model> models[] = {
    {"=", Model::sequence}, {"|", Model::choice}, {"|*", Model::repeated_choice}};

template <class Meaning, std::size_t size>
const Meaning* find(std::string_view word, const Word<Meaning> (&words)[size]) {
  const auto found = std::ranges::find(words, word, &Word<Meaning>::word);
  return found == std::end(words) ? nullptr : &found->meaning;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
}

/// Lines with those that continue them, a line for both editions twice.
std::deque<std::string> logical_lines(std::string_view text) {
  std::deque<std::string> joined;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (line.front() != ' ') joined.emplace_back();
    joined.back() += line;
  }
  std::deque<std::string> lines;
  for (const std::string& line : joined) {
    if (line.find('%') == std::string::npos) {
      lines.push_back(line);
      continue;
    }
    for (const char edition : {'1', '2'}) {
      std::ranges::replace(lines.emplace_back(line), '%', edition);
    }
  }
  return lines;
}

/// Takes a sign from the end of a word, or from its beginning.
bool take_last(std::string_view& word, char sign) {
  if (!word.ends_with(sign)) return false;
  word.remove_suffix(1);
  return true;
}
bool take_first(std::string_view& word, char sign) {
  if (!word.starts_with(sign)) return false;
  word.remove_prefix(1);
  return true;
}

void take_count(std::string_view& word, Particle& particle) {
  if (take_last(word, '?')) {
    particle.least = 0;
  } else if (take_last(word, '*')) {
    particle.least = 0;
    particle.most = unbounded;
  } else if (take_last(word, '+')) {
    particle.most = unbounded;
  }
}

}  // namespace

XmlGrammar::XmlGrammar(std::string_view text) : lines_(logical_lines(text)) {
  std::vector<Words> rows;
  for (const std::string& line : lines_) rows.push_back(words_of(line));
  for (Words& row : rows) {
    if (row.front().starts_with('$')) {
      shared_[row.front()] = Words(row.begin() + 2, row.end());
    } else {
      names_.emplace(row.front(), static_cast<TypeName>(names_.size()));
    }
  }
  // A type may name another that stands below it: all names are known by now.
  for (const Words& row : rows) {
    if (!row.front().starts_with('$')) read_type(row);
  }
  assert(types_.size() == names_.size() &&
         types_.size() < static_cast<std::size_t>(TypeName::type_count));
  assert(named("lax") == TypeName::lax && named("event_list_1") == TypeName::event_list_1 &&
         named("event_list_2") == TypeName::event_list_2);
}

TypeName XmlGrammar::named(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? TypeName::type_count : found->second;
}

void XmlGrammar::read_type(const Words& words) {
  Type type;
  Space space = Space::none;
  std::size_t at = 1;
  if (words[at] == "@") {
    type.any_attribute = true;
    ++at;
  }
  if (words[at] == "in" || words[at] == "within") {
    type.target = *find(words[at + 1], spaces);
    if (words[at] == "within") space = type.target;
    at += 2;
  }
  if (words[at].starts_with('(')) read_attributes(words, at, type);
  if (words[at] == ":") {
    const Simple* form = find(words[at + 1], forms);
    type.content = form == nullptr ? Content::anything : Content::simple;
    if (form != nullptr) type.simple = *form;
  } else {
    type.model = *find(words[at], models);
    std::vector<Particle>& particles = particles_.emplace_back();
    for (++at; at < words.size(); ++at) add_particles(words[at], space, particles);
    type.particles = particles;
  }
  types_.push_back(type);
}

void XmlGrammar::read_attributes(const Words& words, std::size_t& at, Type& type) {
  std::vector<AttributeRule>& rules = attributes_.emplace_back();
  for (bool last = false; !last; ++at) {
    std::string_view word = words[at];
    take_first(word, '(');
    last = take_last(word, ')');
    const std::size_t equal = word.find('=');
    std::string_view name = word.substr(0, equal);
    const bool required = take_last(name, '!');
    rules.push_back({name, *find(word.substr(equal + 1), forms), required});
  }
  type.attributes = rules;
}

void XmlGrammar::add_particles(std::string_view word, Space space,
                               std::vector<Particle>& particles) const {
  if (!word.starts_with('$')) {
    particles.push_back(particle(word, space));
    return;
  }
  for (const std::string_view part : shared_.find(word)->second) {
    add_particles(part, space, particles);
  }
}

Particle XmlGrammar::particle(std::string_view word, Space space) const {
  Particle made{.space = space};
  made.needs_previous = take_first(word, '&');
  made.excludes_previous = take_first(word, '^');
  made.nillable = take_last(word, '~');
  const std::size_t equal = word.find('=');
  std::string_view name = word.substr(0, equal);
  take_count(name, made);
  if (const Wildcard* wildcard = find(name, wildcards)) {
    made.wildcard = *wildcard;
    return made;
  }
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
    made.space = *find(name.substr(0, colon), spaces);
    name.remove_prefix(colon + 1);
  }
  made.name = name;
  made.type = named(word.substr(equal + 1));
  assert(made.type != TypeName::type_count);
  return made;
}

}  // namespace zhiheng::trace
