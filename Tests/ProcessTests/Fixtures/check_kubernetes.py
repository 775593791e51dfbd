"""Says what is wrong with the manifests of a farm for Kubernetes.

  check_kubernetes.py OPTIONS FOLDER...

OPTIONS is a JSON file of each command's options. A FOLDER is a copy of Cluster/kubernetes. The schemas are those that
Kubernetes publishes, and of KEDA's ScaledObject what the package cloudcoil-models-keda made of its. Every fault is printed as FOLDER, a tab and a sentence; none is silence.
"""
import functools
import json
import pathlib
import re
import sys

import cloudcoil.models.keda.v1alpha1 as keda
import jsonschema
import kubernetes_validate.utils as published
import yaml

# What one worker needs, in bytes, besides so much for each core.
WORKER_BYTES, CORE_BYTES = 60e6, 65e6
# The time in which one wants all that is open done.
WANTED_SECONDS = 600
KUSTOMIZATION = {"apiVersion", "kind", "namespace", "resources", "images"}
METRICS_API = {"url", "valueLocation", "targetValue", "activationTargetValue"}
TOOLS = {"sh", "install", "busybox"}

# Read once, not for every thing.
published.schema_contents = functools.lru_cache(None)(published.schema_contents)


def strict(schema):
    """The same schema, which takes no field it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        closed["additionalProperties"] = False
    return closed


@functools.lru_cache(None)
def scaled_object():
    return jsonschema.Draft202012Validator(strict(keda.ScaledObject.model_json_schema(by_alias=True)))


@functools.lru_cache(None)
def documents(text):
    """The things of a file; the same for the same text, which most copies have."""
    return list(yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


@functools.lru_cache(None)
def refusals(text, index):
    """Why the published schemas do not take a thing of a file."""
    thing = documents(text)[index]
    name = f"{thing['kind']} {thing['metadata'].get('name')}"
    try:
        if thing["kind"] == "ScaledObject":
            scaled_object().validate(thing)
            unknown = set(thing["metadata"]) - {"name", "labels", "annotations"}
            return [f"{name}: metadata.{field} is unknown" for field in unknown]
        for version in ("1.27", published.latest_version()):
            published.validate(thing, version, strict=True)
        return []
    except (jsonschema.ValidationError, published.SchemaNotFoundError) as error:
        return [f"{name}: {'.'.join(map(str, getattr(error, 'path', [])))}: {error.message}"]


def quantity(text):
    match = re.fullmatch(r"([0-9.]+)(m|Ki|Mi|Gi|)", str(text))
    return float(match[1]) * {"m": 1e-3, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "": 1}[match[2]]


def fits(selector, labels):
    if any(labels.get(key) != value for key, value in selector.get("matchLabels", {}).items()):
        return False
    return all(
        rule["operator"] == "In" and labels.get(rule["key"]) in rule["values"]
        for rule in selector.get("matchExpressions", []))


class Pod:
    def __init__(self, owner):
        self.owner, template = owner, owner["spec"]["template"]
        self.name, self.labels, self.spec = owner["metadata"]["name"], template["metadata"]["labels"], template["spec"]
        self.containers = self.spec["containers"]
        self.all = self.spec.get("initContainers", []) + self.containers
        self.ports = {
            port.get("name", port["containerPort"]): port["containerPort"]
            for container in self.containers for port in container.get("ports", [])}

    def port(self, name):
        return self.ports.get(name, name if name in self.ports.values() else None)


class Farm:
    def __init__(self, folder, options):
        self.folder, self.options, self.faults = pathlib.Path(folder), options, []
        self.files = sorted(self.folder.rglob("*.yaml"))
        self.things = [
            thing for file in self.files if file.name != "kustomization.yaml"
            for thing in documents(file.read_text())]
        self.pods = [Pod(thing) for thing in self.of("Deployment") + self.of("StatefulSet")]
        self.texts = "\n".join(
            file.read_text() for file in sorted(self.folder.rglob("*")) if file.is_file())

    def of(self, kind):
        return [thing for thing in self.things if thing["kind"] == kind]

    def named(self, kind):
        return {thing["metadata"]["name"]: thing for thing in self.of(kind)}

    def expect(self, truth, sentence):
        if not truth:
            self.faults.append(sentence)

    def check(self):
        self.check_schemas()
        try:
            self.check_references()
        except (KeyError, TypeError, AttributeError):
            # What has no right form may lack what names something.
            if not self.faults:
                raise
        return self.faults

    def check_references(self):
        self.check_lists()
        for pod in self.pods:
            self.check_pod(pod)
            self.check_rights(pod)
            for container in pod.all:
                self.check_words(pod, container)
        self.check_names()
        self.check_network()
        self.check_scaling()
        self.check_documented()

    def check_schemas(self):
        for file in self.files:
            if file.name != "kustomization.yaml":
                text = file.read_text()
                for index in range(len(documents(text))):
                    self.faults += refusals(text, index)

    def check_lists(self):
        lists = [file for file in self.files if file.name == "kustomization.yaml"]
        contents = [documents(file.read_text())[0] for file in lists]
        for file, content in zip(lists, contents):
            self.expect(set(content) == KUSTOMIZATION, f"{file.name}: fields {sorted(content)}")
            beside = {other.name for other in file.parent.glob("*.yaml")} - {file.name}
            self.expect(set(content["resources"]) == beside, f"{file.name}: lists {content['resources']}")
            self.expect(content["images"] == contents[0]["images"], f"{file.name}: another image")
            self.expect(content["namespace"] in self.named("Namespace"), f"{file.name}: unknown namespace")
        images = {image["name"] for image in contents[0]["images"]}
        used = {container["image"] for pod in self.pods for container in pod.all}
        self.expect(used == images, f"images {sorted(used)} are used, {sorted(images)} are named")

    def check_pod(self, pod):
        selector = pod.owner["spec"]["selector"]
        self.expect(fits(selector, pod.labels), f"{pod.name}: its selector is not its labels")
        others = [other.name for other in self.pods if other is not pod and fits(selector, other.labels)]
        self.expect(not others, f"{pod.name}: its selector takes Pods of {others}")
        self.expect(pod.spec.get("serviceAccountName") in self.named("ServiceAccount"), f"{pod.name}: unknown account")
        claims = pod.owner["spec"].get("volumeClaimTemplates", [])
        volumes = {item["name"] for item in pod.spec.get("volumes", [])} | {item["metadata"]["name"] for item in claims}
        mounted = {mount["name"] for container in pod.all for mount in container.get("volumeMounts", [])}
        self.expect(volumes == mounted, f"{pod.name}: volumes {sorted(volumes)}, mounted {sorted(mounted)}")
        for container in pod.all:
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                asked = container.get(probe, {})
                port = (asked.get("tcpSocket") or asked.get("httpGet") or {}).get("port")
                self.expect(port is None or pod.port(port), f"{pod.name}: {probe} asks port {port}")
            self.expect("livenessProbe" not in container, f"{pod.name}: a probe that restarts what is merely busy")

    def check_rights(self, pod):
        pod_context = pod.spec.get("securityContext", {})
        user = re.search(r"^USER (\d+):(\d+)$", self.texts, re.M)
        self.expect(
            user and [pod_context.get(key) for key in ("runAsUser", "runAsGroup", "fsGroup")]
            == [int(user[1]), int(user[2]), int(user[2])], f"{pod.name}: not the image's user")
        self.expect(pod_context.get("runAsNonRoot") is True, f"{pod.name}: may be root")
        self.expect(pod_context.get("seccompProfile") == {"type": "RuntimeDefault"}, f"{pod.name}: any system call")
        self.expect(pod.spec.get("automountServiceAccountToken") is False, f"{pod.name}: has the cluster's token")
        writable = {"TMPDIR": "/tmp"}
        for container in pod.all:
            name, context = f"{pod.name}/{container['name']}", container.get("securityContext", {})
            self.expect(context.get("allowPrivilegeEscalation") is False, f"{name}: may gain rights")
            self.expect(context.get("readOnlyRootFilesystem") is True, f"{name}: may change the image")
            self.expect(context.get("capabilities") == {"drop": ["ALL"]}, f"{name}: has capabilities")
            resources = container.get("resources", {})
            self.expect(set(resources.get("requests", {})) == {"cpu", "memory"}, f"{name}: asks for no resources")
            self.expect("memory" in resources.get("limits", {}), f"{name}: may take all memory")
            for variable in container.get("env", []):
                mounts = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
                if variable["name"] in writable:
                    self.expect(variable["value"] in mounts, f"{name}: {variable['name']} is no volume")

    def check_words(self, pod, container):
        name = f"{pod.name}/{container['name']}"
        variables = {variable["name"] for variable in container.get("env", [])}
        words = container.get("command", []) + container.get("args", [])
        used = {variable for word in words for variable in re.findall(r"\$\((\w+)\)", word)}
        self.expect(used <= variables, f"{name}: no variable {sorted(used - variables)}")
        if "command" in container:
            tool, place = words[0], "/opt/sweepfarm/Cluster/kubernetes/"
            known = (self.folder / tool[len(place):]).is_file() if tool.startswith(place) else tool in TOOLS
            self.expect(known, f"{name}: {tool} is not in the image")
            return
        self.check_options(name, words[0], words[1:])
        for word in words:
            if word.startswith("--listen="):
                address, port = word.split("=")[1].rsplit(":", 1)
                self.expect(address == "tcp://*", f"{name}: {address} leaves out addresses of the Pod")
                self.expect(int(port) in pod.ports.values(), f"{name}: listens on {port}, which is no port of the Pod")
            if word.startswith(("--token=", "--journal=")):
                path = word.split("=")[1]
                mounts = [mount["mountPath"] for mount in container["volumeMounts"]]
                self.expect(any(path.startswith(mount + "/") for mount in mounts), f"{name}: {path} is in no volume")

    def check_options(self, place, command, words):
        self.expect(command in self.options, f"{place}: no command '{command}'")
        for word in words:
            option = word.split("=")[0]
            known = not option.startswith("--") or option in self.options.get(command, [])
            self.expect(known, f"{place}: '{command}' has no option {option}")

    def check_documented(self):
        """What the comments tell people to type."""
        text = re.sub(r"\\\n#? *", "", self.texts)
        for command, rest in re.findall(r"sweepfarm ((?:token )?[a-z]+)((?: +[^\s'\"`>|;)]+)*)", text):
            if command in self.options:
                self.check_options("comment", command, rest.split())
        for host, port in re.findall(r"tcp://([\w.-]+):(\d+)", text):
            service = self.named("Service").get(host)
            ports = [item["port"] for item in service["spec"]["ports"]] if service else []
            known = host == "127.0.0.1" or int(port) in ports
            self.expect(known, f"comment: nobody listens on {host}:{port}")
        made = set(re.findall(r"(?:secret generic|secret called) ([\w-]+)", text))
        keys = set(re.findall(r"--from-file=(\w+)=", text))
        for pod in self.pods:
            for volume in pod.spec.get("volumes", []):
                secret = volume.get("secret", {"secretName": None, "items": []})
                self.expect(secret["secretName"] in made | {None}, f"{pod.name}: nobody makes {secret['secretName']}")
                self.expect({item["key"] for item in secret["items"]} <= keys, f"{pod.name}: another key of a secret")
        for kind, name in re.findall(r"(statefulset/|deployment |service/|exec )([a-z][\w-]+)", text):
            known = {pod.name + end for pod in self.pods for end in ("", "-0")} | set(self.named("Service"))
            self.expect(name in known, f"comment: there is no {kind}{name}")

    def check_names(self):
        for name, service in self.named("Service").items():
            chosen = [pod for pod in self.pods if fits({"matchLabels": service["spec"]["selector"]}, pod.labels)]
            self.expect(len(chosen) == 1, f"Service {name}: chooses {[pod.name for pod in chosen]}")
            for port in service["spec"]["ports"]:
                for pod in chosen:
                    target = port["targetPort"]
                    self.expect(pod.port(target), f"Service {name}: {pod.name} has no port {target}")
        for owner in self.of("StatefulSet"):
            self.expect(owner["spec"]["serviceName"] in self.named("Service"), "StatefulSet: unknown service")
        for budget in self.of("PodDisruptionBudget"):
            chosen = [pod for pod in self.pods if fits(budget["spec"]["selector"], pod.labels)]
            self.expect([pod.owner["kind"] for pod in chosen] == ["StatefulSet"], "budget: is not the coordinator's")

    def passes(self, source, target, port):
        """Whether Pods with these labels, or another namespace's by its name, may call a port of others with those."""
        def lets(kind, own, peer):
            specs = [policy["spec"] for policy in self.of("NetworkPolicy")] if isinstance(own, dict) else []
            policies = [spec for spec in specs if kind in spec["policyTypes"] and fits(spec["podSelector"], own)]
            ways = [way for policy in policies for way in policy.get(kind.lower(), [])]
            side = "from" if kind == "Ingress" else "to"
            return not policies or any(
                port in [(item["protocol"], item["port"]) for item in way.get("ports", [])]
                and any(self.is_peer(item, peer) for item in way[side]) for way in ways)
        return lets("Egress", source, target) and lets("Ingress", target, source)

    @staticmethod
    def is_peer(item, peer):
        if isinstance(peer, str):
            space = {"kubernetes.io/metadata.name": peer}
            return "namespaceSelector" in item and fits(item["namespaceSelector"], space)
        return "namespaceSelector" not in item and "podSelector" in item and fits(item["podSelector"], peer)

    def check_network(self):
        labels = {pod.labels["app.kubernetes.io/component"]: pod.labels for pod in self.pods}
        base = {"app.kubernetes.io/name": "sweepfarm"}
        labels |= {"client": base | {"app.kubernetes.io/component": "client"}, "stranger": {"app": "stranger"}}
        labels |= {"kube-system": "kube-system", "keda": "keda", "elsewhere": "elsewhere"}
        joining = ("worker", "client", "autoscaling")
        allowed = {(who, "coordinator", ("TCP", 7100)) for who in joining} | {("keda", "autoscaling", ("TCP", 8080))}
        allowed |= {(who, "kube-system", (protocol, 53)) for who in joining for protocol in ("TCP", "UDP")}
        for source in labels:
            for target in labels:
                if isinstance(labels[source], str) and isinstance(labels[target], str):
                    continue
                for port in (("TCP", 7100), ("TCP", 8080), ("TCP", 53), ("UDP", 53), ("TCP", 443)):
                    found, wanted = self.passes(labels[source], labels[target], port), (source, target, port) in allowed
                    state = "open" if found else "closed"
                    self.expect(found == wanted, f"network: {source} to {target} {port[0]} {port[1]} is {state}")

    def check_scaling(self):
        space = next(iter(self.named("Namespace")))
        for scaled in self.of("ScaledObject"):
            pod = next((pod for pod in self.pods if pod.name == scaled["spec"]["scaleTargetRef"]["name"]), None)
            if pod is None or pod.owner["kind"] != "Deployment":
                self.faults.append("ScaledObject: scales no deployment of the farm")
                continue
            self.expect("replicas" not in pod.owner["spec"], f"{pod.name}: its number of Pods is set twice")
            needs = pod.containers[0]["resources"]["requests"]
            cores = quantity(needs["cpu"])
            needed = WORKER_BYTES + CORE_BYTES * cores
            memory = needs["memory"]
            self.expect(quantity(memory) >= needed, f"{pod.name}: {memory} are not {needed / 1e6:.0f} MB")
            for trigger in scaled["spec"]["triggers"]:
                facts = trigger["metadata"]
                self.expect(trigger["type"] == "metrics-api" and set(facts) <= METRICS_API, f"trigger: {facts}")
                match = re.fullmatch(r"http://([\w-]+)\.([\w-]+)\.svc:(\d+)(/[\w.]+)", facts["url"])
                service = self.named("Service").get(match[1]) if match else None
                ports = [item["port"] for item in service["spec"]["ports"]] if service else []
                known = match and match[2] == space and int(match[3]) in ports
                self.expect(known, f"trigger: nobody serves {facts['url']}")
                probes = [item.get("readinessProbe", {}) for other in self.pods for item in other.containers]
                served = [probe["httpGet"]["path"] for probe in probes if "httpGet" in probe]
                self.expect(match and match[4] in served, f"trigger: {facts['url']} is not the file that is served")
                value, target = facts["valueLocation"], float(facts["targetValue"])
                self.expect(f'\\"{value}\\"' in self.texts, f"trigger: nobody writes {value}")
                wanted = WANTED_SECONDS * cores
                self.expect(target == wanted, f"trigger: {target} is not {WANTED_SECONDS} s of {cores} cores")


def main(options, *folders):
    options = json.loads(pathlib.Path(options).read_text())
    for folder in folders:
        for fault in Farm(folder, options).check():
            print(f"{folder}\t{fault}")


main(*sys.argv[1:])
