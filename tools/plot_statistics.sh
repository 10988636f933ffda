#!/usr/bin/env bash
# Usage: tools/plot_statistics.sh PROGRAM [FOLDER] — draws figures of docs/statistics from the program's answers
# to the examples on their pages. FOLDER: where to, docs/statistics/figures if not given.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
program=$(realpath "$1")
cd "$(dirname "$0")/.."
figures=${2:-docs/statistics/figures}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# table NAME: standard input becomes a table of that name
table() { sed 's/^ *//' >"$work/$1.csv"; }
# ask TABLE METHOD [option…]: the answer as CSV
ask() { local in=$1; shift; "$program" stat "$1" --in "$work/$in.csv" "${@:2}" --csv --lang en 2>/dev/null; }
# points FIGURE TITLE X Y [option=value…]: standard input as points
points() { python3 tools/plot_points.py "${@:2}" >"$figures/$1.svg"; echo "$figures/$1.svg"; }

table shares <<'.'
  batches,x,n
  0 of 10,0,10
  9 of 10,9,10
  10 of 10,10,10
  47 of 50,47,50
  90 of 100,90,100
  180 of 200,180,200
  930 of 1000,930,1000
.
ask shares share --keep batches | points proportions 'Share that passed, Wilson 95 %' batches mean low=lower high=upper from=0 to=1

{ echo x,pt; for count in 0 1 2 3 4 6 8 10 15 20; do echo "$count,1"; done; } | table events
ask events rate | points event-rates 'Events counted and the rate behind them, exact 95 %' x rate low=exact_low high=exact_high

table pairs <<'.'
  compared,x1,n1,x2,n2
  930 of 1000 and 450 of 500,930,1000,450,500
  93 of 100 and 45 of 50,93,100,45,50
  46 of 50 and 23 of 25,46,50,23,25
  9 of 10 and 4 of 5,9,10,4,5
.
ask pairs compare-shares --keep compared | points comparisons 'Difference of two shares, 95 %' compared difference low=lower high=upper lines=0

table league <<'.'
  found,x,n
  970 of 1000,970,1000
  47 of 50,47,50
  93 of 100,93,100
  9 of 10,9,10
  180 of 200,180,200
.
ask league rank --keep found --draws 10000 --seed 2026 | points ranks 'Place in the table, 95 % (1 is best)' found mean_rank low=rank_low high=rank_high lines=1,5

{
  echo side,n,p0,alpha
  for n in 30 40 50 70 100 150 200 300 500 700 1000; do
    for side in 0.001 0.025 0.975 0.999; do echo "$side,$n,0.93,$side"; done
  done
} | table funnel
ask funnel funnel-limit --keep side | points funnel 'Limits around a target of 93 %, by sample size' n limit group=side line=yes

table strata <<'.'
  stratum,weight,x,n
  large,0.3,970,1000
  middle,0.2,88,100
  small,0.5,180,200
.
{
  ask strata share --keep stratum | awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; print "stratum,share,lower,upper" }
    NR > 1 { print $at["stratum"] "," $at["mean"] "," $at["lower"] "," $at["upper"] }'
  ask strata stratified-share | awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i }
    NR == 2 { print "weighted," $at["proportion"] "," $at["lower"] "," $at["upper"]; print "pooled," $at["pooled"] ",," }'
} | points stratified 'Three strata, weighted 0.3, 0.2 and 0.5, and all samples pooled' stratum share low=lower high=upper

table classes <<'.'
  region,age,cases,population
  north,young,4,1000
  north,middle,30,2000
  north,old,90,1500
  south,young,12,3000
  south,middle,25,1500
  south,old,20,300
.
ask classes standardise --unit region >"$work/standardised.csv"
awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; print "rate,value,lower,upper" }
  NR > 1 { print $1 " crude," $at["crude"] ",,"; print $1 " standardised," $at["direct"] "," $at["direct_low"] "," $at["direct_high"] }' \
  "$work/standardised.csv" | points standardisation 'Rates as counted, and with the same ages' rate value low=lower high=upper from=0

table periods <<'.'
  part,weight_before,rate_before,weight_after,rate_after
  large,0.9,0.98,0.3,0.99
  small,0.1,0.80,0.7,0.82
.
ask periods mix-and-rate | awk -F, 'NR == 1 { print "effect,value" } NR > 1 { print $1 " rate," $2; print $1 " mix," $3 }' |
  points decomposition 'From 96.2 % to 87.1 %: what the parts did, and their mix' effect value lines=0

