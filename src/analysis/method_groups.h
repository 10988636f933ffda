#pragma once
// The headings under which the catalogue of methods stands.

#include "base/words.h"

namespace zhiheng::analysis::group {

inline const Words acceptance_sampling = {"验收抽样", "Acceptance sampling"};
inline const Words changes_and_trends = {"变化与趋势", "Changes and trends"};
inline const Words clusters_in_space_and_time = {"空间和时空聚集", "Clusters in space and time"};
inline const Words comparisons = {"比较", "Comparisons"};
inline const Words control_charts = {"控制图", "Control charts"};
inline const Words efficiency_and_composite_indicators = {"效率与综合指数",
                                                          "Efficiency and composite indicators"};
inline const Words event_rates_and_standardisation = {"事件率与标准化",
                                                      "Event rates and standardisation"};
inline const Words funnel_plots = {"漏斗图", "Funnel plots"};
inline const Words measurement = {"测量", "Measurement"};
inline const Words net_content = {"定量包装净含量", "Net content"};
inline const Words product_and_hazard_pairs = {"产品与危害的不均衡", "Product and hazard pairs"};
inline const Words proficiency_testing = {"能力验证", "Proficiency testing"};
inline const Words record_linkage = {"记录关联与去重", "Record linkage"};
inline const Words reliability_and_agreement = {"信度与一致性", "Reliability and agreement"};
inline const Words reliability_of_products = {"可靠性", "Reliability of products"};
inline const Words shares = {"比率的区间", "Shares"};
inline const Words small_units = {"小单位的收缩估计", "Small units"};
inline const Words uncertainty_of_measurement = {"测量不确定度", "Uncertainty of measurement"};

}  // namespace zhiheng::analysis::group
