// Documents of 10,000 events of a dairy chain: commissioning, packing, shipping with business
// transactions, receiving, transformation, a sensor's report. Read and fully checked; hashed.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <spanstream>
#include <sstream>
#include <string>
#include <vector>

#include "trace/convert.h"
#include "trace/trace.h"

namespace {

using namespace zhiheng;

constexpr int events = 10'000;

std::string number(int value, int digits) {
  std::string text = std::to_string(value);
  return std::string(static_cast<std::size_t>(digits) - text.size(), '0') + text;
}

std::string common(const std::string& type, int at) {
  return R"({"type":")" + type + R"(","eventID":"urn:uuid:5f0c2a52-6d0a-4a0e-9c55-)" +
         number(at, 12) + R"(","eventTime":"2026-03-01T)" + number(at % 24, 2) + ":" +
         number(at % 60, 2) + R"(:07.250+08:00","eventTimeZoneOffset":"+08:00",)";
}

std::string places(const std::string& step, const std::string& disposition, int at) {
  return R"("bizStep":")" + step + R"(","disposition":")" + disposition +
         R"(","readPoint":{"id":"urn:epc:id:sgln:6901234.)" + number(at % 300, 5) +
         R"(.1"},"bizLocation":{"id":"urn:epc:id:sgln:6901234.)" + number(at % 300, 5) + R"(.0"})";
}

std::string items(int at, int count) {
  std::string list = "[";
  for (int i = 0; i < count; ++i) {
    list += i == 0 ? "\"" : ",\"";
    list += "urn:epc:id:sgtin:6901234.012345." + std::to_string(100'000 + at * 10 + i) + "\"";
  }
  return list + "]";
}

std::string event(int at) {
  const std::string lot = "urn:epc:class:lgtin:6901234.012345.L" + std::to_string(at % 500);
  const std::string pallet = "urn:epc:id:sscc:6901234.1" + number(at, 9);
  switch (at % 6) {
    case 0:
      return common("ObjectEvent", at) + R"("action":"ADD","epcList":)" + items(at, 5) + "," +
             places("commissioning", "active", at) +
             R"(,"ilmd":{"dairy:lotNumber":"L26","dairy:bestBefore":"2026-04-01"}})";
    case 1:
      return common("AggregationEvent", at) + R"("action":"ADD","parentID":")" + pallet +
             R"(","childEPCs":)" + items(at, 5) + "," + places("packing", "in_progress", at) + "}";
    case 2:
    case 3:
      return common("ObjectEvent", at) + R"("action":"OBSERVE","epcList":[")" + pallet + R"("],)" +
             places(at % 6 == 2 ? "shipping" : "receiving", "in_transit", at) +
             R"(,"bizTransactionList":[{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:6901234000019:)" +
             std::to_string(at) +
             R"("}],"sourceList":[{"type":"owning_party","source":"urn:epc:id:pgln:6901234.00000"}],)" +
             R"("destinationList":[{"type":"owning_party","destination":"urn:epc:id:pgln:6905678.00000"}]})";
    case 4:
      return common("TransformationEvent", at) +
             R"("inputQuantityList":[{"epcClass":"urn:epc:class:lgtin:6901234.000002.M1","quantity":1000.5,"uom":"LTR"}],)" +
             R"("outputQuantityList":[{"epcClass":")" + lot + R"(","quantity":950,"uom":"KGM"}],)" +
             places("assembling", "active", at) + "}";
    default:
      return common("ObjectEvent", at) + R"("action":"OBSERVE","epcList":[")" + pallet + R"("],)" +
             places("sensor_reporting", "in_progress", at) +
             R"(,"sensorElementList":[{"sensorMetadata":{"time":"2026-03-01T07:00:00Z","deviceID":"urn:epc:id:giai:6901234.T1"},)" +
             R"("sensorReport":[{"type":"Temperature","value":4.25,"minValue":3.9,"maxValue":4.6,"uom":"CEL"}]}]})";
  }
}

const std::string& json_document() {
  static const std::string text = [] {
    std::string all =
        R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"dairy":"https://example.org/dairy/"}],)"
        R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-02T08:00:00+08:00","epcisBody":{"eventList":[)";
    for (int at = 0; at < events; ++at) {
      if (at > 0) all += ",\n";
      all += event(at);
    }
    return all + "]}}\n";
  }();
  return text;
}

/// The same events, as our own conversion writes them.
const std::string& xml_document() {
  static const std::string text = [] {
    const std::string name = "/tmp/zhiheng_bench_epcis_" + std::to_string(std::rand()) + ".json";
    std::ofstream(name) << json_document();
    std::ostringstream out;
    const auto done = trace::convert_file(name, {.syntax = trace::Syntax::xml}, out);
    std::remove(name.c_str());
    if (!done || done->written != events) std::abort();
    return out.str();
  }();
  return text;
}

void check(benchmark::State& state, const std::string& text) {
  trace::ReadOptions options;
  options.events = false;
  for ([[maybe_unused]] auto _ : state) {
    std::ispanstream in(std::span<const char>(text.data(), text.size()));
    const auto read = trace::read_document(in, options, {});
    if (!read || !read->valid || read->events != events) {
      state.SkipWithError("the document is not valid");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * events);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void json_parse_and_check(benchmark::State& state) { check(state, json_document()); }
void xml_parse_and_check(benchmark::State& state) { check(state, xml_document()); }

void hash_while_reading(benchmark::State& state, const std::string& text) {
  for ([[maybe_unused]] auto _ : state) {
    std::ispanstream in(std::span<const char>(text.data(), text.size()));
    std::size_t length = 0;
    const auto read = trace::read_document(in, {}, [&](trace::ReadEvent& one) {
      length += trace::hash_of(trace::pre_hash(one.event, *one.ignored)).size();
      return true;
    });
    if (!read || length != 89UL * events) {
      state.SkipWithError("not every event was hashed");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * events);
}

void json_read_and_hash(benchmark::State& state) { hash_while_reading(state, json_document()); }
void xml_read_and_hash(benchmark::State& state) { hash_while_reading(state, xml_document()); }

void event_hash(benchmark::State& state) {
  std::vector<trace::Event> all;
  std::istringstream in(json_document());
  const auto read = trace::read_document(in, {}, [&](trace::ReadEvent& one) {
    all.push_back(std::move(one.event));
    return true;
  });
  if (!read || all.size() != events) std::abort();
  for ([[maybe_unused]] auto _ : state) {
    for (const trace::Event& one : all) {
      benchmark::DoNotOptimize(trace::hash_of(trace::pre_hash(one)));
    }
  }
  state.SetItemsProcessed(state.iterations() * events);
}

BENCHMARK(json_parse_and_check)->Unit(benchmark::kMillisecond);
BENCHMARK(xml_parse_and_check)->Unit(benchmark::kMillisecond);
BENCHMARK(event_hash)->Unit(benchmark::kMillisecond);
BENCHMARK(json_read_and_hash)->Unit(benchmark::kMillisecond);
BENCHMARK(xml_read_and_hash)->Unit(benchmark::kMillisecond);

}  // namespace

// `bench_trace --write FOLDER` keeps both documents, so that other programs can be timed on them.
int main(int count, char** words) {
  if (count == 3 && std::string(words[1]) == "--write") {
    const std::string folder = words[2];
    std::ofstream(folder + "/events.json") << json_document();
    std::ofstream(folder + "/events.xml") << xml_document();
    return 0;
  }
  benchmark::Initialize(&count, words);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
