// The command that makes an example.

#include "trace/chain_answers.h"

namespace zhiheng::trace {

Verb supply_chain_verb() {
  return {
      .path = "example supply-chain",
      .help = {"生成合成的供应链事件", "write a synthetic supply chain"},
      .options =
          {{.name = "firms", .value = "N", .help = {"企业数，默认 40", "firms, 40 by default"}},
           {.name = "lots",
            .value = "N",
            .help = {"成品批次数，默认 20", "finished lots, 20 by default"}},
           {.name = "events",
            .value = "N",
            .help = {"事件数，约数，默认 2000；批次随之变大",
                     "about so many events, 2000 by default; lots grow with it"}},
           {.name = "seed",
            .value = "S",
            .help = {"随机种子，默认 1；种子相同则结果相同",
                     "seed, 1 by default; the same seed gives the same files"}},
           {.name = "faults",
            .value = "LIST",
            .help = {"植入的差错：all=N，或 clone=N,opened_twice=N…；默认不植入",
                     "faults to plant: all=N, or clone=N,opened_twice=N,…; none by default"}},
           {.name = "out",
            .value = "DIR",
            .help = {"输出文件夹，默认 synthetic-chain",
                     "folder to write to, synthetic-chain by default"}}},
      .run = answer_supply_chain,
      .description = {
          "乳品、粮食、白酒三类供应链，从农场到超市：投产、加工、装箱码垛、发运、收货、传感器读数、"
          "拆箱、"
          "零售、退货和报废，写成 EPCIS 2.0 文档；植入的差错和每批的去向写在旁边的 truth.jsonl 里。"
          "企业均为虚构，厂商识别代码用 GS1 留作演示的 952 段。",
          "Dairy, grain and liquor from the farm to the shop: commissioning, transformation, "
          "packing, shipping, receiving, sensor readings, unpacking, sales, returns and "
          "decommissioning as EPCIS 2.0 documents; the planted faults and what became of each lot "
          "stand beside them in truth.jsonl. All firms are invented; their company prefixes are "
          "of the range 952, which GS1 keeps for demonstrations."}};
}

}  // namespace zhiheng::trace
