// trace/opentraceability: what SOURCES.md of the folder says in its table about tracebacks, queries
// and identifiers of the Global Dialogue on Seafood Traceability.

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <sstream>

#include "code/cbv_name.h"
#include "trace/failures.h"
#include "trace/reproduce_parts.h"
#include "trace/walk.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::string_view area = "trace/opentraceability/";

/// The word behind `sign`; empty when it is not there.
std::string word_after(const std::string& text, std::string_view sign) {
  const std::size_t at = text.find(sign);
  if (at == std::string::npos) return {};
  const std::size_t from = at + sign.size();
  return text.substr(from, text.find_first_of(" ;", from) - from);
}

std::optional<std::size_t> exactly(const std::string& demand) {
  const std::string number = word_after(demand, "must return exactly ");
  std::size_t value = 0;
  const char* end = number.data() + number.size();
  if (number.empty() || std::from_chars(number.data(), end, value).ptr != end) return std::nullopt;
  return value;
}

Result<Chain> chain_of(const fs::path& file) {
  Chain chain;
  ReadOptions options;
  options.lenient = true;
  options.warnings = false;
  std::optional<Error> refused;
  ZH_DO(read_file(file.string(), options, [&](ReadEvent& event) {
    const auto added = chain.add(event.event, static_cast<std::int64_t>(event.number));
    if (!added) refused = added.error();
    return added.has_value();
  }));
  if (refused) return std::unexpected(*refused);
  return chain;
}

void compare_count(Comparison& line, const std::string& of, std::size_t found, std::size_t wanted) {
  compare(line, found == wanted,
          of + ": " + std::to_string(found) + " events, not " + std::to_string(wanted));
}

/// Events that satisfy the conditions of a row "query anyEPC=… AND bizStep=… AND …".
std::size_t events_matching(const Chain& chain, const std::string& demand) {
  const auto epc = chain.find(normal_identifier(word_after(demand, "anyEPC=")));
  const auto place = chain.find(normal_identifier(word_after(demand, "bizLocation=")));
  const std::string step = code::cbv_word(word_after(demand, "bizStep="));
  std::size_t found = 0;
  for (EventAt at = 0; epc && place && at < chain.events(); ++at) {
    const auto names = [&](const Part& part) { return part.id == *epc; };
    found += chain.event(at).place == *place && chain.word(chain.event(at).step) == step &&
                     std::ranges::any_of(chain.parts(at), names)
                 ? 1
                 : 0;
  }
  return found;
}

/// Each product of the file, and the pattern of all its lots and serial numbers.
void compare_products(Comparison& line, const Chain& chain, std::size_t wanted) {
  for (Id id = 0; id < chain.identifiers(); ++id) {
    const Form form = chain.form(id);
    if (form != Form::instance && form != Form::lot && form != Form::product) continue;
    std::size_t found = 0;
    for (EventAt at = 0; at < chain.events(); ++at) {
      found += std::ranges::any_of(chain.parts(at), [&](const Part& part) {
        return part.id == id || chain.product(part.id) == id;
      });
    }
    compare_count(line, chain.text(id), found, wanted);
  }
}

Result<void> compare_identifiers(Comparison& line, const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code error;
  const json::value rows = json::parse(text.str(), error);
  if (!in || error || !rows.is_array()) return fail(expectations_malformed, file.string());
  const auto text_of = [](const json::value& row, std::string_view key) {
    const json::value* value = row.is_object() ? row.as_object().if_contains(key) : nullptr;
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
  };
  for (const json::value& row : rows.as_array()) {
    const std::string normal = normal_identifier(text_of(row, "epc"));
    const std::string type = form_of(normal) == Form::instance ? "Instance" : "Class";
    compare(
        line,
        type == text_of(row, "type") && product_of(normal) == text_of(row, "gtin") &&
            lot_or_serial(normal) == text_of(row, "lotOrSerial"),
        normal + ": " + type + " " + product_of(normal) + " " + std::string(lot_or_serial(normal)));
  }
  return {};
}

}  // namespace

Result<Comparisons> reproduce_opentraceability(const fs::path& folder, const fs::path&) {
  std::error_code error;
  if (!fs::exists(folder / area, error)) return Comparisons();
  ZH_TRY(const auto demands, demands_of(folder, area));
  Comparison traced{.area = "trace", .subject = "opentraceability tracebacks"};
  Comparison asked{.area = "trace", .subject = "opentraceability queries"};
  Comparison taken_apart{.area = "trace", .subject = "opentraceability identifiers"};
  for (const Demand& row : demands) {
    const auto wanted = exactly(row.text);
    if (row.text.find("{epc,type,gtin,lotOrSerial}") != std::string::npos) {
      ZH_DO(compare_identifiers(taken_apart, folder / row.file));
    }
    if (!wanted) continue;
    ZH_TRY(const Chain chain, chain_of(folder / row.file));
    if (const std::string of = word_after(row.text, "trace BACK from "); !of.empty()) {
      const auto id = chain.find(normal_identifier(of));
      const auto walk = backward(chain, id ? std::vector<Start>{{*id}} : std::vector<Start>());
      compare_count(traced, of, walk ? walk->events.size() : 0, *wanted);
    } else if (row.text.find("anyEPC=") != std::string::npos) {
      compare_count(asked, row.file, events_matching(chain, row.text), *wanted);
    } else if (row.text.find("for each product EPC") != std::string::npos) {
      compare_products(asked, chain, *wanted);
    }
  }
  Comparisons all;
  for (Comparison* line : {&traced, &asked, &taken_apart}) {
    if (line->compared > 0) all.push_back(std::move(*line));
  }
  return all;
}

}  // namespace zhiheng::trace
