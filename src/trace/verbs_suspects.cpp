#include "trace/answers.h"
#include "trace/verb_parts.h"

namespace zhiheng::trace {

Verb suspects_verb() {
  return {
      .path = "trace suspects",
      .help = {"疫情或事故溯源：给供货站点和交货打分排序",
               "which stations and deliveries explain most cases of an outbreak"},
      .options =
          {{.name = "stations",
            .value = "FILE",
            .help = {"站点表 CSV：ID、node", "table of stations (CSV): ID, node"}},
           {.name = "deliveries",
            .value = "FILE",
            .help = {"交货表 CSV：ID、from、to、Date Delivery",
                     "table of deliveries (CSV): ID, from, to, Date Delivery"}},
           {.name = "links",
            .value = "FILE",
            .help = {"链接表 CSV：ID 用于 Next", "table of links (CSV): ID went into Next"}},
           {.name = "events",
            .value = "",
            .help = {"不用表：站点和交货取自记录系统中的追溯事件（或 --in 的文件）",
                     "no tables: stations and deliveries from the events on record, or of --in"}},
           {.name = "in",
            .value = "FILE",
            .help = {"事件文件（EPCIS，可重复）",
                     "EPCIS documents with the events; may be repeated"},
            .repeated = true},
           {.name = "as-known-at",
            .value = "TIME",
            .help = {"只用此时刻之前已知的事件和差错声明",
                     "only with the events and error declarations known by then"}},
           {.name = "scenario",
            .value = "FILE",
            .help = {"情景 JSON：病例权重、交叉污染、灭活、合并站点",
                     "scenario (JSON): weights, cross-contamination, kills, collapsed stations"}},
           {.name = "case",
            .value = "ID[=WEIGHT]",
            .help = {"有病例的站点，权重默认为 1；用事件时写地点标识",
                     "a station with cases, weight 1 by default; with events a place"},
            .repeated = true},
           {.name = "case-delivery",
            .value = "ID[=WEIGHT]",
            .help = {"检出问题的交货", "a delivery that was found bad"},
            .repeated = true},
           {.name = "cross-contamination",
            .value = "ID",
            .help = {"可能发生交叉污染的站点", "a station where goods may touch each other"},
            .repeated = true},
           {.name = "kill",
            .value = "ID",
            .help = {"工艺能消除危害的站点", "a station whose process kills the hazard"},
            .repeated = true},
           {.name = "temporal-order",
            .value = "",
            .help = {"交叉污染只发生在先到后发之间",
                     "cross-contamination only of what left on the day of arrival or later"}},
           {.name = "top",
            .value = "N",
            .help = {"各列出前几名，默认 20", "how many of each are listed; 20 by default"}}},
      .run = answer_suspects,
      .description = {
          "得分是其下游病例权重占全部权重的比例，经多条路径到达的只计一次。每个得分都列出所到达的"
          "病例和一条最短的交货链。得分高的是嫌疑，不是定论。",
          "The score is the share of all weights that lies ahead; what is reached on several ways "
          "counts once. Each score names the cases that it reaches and a shortest chain of "
          "deliveries. A high score is a lead, not a verdict."}};
}

}  // namespace zhiheng::trace
