#include "intake/header.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

struct Fit {
  std::size_t slot = 0;
  std::size_t rank = 0;  ///< position among the slot's names
};
using Index = std::unordered_map<std::string, std::vector<Fit>>;

Index index_of(const std::vector<Slot>& slots) {
  Index index;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const auto& names = *slots[slot].names;
    for (std::size_t rank = 0; rank < names.size(); ++rank) {
      auto& fits = index[header_form(names[rank])];
      const bool known = std::ranges::any_of(fits, [&](const Fit& f) { return f.slot == slot; });
      if (!known) fits.push_back({slot, rank});
    }
  }
  index.erase("");
  return index;
}

/// What the user said about a header; nullopt when nothing.
std::optional<std::string> choice_for(const std::string& header,
                                      const std::map<std::string, std::string>& chosen) {
  const std::string form = header_form(header);
  for (const auto& [text, field] : chosen) {
    if (header_form(text) == form) return field;
  }
  return std::nullopt;
}

bool is_slot_named(const catalog::Mapping& mapping, const Slot& slot, const std::string& field) {
  return field == slot.field ||
         field == mapping.records[slot.record].register_name + "." + slot.field;
}

/// Columns that a header fills, by the user's word or by its name.
std::vector<Fit> fits_of(const catalog::Mapping& mapping, const std::vector<Slot>& slots,
                         const Index& index, const std::string& header,
                         const std::map<std::string, std::string>& chosen) {
  if (const auto field = choice_for(header, chosen)) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (is_slot_named(mapping, slots[slot], *field)) return {{slot, 0}};
    }
    return {};
  }
  const auto found = index.find(header_form(header));
  return found == index.end() ? std::vector<Fit>{} : found->second;
}

std::size_t score(const Index& index, const std::vector<std::string>& header,
                  const std::map<std::string, std::string>& chosen) {
  std::set<std::size_t> filled;
  for (const auto& text : header) {
    if (const auto found = index.find(header_form(text)); found != index.end()) {
      for (const Fit& fit : found->second) filled.insert(fit.slot);
    }
  }
  const auto by_choice = std::ranges::count_if(
      header, [&](const std::string& text) { return !text.empty() && choice_for(text, chosen); });
  return filled.size() + static_cast<std::size_t>(by_choice);
}

/// Two lines as one: under a merged cell the lower names its parts, and the upper stands in its
/// first column only.
std::vector<std::string> join_lines(const Index& index, const std::vector<std::string>& upper,
                                    const std::vector<std::string>& lower) {
  std::vector<std::string> joined(std::max(upper.size(), lower.size()));
  std::string above;
  for (std::size_t at = 0; at < joined.size(); ++at) {
    const std::string& top = at < upper.size() ? upper[at] : std::string();
    const std::string& bottom = at < lower.size() ? lower[at] : std::string();
    if (!top.empty()) above = top;
    if (bottom.empty() || bottom == top) {
      joined[at] = top;
    } else if (index.contains(header_form(bottom)) || above.empty()) {
      joined[at] = bottom;
    } else {
      joined[at].append(above).append(" ").append(bottom);
    }
  }
  return joined;
}

Result<void> refuse_duplicates(const std::vector<std::string>& texts) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t at = 0; at < texts.size(); ++at) {
    const std::string form = header_form(texts[at]);
    if (form.empty()) continue;
    const auto [before, fresh] = seen.emplace(form, at);
    if (!fresh) {
      return fail(duplicate_header, texts[at],
                  std::to_string(before->second + 1) + ", " + std::to_string(at + 1), "1");
    }
  }
  return {};
}

