# Usage: Rscript benchmarks/stat/survey.R  -- R's side of survey_bench.cpp; needs the package survey.
suppressMessages(library(survey))
sample_of <- function(rows) {
  i <- 0:(rows - 1)
  data.frame(w = 1 + i %% 13, stratum = i %% 20, psu = (i %/% 20) %% 10,
             y = ((i * 104729) %% 1000) / 10, group = (i * 7919) %% 6760)
}
report <- function(what, seconds) cat(sprintf("%-32s %8.3f s\n", what, seconds))
took <- function(expression) system.time(expression)[["elapsed"]]

data <- sample_of(200000)
seconds <- took(design <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = data, nest = TRUE))
alone <- median(sapply(1:5, function(k) took(total <<- svytotal(~y, design))))
report("svydesign, 200,000 rows", seconds)
report("svytotal, design at hand", alone)
cat(sprintf("total %.10g, standard error %.12g\n", coef(total), SE(total)))

design <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = sample_of(50000), nest = TRUE)
seconds <- took(groups <- svyby(~y, ~group, design, svymean))
report("svyby, 6,760 groups, 50,000 rows", seconds)
cat(sprintf("group 1: %.12g, standard error %.12g\n", groups$y[2], groups$se[2]))
