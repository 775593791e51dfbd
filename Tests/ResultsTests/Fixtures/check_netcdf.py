"""Opens a result folder as a user would, with xarray, and compares result.nc with result.json value by value.

usage: check_netcdf.py FOLDER        prints "equal: N values" and exits 0, or names the first difference and exits 1
exit 77: xarray or netCDF4 is not installed
"""
import hashlib
import json
import math
import sys

try:
    import netCDF4
    import xarray
except ImportError as missing:
    print(f"{missing.name} is not installed")
    sys.exit(77)

compared = 0


def same(where, got, wanted):
    global compared
    compared += 1
    if wanted is None:
        equal = got == "" or (isinstance(got, float) and math.isnan(got))
    else:
        equal = got == wanted
    if not equal:
        sys.exit(f"{where}: the NetCDF file has {got!r}, result.json has {wanted!r}")


def values(variable):
    return variable.values.reshape(-1).tolist()


def all_same(where, variable, wanted):
    got = values(variable)
    same(f"{where}: number of values", len(got), len(wanted))
    for index, pair in enumerate(zip(got, wanted)):
        same(f"{where}[{index}]", *pair)


def check_report(path, name, report):
    with xarray.open_dataset(path, group=name) as group:
        for dim, coordinate in report["coords"].items():
            all_same(f"{name}.{dim}", group.coords[dim], coordinate["values"])
            if not any(isinstance(value, str) for value in coordinate["values"]):
                same(f"{name}.{dim}: units", group.coords[dim].attrs["units"], coordinate["unit"])
        for held, fixed in report["at"].items():
            same(f"{name}.{held}", group.coords[held].values.item(), fixed["value"])
        wanted = set()
        for label, variable in report["variables"].items():
            wanted.add(label)
            same(f"{name}.{label}: dims", list(group[label].dims), variable["dims"])
            all_same(f"{name}.{label}", group[label], variable["values"])
            if not any(isinstance(value, str) for value in variable["values"]):
                same(f"{name}.{label}: units", group[label].attrs["units"], variable["unit"])
            if variable["error"] is not None:
                wanted.add(label + "_error")
                all_same(f"{name}.{label}_error", group[label + "_error"], variable["error"])
                same(f"{name}.{label}: cell_methods", group[label].attrs["cell_methods"], "scenario: mean")
        same(f"{name}: variables", set(group.data_vars), wanted)


def main(folder):
    with open(f"{folder}/result.json", encoding="utf-8") as file:
        text = file.read().rstrip("\n")
    result = json.loads(text)
    path = f"{folder}/result.nc"
    for name, report in result["reports"].items():
        check_report(path, name, report)
    hashed = text.replace(f'"fingerprint":"{result["fingerprint"]}",', "")
    same("fingerprint", hashlib.sha256(hashed.encode()).hexdigest(), result["fingerprint"])

    with xarray.open_dataset(path) as root:
        for name in ["sweep", "model", "spec_sha256", "seed", "numeric_contract", "fingerprint"]:
            got = root.attrs[name]
            same(name, got if isinstance(got, str) else int(got), result[name])
    with netCDF4.Dataset(path) as file:
        same("groups", list(file.groups), list(result["reports"]))
    print(f"equal: {compared} values")


main(sys.argv[1])