Result<Header> match(const catalog::Mapping& mapping, std::vector<std::string> texts,
                     const std::map<std::string, std::string>& chosen) {
  ZH_DO(refuse_duplicates(texts));
  const std::vector<Slot> slots = slots_of(mapping);
  const Index index = index_of(slots);
  for (const auto& [text, field] : chosen) {
    const auto names_it = [&](const Slot& slot) { return is_slot_named(mapping, slot, field); };
    if (!field.empty() && std::ranges::none_of(slots, names_it)) {
      return fail(column_unknown, text, field, "register.field");
    }
  }

  Header header;
  header.texts = std::move(texts);
  header.filled.resize(slots.size());
  std::vector<std::size_t> best(slots.size(), std::string::npos);
  for (std::size_t at = 0; at < header.texts.size(); ++at) {
    for (const Fit& fit : fits_of(mapping, slots, index, header.texts[at], chosen)) {
      if (fit.rank >= best[fit.slot] && !choice_for(header.texts[at], chosen)) continue;
      best[fit.slot] = fit.rank;
      header.filled[fit.slot] = at;
    }
  }
  for (std::size_t at = 0; at < header.texts.size(); ++at) {
    if (header.texts[at].empty()) continue;
    MatchedColumn column{header.texts[at], {}, {}, false};
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      if (header.filled[slot] != at) continue;
      column.register_name = mapping.records[slots[slot].record].register_name;
      column.field = slots[slot].field;
      column.by_synonym = best[slot] > 0;
      break;
    }
    header.columns.push_back(std::move(column));
  }
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].required && !header.filled[slot]) {
      return fail(required_column, slots[slot].field, {}, slots[slot].names->front());
    }
  }
  return header;
}

}  // namespace

std::string header_form(std::string_view header) {
  std::string text(header);
  for (const std::string_view bar : {"║", "‖", "丨", "｜", "|"}) {
    for (std::size_t at = text.find(bar); at != std::string::npos; at = text.find(bar, at)) {
      text.erase(at, bar.size());
    }
  }
  return to_matching_form(text);
}

std::vector<Slot> slots_of(const catalog::Mapping& mapping) {
  std::vector<Slot> slots;
  for (std::size_t record = 0; record < mapping.records.size(); ++record) {
    for (const auto& column : mapping.records[record].columns) {
      slots.push_back({record, column.field, &column.names, column.required});
    }
    for (const auto& merged : mapping.records[record].merged) {
      slots.push_back({record, merged.fields.empty() ? "" : merged.fields.front(), &merged.names});
    }
  }
  return slots;
}

std::size_t slots_filled(const catalog::Mapping& mapping, const std::vector<std::string>& header) {
  return score(index_of(slots_of(mapping)), header, {});
}

Result<Header> find_header(const catalog::Mapping& mapping,
                           const std::vector<std::vector<std::string>>& lines,
                           const std::map<std::string, std::string>& chosen) {
  const std::vector<Slot> slots = slots_of(mapping);
  const Index index = index_of(slots);
  std::size_t best = 0, first_data = 0;
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (const std::size_t alone = score(index, lines[at], chosen); alone > best) {
      best = alone;
      first_data = at + 1;
      texts = lines[at];
    }
  }
  for (std::size_t at = 0; at + 1 < lines.size(); ++at) {
    std::vector<std::string> joined = join_lines(index, lines[at], lines[at + 1]);
    if (const std::size_t both = score(index, joined, chosen); both > best) {
      best = both;
      first_data = at + 2;
      texts = std::move(joined);
    }
  }
  if (best == 0) {
    std::string found, wanted;
    for (const auto& text : lines.empty() ? std::vector<std::string>{} : lines.front()) {
      found += (found.empty() ? "" : ", ") + text;
    }
    for (std::size_t slot = 0; slot < slots.size() && slot < 6; ++slot) {
      if (!slots[slot].names->empty()) {
        wanted += (wanted.empty() ? "" : ", ") + slots[slot].names->front();
      }
    }
    return fail(header_missing, "line 1.." + std::to_string(lines.size()), shorten(found, 120),
                wanted + ", …");
  }
  ZH_TRY(Header header, match(mapping, std::move(texts), chosen));
  header.first_data = first_data;
  return header;
}

Result<Header> match_names(const catalog::Mapping& mapping, std::vector<std::string> names,
                           const std::map<std::string, std::string>& chosen) {
  ZH_TRY(Header header, match(mapping, std::move(names), chosen));
  if (std::ranges::none_of(header.filled, [](const auto& column) { return column.has_value(); })) {
    return fail(header_missing, {}, {}, mapping.name);
  }
  return header;
}

}  // namespace zhiheng::intake
