#include "analysis/link_records.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "analysis/failures.h"

namespace zhiheng::analysis {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    parts.emplace_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

/// The parts of a name in one text, equal for names that mean the same.
constexpr char part_end = '\x1F';

std::string key_of(const stat::CompanyName& name) {
  std::string key;
  for (const std::string* part :
       {&name.trade, &name.industry, &name.form, &name.branch, &name.region}) {
    key.append(*part).push_back(part_end);
  }
  return key;
}

stat::CompanyName from_key(std::string_view key) {
  stat::CompanyName name;
  for (std::string* part : {&name.trade, &name.industry, &name.form, &name.branch, &name.region}) {
    const std::size_t end = key.find(part_end);
    *part = key.substr(0, end);
    key.remove_prefix(end + 1);
  }
  return name;
}

Result<void> compare_as_companies(const Call& call, stat::LinkField& field) {
  ZH_TRY(const stat::CompanyWords words, company_words(call));
  for (std::string& value : field.values) {
    if (!value.empty()) value = key_of(stat::company_name(value, words));
  }
  field.likeness = stat::Likeness::given;
  field.agree = [](std::string_view one, std::string_view other) {
    const auto agreement = stat::compare_companies(from_key(one), from_key(other));
    // Equal keys alone are the same; a region left out is a little less.
    return agreement == stat::Agreement::same ? stat::Agreement::close : agreement;
  };
  return {};
}

}  // namespace

Result<std::vector<std::string>> LinkFiles::column(std::string_view name) const {
  std::vector<std::string> all;
  for (const Table* table : tables) {
    ZH_TRY(const std::size_t at, table->column(name));
    std::ranges::move(table->texts(at), std::back_inserter(all));
  }
  return all;
}

LinkFiles files_of(const Call& call) {
  LinkFiles files;
  files.tables.push_back(&call.in());
  files.records = call.in().rows();
  if (const Table* other = call.table("other")) {
    files.tables.push_back(other);
    files.first_file = files.records;
    files.records += other->rows();
  }
  return files;
}

Result<stat::CompanyWords> company_words(const Call& call) {
  ZH_TRY(const std::string words, call.declared("linkage/company_words.tsv"));
  ZH_TRY(const std::string regions, call.declared("codes/regions.tsv"));
  return stat::CompanyWords::parse(words, regions);
}

Result<std::vector<stat::LinkField>> fields_of(const Call& call, const LinkFiles& files) {
  std::set<std::string> aside;
  for (const char* setting : {"id", "truth"}) {
    if (call.has(setting)) aside.insert(call.text(setting));
  }
  std::vector<std::string> wanted;
  if (call.has("fields")) {
    wanted = split(call.text("fields"), ',');
  } else {
    for (const std::string& name : call.in().columns()) {
      if (!aside.contains(name)) wanted.push_back(name);
    }
  }
  std::vector<stat::LinkField> fields;
  for (const std::string& each : wanted) {
    const std::vector<std::string> parts = split(each, ':');
    stat::LinkField field{.name = parts.front()};
    ZH_TRY(field.values, files.column(parts.front()));
    const std::string kind = parts.size() > 1 ? parts[1] : "";
    if (kind == "text") {
      field.likeness = stat::Likeness::text;
    } else if (kind == "digits") {
      field.likeness = stat::Likeness::digits;
    } else if (kind == "code") {
      field.likeness = stat::Likeness::code;
    } else if (kind == "company") {
      ZH_DO(compare_as_companies(call, field));
    } else if (!kind.empty() || parts.size() > 2) {
      return call.refuse("fields", "a,b:text,c:digits,d:code,e:company");
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

Result<std::vector<stat::BlockPass>> passes_of(const Call& call,
                                               const std::vector<stat::LinkField>& fields) {
  std::vector<stat::BlockPass> passes;
  if (!call.has("block")) return passes;
  for (const std::string& pass : split(call.text("block"), ',')) {
    passes.emplace_back();
    for (const std::string& key : split(pass, '+')) {
      const std::vector<std::string> parts = split(key, ':');
      const auto field = std::ranges::find(fields, parts.front(), &stat::LinkField::name);
      if (field == fields.end() || parts.size() > 2) {
        return call.refuse("block", "a,b+c,d:4,e:sound");
      }
      stat::BlockKey made{.field = static_cast<std::size_t>(field - fields.begin())};
      if (parts.size() == 2 && parts[1] == "sound") {
        made.form = stat::BlockKey::Form::sound;
      } else if (parts.size() == 2) {
        const auto characters = number_of(parts[1]);
        if (!characters || !(*characters >= 1 && *characters <= 1000)) {
          return call.refuse("block", "a,b+c,d:4,e:sound");
        }
        made.form = stat::BlockKey::Form::beginning;
        made.characters = static_cast<std::size_t>(*characters);
      }
      passes.back().push_back(made);
    }
  }
  return passes;
}

std::string passes_in_words(const std::vector<stat::BlockPass>& passes,
                            const std::vector<stat::LinkField>& fields) {
  std::string all;
  for (const stat::BlockPass& pass : passes) {
    if (!all.empty()) all += ',';
    for (std::size_t k = 0; k < pass.size(); ++k) {
      if (k > 0) all += '+';
      all += fields[pass[k].field].name;
      if (pass[k].form == stat::BlockKey::Form::sound) all += ":sound";
      if (pass[k].form == stat::BlockKey::Form::beginning) {
        all += ':' + std::to_string(pass[k].characters);
      }
    }
  }
  return all;
}

}  // namespace zhiheng::analysis
