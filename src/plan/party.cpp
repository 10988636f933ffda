#include "plan/party.h"

#include <algorithm>
#include <array>

#include "plan/defect.h"

namespace zhiheng::plan {
namespace {

/// Without characters of private use and blanks, which no name has.
std::u32string cleaned(std::u32string_view name) {
  std::u32string clean;
  for (const char32_t sign : name) {
    if (!is_blank(sign) && !(sign >= 0xE000 && sign <= 0xF8FF)) clean.push_back(sign);
  }
  return clean;
}

constexpr std::array<std::u32string_view, 16> offices{
    U"省人民政府", U"市人民政府", U"县人民政府", U"区人民政府", U"省政府", U"市政府",
    U"县政府",     U"区政府",     U"州政府",     U"省委",       U"市委",   U"县委",
    U"区委",       U"州委",       U"自治区",     U"自治州"};

/// The level sign of a place: 省政府 and 省委 are of 省.
char32_t level_of(std::u32string_view place) {
  constexpr std::u32string_view signs = U"省市县区州盟旗";
  for (const char32_t sign : place) {
    if (signs.find(sign) != std::u32string_view::npos) return sign;
  }
  return 0;
}

/// 省, 市, 县 before a name that the tables do not know, but not 市场, 市政, 区域, 县域.
std::u32string plain_place(std::u32string_view name) {
  for (const std::u32string_view office : offices) {
    if (name.starts_with(office) && name.size() > office.size()) return std::u32string(office);
  }
  if (name.size() < 3 || level_of(name.substr(0, 1)) == 0) return {};
  constexpr std::u32string_view inside_words = U"场政域容民属级直";
  if (inside_words.find(name[1]) != std::u32string_view::npos) return {};
  return std::u32string(name.substr(0, 1));
}

/// As names are written: 各县（市）人民政府.
std::u32string with_wide_brackets(std::u32string name) {
  std::ranges::replace(name, U'(', U'（');
  std::ranges::replace(name, U')', U'）');
  return name;
}

struct Printed {
  std::u32string name;
  NameParts parts;
  bool collective = false;
};

Printed read_name(const Lexicon& lexicon, std::u32string_view folded) {
  Printed printed{cleaned(folded), {}, false};
  printed.parts = name_parts(lexicon, printed.name);
  printed.collective = printed.parts.authority == nullptr && is_collective(lexicon, printed.name);
  return printed;
}

/// The place that most names of a plan carry: 省 for a province's plan, "" for the nation's.
std::u32string usual_place(const Lexicon& lexicon, const Plan& plan) {
  std::map<char32_t, int> counts;
  for (const Item& item : plan.items) {
    if (!item.clause) continue;
    for (const Assignment& assignment : item.clause->assignments) {
      const Printed printed = read_name(lexicon, plan.text.folded(assignment.name));
      if (printed.collective) continue;
      if (const char32_t sign = level_of(printed.parts.place)) ++counts[sign];
    }
  }
  const auto most =
      std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; });
  return most == counts.end() ? std::u32string{} : std::u32string(1, most->first);
}

/// Walks through one clause after the other and hands places on to the names behind them.
class Inheritance {
 public:
  explicit Inheritance(std::u32string usual) : usual_(std::move(usual)) {}

  void begin_clause() { last_.clear(); }

  /// The name with its place.
  std::u32string full(const Printed& printed) {
    if (printed.collective) return printed.name;
    if (!printed.parts.place.empty()) {
      last_ = printed.parts.place;
      return printed.name;
    }
    if (usual_.empty() || stands_alone(printed)) return printed.name;
    return place_for(printed) + printed.name;
  }

 private:
  static bool stands_alone(const Printed& printed) {
    if (printed.name.find(U"海关") != std::u32string::npos) return true;
    if (printed.name.starts_with(U"团") || printed.name.starts_with(U"国家")) return true;
    if (printed.name.starts_with(U"中央") || printed.name.starts_with(U"国务院")) return true;
    return printed.parts.authority != nullptr && printed.parts.authority->key == "bank";
  }

  [[nodiscard]] std::u32string place_for(const Printed& printed) const {
    if (last_.empty()) return usual_;
    const std::string branch =
        printed.parts.authority == nullptr ? "" : printed.parts.authority->branch;
    const char32_t level = level_of(last_);
    if (last_.ends_with(U'委') && branch != "party") return std::u32string(1, level);
    if (level == 0 && branch != "vertical") return usual_;
    return last_;
  }

  std::u32string usual_;
  std::u32string last_;
};

/// Names with one key mean one body: same level, same authority; 各成员单位 is 成员单位.
std::u32string key_of(const Printed& printed, std::u32string_view full) {
  if (printed.collective) {
    std::u32string key(full);
    std::erase(key, U'各');
    return key;
  }
  if (printed.parts.authority == nullptr) return std::u32string(full);
  std::u32string key = to_characters(printed.parts.authority->key);
  return key + level_of(full.substr(0, std::min<std::size_t>(full.size(), 4)));
}

}  // namespace

NameParts name_parts(const Lexicon& lexicon, std::u32string_view name) {
  for (std::size_t begin = 0; begin < name.size() && begin <= 8; ++begin) {
    const Authority* authority = lexicon.authority_named(name.substr(begin));
    if (authority == nullptr) continue;
    const auto place = name.substr(0, begin);
    constexpr std::u32string_view ends = U"省市县区州盟旗府委";
    const bool ends_well = begin == 0 || begin <= 3 || ends.find(place.back()) != ends.npos;
    if (ends_well) return {std::u32string(place), authority};
  }
  return {plain_place(name), nullptr};
}

bool is_collective(const Lexicon& lexicon, std::u32string_view name) {
  return lexicon.authority_named(name) == nullptr &&
         (name.starts_with(U'各') || lexicon.inside("collective", name) != nullptr) &&
         name_parts(lexicon, name).authority == nullptr;
}

void resolve_parties(const Lexicon& lexicon, Plan& plan) {
  const std::u32string usual = usual_place(lexicon, plan);
  Inheritance inheritance(usual);
  std::map<std::u32string, std::size_t> known;
  for (Item& item : plan.items) {
    if (!item.clause) continue;
    inheritance.begin_clause();
    for (Assignment& assignment : item.clause->assignments) {
      const Printed printed = read_name(lexicon, plan.text.folded(assignment.name));
      const std::u32string full = inheritance.full(printed);
      const auto [place, fresh] = known.try_emplace(key_of(printed, full), plan.parties.size());
      if (fresh) {
        plan.parties.push_back(
            {{},
             "",
             printed.parts.authority == nullptr ? "" : printed.parts.authority->key,
             printed.collective});
      }
      assignment.party = place->second;
      Party& party = plan.parties[place->second];
      const std::string as_printed = plan.text.on_one_line(assignment.name);
      if (std::ranges::find(party.printed, as_printed) == party.printed.end()) {
        party.printed.push_back(as_printed);
      }
      const std::string canonical = to_bytes(with_wide_brackets(full));
      if (canonical.size() > party.canonical.size()) party.canonical = canonical;
      const bool first = &assignment == &item.clause->assignments.front();
      if (first && full != printed.name) {
        add_defect(plan, assignment.name, "clause_without_place", canonical);
      }
    }
  }
}

}  // namespace zhiheng::plan
