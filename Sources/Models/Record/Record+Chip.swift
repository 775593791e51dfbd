// swift-format-ignore-file

extension Record {
  /// Published chip costs, yields, prices and textbook examples of finance.
  static let chip = ##"""
    case,source,quantity,unit,inputs,published_value,tolerance_rel,verified,note
    yield_poisson_0.1,closed form Y=exp(-AD),die yield,1,AD=0.1,0.904837418036,1e-09,yes,recomputed
    yield_murphy_0.1,closed form Y=((1-exp(-AD))/AD)^2,die yield,1,AD=0.1,0.9055917006063,1e-09,yes,series-expand near AD=0 (catastrophic cancellation below 1e-8)
    yield_seeds_0.1,closed form Y=1/(1+AD),die yield,1,AD=0.1,0.9090909090909,1e-09,yes,Seeds (exponential defect distribution) = negative binomial alpha=1
    yield_nb3_0.1,closed form Y=(1+AD/3)^-3,die yield,1,AD=0.1;alpha=3,0.9063139874459,1e-09,yes,
    yield_poisson_0.5,closed form Y=exp(-AD),die yield,1,AD=0.5,0.6065306597126,1e-09,yes,recomputed
    yield_murphy_0.5,closed form Y=((1-exp(-AD))/AD)^2,die yield,1,AD=0.5,0.6192724869847,1e-09,yes,series-expand near AD=0 (catastrophic cancellation below 1e-8)
    yield_seeds_0.5,closed form Y=1/(1+AD),die yield,1,AD=0.5,0.6666666666667,1e-09,yes,Seeds (exponential defect distribution) = negative binomial alpha=1
    yield_nb3_0.5,closed form Y=(1+AD/3)^-3,die yield,1,AD=0.5;alpha=3,0.6297376093294,1e-09,yes,
    yield_poisson_1.0,closed form Y=exp(-AD),die yield,1,AD=1.0,0.3678794411714,1e-09,yes,recomputed
    yield_murphy_1.0,closed form Y=((1-exp(-AD))/AD)^2,die yield,1,AD=1.0,0.3995764008937,1e-09,yes,series-expand near AD=0 (catastrophic cancellation below 1e-8)
    yield_seeds_1.0,closed form Y=1/(1+AD),die yield,1,AD=1.0,0.5,1e-09,yes,Seeds (exponential defect distribution) = negative binomial alpha=1
    yield_nb3_1.0,closed form Y=(1+AD/3)^-3,die yield,1,AD=1.0;alpha=3,0.421875,1e-09,yes,
    yield_poisson_2.0,closed form Y=exp(-AD),die yield,1,AD=2.0,0.1353352832366,1e-09,yes,recomputed
    yield_murphy_2.0,closed form Y=((1-exp(-AD))/AD)^2,die yield,1,AD=2.0,0.1869112681039,1e-09,yes,series-expand near AD=0 (catastrophic cancellation below 1e-8)
    yield_seeds_2.0,closed form Y=1/(1+AD),die yield,1,AD=2.0,0.3333333333333,1e-09,yes,Seeds (exponential defect distribution) = negative binomial alpha=1
    yield_nb3_2.0,closed form Y=(1+AD/3)^-3,die yield,1,AD=2.0;alpha=3,0.216,1e-09,yes,
    yield_nb_limit,closed form,NB yield at alpha=1e6 vs Poisson,1,AD=1.0;alpha=1e6,0.3678796251414,1e-06,yes,must tend to exp(-1)=0.367879441
    yield_order,closed form,Y_poisson<Y_murphy<Y_seeds,bool,AD=0.814,1,0,yes,0.443082<0.468094<0.551268
    hp4_yield_large,Hennessy & Patterson Computer Architecture 4th ed p24 (text read),die yield 2.25 cm2,1,D0=0.4;A_cm2=2.25;alpha=4,0.44,0.01,yes,formula gives 0.444074
    hp4_yield_small,Hennessy & Patterson 4th ed p24,die yield 1.00 cm2,1,D0=0.4;A_cm2=1.0;alpha=4,0.68,0.01,yes,formula 0.683013
    hp4_good_large,Hennessy & Patterson 4th ed p24,good dies per 300mm wafer,dies,d_mm=300;A_mm2=225;D0=0.4;alpha=4,120,0.01,yes,formula 119.78
    hp4_good_small,Hennessy & Patterson 4th ed p24,good dies per 300mm wafer,dies,d_mm=300;A_mm2=100;D0=0.4;alpha=4,435,0.01,yes,formula 437.28
    hp4_cost_small,Hennessy & Patterson 4th ed p24,cost per good die,$,wafer=5500;A_mm2=100;D0=0.4;alpha=4,13,0.05,yes,formula 12.58
    hp4_cost_large,Hennessy & Patterson 4th ed p24,cost per good die,$,wafer=5500;A_mm2=225;D0=0.4;alpha=4,46,0.01,yes,formula 45.92
    hp5_yield_large,Hennessy & Patterson 5th ed Bose-Einstein example,die yield,1,D0=0.031;A_cm2=2.25;N=13.5,0.4,0.01,no,value quoted from memory; formula 0.402429 recomputed
    hp5_yield_small,Hennessy & Patterson 5th ed,die yield,1,D0=0.031;A_cm2=1.0;N=13.5,0.66,0.01,no,formula 0.662229
    cod5_1.10_y1,Patterson & Hennessy COD 5th ed exercise 1.10 (solution read),wafer-1 yield,1,d_cm=15;dies=84;D0=0.020;Y=(1+D*A/2)^-2,0.959,0.001,yes,die area = wafer area/dies = 2.1037 cm2
    cod5_1.10_y2,COD 5th ed exercise 1.10,wafer-2 yield,1,d_cm=20;dies=100;D0=0.031;Y=(1+D*A/2)^-2,0.909,0.001,yes,
    cod5_1.10_c1,COD 5th ed exercise 1.10,cost per good die wafer 1,cost unit,wafer=12;dies=84;D0=0.020;d_cm=15,0.148,0.01,yes,formula 0.14893
    cod5_1.10_c2,COD 5th ed exercise 1.10,cost per good die wafer 2,cost unit,wafer=15;dies=100;D0=0.031;d_cm=20,0.165,0.005,yes,
    cod5_1.10.3,COD 5th ed exercise 1.10.3,yield after dies+10% D0+15%,1,d_cm=20;dies=110;D0=0.03565,0.905,0.001,yes,die area 2.856 cm2
    cod5_1.10.4a,COD 5th ed exercise 1.10.4,implied defect density,1/cm2,Y=0.92;A_cm2=2.0,0.042,0.02,yes,0.042572
    cod5_1.10.4b,COD 5th ed exercise 1.10.4,implied defect density,1/cm2,Y=0.95;A_cm2=2.0,0.026,0.01,yes,0.025978
    dpw_225,formula pi(d/2)^2/S - pi d/sqrt(2S),gross dies,dies,d_mm=300;S_mm2=225,269.7304359774,1e-09,yes,H&P prints 270
    dpw_100,same,gross dies,dies,d_mm=300;S_mm2=100,640.2151029853,1e-09,yes,H&P prints 640
    dpw_814,same,gross dies H100-size,dies,d_mm=300;S_mm2=814,63.4791898143,1e-09,yes,a widely copied blog says 86 = plain area ratio; that is wrong
    ca_dpw_800,Chiplet Actuary (run),gross dies with scribe and edge,dies,A_mm2=800;scribe=0.2;edge_loss=5;d=300,58.793,0.0001,yes,S=A+2*s*sqrt(A)+s^2; pi(d/2-e)^2/S - pi(d-2e)/sqrt(2S)
    ca_dpw_100,Chiplet Actuary (run),gross dies,dies,A_mm2=100;scribe=0.2;edge_loss=5;d=300,571.7124,1e-06,yes,
    catch_dpw_grid_50,UCLA CATCH (run),exact grid placement count,dies,A_mm2=50;square=1;d=300;edge=0.1;dicing=0.13;grid=True,1289,0,yes,row-stagger (no grid) count 1303; integer search not the analytic formula
    catch_dpw_grid_100,UCLA CATCH (run),exact grid placement count,dies,A_mm2=100;square=1;d=300;edge=0.1;dicing=0.13;grid=True,637,0,yes,row-stagger (no grid) count 645; integer search not the analytic formula
    catch_dpw_grid_800,UCLA CATCH (run),exact grid placement count,dies,A_mm2=800;square=1;d=300;edge=0.1;dicing=0.13;grid=True,70,0,yes,row-stagger (no grid) count 72; integer search not the analytic formula
    google_gdpw,google/chiplets-cost-model baseline (run),gross dies per wafer,dies,wafer=300;EffA_mm2=380.14,149,0,yes,round((W-6)*pi*(W/(4A)-1/sqrt(2A)))
    ca_kgd_5nm_100,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=5;A_mm2=100;wafer=16988;D0=0.11;alpha=10;scribe=0.2;edge_loss=5,33.1494,1e-05,yes,yield 0.896372
    ca_kgd_5nm_400,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=5;A_mm2=400;wafer=16988;D0=0.11;alpha=10;scribe=0.2;edge_loss=5,201.0279,1e-05,yes,yield 0.650122
    ca_kgd_5nm_800,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=5;A_mm2=800;wafer=16988;D0=0.11;alpha=10;scribe=0.2;edge_loss=5,671.5923,1e-05,yes,yield 0.43024
    ca_kgd_7nm_200,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=7;A_mm2=200;wafer=9346;D0=0.09;alpha=10;scribe=0.2;edge_loss=5,40.4471,1e-05,yes,yield 0.836608
    ca_kgd_7nm_800,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=7;A_mm2=800;wafer=9346;D0=0.09;alpha=10;scribe=0.2;edge_loss=5,318.6017,1e-05,yes,yield 0.498944
    ca_kgd_14nm_800,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=14;A_mm2=800;wafer=3984;D0=0.08;alpha=10;scribe=0.2;edge_loss=5,126.0115,1e-05,yes,yield 0.537754
    ca_kgd_28nm_800,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=28;A_mm2=800;wafer=2891;D0=0.07;alpha=10;scribe=0.2;edge_loss=5,84.7933,1e-05,yes,yield 0.57991
    ca_kgd_3nm_800,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=3;A_mm2=800;wafer=30000;D0=0.2;alpha=10;scribe=0.2;edge_loss=5,2251.0008,1e-05,yes,yield 0.226684
    ca_kgd_10nm_600,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=10;A_mm2=600;wafer=5992;D0=0.08;alpha=10;scribe=0.2;edge_loss=5,116.463,1e-05,yes,yield 0.62573
    ca_kgd_55nm_858,Chiplet Actuary DAC2022 code (run),cost per known good die,$,node=55;A_mm2=858;wafer=1937;D0=0.07;alpha=10;scribe=0.2;edge_loss=5,64.1572,1e-05,yes,yield 0.558079
    ca_chip_nre_5_800,Chiplet Actuary,chip NRE,$,node=5;A_mm2=800;NRE300=542e6;chip_factor=0.3;fixed=0.2,542000000,1e-09,yes,A*0.3*NRE/300 + 0.2*NRE
    ca_mod_nre_5_800,Chiplet Actuary,module NRE,$,node=5;A_mm2=800;NRE300=542e6;module_factor=0.5,722666666.667,1e-09,yes,A*0.5*NRE/300
    ca_soc_5_800,Chiplet Actuary DAC2022 code (run),SoC on OS system RE cost,$,node=5;module_area=800;chiplets=1;d2d_frac=0.1;bond_OS=0.99;bond_FO=0.98;bond_SI=0.95;OS_cost_mm2=0.005,698.578,0.0001,yes,raw chips;defects;raw package;package defects;wasted KGD = 292.946 / 382.646 / 16.0 / 0.162 / 6.824
    ca_os2_5_800,Chiplet Actuary DAC2022 code (run),MCM on OS system RE cost,$,node=5;module_area=800;chiplets=2;d2d_frac=0.1;bond_OS=0.99;bond_FO=0.98;bond_SI=0.95;OS_cost_mm2=0.005,516.236,0.0001,yes,raw chips;defects;raw package;package defects;wasted KGD = 295.106 / 175.657 / 35.2 / 0.715 / 9.558
    ca_os4_5_800,Chiplet Actuary DAC2022 code (run),MCM on OS system RE cost,$,node=5;module_area=800;chiplets=4;d2d_frac=0.1;bond_OS=0.99;bond_FO=0.98;bond_SI=0.95;OS_cost_mm2=0.005,401.417,0.0001,yes,raw chips;defects;raw package;package defects;wasted KGD = 276.813 / 73.586 / 35.2 / 1.444 / 14.373
    ca_soc_7_800,Chiplet Actuary DAC2022 code (run),SoC on OS system RE cost,$,node=7;module_area=800;chiplets=1;d2d_frac=0.1;bond_OS=0.99;bond_FO=0.98;bond_SI=0.95;OS_cost_mm2=0.005,342.022,0.0001,yes,raw chips;defects;raw package;package defects;wasted KGD = 162.965 / 159.637 / 16.0 / 0.162 / 3.259
    ca_os4_7_800,Chiplet Actuary DAC2022 code (run),MCM on OS system RE cost,$,node=7;module_area=800;chiplets=4;d2d_frac=0.1;bond_OS=0.99;bond_FO=0.98;bond_SI=0.95;OS_cost_mm2=0.005,231.035,0.0001,yes,raw chips;defects;raw package;package defects;wasted KGD = 154.269 / 32.463 / 35.2 / 1.444 / 7.66
    ca_trap_fo_fixed,Chiplet Actuary code,FO NRE fixed term as coded,$,NRE_FO=1.5e7;coded=0.5*NRE/300,25000,1e-09,yes,bug-compatible value; intended 7.5e6 - implement both behind a flag
    catch_layer_5nm_800,UCLA CATCH (run),layer cost before yield,$,A_mm2=800;cost_mm2=0.25024;litho=0.3;reticle=26x33;d=300;edge=0.1;dicing=0.13;dies=70,258.1878,1e-05,yes,cost_mm2*wafer_area/(dies*A)*A*((1-l)+l/util); util=800/858
    catch_yield_5nm_800,UCLA CATCH (run),layer yield,1,A_mm2=800;D_per_mm2=0.005;crit_area=0.67;alpha=2,0.1826283877566,1e-06,yes,
    catch_layer_7nm_800,UCLA CATCH (run),layer cost before yield,$,A_mm2=800;cost_mm2=0.132219;litho=0.27;reticle=26x33;d=300;edge=0.1;dicing=0.13;dies=70,136.128,1e-05,yes,cost_mm2*wafer_area/(dies*A)*A*((1-l)+l/util); util=800/858
    catch_yield_7nm_800,UCLA CATCH (run),layer yield,1,A_mm2=800;D_per_mm2=0.005;crit_area=0.64;alpha=2,0.1923668821176,1e-06,yes,
    catch_layer_3nm_800,UCLA CATCH (run),layer cost before yield,$,A_mm2=800;cost_mm2=0.29461;litho=0.35;reticle=26x33;d=300;edge=0.1;dicing=0.13;dies=70,305.0455,1e-05,yes,cost_mm2*wafer_area/(dies*A)*A*((1-l)+l/util); util=800/858
    catch_yield_3nm_800,UCLA CATCH (run),layer yield,1,A_mm2=800;D_per_mm2=0.005;crit_area=0.7;alpha=2,0.1736111111111,1e-06,yes,
    catch_layer_40nm_800,UCLA CATCH (run),layer cost before yield,$,A_mm2=800;cost_mm2=0.033497;litho=0.15;reticle=26x33;d=300;edge=0.1;dicing=0.13;dies=70,34.193,1e-05,yes,cost_mm2*wafer_area/(dies*A)*A*((1-l)+l/util); util=800/858
    catch_yield_40nm_800,UCLA CATCH (run),layer yield,1,A_mm2=800;D_per_mm2=0.005;crit_area=0.5;alpha=2,0.25,1e-06,yes,
    catch_sip,UCLA CATCH demo system sip.xml (run),total system cost,$,repo demo files at commit d60dafb,66.18084962,1e-09,yes,needs the XML; oracle run only
    catch_hetero,UCLA CATCH heterogeneous_testcase.xml (run),total system cost,$,repo demo files at commit d60dafb,36.794839,1e-09,yes,needs the XML; oracle run only
    google_be,google/chiplets-cost-model unit test,Bose-Einstein yield,%,EffA_mm2=378.14;D0=0.1;N=2,52.65,0.001,yes,passes at HEAD
    google_murphy,google/chiplets-cost-model (run),Murphy yield,1,EffA_mm2=378.14;D0=0.1,0.693337528,1e-08,yes,
    google_fup,google/chiplets-cost-model,yield-adjusted die price,$,wafer=16988;GDPW=150;Y=0.5265;probe=1.666667,219.461538,1e-05,yes,wafer/int(GDPW*Y)+probe
    google_scrap1,google/chiplets-cost-model unit test,assembly scrap year 1,$,mat=10204081.63+157969593.24;step_yield=0.95;chips_in_step=2,16396933.2998,1e-09,yes,sum(mat)*(1-0.95^2)
    google_trap,google/chiplets-cost-model (run),yield with 0 spares,1,EffA=34.68;D0=0.05;N=10;RecBaseline=32;RecArea=10;RecSpares=0,1.693854,1e-06,yes,"tool returns a yield above 1 (adds C(n,0)(1-p)^n): a product must refuse or clamp it"
    cset_wafer_90,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=4649;years_since_ramp=15.25;dep=0.2529;floor=0.35;dep_share=0.2493,1650,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_65,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=5456;years_since_ramp=13.25;dep=0.2529;floor=0.35;dep_share=0.2493,1937,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_40,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=6404;years_since_ramp=11;dep=0.2529;floor=0.35;dep_share=0.2493,2274,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_28,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=8144;years_since_ramp=8.25;dep=0.2529;floor=0.35;dep_share=0.2493,2891,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_20,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=10356;years_since_ramp=5.5;dep=0.2529;floor=0.35;dep_share=0.2493,3677,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_16,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=11220;years_since_ramp=4.5;dep=0.2529;floor=0.35;dep_share=0.2493,3984,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_10,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=13169;years_since_ramp=2.75;dep=0.2529;floor=0.35;dep_share=0.2493,5992,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_7,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=14267;years_since_ramp=1.5;dep=0.2529;floor=0.35;dep_share=0.2493,9346,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_wafer_5,CSET AI Chips 2020 table 9 (Khan & Mann),foundry sale price per 300mm wafer 2020,$,capex_per_wafer_year=16746;years_since_ramp=0;dep=0.2529;floor=0.35;dep_share=0.2493,16988,0.001,yes,"= capex*max(0.35,(1-dep)^age)*dep/0.2493; capex row is from memory but reproduces the verified price to +-1$"
    cset_chip_5,CSET table 9 (row 8 verified),foundry price per 5nm-equivalent 610mm2 chip,$,wafer=16988;chips_5nm=71.4;MTr_mm2=171.3;MTr_mm2_5nm=171.3,238,0.01,yes,wafer/(71.4*density/171.3)
    cset_chip_7,CSET table 9 (row 8 verified),foundry price per 5nm-equivalent 610mm2 chip,$,wafer=9346;chips_5nm=71.4;MTr_mm2=96.3;MTr_mm2_5nm=171.3,233,0.01,yes,wafer/(71.4*density/171.3)
    cset_chip_16,CSET table 9 (row 8 verified),foundry price per 5nm-equivalent 610mm2 chip,$,wafer=3984;chips_5nm=71.4;MTr_mm2=28.9;MTr_mm2_5nm=171.3,331,0.01,yes,wafer/(71.4*density/171.3)
    cset_chip_28,CSET table 9 (row 8 verified),foundry price per 5nm-equivalent 610mm2 chip,$,wafer=2891;chips_5nm=71.4;MTr_mm2=15.3;MTr_mm2_5nm=171.3,453,0.01,yes,wafer/(71.4*density/171.3)
    cset_chip_40,CSET table 9 (row 8 verified),foundry price per 5nm-equivalent 610mm2 chip,$,wafer=2274;chips_5nm=71.4;MTr_mm2=7.7;MTr_mm2_5nm=171.3,713,0.01,yes,wafer/(71.4*density/171.3)
    cset_atp_5,CSET,assembly test packaging per chip 5nm,$,foundry=238;share=0.3348,80,0.01,yes,33.48% of foundry price
    cset_total_5,CSET via eeNews,total production cost per chip 5nm,$,foundry=238;design=108;atp=80,426,0,yes,
    cset_design_5,CSET,design cost per chip 5nm,$,IBS=542.2e6;volume=5e6,108,0.01,yes,IBS $542.2M (2018) / 5M units
    ttm_a11_28,Princeton ttm-cas ISCA2023 code (run),time to market A11 10M chips,weeks,node=28;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=15.3;D_per_mm2=0.0005;alpha=3;wafers_per_hour=321.3;fab_latency_wk=12;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=6.76e-07,24.01965,1e-05,yes,tapeout 4.50116 + fab 13.09079 + osat 6.42771
    ttmcost_a11_28,Princeton ttm-cas (Moonwalk cost terms),chip creation cost,$,node=28;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=15.3;D_per_mm2=0.0005;alpha=3;wafers_per_hour=321.3;fab_latency_wk=12;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=6.76e-07;mask=1.2e+06;ip=1033500;backend_per_gate=0.131;wafer=2891;pkg=21,394700597.02,1e-06,yes,formula in chip-strategy.md section 2.6
    ttm_a11_14,Princeton ttm-cas ISCA2023 code (run),time to market A11 10M chips,weeks,node=14;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=28.9;D_per_mm2=0.001;alpha=3;wafers_per_hour=252.58;fab_latency_wk=14;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=1.5862e-06,30.3787,1e-05,yes,tapeout 9.24976 + fab 14.70335 + osat 6.42559
    ttmcost_a11_14,Princeton ttm-cas (Moonwalk cost terms),chip creation cost,$,node=14;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=28.9;D_per_mm2=0.001;alpha=3;wafers_per_hour=252.58;fab_latency_wk=14;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=1.5862e-06;mask=2.82e+06;ip=1872000;backend_per_gate=0.28;wafer=3984;pkg=21,359581339.42,1e-06,yes,formula in chip-strategy.md section 2.6
    ttm_a11_7,Princeton ttm-cas ISCA2023 code (run),time to market A11 10M chips,weeks,node=7;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=96.3;D_per_mm2=0.0015;alpha=3;wafers_per_hour=165.65;fab_latency_wk=18;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=3.6458e-06,44.69763,1e-05,yes,tapeout 19.9949 + fab 18.27881 + osat 6.42392
    ttmcost_a11_7,Princeton ttm-cas (Moonwalk cost terms),chip creation cost,$,node=7;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=96.3;D_per_mm2=0.0015;alpha=3;wafers_per_hour=165.65;fab_latency_wk=18;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=3.6458e-06;mask=1.05e+07;ip=2343100;backend_per_gate=0.35;wafer=9346;pkg=21,329539897.41,1e-06,yes,formula in chip-strategy.md section 2.6
    ttm_a11_5,Princeton ttm-cas ISCA2023 code (run),time to market A11 10M chips,weeks,node=5;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=138.2;D_per_mm2=0.002;alpha=3;wafers_per_hour=141.25;fab_latency_wk=20;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=5.5068e-06,56.35176,1e-05,yes,tapeout 29.70393 + fab 20.22413 + osat 6.4237
    ttmcost_a11_5,Princeton ttm-cas (Moonwalk cost terms),chip creation cost,$,node=5;chips=1e7;transistors=4.6e9;unique=5.14e8;engineers=100;parallel=0.6;MTr_mm2=138.2;D_per_mm2=0.002;alpha=3;wafers_per_hour=141.25;fab_latency_wk=20;osat_base_wk=6;pack_ratio=0.1;difficulty_h_per_Tr=5.5068e-06;mask=1.81e+07;ip=2644200;backend_per_gate=0.35;wafer=16988;pkg=21,357263988.63,1e-06,yes,formula in chip-strategy.md section 2.6
    twofortwo_1.5,Moonwalk/ASIC Clouds two-for-two rule,required TCO improvement,x,TCO_alt/NRE=1.5,3.0,1e-09,yes,r*=x/(x-1); rule is the x=2 r=2 point
    twofortwo_2,Moonwalk/ASIC Clouds two-for-two rule,required TCO improvement,x,TCO_alt/NRE=2,2.0,1e-09,yes,r*=x/(x-1); rule is the x=2 r=2 point
    twofortwo_3,Moonwalk/ASIC Clouds two-for-two rule,required TCO improvement,x,TCO_alt/NRE=3,1.5,1e-09,yes,r*=x/(x-1); rule is the x=2 r=2 point
    twofortwo_5,Moonwalk/ASIC Clouds two-for-two rule,required TCO improvement,x,TCO_alt/NRE=5,1.25,1e-09,yes,r*=x/(x-1); rule is the x=2 r=2 point
    twofortwo_10,Moonwalk/ASIC Clouds two-for-two rule,required TCO improvement,x,TCO_alt/NRE=10,1.111111111111,1e-09,yes,r*=x/(x-1); rule is the x=2 r=2 point
    be_basic,break-even identity,break-even volume,chips,NRE=500e6;cost_merchant_allin=82000;cost_custom_allin=69200;equiv=1.0,39062.5,1e-09,yes,V=F/(Km-Kc/e)
    be_emin,break-even identity,minimum effective performance ratio,1,Km=82000;Kc=69200,0.8439024390244,1e-09,yes,below e_min custom never pays at any volume
    be_smith,M.J.S. Smith ASICs ch.1.4 spreadsheet,FPGA/MGA break-even volume,parts,FPGA_fixed=21800;MGA_fixed=86000;FPGA_part=39;MGA_part=10,2214,0.001,no,book rounds to about 2000; inputs from memory
    bern_rack,Bernstein Oct 2025 (text read),all-in capex per GB200 rack,$M,compute=3.4;physical=2.5,5.9,0.001,yes,39% GPU=2.3; 35 $B/GW
    bern_gw,Bernstein,racks power,kW/rack,capex_rack=5.9e6;capex_GW=35e9,168.6,0.01,yes,
    seq600,Sequoia David Cahn 600B question,implied AI revenue,$B/yr,nvda_run_rate=150;gpu_share_of_dc=0.5;gross_margin_user=0.5,600,1e-09,no,150/0.5/0.5; press quotes 600
    kress,Nvidia CFO May 2024 (text read),cloud revenue per $1 of GPU over 4 years,$,hw=1;years=4,5,0.0,yes,use as an upper bound for rent/own ratio
    bom_h100,"Raymond James/Epoch via Stratrix, Silicon Analysts (text read)",H100 manufacturing cost,$,logic=300;hbm=1350;package=750;test_asm=920,3320,1e-09,yes,
    gm_h100,Silicon Analysts,H100 gross margin,1,cogs=3320;price=28000,0.881,0.001,yes,
    bom_b200,Epoch AI B200 (text read),B200 manufacturing cost mean,$,logic=900;hbm=2900;package=1100;yield_loss=1000;other=500,6400,1e-09,yes,90% range 5700-7300
    gm_b200,Silicon Analysts,B200 gross margin,1,cogs=6400;price=40000,0.84,0.001,yes,
    bom_mi300x,Silicon Analysts,MI300X manufacturing cost,$,logic=600;hbm=2900;package=1200;test_asm=600,5300,1e-09,yes,GM at 15000 = 0.647
    rd_blackwell,FourWeekMBA (text read),R&D per unit,$,R&D=10e9;units=2e6,5000,1e-09,yes,
    tpu_price_v5e,Epoch ai-chip-counts tpu_estimates (read),Google price paid for TPU v5e (median),$,cost_p5=950;cost_p95=1400;margin_p5=0.50;margin_p95=0.65,2682.538492459,0.05,yes,lognormal medians; price=cost/(1-margin)
    tpu_price_v5p,Epoch ai-chip-counts tpu_estimates (read),Google price paid for TPU v5p (median),$,cost_p5=2300;cost_p95=2900;margin_p5=0.50;margin_p95=0.65,6007.351707357,0.05,yes,lognormal medians; price=cost/(1-margin)
    tpu_price_v6e,Epoch ai-chip-counts tpu_estimates (read),Google price paid for TPU v6e (median),$,cost_p5=1600;cost_p95=1900;margin_p5=0.50;margin_p95=0.65,4055.616990518,0.05,yes,lognormal medians; price=cost/(1-margin)
    tpu_price_v7,Epoch ai-chip-counts tpu_estimates (read),Google price paid for TPU v7 (median),$,cost_p5=4600;cost_p95=5500;margin_p5=0.50;margin_p95=0.65,11699.85293003,0.05,yes,lognormal medians; price=cost/(1-margin)
    h100_decline,Epoch Nvidia annual prices (read),annual H100 price change 2022-2025,1/yr,p2022=36742;p2025=23238,-0.1416,0.005,yes,"geomeans 36742,34641,26268,23238"
    epoch_progress,Epoch training-cost-trends (read),price-performance growth,x/yr,OOM_per_year=0.14,1.3804,0.001,yes,capital charge = 0.14*ln10 = 0.3224/yr of price
    epoch_cluster,Epoch training-cost-trends,cluster capex per chip price,x,server_overhead=1.64;interconnect_frac=0.19,2.024691358025,1e-06,yes,
    tco_2000_10000_1.5,"Barroso TCO as coded in ASIC/Chiplet Cloud (read, recomputed)",TCO,$/W/month,W=2000;price=10000;life_y=1.5;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,0.5301956401647,1e-08,yes,720 h month; annuity interest
    tcolife_2000_10000_1.5,same,lifetime TCO per server,$,W=2000;price=10000;life_y=1.5;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,19087.04304593,1e-08,yes,
    tco_10200_270000_4,"Barroso TCO as coded in ASIC/Chiplet Cloud (read, recomputed)",TCO,$/W/month,W=10200;price=270000;life_y=4;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,0.8944032026742,1e-08,yes,720 h month; annuity interest
    tcolife_10200_270000_4,same,lifetime TCO per server,$,W=10200;price=270000;life_y=4;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,437899.8080293,1e-08,yes,
    tco_10200_250000_5,"Barroso TCO as coded in ASIC/Chiplet Cloud (read, recomputed)",TCO,$/W/month,W=10200;price=250000;life_y=5;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,0.7380005431871,1e-08,yes,720 h month; annuity interest
    tcolife_10200_250000_5,same,lifetime TCO per server,$,W=10200;price=250000;life_y=5;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,451656.3324305,1e-08,yes,
    tco_300_2000_3,"Barroso TCO as coded in ASIC/Chiplet Cloud (read, recomputed)",TCO,$/W/month,W=300;price=2000;life_y=3;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,0.4387736206758,1e-08,yes,720 h month; annuity interest
    tcolife_300_2000_3,same,lifetime TCO per server,$,W=300;price=2000;life_y=3;elec=0.067;interest=0.08;dc_capex=10;dc_years=12;dc_opex=0.04;PUE=1.5;srv_opex=0.05,4738.755103299,1e-08,yes,
    tco_trap,Chiplet Cloud TCO class,PUE overhead as coded is W*t too large,bool,,1,0,yes,multiplies srv_power (already W*months) by W*months again: do not copy
    hamilton_share,Hamilton 2010 overall data centre costs (text read),servers share of monthly cost,1,servers=0.57;network=0.08;power_dist_cooling=0.18;power=0.13;other=0.04,1.0,1e-09,yes,shares sum to 1 of $3.5M/month for 45-50k servers
    npv_excel1,Excel NPV documentation,NPV,$,r=0.10;cf=-10000|3000|4200|6800 (first at t=1),1188.4434123,1e-09,yes,recomputed
    npv_excel2,Excel NPV documentation,NPV,$,r=0.08;cf0=-40000;cf=8000|9200|10000|12000|14500,1922.061555,1e-09,yes,
    irr_excel5,Excel IRR documentation,IRR,1,cf=-70000|12000|15000|18000|21000|26000,0.086630948,1e-07,yes,
    irr_excel4,Excel IRR documentation,IRR negative,1,cf=-70000|12000|15000|18000|21000,-0.0212448483,1e-07,yes,
    irr_bm,Brealey-Myers,IRR,1,cf=-4000|2000|4000,0.2808,0.001,yes,NPV at 10% 1123.97
    xnpv,Excel XNPV documentation,XNPV,$,r=0.09;cf=-10000|2750|4250|3250|2750;dates=2008-01-01|2008-03-01|2008-10-30|2009-02-15|2009-04-01,2086.647602,1e-09,yes,actual/365
    xirr,Excel XIRR documentation,XIRR,1,same cash flows,0.3733625335,1e-07,yes,
    pmt,Excel PMT documentation,payment,$,P=10000;rate=0.08/12;n=10,1037.0320894,1e-09,yes,
    crf,annuity,capital recovery factor,1/yr,r=0.08;n=12,0.1326950169,1e-09,yes,
    wright_2,Wright 80% curve,cost of unit 2,$,C1=100;progress=0.80;n=2,80.0,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_3,Wright 80% curve,cost of unit 3,$,C1=100;progress=0.80;n=3,70.2103703,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_4,Wright 80% curve,cost of unit 4,$,C1=100;progress=0.80;n=4,64.0,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_8,Wright 80% curve,cost of unit 8,$,C1=100;progress=0.80;n=8,51.2,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_10,Wright 80% curve,cost of unit 10,$,C1=100;progress=0.80;n=10,47.6509871,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_100,Wright 80% curve,cost of unit 100,$,C1=100;progress=0.80;n=100,22.7061661,1e-08,yes,b=-log2(0.8)=0.3219280949
    wright_cum10,Wright 80% curve,cumulative cost 10 units,$,C1=100;progress=0.80;n=10,631.5373018,1e-08,yes,
    dp_npv,Dixit-Pindyck ch.2 two-period,NPV invest now,$,I=1600;P0=200;up=300;down=100;q=0.5;r=0.1,600,1e-09,yes,E[P]=200 perpetuity incl. t=0
    dp_wait,Dixit-Pindyck ch.2,NPV wait one year,$,same,772.7272727,1e-08,yes,0.5*(-1600/1.1+300*1.1/0.1/1.1)
    dp_option,Dixit-Pindyck ch.2,value of flexibility,$,same,172.7272727,1e-08,yes,book prints 173
    ms_beta1,McDonald-Siegel trigger,V*/I,x,r=0.04;delta=0.04;sigma=0.2,2.0,1e-09,yes,beta1=2
    ms_beta2,McDonald-Siegel trigger,V*/I,x,r=0.04;delta=0.04;sigma=0.4,3.7320508076,1e-09,yes,
    bs_call,Hull Black-Scholes example,European call,$,S=42;K=40;r=0.1;sigma=0.2;T=0.5,4.7594223929,1e-09,yes,book 4.76
    bs_put,Hull,European put,$,S=42;K=40;r=0.1;sigma=0.2;T=0.5,0.8085993729,1e-09,yes,book 0.81
    crr5,Hull CRR example,American put 5 steps,$,S=50;K=50;r=0.1;sigma=0.4;T=0.4166666667;steps=5,4.4884585347,1e-09,yes,book 4.49
    nv_q,Cachon-Terwiesch newsvendor,order quantity,units,mu=3192;sigma=1181;price=180;cost=110;salvage=90,4095.122124742,1e-09,yes,critical ratio 7/9; book (table z=0.77) 4101
    cvar_n_0.95,closed form,"CVaR of N(0,1)",1,level=0.95,2.062712807507,1e-09,yes,VaR 1.644853627
    cvar_n_0.99,closed form,"CVaR of N(0,1)",1,level=0.99,2.665214220346,1e-09,yes,VaR 2.326347874
    cvar_ln,closed form,CVaR95 of lognormal,1,mu=0;sigma=0.5;level=0.95,2.858591295313,1e-08,yes,
    wilson_2012-2016,Wilson Research/Siemens verification study (text read),ASIC first-silicon success,1,year=2012-2016,0.3,0.0,yes,2020 value 0.32 is unverified
    wilson_2018,Wilson Research/Siemens verification study (text read),ASIC first-silicon success,1,year=2018,0.26,0.0,yes,2020 value 0.32 is unverified
    wilson_2022,Wilson Research/Siemens verification study (text read),ASIC first-silicon success,1,year=2022,0.24,0.0,yes,2020 value 0.32 is unverified
    wilson_2024,Wilson Research/Siemens verification study (text read),ASIC first-silicon success,1,year=2024,0.14,0.0,yes,2020 value 0.32 is unverified
    late_2012,Wilson Research/Siemens (text read),ASIC projects behind schedule,1,year=2012,0.67,0.0,yes,
    late_2022,Wilson Research/Siemens (text read),ASIC projects behind schedule,1,year=2022,0.66,0.0,yes,
    late_2024,Wilson Research/Siemens (text read),ASIC projects behind schedule,1,year=2024,0.75,0.0,yes,
    tsmc_d0_n5,AnandTech/TSMC Aug 2020 (manifest read),N5 defect density at ramp,1/cm2,node=N5,0.105,0.05,yes,0.10-0.11; N7 0.09 three quarters after HVM
    cowos_rubin,JPMorgan (text read),CoWoS wafers for Rubin 2026,wafers,units=2.9e6;per_wafer=9,322222,0.001,yes,Broadcom 2026 allocation 185000 wafers; TSMC 95k wpm end-2026
    cowos_tripled,Silicon Analysts (text read),CoWoS demand 2026/2024,x,w2024=370e3;w2026=1.0e6,2.7,0.01,yes,670k in 2025; lead time 52-78 weeks
    oracle_default_RENT,independent reference implementation defaults plus inputs,npv cost,$,strategy=RENT,17216120655.71,1e-09,yes,lcoc 15160.5312 $/PFLOP-year; unmet 0; merchant 0; custom 0; volume quarter 15
    oracle_default_BUY,independent reference implementation defaults plus inputs,npv cost,$,strategy=BUY,15536930752.83,1e-09,yes,lcoc 13691.1177 $/PFLOP-year; unmet 797.952293; merchant 287096.286; custom 0; volume quarter 15
    oracle_default_BUILD,independent reference implementation defaults plus inputs,npv cost,$,strategy=BUILD,15504582344.72,1e-09,yes,lcoc 13662.6124 $/PFLOP-year; unmet 797.952293; merchant 151886.524; custom 349753.949; volume quarter 15
    oracle_default_CODESIGN,independent reference implementation defaults plus inputs,npv cost,$,strategy=CODESIGN,15792280077.68,1e-09,yes,lcoc 13916.1311 $/PFLOP-year; unmet 797.952293; merchant 145071.483; custom 325418.597; volume quarter 14
    oracle_default_ACQUIRE,independent reference implementation defaults plus inputs,npv cost,$,strategy=ACQUIRE,17413984877.82,1e-09,yes,lcoc 15345.1747 $/PFLOP-year; unmet 797.952293; merchant 130327.277; custom 419647.938; volume quarter 11
    oracle_default_HYBRID,independent reference implementation defaults plus inputs,npv cost,$,strategy=HYBRID,16055167845.35,1e-09,yes,lcoc 14147.7874 $/PFLOP-year; unmet 797.952293; merchant 212441.636; custom 170386.837; volume quarter 14
    oracle_small_RENT,independent reference implementation defaults plus inputs,npv cost,$,strategy=RENT;D0=2000.0,1721612065.571,1e-09,yes,lcoc 15160.5312 $/PFLOP-year; unmet 0; merchant 0; custom 0; volume quarter 15
    oracle_small_BUY,independent reference implementation defaults plus inputs,npv cost,$,strategy=BUY;D0=2000.0,1548805254.267,1e-09,yes,lcoc 13638.7929 $/PFLOP-year; unmet 0; merchant 28709.6286; custom 0; volume quarter 15
    oracle_small_CODESIGN,independent reference implementation defaults plus inputs,npv cost,$,strategy=CODESIGN;D0=2000.0,2294026210.16,1e-09,yes,lcoc 20201.2152 $/PFLOP-year; unmet 0; merchant 14212.0789; custom 33005.5323; volume quarter 14
    oracle_cogs_3_0,independent reference implementation,custom COGS at volume start year 3,$,defaults,6041.521104999,1e-09,yes,
    oracle_cogs_5_2,independent reference implementation,custom COGS two years later,$,defaults,6020.173566996,1e-09,yes,
    oracle_closed_buy,closed form (K+opex)/(p*U*L) and independent reference implementation,BUY lcoc steady state,$/PFLOP-year,strategy=BUY;T=20;r=1e-12;mu=0;ghat=0;F0=0;gam_p=1;gam_w=1;gam_P=1;gam_o=1;dec_m=0;lead_m=0;C0=0;pen=0;psi=0;L_dc=1e-9;A_m0=1e12,25478.34433016,1e-09,yes,K=32000+15300+34632; opex=5y energy+5y maintenance

    """##
}
