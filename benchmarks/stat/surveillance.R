# Usage: Rscript benchmarks/stat/surveillance.R  -- R's side of detectors_bench.cpp; needs the package surveillance.
# The counts are those of the bench; five of its hundred places are timed, and times are for one series-week.
suppressMessages(library(surveillance))
t <- 0:519
season <- 1 + 0.5 * sin(6.283 * t / 52)
counts <- sapply(c(0, 25, 50, 75, 99), function(i) {
  floor(2 * 0.2 * 100^(i / 99) * season * ((i * 7919 + t * 104729) %% 1000) / 1000 + 0.5)
})
series <- new("sts", observed = counts, start = c(2001, 1), freq = 52)
settings <- list(range = 469:520, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, alpha = 0.05, trend = TRUE,
                 pThresholdTrend = 1, limit54 = c(5, 4), powertrans = "2/3", noPeriods = 10,
                 pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", verbose = FALSE)
seconds <- system.time(found <- suppressWarnings(farringtonFlexible(series, settings)))[["elapsed"]]
cat(sprintf("farringtonFlexible %28.3f ms a series-week, %d alarms\n", 1000 * seconds / (5 * 52), sum(alarms(found), na.rm = TRUE)))
range <- 8:520
seconds <- median(sapply(1:5, function(k) system.time(
  found <<- suppressWarnings(earsC(series, list(range = range, method = "C1", baseline = 7, minSigma = 0, alpha = 0.001))))[["elapsed"]]))
cat(sprintf("earsC C1 %38.5f ms a series-day, %d alarms\n", 1000 * seconds / (5 * length(range)), sum(alarms(found), na.rm = TRUE)))
