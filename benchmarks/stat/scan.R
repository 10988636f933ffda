# Usage: Rscript benchmarks/stat/scan.R CASES GEO POPULATION SHARE REPLICATES  -- R's side of a spatial scan on the same files
# that `zhiheng stat scan --in CASES --geo GEO --population POPULATION --max-population SHARE` reads; needs the package
# SpatialEpi, which is on CRAN and not in Debian. Its list of all windows grows with the square of the places times SHARE.
suppressMessages(library(SpatialEpi))
arguments <- commandArgs(TRUE)
cases <- read.csv(arguments[1]); geo <- read.csv(arguments[2]); population <- read.csv(arguments[3])
by_place <- function(values, place) {
  sums <- tapply(values, factor(place, levels = geo$location), sum)
  as.numeric(ifelse(is.na(sums), 0, sums))
}
counts <- by_place(cases$cases, cases$location)
people <- by_place(population$population, population$location)
expected <- people * sum(counts) / sum(people)
seconds <- system.time(found <- kulldorff(as.matrix(geo[, c("x", "y")]), counts, people, expected, as.numeric(arguments[4]),
                                          as.numeric(arguments[5]), 0.05, FALSE))[["user.self"]]
cat(sprintf("kulldorff, %d places, %s replicates: %.2f s of a processor, ratio %.6f\n", nrow(geo), arguments[5], seconds,
            found$most.likely.cluster$log.likelihood.ratio))
