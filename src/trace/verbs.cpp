#include "trace/verbs.h"

#include "trace/answers.h"
#include "trace/verb_parts.h"

namespace zhiheng::trace {
namespace {

Argument files() {
  return {.name = "FILE",
          .help = {"EPCIS 文件：1.2 或 2.0 的 XML，2.0 的 JSON-LD",
                   "EPCIS files: XML of edition 1.2 or 2.0, JSON-LD of 2.0"},
          .required = true,
          .repeated = true};
}

Verb validate_verb() {
  return {
      .path = "epcis validate",
      .help = {"校验 EPCIS 文档与事件", "check EPCIS documents and events"},
      .arguments = {files()},
      .options =
          {{.name = "lenient",
            .value = "",
            .help = {"事件能读懂即放行，与标准模式不符之处改为提示",
                     "let pass what can be understood; what the schemas refuse becomes a "
                     "warning"}},
           {.name = "quarantine",
            .value = "FILE",
            .help = {"把不合格的事件及原因写入此文件，每个一行 JSON",
                     "write the refused events and why into this file, one JSON line each"}},
           {.name = "profile",
            .value = "NAME",
            .help = {"再按此规则集检查：catalog/profiles 中的名称，或 TOML、JSON Schema 文件",
                     "also check the rules of this profile: a name in catalog/profiles, or a file "
                     "of TOML or JSON Schema"},
            .repeated = true}},
      .run = answer_validate,
      .description = {
          "结论与 GS1 发布的 JSON Schema 和 XSD 一致，但不需要这些文件，也不联网。"
          "文件再大，占用的内存也不增长。加 --json 时每个文件输出一行："
          "file、valid、events、types、first_error、errors、warnings。有文件无效时退出码为 1。",
          "The verdict is that of GS1's JSON Schema and XML Schemas; neither is needed, and "
          "nothing "
          "is fetched. Memory does not grow with the file. With --json one line per file: file, "
          "valid, events, types, first_error, errors, warnings. Exit code 1 when a file is "
          "invalid."}};
}

Verb convert_verb() {
  return {
      .path = "epcis convert",
      .help = {"在 EPCIS 各格式之间转换，输出 2.0 版",
               "convert between the forms of EPCIS; edition 2.0 is written"},
      .arguments = {files()},
      .options = {{.name = "to",
                   .value = "FORM",
                   .help = {"json（JSON-LD）或 xml", "json (JSON-LD) or xml"},
                   .required = true},
                  {.name = "out",
                   .value = "PATH",
                   .help = {"写入此文件；有多个输入时为目录。默认写到标准输出",
                            "write into this file, or folder when there are several inputs; "
                            "standard output by default"}},
                  {.name = "lenient",
                   .value = "",
                   .help = {"事件能读懂即转换", "convert what can be understood"}}},
      .run = answer_convert,
      .description = {"保留 ILMD、各命名空间的扩展、传感器数据、差错声明、持续状态和主数据。"
                      "严格模式下文件有误即不转换；宽松模式下略去不合格的事件并逐条说明。"
                      "另一种格式无法表达的内容会提示。有文件未能全部转换时退出码为 1。",
                      "Keeps ILMD, extensions of any namespace, sensor data, error declarations, "
                      "persistent disposition and master data. A file with mistakes is not "
                      "converted; with --lenient refused events are left out and named. What the "
                      "other form cannot write is told. Exit code 1 when a file was not converted "
                      "as a whole."}};
}

Verb hash_verb() {
  return {
      .path = "epcis hash",
      .help = {"计算事件散列（CBV 2.0）", "compute event hashes (CBV 2.0)"},
      .arguments = {files()},
      .options = {{.name = "pre-hash",
                   .value = "",
                   .help = {"同时输出散列之前的文本", "also print the text before hashing"}},
                  {.name = "as-reference",
                   .value = "",
                   .help = {"已知分歧之处照参考实现处理，见 docs/epcis.md",
                            "treat the known conflicts as the reference implementation does; see "
                            "docs/epcis.md"}}},
      .run = answer_hash,
      .description = {"同一事件无论写成 XML 还是 JSON-LD，标识无论写成 URN 还是 Digital Link，"
                      "散列都相同；没有 eventID 的事件以它为标识。",
                      "The hash is the same whether an event is written in XML or JSON-LD and its "
                      "identifiers as URNs or Digital Links; it identifies an event without "
                      "eventID."}};
}

Verb capture_verb() {
  return {
      .path = "epcis capture",
      .help = {"把 EPCIS 事件存入系统", "put EPCIS events on record"},
      .arguments = {files()},
      .options = {{.name = "proceed",
                   .value = "",
                   .help = {"略过不能存入的事件，其余照存；默认一个有误则该文件全部不存",
                            "leave out events that cannot be kept; by default one of them keeps "
                            "the whole file out"}},
                  {.name = "lenient",
                   .value = "",
                   .help = {"事件能读懂即存入", "keep what can be understood"}},
                  {.name = "owner",
                   .value = "CODE",
                   .help = {"报送企业的统一社会信用代码",
                            "credit code of the firm that sends them"}},
                  {.name = "region",
                   .value = "CODE",
                   .help = {"地区代码；只有该地区的人员能看到", "region; whose staff sees them"}}},
      .run = answer_capture,
      .description = {
          "事件以 eventID 识别，没有时以事件散列识别：同一文件存两次，第二次不产生变化。"
          "事件存入后不再更改；差错声明与原事件并存。有事件未能存入时退出码为 1。",
          "An event is known by its eventID, without one by its hash: a file captured twice "
          "changes "
          "nothing. Events are never changed; an error declaration stands beside its event. Exit "
          "code 1 when an event was not kept."}};
}

Verb query_verb() {
  return {
      .path = "epcis query",
      .help = {"按 EPCIS 2.0 查询语言查询事件",
               "ask for events in the query language of EPCIS 2.0"},
      .arguments = {{.name = "PARAMETER",
                     .help = {"参数=值，如 EQ_bizStep=shipping；多个值用 | 隔开",
                              "NAME=VALUE, as EQ_bizStep=shipping; several values with | between"},
                     .required = false,
                     .repeated = true}},
      .options = {{.name = "to",
                   .value = "FORM",
                   .help = {"json（JSON-LD，默认）、xml，或 lines（每个事件一行）",
                            "json (JSON-LD, the default), xml, or lines (one event each)"}},
                  {.name = "prefix",
                   .value = "NAME=URI",
                   .help = {"自有字段的前缀", "what a prefix of field names stands for"},
                   .repeated = true},
                  {.name = "master-data",
                   .value = "",
                   .help = {"查询主数据（SimpleMasterDataQuery）",
                            "ask for master data (SimpleMasterDataQuery)"}}},
      .run = answer_query,
      .description = {
          "例：zhiheng epcis query 'MATCH_anyEPC=urn:epc:idpat:sgtin:4012345.012345.*' "
          "orderBy=eventTime。给出 perPage 时只输出一页，下一页的标记写到标准错误。",
          "Example: zhiheng epcis query 'MATCH_anyEPC=urn:epc:idpat:sgtin:4012345.012345.*' "
          "orderBy=eventTime. With perPage one page is printed; the token of the next one goes to "
          "standard error."}};
}

Verb reproduce_verb() {
  return {.path = "epcis reproduce",
          .help = {"按目录中的期望文件逐项比较", "compare with the expectation files of a folder"},
          .arguments = {{.name = "FOLDER",
                         .help = {"含 documents、event-hash 等子目录的目录",
                                  "folder with documents, event-hash and the like"}}},
          .options = {{.name = "misses",
                       .value = "",
                       .help = {"列出所有不符之处", "list every difference"}}},
          .run = answer_reproduce,
          .description = {"每个方面一行。尚未支持的方面标为“未覆盖”，并计为不符。"
                          "有不符时退出码为 1。",
                          "One line for each subject. An area that is not supported yet is \"not "
                          "covered\" and counts as a difference. Exit code 1 when anything "
                          "differs."}};
}

}  // namespace

std::vector<Verb> verbs() {
  std::vector<Verb> all{validate_verb(), convert_verb(),   hash_verb(),     capture_verb(),
                        query_verb(),    reproduce_verb(), suspects_verb(), redact_verb()};
  for (Verb& verb : chain_verbs()) all.push_back(std::move(verb));
  return all;
}

}  // namespace zhiheng::trace
