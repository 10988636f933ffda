#pragma once
// A small sound table for every method, to be spoilt by tests: one line per method,
//
//   method | rows | setting=value;setting | column=v1,v2,... ... | @table rows column=... ...
//
// The values of a column repeat until its rows are full; "1.." counts the rows, "a1.." with a
// letter in front.

namespace zhiheng::analysis {

inline constexpr const char* sound_tables = R"(
share|12||x=3,5,0,7,2 n=20,30,25,40
stratified-share|12||weight=1,2,3 x=3,5,0,7,2 n=20,30,25,40
rank|12|draws=200|x=3,5,0,7,2 n=20,30,25,40
rank-estimates|12|draws=200|estimate=3,5,1.5,7,2 se=0.2,0.3,1
rate|12||x=3,5,0,7,2 pt=100,220,150
standardise|6||unit=A,B,C age=y,y,y,o,o,o cases=3,5,0,7,2,4 population=200,300,250,400
funnel|12|target=0.1;overdispersed=true|x=3,5,0,7,2 n=20,30,25,40
funnel-limit|12||n=20,30,25,40 p0=0.1,0.2,0.15
overdispersion|12||cases=3,5,0,7,2,4 expected=3.1,4.5,2,5
two-by-two|12||a=3,5,0,7,2 b=17,25,20 c=1,2,6 d=30,12,25
share-test|12|target=0.1|x=3,5,0,7,2 n=20,30,25,40
several-shares|12|group=kind|x=3,5,0,7,2 n=20,30,25,40 kind=a,b
compare-shares|12||x1=3,5,0,7 n1=20,30,25,40 x2=1,2,6 n2=30,12,25
compare-rates|12||x1=3,5,0,7 t1=20,30,25,40 x2=1,2,6 t2=30,12,25
mean|12|group=kind|value=3,5,1,7,2 kind=a,b
ratio|12|group=kind|x=3,5,1,7,2 y=30,22,10 kind=a,b
compare-means|12|group=kind|value=3,5,1,7,2 kind=a,b
compare-paired|4||first_only=15,8,3 second_only=6,2 pairs=100,60
mix-and-rate|2||part=large,small weight_before=0.9,0.1 rate_before=0.98,0.8 weight_after=0.3,0.7 rate_after=0.99,0.82
adjust-p|12||p_value=0.01,0.2,0.5,0.04,0.7
trend|20||value=1,3,2,5,4,8,7,9.5
change-points|20||value=1,3,2,1,2,11,12,13,12,14
change-test|20||value=1,3,2,1,2,11,12,13,12,14
breakpoint|20||value=1,3,2,1,2,11,12,13,12,14
outliers|20||value=1,3,2,1,2,2.5,3.5,13,2,1.5
outliers-skewed|20||value=1,3,2,1,2,2.5,3.5,13,2,1.5
control-chart|20|type=p|x=3,5,0,7,2,4 size=50,60
cusum-run-length|4||k=0.5 h=4,5 mu=0,1
cusum-limit|3||k=0.5,0.25 L0=370,500
variables-chart|20|subgroup=day|value=1,3,2,1,2,2.5,3.5,3,2,1.5 day=a,a,a,a,a,b,b,b,b,b,c,c,c,c,c,d,d,d,d,d
ewma|20||value=1,3,2,1,2,2.5,3.5,3,2,1.5
cusum|20||value=1,3,2,1,2,2.5,3.5,3,2,1.5
shrink-shares|12||x=3,5,0,7,2 n=20,30,25,40
shrink-rates|12||cases=3,5,0,7,2,9 expected=3.1,4.5,2,5
shrink-neighbours|12||region=r1.. cases=3,5,0,7,2,9 expected=3.1,4.5,2,5|@neighbours 6 from=r1.. to=r3,r4,r5,r6,r7,r8
acceptance|6|size=50,50;accept=2,6;reject=5,7|p=0.01,0.05,0.1
acceptance-design|3||prq=0.01,0.005 crq=0.08,0.05
acceptance-table|3||type=normal,tightened letter=K,F aql=1.0
inspection-series|12||lot=500,90 found=0,1,0,5
code-letter|3||lot=500,90
acceptance-variables|3||n=10,20 k=1.5,1.2 p=0.02,0.05
nonconforming-estimate|3||n=10,20 zl=1.5,1.1 zu=1.7,2
net-content|50||case=c quantity=500,501,499.5,502,500.7,498|@lots 1 case=c nominal=500 lot=400
tolerable-deficiency|4||nominal=50,150,500,2500
pls|30||q1=7,8,5,9,6,4,8 q2=6,8,5,9,7,4 q3=7,9,4,8,6,3,9,8 q4=8,8,5,9,6|@measurement 4 latent=A,A,B,B indicator=q1,q2,q3,q4 mode=A|@structural 1 source=A target=B
pls-scores|30||q1=7,8,5,9,6,4,8 q2=6,8,5,9,7,4 q3=7,9,4,8,6,3,9,8 q4=8,8,5,9,6|@measurement 4 latent=A,A,B,B indicator=q1,q2,q3,q4 mode=A|@structural 1 source=A target=B
pls-bootstrap|30|resamples=20|q1=7,8,5,9,6,4,8 q2=6,8,5,9,7,4 q3=7,9,4,8,6,3,9,8 q4=8,8,5,9,6|@measurement 4 latent=A,A,B,B indicator=q1,q2,q3,q4 mode=A|@structural 1 source=A target=B
satisfaction-index|30|resamples=20;group=place|place=n,s q1=7,8,5,9,6,4,8 q2=6,8,5,9,7,4 q3=7,9,4,8,6,3,9,8 q4=8,8,5,9,6|@measurement 4 latent=A,A,B,B indicator=q1,q2,q3,q4 mode=A|@structural 1 source=A target=B
pls-groups|30|resamples=20;group=place|place=n,s q1=7,8,5,9,6,4,8 q2=6,8,5,9,7,4 q3=7,9,4,8,6,3,9,8 q4=8,8,5,9,6|@measurement 4 latent=A,A,B,B indicator=q1,q2,q3,q4 mode=A|@structural 1 source=A target=B
ears|30||t=1.. observed=3,5,2,8,1,4,6,3,9
prediction-bound|30||t=1.. observed=3,5,2,8,1,4,6,3,9
rise|30||t=1.. observed=3,5,2,8,1,4,6,3,9
farrington|60|years=2;per-year=12;window=1|t=1.. observed=3,5,2,8,1,4,6,3,9
farrington-flexible|60|years=2;per-year=12;window=1;periods=4;past-weeks-left-out=3|t=1.. observed=3,5,2,8,1,4,6,3,9
count-cusum|30|mean=4|t=1.. observed=3,5,2,8,1,4,6,3,9
likelihood-ratio|30|mean=4|t=1.. observed=3,5,2,8,1,4,6,3,9
pairs|12||id=a1.. var1=p,q,r var2=burn,cut
disproportionality|12||n11=3,5,1,7 n1_=30,22,10 n_1=25,40 n=300
ebgm-prior|30||n11=3,5,1,7,2,1,12,1 expected=3.1,4.5,2,1.2,0.7
ebgm|30||n11=3,5,1,7,2,1,12,1 expected=3.1,4.5,2,1.2,0.7
item-reliability|20||a=3,4,5,2,1 b=3,5,4,2,1,2 c=4,4,5,1
intraclass|12||a=3,4,5,2,1 b=3,5,4,2,1,2 c=4,4,5,1
kappa|20||first=y,n,y,n,y second=y,n,n,n,y,y
fleiss-kappa|12||unit=u1,u1,u1,u2,u2,u2,u3,u3,u3,u4,u4,u4 rating=y,y,n,n,n,n,y,n,y,y,y,y
krippendorff-alpha|12|replicates=100|unit=u1,u1,u1,u2,u2,u2,u3,u3,u3,u4,u4,u4 rating=1,1,2,3,3,3,1,2,1,4,4,5
proficiency|12||x=10.1,9.8,10.3,10,9.9,12 u=0.1,0.2
homogeneity|10|deviation=0.5|first=10.1,9.8,10.3,10,9.9 second=10,9.9,10.2,10.1
gauge|12||part=a,a,a,a,b,b,b,b,c,c,c,c operator=x,x,y,y value=2.1,2,2.2,2.3,3.1,3,3.2,3.1,4,4.1,4.2,4
concentrations|20||value=1.2,0.5,2.1,3,0.5,1.7 below=0,1,0,0,1,0
uncertainty|3|model=a1 * a2 + a3|name=a1.. estimate=2,3,1 u=0.1,0.2,0.05
uncertainty-simulation|3|model=a1 * a2 + a3;trials=40000|name=a1.. estimate=2,3,1 u=0.1,0.2,0.05
survival|20||time=3,5,7,2,9,4 failed=1,1,0
survival-quantile|20||time=3,5,7,2,9,4 failed=1,1,0
log-rank|20|group=kind|time=3,5,7,2,9,4 failed=1,1,0 kind=a,b
life-fit|20||time=3,5,7,2,9,4 failed=1,1,0
mtbf|4||failures=3,5,0 time=1000,2000
mtbf-test|4||target=100,500 allowed=0,1,2
reliability-growth|10|end=120|time=2,5,9,14,22,35,47,60,88,110
scan|8|replicates=19|location=l1.. cases=3,5,2,9 population=100,120 x=1.. y=2,1,4,3,6
scan-spacetime|24|replicates=19|location=l1,l2,l3,l4,l5,l6 time=1,1,1,1,1,1,2,2,2,2,2,2,3,3,3,3,3,3,4,4,4,4,4,4 cases=3,5,2,9,1 expected=3,4|@geo 6 location=l1.. x=1.. y=2,1,4,3,6,5
scan-temporal|24|replicates=19|location=l1,l2,l3,l4,l5,l6 time=1,1,1,1,1,1,2,2,2,2,2,2,3,3,3,3,3,3,4,4,4,4,4,4 cases=3,5,2,9,1 expected=2,3
scan-windows|8||location=l1.. cases=3,5,2,9 population=100,120 x=1.. y=2,1,4,3,6
tango|8|replicates=19|location=l1.. cases=3,5,2,9 population=100,120 x=1.. y=2,1,4,3,6
moran|8|replicates=19|location=l1.. cases=3,5,2,9 expected=4,5,3|@neighbours 6 from=l1.. to=l3,l4,l5,l6,l7,l8
besag-newell|8||location=l1.. cases=3,5,2,9 expected=4,5,3 x=1.. y=2,1,4,3,6
survey-total|12|variables=y;strata=s;units=p|weight=10,12 y=3,5,2,8 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-mean|12|variables=y;strata=s;units=p|weight=10,12 y=3,5,2,8 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-variance|12|variables=y;strata=s;units=p|weight=10,12 y=3,5,2,8 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-ratio|12|numerator=y;denominator=x;strata=s;units=p|weight=10,12 y=3,5,2,8 x=10,11,12 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-proportion|12|variable=y;strata=s;units=p|weight=10,12 y=0,1,1 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-quantile|12|variable=y;strata=s;units=p|weight=10,12 y=3,5,2,8,4 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-regression|12|outcome=y;terms=x;strata=s;units=p|weight=10,12 y=3,5,2,8,4 x=10,11,12 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-t-test|12|outcome=y;groups=g;strata=s;units=p|weight=10,12 y=3,5,2,8,4 g=m,f s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-independence|12|variables=g,h;strata=s;units=p|weight=10,12 g=m,f h=u,u,v s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-weights|12|strata=s;units=p|weight=10,12 y=3,5,2,8 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
survey-replicates|12|variance=jkn;strata=s;units=p|weight=10,12 y=3,5,2,8 s=a,a,a,a,a,a,b,b,b,b,b,b p=1,1,2,2,3,3
string-distance|3||a=smith,miller b=smyth,muller,brown
link|12||name=wang,li,wang,zhang,lee,li born=1980,1990,1980,1975 town=x,y,x
link-quality|12|truth=who|name=wang,li,wang,zhang,lee,li born=1980,1990,1980,1975 town=x,y,x who=1,2,1,3
company-name|2||a=甘肃金河食品有限公司 b=金河食品有限公司
assign|6||left=a,a,b,b,c,c right=x,y gain=3,5,2,8
efficiency|8|inputs=a,b;outputs=c|unit=u1.. a=3,5,2,8,4 b=2,4,3 c=7,9,5,6
composite|8||unit=u1.. a=3,5,2,8,4 b=2,4,3 c=7,9,5,6
judged-weights|3||criterion=p,q,r p=1,0.5,0.25 q=2,1,0.5 r=4,2,1
shapley|3||coalition=p,q,p|q value=3,4,9
)";

}  // namespace zhiheng::analysis
