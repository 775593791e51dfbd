// netCDF-C 4.9: labelled arrays in files.
#pragma once
#include <netcdf.h>
