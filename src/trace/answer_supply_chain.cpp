// zhiheng example supply-chain: the made-up chain as documents, and the truth beside them.

#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/failures.h"
#include "trace/identifier.h"
#include "trace/simulation.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr std::int64_t events_a_file = 100'000;
constexpr std::string_view created = "2026-06-30T00:00:00Z";

template <class Number>
Result<void> read_number(const Invocation& call, const std::string& option, Number& number) {
  if (!call.has(option)) return {};
  const std::string text = call.option(option);
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || at != end) return fail(simulation_size, "--" + option, text, "N");
  return {};
}

Result<SimulationOptions> options_of(const Invocation& call) {
  SimulationOptions options;
  ZH_DO(read_number(call, "firms", options.firms));
  ZH_DO(read_number(call, "lots", options.lots));
  ZH_DO(read_number(call, "events", options.events));
  ZH_DO(read_number(call, "seed", options.seed));
  ZH_TRY(options.faults, parse_faults(call.option("faults", "all=0")));
  return options;
}

/// What a document says of the firms: name, position and region of each place.
VocabularyList places_of(const std::vector<SimulatedFirm>& firms) {
  VocabularyList list{.type = "urn:epcglobal:epcis:vtype:BusinessLocation", .elements = {}};
  const auto fact = [](const char* name, std::string text) {
    VocabularyAttribute attribute;
    attribute.id = std::string("urn:epcglobal:cbv:mda#") + name;
    attribute.value.text = std::move(text);
    return attribute;
  };
  for (const SimulatedFirm& firm : firms) {
    VocabularyElement element;
    element.id = firm.place;
    element.attributes = {
        fact("name", firm.name), fact("latitude", std::to_string(firm.position.latitude)),
        fact("longitude", std::to_string(firm.position.longitude)), fact("region", firm.region)};
    list.elements.push_back(std::move(element));
  }
  return list;
}

/// Numbered documents of a limited size.
class Documents {
 public:
  Documents(std::string folder, const std::vector<SimulatedFirm>& firms)
      : folder_(std::move(folder)) {
    around_.created = created;
    around_.version = "2.0";
    around_.instance = "synthetic";
    around_.master_data = {places_of(firms)};
    Event example;
    example.instance_data =
        Extensions{{.space = "urn:epcglobal:cbv:mda:", .name = "lotNumber", .text = ""}};
    prefixes_.note(example);
    prefixes_.settle({{"cbvmda", "urn:epcglobal:cbv:mda:"}});
  }

  bool add(const Event& event) {
    if (writer_ == nullptr) begin();
    writer_->event(event);
    if (++here_ >= events_a_file) end();
    return good_;
  }
  void end() {
    if (writer_ == nullptr) return;
    writer_->end();
    out_.close();
    good_ = good_ && !out_.fail();
    writer_.reset();
  }
  [[nodiscard]] int files() const { return files_; }
  [[nodiscard]] bool good() const { return good_; }

 private:
  void begin() {
    std::string number = std::to_string(++files_);
    number.insert(0, 5 - std::min<std::size_t>(number.size(), 5), '0');
    out_.open(folder_ + "/synthetic-" + number + ".jsonld", std::ios::binary);
    writer_ = json_writer(out_, prefixes_);
    writer_->begin(around_);
    // Only the first has the master data.
    around_.master_data.clear();
    here_ = 0;
  }

  std::string folder_;
  Document around_;
  Prefixes prefixes_;
  std::ofstream out_;
  std::unique_ptr<Writer> writer_;
  std::int64_t here_ = 0;
  int files_ = 0;
  bool good_ = true;
};

json::array texts(const std::vector<std::string>& values) {
  json::array list;
  for (const std::string& value : values) list.emplace_back(value);
  return list;
}

}  // namespace

Result<int> answer_supply_chain(const Invocation& call) {
  ZH_TRY(const SimulationOptions options, options_of(call));
  ZH_TRY(const auto firms, simulated_firms(options, call.catalog));
  const std::string folder = call.option("out", "synthetic-chain");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ofstream truth(folder + "/truth.jsonl", std::ios::binary);
  if (!truth) return fail(answer_not_written, folder);
  Documents documents(folder, firms);
  std::size_t faults = 0;
  const SimulationSink sink{
      .event =
          [&](const Event& event) {
            const bool stop = call.interrupted != nullptr && *call.interrupted;
            return documents.add(event) && !stop;
          },
      .fault =
          [&](const PlantedFault& fault) {
            ++faults;
            truth << json::serialize(json::object{{"fault", name_of(fault.fault)},
                                                  {"id", fault.id},
                                                  {"events", texts(fault.events)}})
                  << '\n';
          },
      .lot =
          [&](const SimulatedLot& lot) {
            truth << json::serialize(json::object{{"lot", lot.id},
                                                  {"from", texts(lot.from)},
                                                  {"pieces", lot.pieces},
                                                  {"sold", lot.sold},
                                                  {"gone", lot.gone}})
                  << '\n';
          }};
  ZH_TRY(const std::int64_t events, simulate(options, firms, sink));
  documents.end();
  truth.close();
  if (!documents.good() || truth.fail()) return fail(answer_not_written, folder);
  if (call.interrupted != nullptr && *call.interrupted) return fail(interrupted, folder);
  if (call.json) {
    *call.out << json::serialize(json::object{{"folder", folder},
                                              {"events", events},
                                              {"files", documents.files()},
                                              {"faults", faults}})
              << '\n';
  } else {
    const bool zh = call.language == Language::zh;
    *call.out << folder << (zh ? "：合成事件 " : ": synthetic events: ") << events
              << (zh ? "，文件 " : ", files: ") << documents.files()
              << (zh ? "，差错 " : ", faults: ") << faults << '\n';
  }
  return 0;
}

}  // namespace zhiheng::trace
