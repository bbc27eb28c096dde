# flexclust's side of the stability case, in a process of its own: Rscript peer.R CASE (see run.ts)
suppressPackageStartupMessages(library(flexclust))
task <- commandArgs(trailingOnly = TRUE)[1]
if (task == "version") {
  cat(as.character(packageVersion("flexclust")), "\n")
} else {
  survey <- sub('.*"survey":"([^"]*)".*', "\\1", task)
  answers <- 1 * (as.matrix(read.csv(survey)[, 1:11]) == "Yes")
  seconds <- system.time(found <- bootFlexclust(answers, k = 2:8, nboot = 100, nrep = 10, seed = 1))[["elapsed"]]
  # Of this process alone: flexclust shares the work out to processes of their own.
  peak <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
  medians <- paste(round(apply(found@rand, 2, median), 3), collapse = ",")
  cat(sprintf('{"seconds": %.3f, "megabytes": %.0f, "found": [%s]}\n', seconds, peak, medians))
}
