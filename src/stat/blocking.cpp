#include "stat/blocking.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/string_distance.h"

namespace zhiheng::stat {
namespace {

using Keys = std::vector<std::uint32_t>;  // by record; 0 shares nothing

/// Combined keys: equal where both are, 0 where either is 0.
Keys joined(const Keys& one, std::span<const std::uint32_t> other) {
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  Keys made(one.size(), 0);
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] == 0 || other[i] == 0) continue;
    const std::uint64_t both = std::uint64_t{one[i]} << 32U | other[i];
    made[i] = numbers.emplace(both, static_cast<std::uint32_t>(numbers.size() + 1)).first->second;
  }
  return made;
}

std::string beginning(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (std::size_t found = 0; end < text.size(); ++end) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (starts && found++ == characters) break;
  }
  return std::string(text.substr(0, end));
}

Result<Keys> keys_of(std::span<const CodedField> fields, const BlockKey& key) {
  if (key.field >= fields.size()) {
    return fail(value_out_of_range, "field", std::to_string(key.field),
                "< " + std::to_string(fields.size()));
  }
  const CodedField& field = fields[key.field];
  const auto codes = field.codes();
  if (key.form == BlockKey::Form::whole) return Keys(codes.begin(), codes.end());
  if (key.form == BlockKey::Form::beginning && key.characters < 1) {
    return fail(value_out_of_range, "characters", "0", ">= 1");
  }
  std::unordered_map<std::string, std::uint32_t> numbers;
  Keys of_value(field.values(), 0);
  for (std::uint32_t code = 1; code < field.values(); ++code) {
    std::string form = key.form == BlockKey::Form::sound
                           ? soundex(field.text(code))
                           : beginning(field.text(code), key.characters);
    of_value[code] =
        numbers.emplace(std::move(form), static_cast<std::uint32_t>(numbers.size() + 1))
            .first->second;
  }
  Keys keys(codes.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = of_value[codes[i]];
  return keys;
}

Result<Keys> keys_of(std::span<const CodedField> fields, const BlockPass& pass) {
  if (pass.empty()) return fail(value_out_of_range, "pass", "0", ">= 1");
  ZH_TRY(Keys keys, keys_of(fields, pass.front()));
  for (std::size_t k = 1; k < pass.size(); ++k) {
    ZH_TRY(const Keys more, keys_of(fields, pass[k]));
    keys = joined(keys, more);
  }
  return keys;
}

double pairs_of(const Keys& keys, std::size_t first_file) {
  std::unordered_map<std::uint32_t, std::pair<double, double>> counts;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == 0) continue;
    auto& [here, there] = counts[keys[i]];
    (i < first_file ? here : there) += 1;
  }
  double pairs = 0;
  for (const auto& [key, count] : counts) {
    const auto [here, there] = count;
    pairs += first_file > 0 ? here * there : there * (there - 1) / 2;
  }
  return pairs;
}

/// Records in the order of their key, those without one left out.
std::vector<std::uint32_t> in_blocks(const Keys& keys) {
  std::vector<std::uint32_t> records(keys.size());
  std::iota(records.begin(), records.end(), 0U);
  std::erase_if(records, [&](std::uint32_t i) { return keys[i] == 0; });
  std::ranges::stable_sort(records, {}, [&](std::uint32_t i) { return keys[i]; });
  return records;
}

}  // namespace

Passes usual_passes(std::span<const CodedField> fields, std::size_t first_file, double per_record) {
  Passes made;
  if (fields.empty()) return made;
  const auto records = static_cast<double>(fields.front().codes().size());
  const double most = per_record * records;
  const auto take = [&](const Keys& keys, const BlockPass& pass) {
    const double pairs = pairs_of(keys, first_file);
    if (pairs > most) return false;
    made.passes.push_back(pass);
    made.pairs += static_cast<std::size_t>(pairs);
    return true;
  };
  struct Broad {
    Keys keys;
    std::vector<std::size_t> fields;
  };
  std::vector<Broad> broad;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const auto codes = fields[f].codes();
    Keys keys(codes.begin(), codes.end());
    if (!take(keys, {{.field = f}})) broad.push_back({std::move(keys), {f}});
  }
  const std::vector<Broad> single = broad;
  for (int size = 2; size <= 3 && !broad.empty(); ++size) {
    std::vector<Broad> broader;
    for (const Broad& one : broad) {
      for (const Broad& other : single) {
        if (other.fields.front() <= one.fields.back()) continue;
        Broad both{joined(one.keys, other.keys), one.fields};
        both.fields.push_back(other.fields.front());
        BlockPass pass;
        for (const std::size_t field : both.fields) pass.push_back({.field = field});
        if (!take(both.keys, pass)) broader.push_back(std::move(both));
      }
    }
    broad = std::move(broader);
  }
  return made;
}

Result<std::vector<RecordPair>> candidate_pairs(std::span<const CodedField> fields,
                                                std::span<const BlockPass> passes,
                                                std::size_t first_file, std::size_t most) {
  std::vector<Keys> keys;
  for (const BlockPass& pass : passes) {
    ZH_TRY(Keys of_pass, keys_of(fields, pass));
    keys.push_back(std::move(of_pass));
  }
  std::vector<RecordPair> pairs;
  for (std::size_t p = 0; p < keys.size(); ++p) {
    // A pair that an earlier pass has proposed already shares that pass's key.
    const auto proposed = [&](std::uint32_t a, std::uint32_t b) {
      for (std::size_t q = 0; q < p; ++q) {
        if (keys[q][a] != 0 && keys[q][a] == keys[q][b]) return true;
      }
      return false;
    };
    const std::vector<std::uint32_t> records = in_blocks(keys[p]);
    for (std::size_t from = 0, to = 0; from < records.size(); from = to) {
      while (to < records.size() && keys[p][records[to]] == keys[p][records[from]]) ++to;
      for (std::size_t i = from; i < to; ++i) {
        for (std::size_t j = i + 1; j < to; ++j) {
          const std::uint32_t a = records[i];
          const std::uint32_t b = records[j];
          const bool across = first_file == 0 || (a < first_file && b >= first_file);
          if (across && !proposed(a, b)) pairs.push_back({a, b});
        }
        if (pairs.size() > most) {
          return fail(too_many_observations, "passes[" + std::to_string(p) + "]",
                      "> " + std::to_string(most), "<= " + std::to_string(most));
        }
      }
    }
  }
  std::ranges::sort(pairs);
  return pairs;
}

}  // namespace zhiheng::stat
