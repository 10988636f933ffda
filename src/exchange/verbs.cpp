#include "exchange/verbs.h"

#include "exchange/answers.h"

namespace zhiheng::exchange {
namespace {

Verb import_verb() {
  return {
      .path = "import",
      .help = {"把文件导入登记册", "import files into a register"},
      .arguments = {{.name = "REGISTER", .help = {"登记册名称", "name of the register"}},
                    {.name = "FILE",
                     .help = {"CSV、XLSX、JSON、NDJSON、XML 或 Parquet 文件",
                              "CSV, XLSX, JSON, NDJSON, XML or Parquet files"},
                     .repeated = true}},
      .options = {{.name = "mapping",
                   .value = "NAME",
                   .help = {"文件种类（catalog/mappings）；不给则按字段标题和同义词匹配",
                            "kind of file (catalog/mappings); by titles and synonyms otherwise"}},
                  {.name = "sheet",
                   .value = "SHEET",
                   .help = {"工作表名，默认第一张", "name of the sheet, the first by default"}},
                  {.name = "encoding",
                   .value = "ENCODING",
                   .help = {"utf-8 或 gb18030；默认自动识别",
                            "utf-8 or gb18030; found out by default"}},
                  {.name = "all-or-nothing",
                   .value = "",
                   .help = {"有一行有误就全部不导入", "write nothing when any row is refused"}},
                  {.name = "revive",
                   .value = "",
                   .help = {"恢复文件中出现的、此前已删除的记录",
                            "bring back records that were deleted and stand in the file"}},
                  {.name = "rows-per-commit",
                   .value = "N",
                   .help = {"每写入多少行提交一次，默认 40000",
                            "rows that become durable at once, 40000 by default"}},
                  {.name = "report",
                   .value = "FILE",
                   .help = {"把未导入的行写入 .csv 或 .xlsx 文件",
                            "write the refused rows to a .csv or .xlsx file"}}},
      .run = answer_import,
      .description = {
          "有误的行不导入并逐条说明原因，其余照常导入。同一文件重复导入不会改变任何记录。中断后再次"
          "导入即"
          "可继续。",
          "Rows with errors are refused, each with its reason; the rest is imported. Importing the "
          "same file again changes nothing, so an import that was interrupted is simply "
          "repeated."}};
}

Verb export_verb() {
  return {
      .path = "export",
      .help = {"导出登记册的记录", "export the records of a register"},
      .arguments = {{.name = "REGISTER", .help = {"登记册名称", "name of the register"}}},
      .options = {{.name = "format",
                   .value = "FORMAT",
                   .help = {"csv（默认）、xlsx 或 ndjson", "csv (default), xlsx or ndjson"}},
                  {.name = "filter", .value = "CONDITION", .help = {"筛选条件", "which records"}},
                  {.name = "sort",
                   .value = "FIELD",
                   .help = {"排序字段，前加 - 为降序；可重复",
                            "order by this field, a leading - for descending; may be repeated"},
                   .repeated = true},
                  {.name = "out",
                   .value = "FILE",
                   .help = {"写入文件，默认标准输出", "write to a file, else to standard output"}},
                  {.name = "names",
                   .value = "",
                   .help = {"在代码列旁加一列对应记录的名称（csv、xlsx）",
                            "beside keys of records, what these are called (csv, xlsx)"}}},
      .run = answer_export};
}

Verb example_verb() {
  return {
      .path = "example",
      .help = {"生成合成示例数据", "write synthetic example data"},
      .arguments = {},
      .options =
          {{.name = "province",
            .value = "CODE",
            .help = {"省级行政区划代码，默认 620000", "code of the province, 620000 by default"}},
           {.name = "rows",
            .value = "N",
            .help = {"监督抽查批次数，默认 10000", "number of spot checks, 10000 by default"}},
           {.name = "seed",
            .value = "S",
            .help = {"随机种子，默认 1；种子相同则结果相同",
                     "seed, 1 by default; the same seed gives the same files"}},
           {.name = "dirty",
            .value = "",
            .help = {"加入真实文件常见的差错，并另写明差错数",
                     "with the faults of real files, and a count of them"}},
           {.name = "only",
            .value = "REGISTER",
            .help = {"只写这个登记册的主表", "only the main table of this register"}},
           {.name = "until",
            .value = "DATE",
            .help = {"最后抽样日，默认 2026-09-30；向前三年",
                     "last day of sampling, 2026-09-30 by default; three years up to it"}},
           {.name = "out",
            .value = "DIR",
            .help = {"输出文件夹，默认 synthetic", "folder to write to, synthetic by default"}},
           {.name = "load", .value = "", .help = {"生成后随即导入", "import them right away"}}},
      .run = answer_example,
      .description = {
          "企业、批次和投诉均为虚构，文件名和备注均注明“合成数据”。",
          "Firms, batches and complaints are invented; file names and remarks say so."}};
}

}  // namespace

std::vector<Verb> verbs() { return {import_verb(), export_verb(), example_verb()}; }

}  // namespace zhiheng::exchange