table nile <<'.'
  value
  1120
  1160
  963
  1210
  1160
  1160
  813
  1230
  1370
  1140
  995
  935
  1110
  994
  1020
  960
  1180
  799
  958
  1140
  1100
  1210
  1150
  1250
  1260
  1220
  1030
  1100
  774
  840
  874
  694
  940
  833
  701
  916
  692
  1020
  1050
  969
  831
  726
  456
  824
  702
  1120
  1100
  832
  764
  821
  768
  845
  864
  862
  698
  845
  744
  796
  1040
  759
  781
  865
  845
  944
  984
  897
  822
  1010
  771
  676
  649
  846
  812
  742
  801
  1040
  860
  874
  848
  890
  744
  749
  838
  1050
  918
  986
  797
  923
  975
  815
  1020
  906
  901
  1170
  912
  746
  919
  718
  714
  740
.
{
  echo year,flow,series
  awk 'NR > 1 { print 1869 + NR "," $1 ",flow" }' "$work/nile.csv"
  ask nile change-points | awk -F, 'NR > 1 { for (i = $1; i <= $2; ++i) print 1870 + i "," $3 ",level" }'
} | points change 'The Nile at Aswan, 1871 to 1970, and its levels' year flow group=series line=yes

table reports <<'.'
  pair,n11,expected
  1 of 0.1,1,0.1
  2 of 0.5,2,0.5
  4 of 1.5,4,1.5
  8 of 1.5,8,1.5
  20 of 5,20,5
  40 of 30,40,30
.
ask reports ebgm --keep pair --alpha1 2 --beta1 3 --alpha2 2 --beta2 3 --p 0.5 |
  points disproportionality 'EBGM with EB05 and EB95 of pairs reported n times of E expected' pair EBGM low=EB05 high=EB95 lines=1

{ echo p; for p in 1 5 10 15 20 30 40 50 60 80 100; do echo "0.$(printf %03d "$p")"; done; } | table quality
{
  ask quality acceptance --size 80 --accept 2 --lot 1000 --model hypergeom | awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i; print "p,accepted,plan" } NR > 1 { print $1 "," $at["p_accept"] ",80, accept 2" }' | sed 's/,80, accept 2/,single 80/'
  ask quality acceptance --size 50,50 --accept 0,3 --reject 3,4 --lot 1000 --model hypergeom | awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) at[$i] = i } NR > 1 { print $1 "," $at["p_accept"] ",double 50 and 50" }'
} | points acceptance 'Lots accepted by their share nonconforming, letter J, AQL 1.0' p accepted group=plan line=yes from=0 to=1

{ echo nominal; for q in 20 50 51 75 100 150 200 201 250 300 301 400 499 500 501 600 800 1000; do echo "$q"; done; } | table nominals
ask nominals tolerable-deficiency | points net-content 'Tolerable deficiency T by nominal quantity, g or mL' nominal T line=yes from=0

table units <<'.'
  unit,x1,x2,y
  A,4,3,1
  B,7,3,1
  C,8,1,1
  D,4,2,1
  E,2,4,1
  F,10,1,1
.
ask units efficiency --inputs x1,x2 --outputs y --super | points efficiency 'Score of six units, two inputs for one output' unit score lines=1 from=0

table cities <<'.'
  unit,passed,complaints,days
  A,0.97,12,3
  B,0.95,20,5
  C,0.92,30,8
  D,0.95,32,4
.
table indicators <<'.'
  indicator,direction,weight
  passed,up,0.5
  complaints,down,0.3
  days,down,0.2
.
ask cities composite --indicators "$work/indicators.csv" --weights given --uncertainty |
  points composites 'Scores of four cities, 95 % over uncertain weights' unit score low=score_low high=score_high from=0 to=1

table names <<'.'
  names,a,b
  MARTHA MARHTA,MARTHA,MARHTA
  SMITH SMYTH,SMITH,SMYTH
  MILLER MUELLER,MILLER,MUELLER
  DIXON DICKSONX,DIXON,DICKSONX
  JONES JOHNSON,JONES,JOHNSON
  BROWN BRAUN,BROWN,BRAUN
  SMITH JONES,SMITH,JONES
.
ask names string-distance --keep names |
  points linkage 'Jaro-Winkler similarity: near from 0.85, close from 0.92' names jaro_winkler lines=0.85,0.92 from=0 to=1
