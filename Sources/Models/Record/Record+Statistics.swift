// swift-format-ignore-file

extension Record {
  /// Known answers for draws, transforms, aggregates and estimators.
  static let statistics = ##"""
    case,inputs,quantity,reference_value,tolerance,how_obtained
    philox4x32-10,ctr=00000000 00000000 00000000 00000000; key=00000000 00000000,"4 output words (hex, word 0 first)",6627e8d5 e169c58d bc57ac4c 9b00dbd8,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    philox4x32-10,ctr=ffffffff ffffffff ffffffff ffffffff; key=ffffffff ffffffff,"4 output words (hex, word 0 first)",408f276d 41c83b0e a20bc7c6 6d5451fd,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    philox4x32-10,ctr=243f6a88 85a308d3 13198a2e 03707344; key=a4093822 299f31d0,"4 output words (hex, word 0 first)",d16cfe09 94fdcceb 5001e420 24126ea1,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    philox4x32-7,ctr=00000000 00000000 00000000 00000000; key=00000000 00000000,4 output words (hex),5f6fb709 0d893f64 4f121f81 4f730a48,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    philox4x32-7,ctr=243f6a88 85a308d3 13198a2e 03707344; key=a4093822 299f31d0,4 output words (hex),4dfccaba 190a87f0 c47362ba b6b5242a,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    philox4x64-10,ctr=0000000000000000 0000000000000000 0000000000000000 0000000000000000; key=0000000000000000 0000000000000000,4 output words (hex),16554d9eca36314c db20fe9d672d0fdc d7e772cee186176b 7e68b68aec7ba23b,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree; equals numpy.random.Philox (which pre-increments the counter)"
    philox4x64-10,ctr=ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff; key=ffffffffffffffff ffffffffffffffff,4 output words (hex),87b092c3013fe90b 438c3c67be8d0224 9cc7d7c69cd777b6 a09caebf594f0ba0,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree; equals numpy.random.Philox (which pre-increments the counter)"
    philox4x64-10,ctr=243f6a8885a308d3 13198a2e03707344 a4093822299f31d0 082efa98ec4e6c89; key=452821e638d01377 be5466cf34e90c6c,4 output words (hex),a528f45403e61d95 38c72dbd566e9788 a5a1610e72fd18b5 57bd43b5e52b7fe6,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree; equals numpy.random.Philox (which pre-increments the counter)"
    threefry4x32-20,ctr=00000000 00000000 00000000 00000000; key=00000000 00000000 00000000 00000000,4 output words (hex),9c6ca96a e17eae66 fc10ecd4 5256a7d8,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    threefry4x32-20,ctr=ffffffff ffffffff ffffffff ffffffff; key=ffffffff ffffffff ffffffff ffffffff,4 output words (hex),2a881696 57012287 f6c7446e a16a6732,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    threefry4x32-20,ctr=243f6a88 85a308d3 13198a2e 03707344; key=a4093822 299f31d0 082efa98 ec4e6c89,4 output words (hex),59cd1dbb b8879579 86b5d00c ac8b6d84,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    threefry2x64-20,ctr=0000000000000000 0000000000000000; key=0000000000000000 0000000000000000,2 output words (hex),c2b6e3a8c2c69865 6f81ed42f350084d,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    threefry2x64-20,ctr=ffffffffffffffff ffffffffffffffff; key=ffffffffffffffff ffffffffffffffff,2 output words (hex),e02cb7c4d95d277a d06633d0893b8b68,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    threefry4x64-20,ctr=ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff; key=ffffffffffffffff ffffffffffffffff ffffffffffffffff ffffffffffffffff,4 output words (hex),29c24097942bba1b 0371bbfb0f6f4e11 3c231ffa33f83a1c cd29113fde32d168,exact,"Random123 tests/kat_vectors (BSD-3, D. E. Shaw Research); re-derived by an independent implementation, 39/39 vectors agree"
    FNV-1a 32-bit,"UTF-8 string ""a""",hash (hex),e40c292c,exact,published FNV test vectors; recomputed
    FNV-1a 32-bit,"UTF-8 string ""foobar""",hash (hex),bf9cf968,exact,published FNV test vectors; recomputed
    FNV-1a 32-bit,"UTF-8 string ""mfu""",hash (hex),e2afc05d,exact,same code that reproduces the published vectors
    u52 from philox words,"seed=2026; scenario=0; draw=FNV-1a-32(""mfu"")=e2afc05d; replicate=0; words lo=39c1b677 hi=c4cdf249 (even: words 0,1); k=(hi*2^32+lo)>>12; u=(k+0.5)*2^-52",u,0.7687674931310146 = 0x1.899be49273837p-1,exact (bits),rational arithmetic; u is exactly representable
    philox4x32-10 proposed layout,"seed=2026; scenario=1; draw=FNV-1a-32(""mfu"")=e2afc05d; replicate=0; ctr=(floor(i/2) mod 2^32, floor(i/2) div 2^32, draw, replicate); key=(seed mod 2^32, seed div 2^32)",4 output words (hex),39c1b677 c4cdf249 b13a7716 daf3236d,exact,independent Philox that reproduces the Random123 vectors (the layout is a proposal of sweeps-uq.md)
    u52 from philox words,"seed=2026; scenario=1; draw=FNV-1a-32(""mfu"")=e2afc05d; replicate=0; words lo=b13a7716 hi=daf3236d (odd: words 2,3); k=(hi*2^32+lo)>>12; u=(k+0.5)*2^-52",u,0.8552724974444831 = 0x1.b5e646db6274fp-1,exact (bits),rational arithmetic; u is exactly representable
    u52 from philox words,"seed=2026; scenario=8589934592; draw=FNV-1a-32(""mfu"")=e2afc05d; replicate=0; words lo=04e9f505 hi=9f997952 (even: words 0,1); k=(hi*2^32+lo)>>12; u=(k+0.5)*2^-52",u,0.6234355759851623 = 0x1.3f32f2a409d3fp-1,exact (bits),rational arithmetic; u is exactly representable
    philox4x32-10 proposed layout,"seed=2026; scenario=99999999999; draw=FNV-1a-32(""power_price"")=2499a6a4; replicate=3; ctr=(floor(i/2) mod 2^32, floor(i/2) div 2^32, draw, replicate); key=(seed mod 2^32, seed div 2^32)",4 output words (hex),ab10a67c d316ad38 54e74ae7 8fc4bec4,exact,independent Philox that reproduces the Random123 vectors (the layout is a proposal of sweeps-uq.md)
    philox4x32-10 proposed layout,"seed=0; scenario=0; draw=00000000; replicate=0; ctr=(floor(i/2) mod 2^32, floor(i/2) div 2^32, draw, replicate); key=(seed mod 2^32, seed div 2^32)",4 output words (hex),6627e8d5 e169c58d bc57ac4c 9b00dbd8,exact,independent Philox that reproduces the Random123 vectors (the layout is a proposal of sweeps-uq.md)
    u52 from philox words,"seed=0; scenario=0; draw=00000000; replicate=0; words lo=6627e8d5 hi=e169c58d (even: words 0,1); k=(hi*2^32+lo)>>12; u=(k+0.5)*2^-52",u,0.8805201978886142 = 0x1.c2d38b1acc4fdp-1,exact (bits),rational arithmetic; u is exactly representable
    u52 conversion,x=0x0000000000000000; u=((x>>12)+0.5)*2^-52,u,0x1.0000000000000p-53 = 1.1102230246251565e-16,exact (bits),"rational arithmetic; always strictly inside (0,1)"
    u52 conversion,x=0xffffffffffffffff; u=((x>>12)+0.5)*2^-52,u,0x1.fffffffffffffp-1 = 0.9999999999999999,exact (bits),"rational arithmetic; always strictly inside (0,1)"
    u52 conversion,x=0x0123456789abcdef; u=((x>>12)+0.5)*2^-52,u,0x1.23456789abc80p-8 = 0.004444444444444362,exact (bits),"rational arithmetic; always strictly inside (0,1)"
    sobol unscrambled d=8,point index 2 (0-based; Gray-code order),coordinates 1..8,0.75 0.25 0.25 0.25 0.75 0.75 0.25 0.75,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=8,point index 4 (0-based; Gray-code order),coordinates 1..8,0.375 0.375 0.625 0.875 0.375 0.125 0.375 0.875,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=8,point index 5 (0-based; Gray-code order),coordinates 1..8,0.875 0.875 0.125 0.375 0.875 0.625 0.875 0.375,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=8,point index 6 (0-based; Gray-code order),coordinates 1..8,0.625 0.125 0.875 0.625 0.625 0.875 0.125 0.125,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=8,point index 7 (0-based; Gray-code order),coordinates 1..8,0.125 0.625 0.375 0.125 0.125 0.375 0.625 0.625,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=8,point index 8 (0-based; Gray-code order),coordinates 1..8,0.1875 0.3125 0.9375 0.4375 0.5625 0.3125 0.4375 0.9375,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled,dimension 9; indices 0..7,coordinate,0.0 0.5 0.75 0.25 0.875 0.375 0.125 0.625,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled,dimension 10; indices 0..7,coordinate,0.0 0.5 0.75 0.25 0.625 0.125 0.375 0.875,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol unscrambled d=10,point index 12345,coordinates 1..10,0.64093017578125 0.81341552734375 0.16033935546875 0.52679443359375 0.88848876953125 0.05889892578125 0.12725830078125 0.11334228515625 0.80181884765625 0.42962646484375,exact,"scipy.stats.qmc.Sobol(scramble=False) (Joe-Kuo D(6) direction numbers, Gray-code order, index 0 = origin); random-access formula agrees"
    sobol random access 52-bit,point index 1048577 (Gray-code order); 52-bit direction numbers,integer coordinates 1..4 (units of 2^-52),2251806256136192 4362894351269888 808723014483968 1501707397758976,exact,random-access XOR of direction numbers extended to 52 bits by the Bratley-Fox recurrence; same code equals scipy (bits=52) for indices 0..4095
    sobol random access 52-bit,point index 8589934597 (Gray-code order); 52-bit direction numbers,integer coordinates 1..4 (units of 2^-52),3940649674735616 2814749767368704 3733958668058624 4152357467979776,exact,random-access XOR of direction numbers extended to 52 bits by the Bratley-Fox recurrence; same code equals scipy (bits=52) for indices 0..4095
    sobol random access 52-bit,point index 99999999999 (Gray-code order); 52-bit direction numbers,integer coordinates 1..4 (units of 2^-52),2865337958400 3309440822247424 1959023392948224 17838863777792,exact,random-access XOR of direction numbers extended to 52 bits by the Bratley-Fox recurrence; same code equals scipy (bits=52) for indices 0..4095
    sobol direction numbers,"dimension 5; polynomial code 13; initial m=[1, 1, 1]","first 8 direction integers as m_j (odd, < 2^j)",1 1 1 11 31 55 61 157,exact,Joe-Kuo table shipped with scipy; recurrence evaluated independently
    sobol table,new-joe-kuo-6,dimensions available; maximum polynomial degree,21201; 18,exact,"scipy._sobol_direction_numbers.npz shapes; Joe & Kuo 2008, BSD-3 style licence"
    sobol net property,first 2^10 points of dimensions 1 and 2,points in each of the 1024 dyadic boxes 2^-5 x 2^-5,1,exact,"(0,m,2)-net property; counted"
    hash Owen scramble (Laine-Karras/Burley 2020),v=0x00000000; seed=0x00000001,scrambled word,0xa66de0ec,exact,"published formula (constants 6c50b47c b82f1e52 c7afe638 8d22f6e6 with bit reversal), evaluated in Python integers"
    hash Owen scramble (Vegdahl as in pbrt-v4 FastOwenScrambler),v=0x00000000; seed=0x00000001,scrambled word,0xd5a1fe3d,exact,"published formula (constants 3d20adea 05526c56 53a22864), evaluated in Python integers"
    hash Owen scramble (Laine-Karras/Burley 2020),v=0x80000000; seed=0xdeadbeef,scrambled word,0x0d5e1e4c,exact,"published formula (constants 6c50b47c b82f1e52 c7afe638 8d22f6e6 with bit reversal), evaluated in Python integers"
    hash Owen scramble (Vegdahl as in pbrt-v4 FastOwenScrambler),v=0x80000000; seed=0xdeadbeef,scrambled word,0x6607918a,exact,"published formula (constants 3d20adea 05526c56 53a22864), evaluated in Python integers"
    hash Owen scramble (Laine-Karras/Burley 2020),v=0x12345678; seed=0x9e3779b9,scrambled word,0xa61c7925,exact,"published formula (constants 6c50b47c b82f1e52 c7afe638 8d22f6e6 with bit reversal), evaluated in Python integers"
    hash Owen scramble (Vegdahl as in pbrt-v4 FastOwenScrambler),v=0x12345678; seed=0x9e3779b9,scrambled word,0x942414a5,exact,"published formula (constants 3d20adea 05526c56 53a22864), evaluated in Python integers"
    inverse normal CDF,p=2^-53 taken as the nearest binary64 = 0x1.0000000000000p-53,z,-8.2095361516013869,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=1e-15 taken as the nearest binary64 = 0x1.203af9ee75616p-50,z,-7.9413453261709968,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=1e-12 taken as the nearest binary64 = 0x1.19799812dea11p-40,z,-7.0344838253011319,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=1e-6 taken as the nearest binary64 = 0x1.0c6f7a0b5ed8dp-20,z,-4.7534243088228990,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=1e-4 taken as the nearest binary64 = 0x1.a36e2eb1c432dp-14,z,-3.7190164854556806,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.001 taken as the nearest binary64 = 0x1.0624dd2f1a9fcp-10,z,-3.0902323061678135,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.01 taken as the nearest binary64 = 0x1.47ae147ae147bp-7,z,-2.3263478740408411,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.02425 taken as the nearest binary64 = 0x1.8d4fdf3b645a2p-6,z,-1.9729610513118848,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.025 taken as the nearest binary64 = 0x1.999999999999ap-6,z,-1.9599639845400542,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.1 taken as the nearest binary64 = 0x1.999999999999ap-4,z,-1.2815515655446004,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.25 taken as the nearest binary64 = 0x1.0000000000000p-2,z,-0.67448975019608174,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.499999 taken as the nearest binary64 = 0x1.ffffbce4217d3p-2,z,-2.5066282745665594e-6,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.6 taken as the nearest binary64 = 0x1.3333333333333p-1,z,0.25334710313579974,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.75 taken as the nearest binary64 = 0x1.8000000000000p-1,z,0.67448975019608174,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.9 taken as the nearest binary64 = 0x1.ccccccccccccdp-1,z,1.2815515655446006,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.925 (AS241 branch point) taken as the nearest binary64 = 0x1.d99999999999ap-1,z,1.4395314709384562,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.95 taken as the nearest binary64 = 0x1.e666666666666p-1,z,1.6448536269514723,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.975 taken as the nearest binary64 = 0x1.f333333333333p-1,z,1.9599639845400539,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.99 taken as the nearest binary64 = 0x1.fae147ae147aep-1,z,2.3263478740408408,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.999 taken as the nearest binary64 = 0x1.ff7ced916872bp-1,z,3.0902323061678133,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    inverse normal CDF,p=0.999999 taken as the nearest binary64 = 0x1.ffffde7210be9p-1,z,4.7534243088170878,rel 2e-15,mpmath 50 digits: sqrt(2)*erfinv(2p-1) on the exact double; agrees with root of ncdf
    normal CDF,x=-5,Phi(x),2.8665157187919391e-7,rel 2e-15,mpmath 50 digits
    normal CDF,x=-2,Phi(x),0.022750131948179207,rel 2e-15,mpmath 50 digits
    normal CDF,x=0.5,Phi(x),0.69146246127401310,rel 2e-15,mpmath 50 digits
    normal CDF,x=1,Phi(x),0.84134474606854295,rel 2e-15,mpmath 50 digits
    normal CDF,x=1.6448536269514722,Phi(x),0.94999999999999995,rel 2e-15,mpmath 50 digits
    normal CDF,x=3,Phi(x),0.99865010196836991,rel 2e-15,mpmath 50 digits
    lognormal from 90% interval,"""2 to 8"" (p5=2, p95=8)",mu of ln X,1.3862943611198906,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""2 to 8"" (p5=2, p95=8)",sigma of ln X,0.42140356394179923,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""2 to 8"" (p5=2, p95=8)",mean,4.3714066403249838,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""2 to 8"" (p5=2, p95=8)",standard deviation,1.9270157644238855,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""2 to 8"" (p5=2, p95=8)",median,4.0000000000000000,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1.5 to 4"" (p5=1.5, p95=4)",mu of ln X,0.89587973461402750,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1.5 to 4"" (p5=1.5, p95=4)",mean,2.5608179545491168,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1.5 to 4"" (p5=1.5, p95=4)",standard deviation,0.78079656935027304,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1.5 to 4"" (p5=1.5, p95=4)",median,2.4494897427831781,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",mu of ln X,9.2103403719761827,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",sigma of ln X,1.3998723383439259,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",mean,26639.800977355453,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",standard deviation,65778.140587340918,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",median,10000.000000000000,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",p95,100000.00000000000,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 90% interval,"""1000 to 100000"" (p5=1000, p95=100000)",p99,259608.60494781288,rel 5e-15,"closed form in mpmath 50 digits; same convention as Squiggle/squigglepy ""to"""
    lognormal from 80% interval,"""2 to 8 @ 80%"" (p10=2, p90=8)",sigma of ln X,0.54086561882930527,rel 5e-15,"closed form, mpmath"
    normal from 90% interval,normal(-1 to 3),sigma,1.2159136638235379,rel 5e-15,"closed form (half width)/1.6448536269514722, mpmath"
    logit-normal from 90% interval,"fraction ""0.30 to 0.45""",median,0.37192104921423982,rel 5e-15,"logistic of mean of logits, mpmath"
    logit-normal from 90% interval,"fraction ""0.30 to 0.45""",p99,0.48332725664062927,rel 5e-15,"logistic of normal quantile, mpmath"
    logit-normal from 90% interval,"fraction ""0.30 to 0.45""",mean,0.3730573219973912,rel 1e-12,mpmath quadrature
    triangular,min=1 mode=2 max=5; p=0.05,quantile,1.4472135954999579,rel 5e-15,"closed form, mpmath; scipy.stats.triang agrees"
    triangular,min=1 mode=2 max=5; p=0.5,quantile,2.5505102572168219,rel 5e-15,"closed form, mpmath; scipy.stats.triang agrees"
    triangular,min=1 mode=2 max=5; p=0.95,quantile,4.2254033307585166,rel 5e-15,"closed form, mpmath; scipy.stats.triang agrees"
    triangular,min=1 mode=2 max=5,mean; variance,2.6666666666666667; 0.72222222222222222,rel 5e-15,(a+b+c)/3; (a^2+b^2+c^2-ab-ac-bc)/18
    PERT,min=10.0 mode=20.0 max=50.0 lambda=4,alpha; beta; mean,2.0000000000000000; 4.0000000000000000; 23.333333333333333,rel 5e-15,closed form
    PERT,min=10.0 mode=20.0 max=50.0 lambda=4; p=0.5,quantile,22.552406818227898,rel 1e-13,"root of regularised incomplete beta, mpmath 50 digits"
    PERT,min=10.0 mode=20.0 max=50.0 lambda=4; p=0.95,quantile,36.296332720045548,rel 1e-13,"root of regularised incomplete beta, mpmath 50 digits"
    PERT,min=0.25 mode=0.38 max=0.5 lambda=4,alpha; beta; mean,3.0800000000000000; 2.9200000000000000; 0.37833333333333333,rel 5e-15,closed form
    PERT,min=0.25 mode=0.38 max=0.5 lambda=4; p=0.05,quantile,0.30000122491376281,rel 1e-13,"root of regularised incomplete beta, mpmath 50 digits"
    PERT,min=0.25 mode=0.38 max=0.5 lambda=4; p=0.5,quantile,0.37872688587024274,rel 1e-13,"root of regularised incomplete beta, mpmath 50 digits"
    beta,alpha=2 beta=5; p=0.05,quantile,0.062849891708354380,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=2 beta=5; p=0.5,quantile,0.26444998329565996,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=0.5 beta=0.5; p=0.05,quantile,0.0061558297024311369,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=0.5 beta=0.5; p=0.5,quantile,0.50000000000000000,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=0.5 beta=0.5; p=0.95,quantile,0.99384417029756886,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=8 beta=2; p=0.05,quantile,0.57086445296856543,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    beta,alpha=8 beta=2; p=0.95,quantile,0.95897683249300346,rel 1e-13,"root of regularised incomplete beta, mpmath; scipy agrees"
    loguniform,1e3 .. 1e6; p=0.05,quantile,1412.5375446227543,rel 5e-15,10^(3+3p)
    loguniform,1e3 .. 1e6; p=0.95,quantile,707945.78438413791,rel 5e-15,10^(3+3p)
    loguniform,a=1e3 b=1e6,mean,144620.06247378286,rel 5e-15,(b-a)/ln(b/a)
    lognormal moments,mu=0 sigma=0.5,mean; variance; skewness; excess kurtosis,1.1331484530668263; 0.36469585401238666; 1.7501896550697182; 5.8984456737847790,rel 1e-14,"closed form, mpmath"
    "expected shortfall (CVaR), normal(0,1)",level 0.95,E[X | X > q],2.0627128075074260,rel 1e-14,phi(z)/(1-p)
    "expected shortfall (CVaR), normal(0,1)",level 0.99,E[X | X > q],2.6652142203458048,rel 1e-14,phi(z)/(1-p)
    "expected shortfall (CVaR), lognormal(0,0.5)",level 0.95,E[X | X > q],2.8585912953125432,rel 1e-14,exp(sigma^2/2)*Phi(sigma-z)/(1-p)
    product of 6 lognormals: Sobol indices,input 1 (s=0.5),S1; ST,0.33610954564435105; 0.48296159427418983,rel 1e-14,"product-form ANOVA: V_i=exp(s_i^2)-1, 1+V=prod(1+V_j)"
    product of 6 lognormals: Sobol indices,input 2 (s=0.4),S1; ST,0.20532901841502686; 0.32282605877068263,rel 1e-14,"product-form ANOVA: V_i=exp(s_i^2)-1, 1+V=prod(1+V_j)"
    product of 6 lognormals: Sobol indices,input 3 (s=0.3),S1; ST,0.11144381399619509; 0.18792079174546068,rel 1e-14,"product-form ANOVA: V_i=exp(s_i^2)-1, 1+V=prod(1+V_j)"
    Ishigami,a=7 b=0.1,S2,0.44241114479004081,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Ishigami,a=7 b=0.1,S3,0,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Ishigami,a=7 b=0.1,ST1,0.55758885520995919,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Ishigami,a=7 b=0.1,ST2,0.44241114479004081,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Ishigami,a=7 b=0.1,ST3,0.24368366406214773,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Ishigami,a=7 b=0.1,S13 (second order),0.24368366406214773,rel 1e-14 (estimates: see CI),"closed form, mpmath"
    Sobol-G,"a=0 1 4.5 9 99 99 99 99; x~U(0,1)",mean; variance,1; 0.46542443190220667,rel 1e-14,closed form
    Sobol-G,a=0 1 4.5 9 99 99 99 99; input 2,S; ST,0.17904804221975833; 0.24219819281823846,rel 1e-14,V_i=1/(3(1+a_i)^2)
    Sobol-G,a=0 1 4.5 9 99 99 99 99; input 3,S; ST,0.023675774177819283; 0.034316910154082833,rel 1e-14,V_i=1/(3(1+a_i)^2)
    Sobol-G,a=0 1 4.5 9 99 99 99 99; input 4,S; ST,0.0071619216887903331; 0.010460387065239535,rel 1e-14,V_i=1/(3(1+a_i)^2)
    Sobol-G,a=0 1 4.5 9 99 99 99 99; input 5,S; ST,7.1619216887903331e-5; 1.0494905191950601e-4,rel 1e-14,V_i=1/(3(1+a_i)^2)
    linear Gaussian,"Y=3 X1+2 X2+X3; X iid N(0,1)",S1=ST: X1; X2; X3,0.64285714285714286; 0.28571428571428571; 0.071428571428571429,rel 1e-14,"9/14, 4/14, 1/14"
    "Borgonovo delta, bivariate normal","corr(X,Y)=0.5",delta,0.184608463333,abs 1e-9 (estimate: abs 0.01),"half L1 distance integrated over X with mpmath quadrature, densities cross at two analytic points; independent grid sum agrees to 2e-4"
    "mutual information, bivariate normal",corr=0.5,I(X;Y) nats,0.1438410362258905,rel 1e-14,-0.5 ln(1-rho^2)
    "Borgonovo delta, bivariate normal","corr(X,Y)=0.8",delta,0.385555578941,abs 1e-9 (estimate: abs 0.01),"half L1 distance integrated over X with mpmath quadrature, densities cross at two analytic points; independent grid sum agrees to 2e-4"
    "mutual information, bivariate normal",corr=0.8,I(X;Y) nats,0.5108256237659907,rel 1e-14,-0.5 ln(1-rho^2)
    "Borgonovo delta, bivariate normal","corr(X,Y)=0.9",delta,0.514881907908,abs 1e-9 (estimate: abs 0.01),"half L1 distance integrated over X with mpmath quadrature, densities cross at two analytic points; independent grid sum agrees to 2e-4"
    "mutual information, bivariate normal",corr=0.9,I(X;Y) nats,0.8303656034108255,rel 1e-14,-0.5 ln(1-rho^2)
    "EVPI, two options","value A=0; value B~N(1,2); choose max",EVPI,0.39559311480261206,rel 1e-14,s*phi(m/s)-|m|*Phi(-|m|/s)
    "EVPPI, two options","A=0; B=1+X1+X2, X1~N(0,1.6), X2~N(0,1.2) (sd)",EVPPI(X1); EVPPI(X2),0.25907202063189952; 0.13596586952872004,rel 1e-14,same formula with the sd of the learned input
    "win share, two options","A=0; B~N(1,2)",P(B best),0.69146246127401310,rel 1e-14,Phi(m/s)
    Gaussian copula: Spearman to Pearson,rho_S=0.3,rho of latent normals,0.31286893008046174,rel 5e-15,2 sin(pi rho_S/6)
    Gaussian copula: Spearman to Pearson,rho_S=0.9,rho of latent normals,0.90798099947909358,rel 5e-15,2 sin(pi rho_S/6)
    Gaussian copula: Spearman to Pearson,rho_S=-0.7,rho of latent normals,-0.71673589909060055,rel 5e-15,2 sin(pi rho_S/6)
    Gaussian copula: Kendall to Pearson,tau=0.5,rho,0.70710678118654752,rel 5e-15,sin(pi tau/2)
    Gaussian copula: orthant,rho=0.5,P(U1<0.5 and U2<0.5),0.33333333333333333,rel 5e-15,1/4+asin(rho)/(2 pi)
    Gaussian copula: lognormal correlation,"sigma=0.5,0.4; latent rho=0.6","Pearson corr(X1,X2)",0.57432472410333497,rel 1e-14,closed form
    Cholesky of correlation matrix,1 .5 .25; .5 1 .5; .25 .5 1,L lower rows,1.0000000000000000; 0.50000000000000000 0.86602540378443865; 0.25000000000000000 0.43301270189221932 0.86602540378443865,rel 5e-15,mpmath Cholesky
    correlation matrix not positive definite,1 .9 -.9; .9 1 .9; -.9 .9 1,smallest eigenvalue; verdict,-0.8; reject,abs 1e-12,eigenvalues 1.9 1.9 -0.8
    discrete choice by inversion,weights a:0.5 b:0.3 c:0.2 in declared order,choice at u=1.1102230246251565e-16,a,exact,first j with u < cumulative weight
    discrete choice by inversion,weights a:0.5 b:0.3 c:0.2 in declared order,choice at u=0.5001,b,exact,first j with u < cumulative weight
    discrete choice by inversion,weights a:0.5 b:0.3 c:0.2 in declared order,choice at u=0.7999,b,exact,first j with u < cumulative weight
    discrete choice by inversion,weights a:0.5 b:0.3 c:0.2 in declared order,choice at u=0.8001,c,exact,first j with u < cumulative weight
    discrete choice by inversion,weights a:0.5 b:0.3 c:0.2 in declared order,choice at u=0.9999999999999999,c,exact,first j with u < cumulative weight
    discrete choice: 52-bit thresholds,weights 0.5 0.3 0.2,integer thresholds T_j=round(2^52*cumulative),2251799813685248 3602879701896397 4503599627370496,exact,rational arithmetic; choose first j with k < T_j
    discrete moments,"values 1,4,10 with weights .5,.3,.2",mean; variance,3.7; 11.61,rel 1e-14,sum w x; sum w x^2 - mean^2
    Pebay merge,"A=[1, 2, 3, 4]; B=[10, 20, 30]",n; mean; M2; M3; M4,7; 10; 730; 7200; 184354,exact rational (double: rel 1e-12),exact fractions; merge formula equals direct computation
    Pebay merge,"A=[1000000001, 1000000002]; B=[1000000003]",n; mean; M2; M3; M4,3; 1000000002; 2; 0; 2,exact rational (double: rel 1e-12),exact fractions; merge formula equals direct computation
    Pebay merge,"A=[5]; B=[7, 7, 7, 7]",n; mean; M2; M3; M4,5; 33/5; 16/5; -96/25; 832/125,exact rational (double: rel 1e-12),exact fractions; merge formula equals direct computation
    moments,3 1 4 1 5 9 2 6 5 3 5 8,mean; variance (n-1); skewness g1; excess kurtosis g2,4.3333333333333333; 6.4242424242424242; 0.37838947804733203; -0.72623709505161979,rel 1e-14,exact fractions then mpmath
    exact (correctly rounded) sum,"1e16, 1, -1e16",sum,1.0 = 0x1.0000000000000p+0,"exact (bits), for every order and partition",Python math.fsum; correctly rounded
    exact (correctly rounded) sum,"1, 1e100, 1, -1e100",sum,2.0 = 0x1.0000000000000p+1,"exact (bits), for every order and partition",Python math.fsum; correctly rounded
    exact (correctly rounded) sum,0.1 repeated 10^6 times,sum,100000.0 = 0x1.86a0000000000p+16,"exact (bits), for every order and partition",Python math.fsum; correctly rounded
    exact (correctly rounded) sum,1/k for k=1..10^5 (each rounded to double),sum,12.090146129863427 = 0x1.82e27a22f3fb0p+3,"exact (bits), for every order and partition",Python math.fsum; correctly rounded
    exact (correctly rounded) sum,2^-1074 repeated 3 times and 1.0,sum,1.0 = 0x1.0000000000000p+0,"exact (bits), for every order and partition",Python math.fsum; correctly rounded
    naive sum contrast,0.1 added 10^6 times left to right,running double sum (must differ from the exact sum),100000.00000133288,exact,plain left-to-right loop; shows why a running sum is not the contract
    variance with large offset,"doubles nearest 1e9+1/3, 1e9-1/7, 1e9+0.5",variance (n-1),0.11130009874284970,rel 1e-15 with exact sums,exact rationals of the stored doubles
    "quantile (inverted CDF, Hyndman-Fan 1)",15 20 35 40 50; q=0.05,"order statistic at rank ceil(q n), at least 1",15,exact,numpy.quantile method=inverted_cdf
    "quantile (inverted CDF, Hyndman-Fan 1)",15 20 35 40 50; q=0.2,"order statistic at rank ceil(q n), at least 1",15,exact,numpy.quantile method=inverted_cdf
    "quantile (inverted CDF, Hyndman-Fan 1)",15 20 35 40 50; q=0.4,"order statistic at rank ceil(q n), at least 1",20,exact,numpy.quantile method=inverted_cdf
    "quantile (inverted CDF, Hyndman-Fan 1)",15 20 35 40 50; q=0.5,"order statistic at rank ceil(q n), at least 1",35,exact,numpy.quantile method=inverted_cdf
    "quantile (inverted CDF, Hyndman-Fan 1)",15 20 35 40 50; q=1,"order statistic at rank ceil(q n), at least 1",50,exact,numpy.quantile method=inverted_cdf
    quantile (inverted CDF),1..100,p5; p50; p95; p99,5; 50; 95; 99,exact,rank ceil(q n)
    bit histogram relative error bound,k=5 mantissa bits; representative 2lu/(l+u),max relative error 1/(2^(k+1)+1),0.015384615384615385,rel 1e-14,"worst bin is the lowest of each octave: l=1,u=1+2^-k"
    bit histogram relative error bound,k=7 mantissa bits; representative 2lu/(l+u),max relative error 1/(2^(k+1)+1),0.0038910505836575875,rel 1e-14,"worst bin is the lowest of each octave: l=1,u=1+2^-k"
    bit histogram relative error bound,k=8 mantissa bits; representative 2lu/(l+u),max relative error 1/(2^(k+1)+1),0.0019493177387914230,rel 1e-14,"worst bin is the lowest of each octave: l=1,u=1+2^-k"
    bit histogram relative error bound,k=10 mantissa bits; representative 2lu/(l+u),max relative error 1/(2^(k+1)+1),4.8804294777940459e-4,rel 1e-14,"worst bin is the lowest of each octave: l=1,u=1+2^-k"
    bit histogram bin,x=1.0; k=7,key; lower edge; upper edge (half open),130944; 1.0; 1.0078125,exact,key = bits(x) >> 45
    bit histogram bin,x=1.0078125; k=7,key; lower edge; upper edge (half open),130945; 1.0078125; 1.015625,exact,key = bits(x) >> 45
    bit histogram bin,x=3500000.0; k=7,key; lower edge; upper edge (half open),133717; 3489792.0; 3506176.0,exact,key = bits(x) >> 45
    bit histogram bin,x=1000000000.0; k=7,key; lower edge; upper edge (half open),134766; 998244352.0; 1002438656.0,exact,key = bits(x) >> 45
    bit histogram bin,x=2.2250738585072014e-308; k=7,key; lower edge; upper edge (half open),128; 2.2250738585072014e-308; 2.242457248026789e-308,exact,key = bits(x) >> 45
    DDSketch,alpha=0.01,gamma=(1+a)/(1-a),1.0202020202020202,rel 1e-15,"definition (Masson, Rim, Lee 2019)"
    DDSketch key,alpha=0.01; x=1,key ceil(log_gamma x); bucket value 2 gamma^key/(gamma+1),0; 0.99000000000000000,exact key; value rel 1e-13,"definition, mpmath; relative error verified <= 0.01"
    DDSketch key,alpha=0.01; x=1e6,key ceil(log_gamma x); bucket value 2 gamma^key/(gamma+1),691; 994912.78442545135,exact key; value rel 1e-13,"definition, mpmath; relative error verified <= 0.01"
    DDSketch key,alpha=0.01; x=123456.789,key ceil(log_gamma x); bucket value 2 gamma^key/(gamma+1),587; 124286.04729557024,exact key; value rel 1e-13,"definition, mpmath; relative error verified <= 0.01"
    DDSketch size,alpha=0.01; values from 1e3 to 1e13,buckets needed,1152,exact,key(1e13)-key(1e3)+1
    bit histogram size,k=7; values from 1e3 to 1e13,bins spanned,4248,exact,key(1e13)-key(1e3)+1
    Wilks one-sided 95/95,first order,smallest n with 1-0.95^n >= 0.95,59,exact,0.95^59=0.0485
    Wilks 95/95,two-sided first order (= one-sided second order),smallest n,93,exact,1-0.95^n-n*0.05*0.95^(n-1) >= 0.95
    Clopper-Pearson upper 95% (one-sided),0 events in 1000,upper bound on p,0.0029912495450952962,rel 1e-13,1-0.05^(1/n)
    Clopper-Pearson 95%,30 events in 1000,interval,0.020330485683109628; 0.042551402470029050,rel 1e-12,"beta quantiles, mpmath"
    Student t,df=15 p=0.975 (16 replicates),t,2.1314495455597757,rel 1e-13,"root of regularised incomplete beta, mpmath"
    order-statistic 95% CI for a quantile,n=10000 iid q=0.95,ranks (lower; upper),9457; 9543,exact,binomial quantiles (scipy); coverage >= 0.95
    weighted aggregate,x=1 2 3 4; w=1 1 2 4,weighted mean; ESS=(sum w)^2/sum w^2; weighted p50,3.1250000000000000; 2.9090909090909091; 3,rel 1e-14,definitions; p50 = smallest x with cumulative weight >= 0.5 total
    covariance merge,x=1 2 3 4 5; y=2 1 4 3 7,sample covariance; correlation; regression slope,3; 0.82416338369213414; 1.2,rel 1e-14,exact sums
    "Pareto front (min,min)","id:(cost,days) 0:(5,1) 1:(4,2) 2:(4,3) 3:(2,5) 4:(2,5) 5:(6,1) 6:(1,9)",front ids (ties keep the lowest id),0 1 3 6,exact,by inspection; 4 duplicates 3; 2 and 5 are dominated
    argmin with tie,values 3 1 2 1 at scenarios 10 11 12 13,argmin,11,exact,"(value, scenario index) lexicographic"
    top-k,values 5 9 9 1 at scenarios 0 1 2 3; k=2 largest,ids in order,1 2,exact,value descending then index ascending
    grid axis,1e10 .. 2e12 in 5 log,values,10000000000.000000 37606030930.863936 141421356237.30950 531829589694.49886 2000000000000.0000,rel 2e-15; both ends exact,a*(b/a)^(i/(n-1))
    grid axis,0.1 .. 0.5 by 0.1,values; count,0.1 0.2 0.3 0.4 0.5; 5,each the double nearest the decimal,"a+i*s in decimal arithmetic, ends inclusive"
    scenario count,axes 41 x 4 x 3; sample 2^20; replicates 16,scenarios,8254390272,exact,product
    QMC integrand,"prod_{j=1..4}(1+(x_j-1/2)) on [0,1]^4",integral,1,scrambled Sobol 2^13 points: RMSE about 1e-5 (MC: 6e-3),closed form; RMSE measured over 60 scramblings
    antithetic,k and its complement (52 bit),u(k)+u(~k),1,exact,(k+.5)+(2^52-1-k+.5)=2^52
    break-even,buy: 30000 per chip; build: 250e6 NRE + 12000 per chip,volume where cost equal,13888.888888888889,rel 1e-14,NRE/(price-unit cost)
    newsvendor-style probability,"NRE 250e6; saving per chip 18000; demand lognormal ""5000 to 60000""",P(build cheaper),0.61497690574552048,rel 1e-13,"P(demand > NRE/saving), lognormal CDF, mpmath"

    """##
}
